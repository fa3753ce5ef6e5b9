"""A store in the memory of one process."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator
from typing import Final

from ..errors import LimitError, StoreUnavailableError
from .access import Identity
from .command import Command
from .limits import Limits
from .monitoring import log
from .session import Session
from .viewer import Observer
from .workers import TakenNames

_HELP: Final = "workers share sessions through a store; start one worker, or pass store="


class MemoryStore:
    """A `Store` whose sessions run in this process.

    `command` returns what to run for a user. `observe` returns an observer of a new session, which
    sees it from its first byte, or None. `hosts` are where it is served: a name that another worker
    there has taken raises `StoreUnavailableError`, so that clients try again and reach that worker.
    """

    def __init__(
        self,
        command: Callable[[Identity], Command],
        limits: Limits,
        observe: Callable[[Session], Observer | None] = lambda _: None,
        hosts: Collection[str] = (),
    ) -> None:
        self._command = command
        self._limits = limits
        self._observe = observe
        self._names = TakenNames(hosts) if hosts else None
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
        if session is None and self._names and self._names.is_taken(user, name):
            raise _elsewhere(name)
        return session

    async def open(
        self, identity: Identity, client: bytes, size: tuple[int, int], name: str = ""
    ) -> Session:
        """Return the user's session of that name, the one the client opened, or a new one.

        Raises `LimitError` if there are too many sessions, `TerminalError` if the program cannot
        start, `StoreUnavailableError` if another worker has a session of that name.
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
                self._forget(key)

        if self._names and not self._names.take(*key):
            raise _elsewhere(name)
        try:
            session = Session(
                name, self._command(identity), self._limits, size=size, on_expired=remove
            )
        except BaseException:
            if self._names and key not in self._sessions:
                self._names.release(*key)
            raise
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
        for key in list(self._sessions):
            self._forget(key)
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
                self._forget(key)
                return
        raise LimitError("Too many terminals are open; close one.")

    def _forget(self, key: tuple[str, str]) -> None:
        del self._sessions[key]
        if self._names:
            self._names.release(*key)


def _elsewhere(name: str) -> StoreUnavailableError:
    log("session.elsewhere", logging.WARNING, session=name, help=_HELP)
    return StoreUnavailableError("This session runs in another worker of the server.")
