"""The sessions of one process, whose they are, and the tickets to them."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator

from ..errors import LimitError
from .access import Grant
from .command import Command
from .limits import Limits
from .observer import Observer
from .session import Session


class Sessions:
    """A `Store` in memory: opens sessions, finds them again for their owners, and ends them all.

    `observe` gives those who follow a new session from its first byte.
    """

    def __init__(
        self,
        command: Callable[[Grant], Command],
        limits: Limits,
        observe: Callable[[Session], Observer | None] = lambda _: None,
    ) -> None:
        self._command = command
        self._limits = limits
        self._observe = observe
        self._all: dict[tuple[str, str], tuple[bytes, Session]] = {}
        self._tickets: OrderedDict[bytes, tuple[float, Grant]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._all)

    def __iter__(self) -> Iterator[Session]:
        return iter([session for _, session in self._all.values()])

    async def count(self) -> int:
        """Return how many sessions there are."""
        return len(self)

    async def find(self, user: str, name: str) -> Session | None:
        """Return the user's session of that name."""
        _, session = self._all.get((user, name), (b"", None))
        return session

    async def open(
        self, grant: Grant, client: bytes, size: tuple[int, int], name: str = ""
    ) -> Session:
        """Return the user's session of that name, or the one that the client opened, or a new one.

        Raises `LimitError` where there are too many, `TerminalError` where it does not start.
        """
        return self._present(grant.user, client, name) or self.start(grant, client, size, name)

    def start(self, grant: Grant, client: bytes, size: tuple[int, int], name: str = "") -> Session:
        """Return a new session; raises as `open` does."""
        mine = sum(owner == grant.user for owner, _ in self._all)
        if mine >= self._limits.sessions_per_user or len(self) >= self._limits.sessions:
            self._make_room(grant.user)
        name = name or secrets.token_urlsafe(16)
        key = grant.user, name

        def forget(gone: Session) -> None:
            if self._all.get(key, (b"", None))[1] is gone:
                del self._all[key]

        session = Session(name, self._command(grant), self._limits, size=size, on_gone=forget)
        if observer := self._observe(session):
            session.observers.append(observer)
        self._all[key] = client, session
        return session

    async def keep_ticket(self, digest: bytes, grant: Grant, life: float) -> bool:
        """Keep a ticket for `life` seconds; False where too many are kept."""
        now = time.monotonic()
        while self._tickets and next(iter(self._tickets.values()))[0] < now:
            self._tickets.popitem(last=False)
        if len(self._tickets) >= self._limits.tickets:
            return False
        self._tickets[digest] = now + life, grant
        return True

    async def take_ticket(self, digest: bytes) -> Grant | None:
        """Return what a ticket grants, once."""
        end, grant = self._tickets.pop(digest, (0.0, None))
        return grant if time.monotonic() < end else None

    async def close(self) -> None:
        """End all sessions."""
        sessions = list(self)
        self._all.clear()
        await asyncio.gather(*(session.end() for session in sessions))
        for session in sessions:
            for observer in session.observers:
                await observer.finish()

    def _present(self, user: str, client: bytes, name: str) -> Session | None:
        for (owner, called), (by, session) in self._all.items():
            same = called == name if name else by == client
            if owner == user and same and session.exit is None:
                return session
        return None

    def _make_room(self, user: str) -> None:
        """Forget an ended session of the user that nobody looks at. Raises `LimitError`."""
        for key, (_, session) in self._all.items():
            if key[0] == user and session.exit is not None and not session.viewers:
                del self._all[key]
                return
        raise LimitError("There are too many terminals; close one.")
