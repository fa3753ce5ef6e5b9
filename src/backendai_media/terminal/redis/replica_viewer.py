"""A replica's viewer, and its input that the program has not taken yet."""

from __future__ import annotations

from collections import deque

from ...errors import ProtocolError
from ..viewer import SessionView, Viewer


class ReplicaViewer(Viewer):
    """A viewer at a front end, which the host knows by `id`.

    `received` is the newest sequence number of its input, `reported` the acknowledged offset that
    the host knows.
    """

    __slots__ = ("_unwritten", "_unwritten_bytes", "id", "received", "reported")

    def __init__(  # noqa: PLR0913 - a viewer's arguments and two more
        self,
        session: SessionView,
        client: bytes,
        position: int,
        *,
        writable: bool,
        id_: str,
        received: int,
    ) -> None:
        super().__init__(session, client, position, writable=writable)
        self.id = id_
        self.received = received
        self.reported = position
        self._unwritten: deque[tuple[int, int]] = deque()  # sequence numbers and sizes
        self._unwritten_bytes = 0

    def add_input(self, sequence: int, size: int) -> None:
        """Record input that is sent to the host.

        Raises `ProtocolError` if input is missing before it or exceeds the input window.
        """
        window = self.session.limits.input_window
        if sequence > self.received + 1 and (self.received or self._unwritten):
            raise ProtocolError(f"input {self.received + 1} is missing before {sequence}")
        if self._unwritten_bytes + size > window:
            raise ProtocolError(f"more than {window} bytes of input are unwritten")
        if sequence > self.received:
            self.received = sequence
            self._unwritten.append((sequence, size))
            self._unwritten_bytes += size

    def input_written(self, sequence: int) -> None:
        """Record that the program has taken the input up to `sequence`, and tell the client."""
        while self._unwritten and self._unwritten[0][0] <= sequence:
            self._unwritten_bytes -= self._unwritten.popleft()[1]
        self.notify_written(sequence)
