"""A program's output, gathered on its way from the terminal."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Final

from .pty import Pty

FRAME: Final = 1 << 16  # bytes of output that travel together, at most
_BUDGET: Final = 1 << 15  # bytes read in one turn of the loop, so that sessions take turns
_FLOOD: Final = 1 << 12  # what came at once in a turn that will not be the last
_REST: Final = 0.001  # seconds in which a flood collects more
_HOLD: Final = 0.004  # seconds between two deliveries, unless there is a frame full


class OutputPump:
    """Reads a terminal as far as there is room, and delivers what it read in large pieces.

    The first output after silence is delivered at once. What follows within some milliseconds is
    gathered: waking for every line costs more than the line. `room` says how much may be read,
    and `ended` is called after the last piece.
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
        self._size = 0  # of what is held
        self._delivered_at = 0.0
        self._watching = False
        self._next: asyncio.Handle | None = None

    @property
    def running(self) -> bool:
        """Whether it reads what comes."""
        return self._watching or self._next is not None

    def start(self) -> None:
        """Read, from now on."""
        if not self.running:
            self._watch(wanted=True)

    def stop(self) -> None:
        """Read no more for now; what was read is delivered."""
        self._watch(wanted=False)
        if self._next:
            self._next.cancel()
            self._next = None
        self._flush()

    def _turn(self) -> None:
        self._next = None
        limit = min(_BUDGET, self._room() - self._size)
        size = self._pty.read(limit, self._held)
        if size < 0:
            self.stop()
            self._ended()
            return
        self._size += size
        if limit <= 0:
            self.stop()
        else:
            self._go_on(size, drained=size < limit)

    def _go_on(self, size: int, *, drained: bool) -> None:
        now = self._loop.time()
        is_due = not size or self._size >= FRAME or now - self._delivered_at >= _HOLD
        # What is to be done next is settled before the delivery, which asks for it again.
        if not drained:
            self._later(self._loop.call_soon(self._turn))
        elif size >= _FLOOD or (self._held and not is_due):
            self._later(self._loop.call_later(_REST, self._turn))
        else:
            self._watch(wanted=True)
        if is_due:
            self._flush()
            self._delivered_at = now

    def _later(self, handle: asyncio.Handle) -> None:
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
            self._loop.add_reader(self._pty.fd, self._turn)
        elif self._watching and not wanted:
            self._loop.remove_reader(self._pty.fd)
        self._watching = wanted
