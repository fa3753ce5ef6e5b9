"""The drawing that a recorder writes: its canvas, and what frames must know of it."""

import math
from typing import Any

from ..drawing import Canvas
from ._items import Item

__all__ = ["RecordedCanvas", "Recording"]


class RecordedCanvas(Canvas):
    """A canvas that takes ready-made commands."""

    # About 2,000 moves, and one megabyte.
    _max_animated_commands = 12_000

    def put(self, *command: Any) -> None:
        """Add a command."""
        self._log.append((self._id, *command))

    def next_number(self) -> int:
        """Return a number for a new object."""
        self._next_object += 1
        return self._next_object - 1

    @property
    def unsent(self) -> int:
        """Number of commands that were not sent yet."""
        return len(self._log) - self._sent

    @property
    def was_sent(self) -> bool:
        """Whether any command was sent."""
        return self._sent > 0


class Recording:
    """The items of a Tk canvas, and the state of the drawing that shows them."""

    def __init__(self) -> None:
        self.items: dict[int, Item] = {}
        self.canvas: RecordedCanvas | None = None
        self.corner: tuple[float, float] = (-200, -150)
        #: Whether a turtle moved since the last frame, and whether more than a turtle changed.
        self.moved = self.changed = False
        #: Items from this key on have a z of their own; the last key without one.
        self.floor: float = math.inf
        self.top = 0
        self.dirty: dict[Item, None] = {}
        self.deleted: list[int] = []
        self.speed = 1.0
        self.stopped = False
        self.pause_object: int | None = None
        self.pauses = 0

    def put(self, *command: Any) -> None:
        """Add a command to the canvas, if there is one."""
        if self.canvas:
            self.canvas.put(*command)
