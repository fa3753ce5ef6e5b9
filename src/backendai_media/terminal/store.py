"""What connections need from sessions and the store that keeps them, in memory or in Redis."""

from __future__ import annotations

from typing import Protocol

from .access import Identity, TicketStore
from .viewer import CLIENT_LEFT, SessionView, Viewer


class SessionHandle(SessionView, Protocol):
    """A session as connections use it, wherever its program runs."""

    name: str
    size: tuple[int, int]

    async def join(
        self, client: bytes, offset: int | None, *, writable: bool
    ) -> tuple[Viewer, int]:
        """Return a new viewer and the newest sequence number received from this client.

        Raises `LimitError` if the session has too many viewers, `StoreUnavailableError` if the
        store cannot be reached.
        """

    def detach(self, viewer: Viewer, reason: str = CLIENT_LEFT) -> None:
        """Remove a viewer; removing it twice is allowed."""

    def type(self, viewer: Viewer, sequence: int, data: bytes) -> None:
        """Queue input; a read-only viewer's is dropped.

        Raises `ProtocolError` if input is missing before it or exceeds the input window.
        """

    def resize(self, viewer: Viewer, rows: int, columns: int) -> None:
        """Set a viewer's size."""

    def focus(self, viewer: Viewer) -> None:
        """Give the terminal this viewer's size."""

    async def end(self) -> None:
        """End the program and everything it started."""


class Store(TicketStore, Protocol):
    """Keeps sessions and tickets.

    Every method raises `StoreUnavailableError` while the store cannot be reached; clients then
    reconnect.
    """

    async def open(
        self, identity: Identity, client: bytes, size: tuple[int, int], name: str = ""
    ) -> SessionHandle:
        """Return the user's session of that name, the one the client opened, or a new one.

        Raises `LimitError` if there are too many sessions, `TerminalError` if the program cannot
        start.
        """

    async def find(self, user: str, name: str) -> SessionHandle | None:
        """Return the user's session of that name. Raises `SessionGoneError` if it has ended."""

    async def count(self) -> int:
        """Return the number of open sessions."""

    async def close(self) -> None:
        """Release the store, and end the sessions whose programs run in this process."""
