"""What connections need of where sessions are: in this process, or in a store shared by many."""

from __future__ import annotations

from typing import Protocol

from .access import Grant
from .viewer import Viewer, Watched


class Place(Watched, Protocol):
    """A session as connections see it, whoever runs its program."""

    name: str
    size: tuple[int, int]

    async def join(
        self, client: bytes, offset: int | None, *, writable: bool
    ) -> tuple[Viewer, int]:
        """Return a new viewer and the newest number of the client's inputs that are here.

        Raises `LimitError` if there are too many viewers, `StoreUnavailableError` if the store
        cannot be reached.
        """

    def detach(self, viewer: Viewer, reason: str = "it left") -> None:
        """Remove a viewer; nothing happens if it was removed before."""

    def type(self, viewer: Viewer, sequence: int, data: bytes) -> None:
        """Take input of a viewer; that of readers is dropped. Raises `ProtocolError`."""

    def resize(self, viewer: Viewer, rows: int, columns: int) -> None:
        """Note a viewer's size."""

    def focus(self, viewer: Viewer) -> None:
        """Give the terminal the size of this viewer."""

    async def end(self) -> None:
        """End the program and everything it started."""


class Store(Protocol):
    """Where sessions and tickets are.

    Everything raises `StoreUnavailableError` while the store cannot be reached; clients reconnect.
    """

    async def open(
        self, grant: Grant, client: bytes, size: tuple[int, int], name: str = ""
    ) -> Place:
        """Return the user's session of that name, or the one that the client opened, or a new one.

        Raises `LimitError` where there are too many, `TerminalError` where it does not start.
        """

    async def find(self, user: str, name: str) -> Place | None:
        """Return the user's session of that name; raises `SessionGoneError` if it has ended."""

    async def keep_ticket(self, digest: bytes, grant: Grant, life: float) -> bool:
        """Keep a ticket for `life` seconds; False where too many are kept."""

    async def take_ticket(self, digest: bytes) -> Grant | None:
        """Return what a ticket grants, once."""

    async def count(self) -> int:
        """Return how many sessions there are."""

    async def close(self) -> None:
        """Leave: end the sessions whose programs run here."""
