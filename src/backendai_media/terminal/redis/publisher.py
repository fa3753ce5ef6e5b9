"""A session's output and events on their way into its log."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Final

from ...errors import StoreUnavailableError
from ..frames import Exit
from ..observer import Observer
from ..output import FRAME
from ..replay import Replay
from ..session import Session
from ..tasks import end_tasks
from . import lua
from .client import Link

_AGAIN: Final = 0.25  # seconds between attempts while the server is away

Entry = tuple[str, str, bytes]


class Publisher(Observer):
    """Writes in order, in batches, as long as the host owns the session.

    `lost` is asked when it does not (any more): it gets the lease back and returns True, or False
    where another has it. What the log lost is then written anew from the session's own memory.
    """

    def __init__(
        self, session: Session, link: Link, token: str, lost: Callable[[], Awaitable[bool]]
    ) -> None:
        self.id = session.name
        self._replay: Replay = session.replay
        self._link = link
        self._token = token
        self._lost = lost
        self._end, self._count = 0, 0  # the last entry's id
        self._batch: list[Entry] = []
        self._written: dict[bytes, int] = {}
        self._anew = self._ended = self._over = False
        self._task: asyncio.Task[None] | None = None

    def output(self, offset: int, data: bytes) -> None:
        """Write output into the log."""
        self._end, self._count = offset + len(data), 0
        self._add(f"{self._end}-0", "o", data)

    def resized(self, rows: int, columns: int) -> None:
        """Tell the new size."""
        self.event(k="size", rows=rows, columns=columns)

    def written(self, client: bytes, sequence: int) -> None:
        """Tell what the program has taken; of one client's news the newest is enough."""
        self._written[client] = sequence
        self._wake()

    def ended(self, how: Exit) -> None:
        """Tell how it ended."""
        self._ended = True
        self.event(k="exit", code=how.code, signal=how.signal)

    def event(self, **fields: object) -> None:
        """Tell something else."""
        self._count += 1
        self._add(f"{self._end}-{self._count}", "e", json.dumps(fields).encode())

    def stop(self) -> None:
        """Write no more: the session is another's, or gone."""
        self._over = True

    async def finish(self) -> None:
        """Wait until all is written, or the server is away."""
        if self._task and not self._over:
            await asyncio.wait([self._task], timeout=1)
        self._over = True
        if self._task:
            await end_tasks([self._task])

    def restore(self) -> None:
        """Write the whole log anew."""
        self._anew = True
        self._wake()

    def _add(self, place: str, field: str, value: bytes) -> None:
        self._batch.append((place, field, value))
        self._wake()

    def _wake(self) -> None:
        if self._task is None and not self._over:
            self._task = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        try:
            while (self._batch or self._written or self._anew) and not self._over:
                try:
                    await self._once()
                except StoreUnavailableError:
                    await asyncio.sleep(_AGAIN)
        finally:
            self._task = None

    async def _once(self) -> None:
        written, self._written = self._written, {}
        for client, sequence in written.items():
            self.event(k="written", client=client.hex(), n=sequence)
        anew, count = self._anew, len(self._batch)
        batch = self._batch[:count]
        if anew:
            events = [one for one in batch if one[1] == "e"]
            batch = sorted(self._all() + events, key=lambda one: tuple(map(int, one[0].split("-"))))
        oldest = max(0, self._end - self._replay.limit)
        arguments = [part for entry in batch for part in entry]
        done = await self._link.run(
            lua.PUBLISH, self.id, self._token, int(anew), oldest, int(self._ended), *arguments
        )
        if done:
            del self._batch[:count]
            self._anew = self._anew and not anew
        elif await self._lost():
            self._anew = True
        else:
            self._over = True

    def _all(self) -> list[Entry]:
        """Return the session's remembered output as entries, without what is in no entry yet."""
        found, offset = [], self._replay.start
        while data := self._replay.read(offset, FRAME):
            offset += len(data)
            found.append((f"{offset}-0", "o", data))
        return found
