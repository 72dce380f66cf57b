"""Two writers at once on one folder: one does its work, the other does it, too, or says who is writing."""

import random
import time
from collections.abc import Sequence

from tests.faults import shops
from tests.faults.operations import Place, bought, transactions
from tests.faults.tally import NEW, Tally
from tests.faults.trial import Trial, clear, difference

BUSY = "is being written by"


def two_at_once(trial: Trial, times: int, seed: int) -> Tally:
    """Start an operation twice, the second at a random moment of the first."""
    tally, dice = Tally(f"two at once: {trial.operation.name} twice"), random.Random(seed)
    given = trial.operation.arguments(trial.place)
    for _ in range(times):
        trial.place.restore()
        together(trial.place, given, given, dice.uniform(0, trial.seconds), tally)
        if trial.judge(tally) == NEW:
            trial.go_on(tally, NEW)
        else:
            tally.find("neither did it", "")
    return tally


def update_and_transactions(place: Place, times: int, seed: int) -> Tally:
    """Start two operations, each at a random moment of the other; done again, both have had their effect."""
    tally, dice = Tally("two at once: update and transactions"), random.Random(seed)
    bought(place)
    shops.change_shop(place.shop)
    place.save()
    given = [place.build(), transactions(place)]
    states = {"neither": place.answers()}
    took = 0.0
    for name, order in (("first", given[:1]), ("second", given[1:]), ("both", given)):
        place.restore()
        took = max(took, *(place.run(*arguments).seconds for arguments in order))
        states[name] = place.answers()
    for number in range(times):
        place.restore()
        one, other = given if number % 2 else given[::-1]
        together(place, one, other, dice.uniform(0, took), tally)
        found = place.answers()
        tally.old += found in (states["first"], states["second"])
        tally.new += found == states["both"]
        if found not in states.values() or found == states["neither"]:
            tally.find("a mixture", difference(states["neither"], states["both"], found))
        for arguments in given:
            place.run(*arguments)
        if place.answers() != states["both"]:
            tally.find("the next runs end elsewhere", difference(states["neither"], states["both"], place.answers()))
    return tally


def together(place: Place, one: Sequence[str], other: Sequence[str], later: float, tally: Tally) -> None:
    """Start two programs, the second so many seconds after the first, and wait for both."""
    first = place.start(one)
    time.sleep(later)
    second = place.start(other, said="said too")
    tally.done += 1
    for running in (first, second):
        ran = running.wait()
        if ran.status:
            clear(tally, ran, BUSY)
