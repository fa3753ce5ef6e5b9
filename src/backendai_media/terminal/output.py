"""Reads a program's output from its terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from .pty import Pty

MAX_OUTPUT_BYTES: Final = 1 << 16
"""Bytes of output delivered at once."""
_MAX_TURN_BYTES: Final = 1 << 15  # read in one turn of the loop, so that sessions alternate
_FLOOD_BYTES: Final = 1 << 12  # read in one turn: more will follow
_FLOOD_SECONDS: Final = 0.001  # to let a flood accumulate
_DELIVERY_SECONDS: Final = 0.004  # between two deliveries, unless a whole frame is ready


class OutputPump:
    """Reads a terminal as far as `room` (in bytes) allows, and delivers large pieces.

    The first output after silence is delivered at once. Output that follows within milliseconds is
    collected, because a delivery costs more than a line. `ended` is called after the last piece.
    """

    __slots__ = (
        "_deliver",
        "_delivered_at",
        "_ended",
        "_held",
        "_loop",
        "_next",
        "_pty",
        "_room",
        "_size",
        "_watching",
    )

    def __init__(
        self,
        pty: Pty,
        room: Callable[[], int],
        deliver: Callable[[bytes], None],
        ended: Callable[[], None],
    ) -> None:
        self._pty = pty
        self._room = room
        self._deliver = deliver
        self._ended = ended
        self._loop = asyncio.get_running_loop()
        self._held: list[bytes] = []
        self._size = 0  # bytes held
        self._delivered_at = 0.0
        self._watching = False
        self._next: asyncio.Handle | None = None

    @property
    def running(self) -> bool:
        """Whether output is being read."""
        return self._watching or self._next is not None

    def start(self) -> None:
        """Start reading; starting twice is allowed."""
        if not self.running:
            self._watch(wanted=True)

    def stop(self) -> None:
        """Stop reading; output already read is delivered."""
        self._watch(wanted=False)
        if self._next:
            self._next.cancel()
            self._next = None
        self._flush()

    def _read(self) -> None:
        self._next = None
        limit = min(_MAX_TURN_BYTES, self._room() - self._size)
        size = self._pty.read(limit, self._held)
        if size < 0:
            self.stop()
            self._ended()
            return
        self._size += size
        if limit <= 0:
            self.stop()
        else:
            self._continue(size, drained=size < limit)

    def _continue(self, size: int, *, drained: bool) -> None:
        now = self._loop.time()
        is_due = (
            not size
            or self._size >= MAX_OUTPUT_BYTES
            or now - self._delivered_at >= _DELIVERY_SECONDS
        )
        # The next read is scheduled before the delivery, which asks whether one is.
        if not drained:
            self._schedule(self._loop.call_soon(self._read))
        elif size >= _FLOOD_BYTES or (self._held and not is_due):
            self._schedule(self._loop.call_later(_FLOOD_SECONDS, self._read))
        else:
            self._watch(wanted=True)
        if is_due:
            self._flush()
            self._delivered_at = now

    def _schedule(self, handle: asyncio.Handle) -> None:
        self._watch(wanted=False)
        self._next = handle

    def _flush(self) -> None:
        if self._held:
            data = b"".join(self._held)
            self._held.clear()
            self._size = 0
            self._deliver(data)

    def _watch(self, *, wanted: bool) -> None:
        if wanted and not self._watching:
            self._loop.add_reader(self._pty.fd, self._read)
        elif self._watching and not wanted:
            self._loop.remove_reader(self._pty.fd)
        self._watching = wanted
