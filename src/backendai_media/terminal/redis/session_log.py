"""A session's log in the store, and a reader that follows it."""

from __future__ import annotations

import asyncio
import time
from abc import ABC, abstractmethod
from typing import Final

from ...errors import SessionGoneError, StoreUnavailableError, TerminalError
from . import lua
from .client import RedisClient, translate_errors
from .front_end import FrontEnd
from .lua import PREFIX

DATA_LOST: Final = "The session store lost its data, and no host restored this session."
HOST_GONE: Final = "This session's host is gone, and its program with it."
_READ_COUNT: Final = 32  # entries read at once
_POLL_SECONDS: Final = 2.0  # between reads without a notification
_LEASE_GRACE_SECONDS: Final = 5.0  # without a lease, after which the host is considered gone

Entry = tuple[int, dict[bytes, bytes]]
"""The output offset after an entry, and the entry's fields."""


class SessionLog:
    """Reads what the store has of one session. Methods raise `StoreUnavailableError`."""

    def __init__(self, redis: RedisClient, id_: str) -> None:
        self._redis = redis
        self._id = id_
        self._key = f"{PREFIX}s:{id_}"
        self._cursor = "-"

    async def fields(self) -> dict[bytes, bytes]:
        """Return the session's record; empty if it does not exist."""
        with translate_errors():
            found: dict[bytes, bytes] = await self._redis.commands.hgetall(self._key)
        return found

    async def read(self) -> tuple[list[Entry], bool]:
        """Return the entries after those read before, and whether there may be more."""
        with translate_errors():
            entries = await self._redis.commands.xrange(
                f"{self._key}:log", min=self._cursor, count=_READ_COUNT
            )
        found = []
        for id_, fields in entries:
            end, _, count = id_.decode().partition("-")
            self._cursor = f"{end}-{int(count) + 1}"
            found.append((int(end), fields))
        return found, len(found) == _READ_COUNT

    async def status(self) -> tuple[str, bool]:
        """Return why the session has ended ("" if not recorded), and whether a host owns it."""
        with translate_errors():
            async with self._redis.commands.pipeline(transaction=False) as pipe:
                pipe.get(f"{self._key}:dead")
                pipe.exists(f"{self._key}:lease")
                dead, lease = await pipe.execute()
        return dead.decode() if dead else "", bool(lease)

    async def remove_orphan(self, reason: str) -> bool:
        """Remove a session whose host is gone; return False if the store has none."""
        return bool(await self._redis.run(lua.REMOVE_ORPHAN, self._id, reason))


class LogFollower(ABC):
    """Reads a session's log for as long as it is in use."""

    def __init__(self, front_end: FrontEnd, id_: str) -> None:
        self.id = id_
        self.channel = f"{PREFIX}s:{id_}:news"
        #: Whether the program has started, and whether it has exited.
        self.started = self.ended = False
        self.lost: TerminalError | None = None
        self.log = SessionLog(front_end.redis, id_)
        self._front_end = front_end
        self._reading = asyncio.Lock()
        self._notified = asyncio.Event()
        self._unowned_since: float | None = None
        self._following: asyncio.Task[None] | None = None

    @property
    @abstractmethod
    def in_use(self) -> bool:
        """Whether anybody needs the log."""

    @abstractmethod
    def apply(self, end: int, fields: dict[bytes, bytes]) -> None:
        """Apply one entry; `end` is the output offset after it."""

    @abstractmethod
    async def on_progress(self) -> None:
        """Handle that entries may have been applied, or that the session is lost."""

    def notify(self) -> None:
        """Read the log soon."""
        self._notified.set()

    def lose(self, error: TerminalError) -> None:
        """Stop following because of `error`."""
        self.lost = error
        self._notified.set()
        self._front_end.spawn(self._stop())

    async def catch_up(self) -> None:
        """Follow the log, and return when all its entries so far are applied.

        Raises `StoreUnavailableError`.
        """
        if self._following is None:
            await self._front_end.subscribe(self)
            if self._following is None:
                self._following = self._front_end.spawn(self._follow())
        await self._read()

    async def check_host(self) -> None:
        """Check that the session has a host; if that is gone, remove the session from the store."""
        reason, has_host = await self.log.status()
        if reason:
            self.lose(SessionGoneError(reason))
        elif has_host or not self.started or self.ended:
            self._unowned_since = None
        elif self._unowned_since is None:
            self._unowned_since = time.monotonic()
        elif time.monotonic() - self._unowned_since > _LEASE_GRACE_SECONDS:
            removed = await self.log.remove_orphan(HOST_GONE)
            self.lose(SessionGoneError(HOST_GONE if removed else DATA_LOST))

    async def _follow(self) -> None:
        try:
            while self.lost is None:
                notified = await self._wait()
                count = await self._read()
                if self.lost is None and (not notified or not count):
                    await self.check_host()
                if not notified and not self.in_use:
                    break
        except StoreUnavailableError as error:
            self.lose(error)
        finally:
            self._following = None
        await self._stop()

    async def _wait(self) -> bool:
        try:
            async with asyncio.timeout(_POLL_SECONDS):
                await self._notified.wait()
        except TimeoutError:
            return False
        self._notified.clear()
        return True

    async def _read(self) -> int:
        """Apply the new entries, and return their number."""
        count = 0
        async with self._reading:
            more = True
            while more:
                entries, more = await self.log.read()
                for end, fields in entries:
                    self.apply(end, fields)
                count += len(entries)
        await self.on_progress()
        return count

    async def _stop(self) -> None:
        await self._front_end.unsubscribe(self)
        await self.on_progress()
