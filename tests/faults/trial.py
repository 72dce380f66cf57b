"""An operation with the answers of both states, and what has to hold after it was disturbed."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from lookbook.building.chunks import DAMAGE
from lookbook.building.parts import Journal
from tests.fakes import MeanColour
from tests.faults.looking import NOTHING, files
from tests.faults.operations import Operation, Place
from tests.faults.running import Ran
from tests.faults.tally import NEW, OLD, Tally


@dataclass(frozen=True)
class Trial:
    """An operation that is ready to be disturbed.

    Attributes:
        operation, place: what is done, and where.
        old, new: all answers before it, and after it.
        kept: what lies in the index folder after it, as `files` returns it.
        seconds: how long it takes undisturbed, the median.
        steps: how many steps it takes to change the disk.
    """

    operation: Operation
    place: Place
    old: str
    new: str
    kept: Sequence[tuple[str, str]]
    seconds: float
    steps: int

    @classmethod
    def of(cls, operation: Operation, place: Place, measured: int) -> "Trial":
        """Make the old state, and learn what the new one is like.

        Args:
            operation, place: what is done, and where; there is nothing there yet.
            measured: how many times it is run undisturbed.

        Raises:
            RuntimeError: it fails, or changes no answer.
        """
        operation.setup(place)
        place.save()
        old, ran, new = place.answers(), [], ""
        for _ in range(measured):
            place.restore()
            ran.append(place.run(*operation.arguments(place)))
            new = place.answers()
        if old == new:
            raise RuntimeError(f"{operation.name} changes nothing")
        kept = files(place.index)
        place.restore()
        steps = place.start(operation.arguments(place), 0).wait().steps
        return cls(operation, place, old, new, kept, statistics.median(one.seconds for one in ran), steps)

    def judge(self, tally: Tally) -> str:
        """Hold all answers to those of both states; returns which it is, "" for neither, which is a finding."""
        found = self.place.answers()
        if found == self.old:
            tally.old += 1
            return OLD
        if found == self.new:
            tally.new += 1
            return NEW
        tally.find("a mixture", difference(self.old, self.new, found))
        return ""

    def go_on(self, tally: Tally, state: str) -> None:
        """Run the operation again, which has to end in exactly the new state, and do nothing that was done."""
        noted = 0 if state == NEW else self._noted(tally)
        ran = self.place.start(self.operation.arguments(self.place)).wait()
        if ran.status:
            tally.find("the next run fails", ran.said)
        if self.place.answers() != self.new:
            tally.find("the next run ends elsewhere", difference(self.old, self.new, self.place.answers()))
        if (lying := files(self.place.index)) != self.kept:
            tally.find("other files in the end", str(sorted(set(lying) ^ set(self.kept)) or lying))
        todo = 0 if state == NEW else self.operation.todo - noted
        if self.operation.todo and f"(new {todo}," not in ran.sentence:
            tally.find("pictures are embedded again", f"{todo} were left to do, but it {ran.sentence}")

    def _noted(self, tally: Tally) -> int:
        """Return how many pictures a build that was stopped has noted."""
        try:
            return len(Journal(self.place.index, MeanColour().identity).done())
        except DAMAGE as error:
            tally.find("a damaged chunk", repr(error))
            return 0


def clear(tally: Tally, ran: Ran, *needed: str) -> bool:
    """Note an operation that failed, if it said so in one sentence with one of these parts; returns whether it did."""
    tally.refused += 1
    lines = [line for line in ran.said.splitlines() if line.startswith("lookbook: ")]
    good = ran.status == 1 and len(lines) == 1 and "Traceback" not in ran.said and "unforeseen" not in ran.said
    if not good or not any(part in ran.said for part in needed):
        tally.find("no clear sentence", f"{ran.status}: {ran.said}")
    return good


def difference(old: str, new: str, found: str) -> str:
    """Say which answers are of neither state, and which are of the old and of the new one."""
    try:
        before, after, now = ({} if text == NOTHING else json.loads(text) for text in (old, new, found))
    except ValueError:
        return found
    as_before = [name for name in now if now[name] == before.get(name) != after.get(name)]
    as_after = [name for name in now if now[name] == after.get(name) != before.get(name)]
    other = {name: str(now[name])[:300] for name in now if now[name] not in (before.get(name), after.get(name))}
    return f"as before: {as_before}; as after: {as_after}; neither: {other}"
