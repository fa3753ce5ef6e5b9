"""A viewer at a front end, and what it typed that the program elsewhere has not taken."""

from __future__ import annotations

from collections import deque

from ...errors import ProtocolError
from ..viewer import Viewer, Watched


class Visitor(Viewer):
    """A viewer of a mirror. The host knows it by `name`, and that it has parsed up to `said`."""

    __slots__ = ("_size", "_waiting", "name", "received", "said")

    def __init__(  # noqa: PLR0913 - a viewer's, and its own two
        self,
        session: Watched,
        client: bytes,
        position: int,
        *,
        writable: bool,
        name: str,
        received: int,
    ) -> None:
        super().__init__(session, client, position, writable=writable)
        self.name = name
        self.received = received
        self.said = position
        self._waiting: deque[tuple[int, int]] = deque()
        self._size = 0

    def typed(self, sequence: int, size: int) -> None:
        """Note input on its way to the program. Raises `ProtocolError` as a session does."""
        window = self.session.limits.input_window
        if sequence > self.received + 1 and (self.received or self._waiting):
            raise ProtocolError(f"input {self.received + 1} is missing before {sequence}")
        if self._size + size > window:
            raise ProtocolError(f"more than {window} bytes of input wait for the program")
        if sequence > self.received:
            self.received = sequence
            self._waiting.append((sequence, size))
            self._size += size

    def taken(self, sequence: int) -> None:
        """Note that the program has the input up to `sequence`, and have the client told."""
        while self._waiting and self._waiting[0][0] <= sequence:
            self._size -= self._waiting.popleft()[1]
        self.note_written(sequence)
