"""People on the page at the same time, each of whom asks, reads for a while, and asks again."""

import asyncio
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from tests.load.person import Person
from tests.load.requests import PHOTOS, WORDS

READING = (5.0, 15.0)
"""Seconds that somebody looks at an answer before they ask again."""
PAUSE = 2.0
"""Seconds until somebody tries again who was told to."""
BUSY = "Many people are searching"
"""What the page says to who can't be served just now."""


@dataclass
class Visits:
    """What people on the page saw.

    Attributes:
        opened, answered: seconds until the front page stood, and each answer.
        shed: how many were told that there are too many just now.
        wrong: what was neither an answer nor that sentence.
    """

    opened: list[float] = field(default_factory=list)
    answered: list[float] = field(default_factory=list)
    shed: int = 0
    wrong: list[str] = field(default_factory=list)

    async def take(self, person: Person, seconds: float) -> None:
        """Note what somebody sees after so many seconds; who is told to try again does so, and counts from then on."""
        seconds = await self.served(person, seconds)
        if person.results < 5:
            self.wrong.append(" / ".join(person.said)[:300])
        else:
            self.answered.append(seconds)

    async def served(self, person: Person, seconds: float) -> float:
        """Let somebody try again as long as they are told to; returns what the last time took."""
        while any(BUSY in said for said in person.said):
            self.shed += 1
            await asyncio.sleep(PAUSE)
            seconds = await person.press("Try again")
        return seconds

    def within(self, share: float) -> float:
        """Return the seconds within which a share of the answers stood."""
        return float(np.quantile(self.answered, share)) if self.answered else 0.0


async def visit(url: str, count: int, seconds: float, seed: int, reading: tuple[float, float] = READING) -> Visits:
    """Let people use the page for some time."""
    visits, end = Visits(), time.monotonic() + seconds

    async def one(number: int) -> None:
        dice = random.Random(seed + number)
        await asyncio.sleep(dice.uniform(0, reading[1]))
        try:
            async with Person(url) as person:
                visits.opened.append(await visits.served(person, await person.open()))
                while time.monotonic() < end:
                    await asyncio.sleep(dice.uniform(*reading))
                    await visits.take(person, await _ask(person, dice))
        except Exception as error:  # noqa: BLE001  whatever a visitor meets, it is counted
            visits.wrong.append(repr(error))

    await asyncio.gather(*(one(number) for number in range(count)))
    return visits


async def _ask(person: Person, dice: random.Random) -> float:
    """Do what visitors do: words most of the time, a photo, or more like one of the results."""
    chance = dice.random()
    if chance < 0.25:
        return await person.upload(dice.choice(PHOTOS).read_bytes())
    if chance < 0.5 and person.results:
        return await person.press(f"more-result-{dice.randrange(person.results)}")
    return await person.say(dice.choice(WORDS))


def upload_at_once(url: str, photos: Sequence[bytes]) -> Visits:
    """Let as many people as there are photos give theirs at the same moment; for a process of its own."""
    return asyncio.run(_upload_at_once(url, photos))


async def _upload_at_once(url: str, photos: Sequence[bytes]) -> Visits:
    visits = Visits()

    async def one(photo: bytes) -> None:
        async with Person(url) as person:
            visits.opened.append(await visits.served(person, await person.open()))
            await everybody.wait()
            await visits.take(person, await person.upload(photo))

    everybody = asyncio.Barrier(len(photos))
    await asyncio.gather(*(one(photo) for photo in photos))
    return visits


async def speak(url: str, ending: asyncio.Event, reading: tuple[float, float], seed: int) -> Visits:
    """Let somebody ask with words again and again until the end."""
    visits, dice = Visits(), random.Random(seed)
    async with Person(url) as person:
        visits.opened.append(await visits.served(person, await person.open()))
        while not ending.is_set():
            await visits.take(person, await person.say(dice.choice(WORDS)))
            await asyncio.sleep(dice.uniform(*reading))
    return visits
