"""How much memory a process has while it is asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.soak.watching import measured

EVERY = 1.0


class Growth:
    """What was seen of a process's memory, in MB, second by second."""

    def __init__(self) -> None:
        self.seen: list[float] = []

    def __str__(self) -> str:
        """Say what it was after a tenth of the time, at its end and at its most."""
        early = self.seen[len(self.seen) // 10]
        return f"{early:.0f} MB early, {self.seen[-1]:.0f} at the end, {max(self.seen):.0f} at most"


@asynccontextmanager
async def watched(process: int) -> AsyncIterator[Growth]:
    """Look at a process until the block ends."""
    growth = Growth()

    async def look() -> None:
        while True:
            growth.seen.append(measured(process)[0])
            await asyncio.sleep(EVERY)

    looking = asyncio.create_task(look())
    await asyncio.sleep(0)
    try:
        yield growth
    finally:
        looking.cancel()
