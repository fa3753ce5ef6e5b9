"""A store in the memory of one process."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator

from ..errors import LimitError
from .access import Identity
from .command import Command
from .limits import Limits
from .session import Session
from .viewer import Observer


class MemoryStore:
    """A `Store` whose sessions run in this process.

    `command` returns what to run for a user. `observe` returns an observer of a new session, which
    sees it from its first byte, or None.
    """

    def __init__(
        self,
        command: Callable[[Identity], Command],
        limits: Limits,
        observe: Callable[[Session], Observer | None] = lambda _: None,
    ) -> None:
        self._command = command
        self._limits = limits
        self._observe = observe
        self._sessions: dict[tuple[str, str], tuple[bytes, Session]] = {}  # by user and name
        self._tickets: OrderedDict[bytes, tuple[float, Identity]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._sessions)

    def __iter__(self) -> Iterator[Session]:
        return iter([session for _, session in self._sessions.values()])

    async def count(self) -> int:
        """Return the number of open sessions."""
        return len(self)

    async def find(self, user: str, name: str) -> Session | None:
        """Return the user's session of that name."""
        _, session = self._sessions.get((user, name), (b"", None))
        return session

    async def open(
        self, identity: Identity, client: bytes, size: tuple[int, int], name: str = ""
    ) -> Session:
        """Return the user's session of that name, the one the client opened, or a new one.

        Raises `LimitError` if there are too many sessions, `TerminalError` if the program cannot
        start.
        """
        return self._running(identity.user, client, name) or self.start(
            identity, client, size, name
        )

    def start(
        self, identity: Identity, client: bytes, size: tuple[int, int], name: str = ""
    ) -> Session:
        """Return a new session, with a random name if none is given; raises as `open` does."""
        count = sum(user == identity.user for user, _ in self._sessions)
        if count >= self._limits.sessions_per_user or len(self) >= self._limits.sessions:
            self._make_room(identity.user)
        name = name or secrets.token_urlsafe(16)
        key = identity.user, name

        def remove(session: Session) -> None:
            if self._sessions.get(key, (b"", None))[1] is session:
                del self._sessions[key]

        session = Session(name, self._command(identity), self._limits, size=size, on_expired=remove)
        if observer := self._observe(session):
            session.observers.append(observer)
        self._sessions[key] = client, session
        return session

    async def keep_ticket(self, digest: bytes, identity: Identity, lifetime: float) -> bool:
        """Keep a ticket for `lifetime` seconds; return False if there are too many."""
        now = time.monotonic()
        while self._tickets and next(iter(self._tickets.values()))[0] < now:
            self._tickets.popitem(last=False)
        if len(self._tickets) >= self._limits.tickets:
            return False
        self._tickets[digest] = now + lifetime, identity
        return True

    async def take_ticket(self, digest: bytes) -> Identity | None:
        """Remove a ticket and return its identity; None if it is unknown, used or expired."""
        expires, identity = self._tickets.pop(digest, (0.0, None))
        return identity if time.monotonic() < expires else None

    async def close(self) -> None:
        """End all sessions."""
        sessions = list(self)
        self._sessions.clear()
        await asyncio.gather(*(session.end() for session in sessions))
        for session in sessions:
            for observer in session.observers:
                await observer.finish()

    def _running(self, user: str, client: bytes, name: str) -> Session | None:
        for (owner, session_name), (opener, session) in self._sessions.items():
            matches = session_name == name if name else opener == client
            if owner == user and matches and session.exit is None:
                return session
        return None

    def _make_room(self, user: str) -> None:
        """Remove an ended session of the user without viewers. Raises `LimitError` if none is."""
        for key, (_, session) in self._sessions.items():
            if key[0] == user and session.exit is not None and not session.viewers:
                del self._sessions[key]
                return
        raise LimitError("Too many terminals are open; close one.")
