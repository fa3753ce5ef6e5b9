"""The sessions of a server, and whose they are."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable

from .access import Grant
from .command import Command
from .errors import LimitError
from .limits import Limits
from .session import Session


class Sessions:
    """Opens sessions, finds them again for their owners, and ends them all."""

    def __init__(self, command: Callable[[Grant], Command], limits: Limits) -> None:
        self._command = command
        self._limits = limits
        self._all: dict[str, tuple[str, bytes, Session]] = {}

    def __len__(self) -> int:
        return len(self._all)

    def find(self, user: str, name: str) -> Session | None:
        """Return the user's session of that name."""
        owner, _, session = self._all.get(name, ("", b"", None))
        return session if owner == user else None

    def open(self, grant: Grant, client: bytes, size: tuple[int, int]) -> Session:
        """Return the session that the client opened, a new one where it has none.

        Raises `LimitError` where there are too many, `TerminalError` where it does not start.
        """
        for owner, by, session in self._all.values():
            if owner == grant.user and by == client and session.exit is None:
                return session
        mine = sum(owner == grant.user for owner, _, _ in self._all.values())
        if mine >= self._limits.sessions_per_user or len(self) >= self._limits.sessions:
            self._make_room(grant.user)
        name = secrets.token_urlsafe(16)
        session = Session(name, self._command(grant), self._limits, size=size, on_gone=self._forget)
        self._all[name] = grant.user, client, session
        return session

    async def close(self) -> None:
        """End all sessions."""
        sessions = [session for _, _, session in self._all.values()]
        self._all.clear()
        await asyncio.gather(*(session.end() for session in sessions))

    def _make_room(self, user: str) -> None:
        """Forget an ended session of the user that nobody looks at. Raises `LimitError`."""
        for name, (owner, _, session) in self._all.items():
            if owner == user and session.exit is not None and not session.viewers:
                del self._all[name]
                return
        raise LimitError("There are too many terminals; close one.")

    def _forget(self, session: Session) -> None:
        self._all.pop(session.name, None)
