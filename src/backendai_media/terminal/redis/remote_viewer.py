"""A host's record of a viewer that is connected to a front end."""

from __future__ import annotations

from typing import Any

from ..session import Session
from ..viewer import CLIENT_LEFT, Viewer
from .publisher import Publisher


class RemoteViewer(Viewer):
    """Receives no output itself: its front end reads the log, and reports acknowledgements."""

    def __init__(  # noqa: PLR0913 - a viewer's arguments and two more
        self,
        session: Session,
        client: bytes,
        position: int,
        *,
        writable: bool,
        publisher: Publisher,
        request: dict[str, Any],
    ) -> None:
        super().__init__(session, client, position, writable=writable)
        self.id: str = request["viewer"]
        self.front: str = request["front"]
        self._host_session = session
        self._publisher = publisher

    def handle(self, request: dict[str, Any], data: bytes) -> None:
        """Handle one request of the front end. Raises `ProtocolError` for invalid input."""
        session = self._host_session
        match request["op"]:
            case "input":
                session.type(self, request["n"], data)
            case "ack":
                self.position = min(request["offset"], session.replay.end)
                self.ack(self.position)
            case "resize":
                session.resize(self, request["rows"], request["columns"])
            case "focus":
                session.focus(self)
            case "redraw":
                session.redraw()
            case "exit_sent":
                self.exit_sent = True
            case "detach":
                session.detach(self)

    def notify(self) -> None:
        """Tell the front end if the session has detached this viewer."""
        if self.detach_reason not in ("", CLIENT_LEFT):
            self._publisher.event(k="detached", viewer=self.id, reason=self.detach_reason)
