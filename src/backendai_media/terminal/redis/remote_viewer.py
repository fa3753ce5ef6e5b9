"""A viewer whose connection is at a front end: the host's idea of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..viewer import Viewer, Watched

if TYPE_CHECKING:
    from .publisher import Publisher


class RemoteViewer(Viewer):
    """Takes nothing by itself: its front end reads the log, and says how far its client is."""

    def __init__(  # noqa: PLR0913 - a viewer's, and its own two
        self,
        session: Watched,
        client: bytes,
        position: int,
        *,
        writable: bool,
        publisher: Publisher,
        wish: dict[str, Any],
    ) -> None:
        super().__init__(session, client, position, writable=writable)
        self.publisher = publisher
        self.name: str = wish["viewer"]
        self.front: str = wish["front"]

    def heed(self, wish: dict[str, Any], data: bytes) -> None:
        """Do what the front end wants. Raises `ProtocolError`."""
        session: Any = self.session
        match wish["op"]:
            case "input":
                session.type(self, wish["n"], data)
            case "ack":
                self.position = min(wish["offset"], session.replay.end)
                self.ack(self.position)
            case "size":
                session.resize(self, wish["rows"], wish["columns"])
            case "focus":
                session.focus(self)
            case "nudge":
                session.nudge()
            case "told":
                self.told_exit = True
            case "detach":
                session.detach(self)

    def wake(self) -> None:
        """Tell the front end that the session no longer has this viewer."""
        if self.gone and self.gone != "it left":
            self.publisher.event(k="gone", viewer=self.name, reason=self.gone)
