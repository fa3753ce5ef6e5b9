"""Writes a session's output and events to its log."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Final

from ...errors import StoreUnavailableError
from ..frames import Exit
from ..output import MAX_OUTPUT_BYTES
from ..replay import Replay
from ..session import Session
from ..tasks import end_tasks
from ..viewer import Observer
from . import lua
from .client import RedisClient

_RETRY_SECONDS: Final = 0.25
_FINISH_TIMEOUT_SECONDS: Final = 1.0

Entry = tuple[str, str, bytes]
"""An entry's id, field and value."""


class Publisher(Observer):
    """Writes in order and in batches, for as long as the host owns the session.

    `on_lost` is called when the session's lease is gone. It returns True after taking the lease
    back, or False if another host has it. The log is then rewritten from the session's replay.
    """

    def __init__(
        self,
        session: Session,
        redis: RedisClient,
        token: str,
        on_lost: Callable[[], Awaitable[bool]],
    ) -> None:
        self.id = session.name
        self._replay: Replay = session.replay
        self._redis = redis
        self._token = token
        self._on_lost = on_lost
        self._end, self._count = 0, 0  # the last entry's id
        self._batch: list[Entry] = []
        self._written: dict[bytes, int] = {}
        self._rewrite = self._ended = self._stopped = False
        self._task: asyncio.Task[None] | None = None

    def output(self, offset: int, data: bytes) -> None:
        """Write output."""
        self._end, self._count = offset + len(data), 0
        self._add(f"{self._end}-0", "o", data)

    def resized(self, rows: int, columns: int) -> None:
        """Write the new size."""
        self.event(k="size", rows=rows, columns=columns)

    def written(self, client: bytes, sequence: int) -> None:
        """Write what the terminal has taken; only a client's newest sequence number is kept."""
        self._written[client] = sequence
        self._start()

    def ended(self, how: Exit) -> None:
        """Write the exit."""
        self._ended = True
        self.event(k="exit", code=how.code, signal=how.signal)

    def event(self, **fields: object) -> None:
        """Write an event; `k` is its kind."""
        self._count += 1
        self._add(f"{self._end}-{self._count}", "e", json.dumps(fields).encode())

    def stop(self) -> None:
        """Stop writing: another host owns the session, or it has ended."""
        self._stopped = True

    async def finish(self) -> None:
        """Wait up to a second until everything is written, and stop."""
        if self._task and not self._stopped:
            await asyncio.wait([self._task], timeout=_FINISH_TIMEOUT_SECONDS)
        self._stopped = True
        if self._task:
            await end_tasks([self._task])

    def restore(self) -> None:
        """Rewrite the whole log."""
        self._rewrite = True
        self._start()

    def _add(self, id_: str, field: str, value: bytes) -> None:
        self._batch.append((id_, field, value))
        self._start()

    def _start(self) -> None:
        if self._task is None and not self._stopped:
            self._task = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        try:
            while (self._batch or self._written or self._rewrite) and not self._stopped:
                try:
                    await self._write_batch()
                except StoreUnavailableError:
                    await asyncio.sleep(_RETRY_SECONDS)
        finally:
            self._task = None

    async def _write_batch(self) -> None:
        written, self._written = self._written, {}
        for client, sequence in written.items():
            self.event(k="written", client=client.hex(), n=sequence)
        rewrite, count = self._rewrite, len(self._batch)
        batch = self._batch[:count]
        if rewrite:
            events = [entry for entry in batch if entry[1] == "e"]
            batch = sorted(self._replayed() + events, key=_order)
        oldest = max(0, self._end - self._replay.limit)
        arguments = [part for entry in batch for part in entry]
        done = await self._redis.run(
            lua.PUBLISH, self.id, self._token, int(rewrite), oldest, int(self._ended), *arguments
        )
        if done:
            del self._batch[:count]
            self._rewrite = self._rewrite and not rewrite
        elif await self._on_lost():
            self._rewrite = True
        else:
            self._stopped = True

    def _replayed(self) -> list[Entry]:
        """Return the output in the session's replay as entries."""
        found, offset = [], self._replay.start
        while data := self._replay.read(offset, MAX_OUTPUT_BYTES):
            offset += len(data)
            found.append((f"{offset}-0", "o", data))
        return found


def _order(entry: Entry) -> tuple[int, ...]:
    return tuple(map(int, entry[0].split("-")))
