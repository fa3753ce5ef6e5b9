"""One who looks at a session, at a pace of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from ..errors import ProtocolError
from .frames import Exit, Gap, Output, Resize, ServerFrame, Written
from .limits import Limits
from .output import FRAME
from .replay import Replay


class Watched(Protocol):
    """What a viewer looks at."""

    replay: Replay
    limits: Limits
    exit: Exit | None

    def resume(self) -> None:
        """Go on, as far as the viewers' acknowledgements allow now."""

    def nudge(self) -> None:
        """Make the program draw anew."""


class Viewer:
    """A place in a session's output, and news for whoever is there.

    `position` is where the next frame starts, `acked` what the viewer's emulator has parsed. Made
    by whatever `session` is. `gone` is why the session no longer has this viewer, `away` the error
    where that was one. `on_news` is called when there may be something to take.
    """

    __slots__ = (
        "_resized",
        "_written",
        "acked",
        "away",
        "client",
        "gone",
        "on_news",
        "position",
        "session",
        "size",
        "told_exit",
        "writable",
    )

    def __init__(self, session: Watched, client: bytes, position: int, *, writable: bool) -> None:
        self.session = session
        self.client = client
        self.writable = writable
        self.position = position
        self.acked = position
        self.size: tuple[int, int] | None = None
        self.told_exit = False
        self.gone = ""
        self.away: Exception | None = None
        self._written: int | None = None
        self._resized: tuple[int, int] | None = None
        self.on_news: Callable[[], None] | None = None

    def take(self) -> list[ServerFrame]:
        """Return what to send now: news, then at most one frame of output."""
        frames: list[ServerFrame] = []
        if self._written is not None:
            frames.append(Written(self._written))
            self._written = None
        if self._resized is not None:
            frames.append(Resize(*self._resized))
            self._resized = None
        frames += self._output()
        if frames:
            self.wake()  # there may be more
        return frames

    def _output(self) -> list[ServerFrame]:
        replay, room = self.session.replay, self.acked + self.session.limits.window - self.position
        if self.position < replay.start and room > 0:
            # The client acknowledges the gap, which makes room for what comes after it.
            start, self.position = self.position, replay.tail(self.session.limits.window // 2)
            self.session.nudge()
            return [Gap(start, self.position)]
        if data := replay.piece(self.position, min(FRAME, room)) if room > 0 else b"":
            offset = self.position
            self.position += len(data)
            return [Output(offset, data)]
        ended: Exit | None = self.session.exit
        if ended is not None and self.position == replay.end and not self.told_exit:
            self.told_exit = True
            return [ended]
        return []

    def ack(self, offset: int) -> None:
        """Note what the emulator has parsed. Raises `ProtocolError` for what was never sent."""
        if offset > self.position:
            raise ProtocolError(f"output before {offset} was not sent yet")
        if offset > self.acked:
            self.acked = offset
            if self.position < self.session.replay.end or self.session.exit:
                self.wake()
            self.session.resume()

    def note_written(self, sequence: int) -> None:
        """Have the client told that its input up to `sequence` is with the program."""
        self._written = sequence
        self.wake()

    def note_size(self, rows: int, columns: int) -> None:
        """Have the client told the terminal's size."""
        self._resized = rows, columns
        self.wake()

    def wake(self) -> None:
        """Say that there may be something to take."""
        if self.on_news is not None:
            self.on_news()
