"""Followers of a session: viewers, each at its own pace, and observers such as recordings."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Protocol

from ..errors import ProtocolError
from .frames import Exit, Gap, Output, Resize, ServerFrame, Written
from .limits import Limits
from .output import MAX_OUTPUT_BYTES
from .replay import Replay

CLIENT_LEFT: Final = "the client left"
"""The reason of a viewer that was detached at its own request."""


class SessionView(Protocol):
    """The part of a session that a viewer reads."""

    replay: Replay
    limits: Limits
    exit: Exit | None

    def resume(self) -> None:
        """Continue as far as the viewers' acknowledgements allow."""

    def redraw(self) -> None:
        """Make the program redraw its screen."""


class Viewer:
    """A client attached to a session, with its own read position.

    `position` is the offset of the next output frame, `acked` the offset up to which the client's
    emulator has parsed. `detach_reason` is set once the viewer is detached, and `error` too if
    an error was the cause. `on_update` is called when `take` may have frames.
    """

    __slots__ = (
        "_resized",
        "_written",
        "acked",
        "client",
        "detach_reason",
        "error",
        "exit_sent",
        "on_update",
        "position",
        "session",
        "size",
        "writable",
    )

    def __init__(
        self, session: SessionView, client: bytes, position: int, *, writable: bool
    ) -> None:
        self.session = session
        self.client = client
        self.writable = writable
        self.position = position
        self.acked = position
        self.size: tuple[int, int] | None = None
        self.exit_sent = False
        self.detach_reason = ""
        self.error: Exception | None = None
        self._written: int | None = None
        self._resized: tuple[int, int] | None = None
        self.on_update: Callable[[], None] | None = None

    def take(self) -> list[ServerFrame]:
        """Return the frames to send now: pending notifications and at most one frame of output."""
        frames: list[ServerFrame] = []
        if self._written is not None:
            frames.append(Written(self._written))
            self._written = None
        if self._resized is not None:
            frames.append(Resize(*self._resized))
            self._resized = None
        frames += self._output()
        if frames:
            self.notify()  # there may be more
        return frames

    def _output(self) -> list[ServerFrame]:
        replay, room = self.session.replay, self.acked + self.session.limits.window - self.position
        if self.position < replay.start and room > 0:
            # The client acknowledges the gap, which makes room for the output after it.
            start, self.position = self.position, replay.tail(self.session.limits.window // 2)
            self.session.redraw()
            return [Gap(start, self.position)]
        if data := replay.piece(self.position, min(MAX_OUTPUT_BYTES, room)) if room > 0 else b"":
            offset = self.position
            self.position += len(data)
            return [Output(offset, data)]
        ended: Exit | None = self.session.exit
        if ended is not None and self.position == replay.end and not self.exit_sent:
            self.exit_sent = True
            return [ended]
        return []

    def ack(self, offset: int) -> None:
        """Record that the emulator has parsed all output before `offset`.

        Raises `ProtocolError` if output before `offset` has not been sent.
        """
        if offset > self.position:
            raise ProtocolError(f"output before {offset} was not sent yet")
        if offset > self.acked:
            self.acked = offset
            if self.position < self.session.replay.end or self.session.exit:
                self.notify()
            self.session.resume()

    def notify_written(self, sequence: int) -> None:
        """Tell the client that the program's terminal has its input up to `sequence`."""
        self._written = sequence
        self.notify()

    def notify_resized(self, rows: int, columns: int) -> None:
        """Tell the client the terminal's size."""
        self._resized = rows, columns
        self.notify()

    def notify(self) -> None:
        """Call `on_update`."""
        if self.on_update is not None:
            self.on_update()


class Observer:
    """Follows a session without being a viewer; this base class ignores every event.

    The methods are called in the session's event loop and must return at once.
    """

    def output(self, offset: int, data: bytes) -> None:
        """Handle output whose first byte is at `offset`."""

    def resized(self, rows: int, columns: int) -> None:
        """Handle a new terminal size."""

    def written(self, client: bytes, sequence: int) -> None:
        """Handle that the terminal has taken the client's input up to `sequence`."""

    def ended(self, how: Exit) -> None:
        """Handle the program's exit, which comes after all output."""

    def expired(self) -> None:
        """Handle that the session is finished and has no viewers left."""

    async def finish(self) -> None:
        """Wait until everything received so far has been stored or sent."""
