"""The drawing that a recorder writes: its canvas, and what frames must know of it."""

import math
from typing import Any

from ..drawing import Canvas
from ._bindings import Wanted
from ._items import Item
from ._receiving import Receiver

__all__ = ["RecordedCanvas", "Recording", "shortened"]


class RecordedCanvas(Canvas):
    """A canvas that takes ready-made commands."""

    # About 2,000 moves, and one megabyte.
    _max_animated_commands = 12_000
    #: What its item is updated by, while the program is live.
    display_id: str | None = None

    @property
    def id(self) -> int:
        """What commands and events name the drawing by."""
        return self._id

    def put(self, *command: Any) -> None:
        """Add a command."""
        self._log.append((self._id, *command))

    def next_number(self) -> int:
        """Return a number for a new object."""
        self._next_object += 1
        return self._next_object - 1

    @property
    def length(self) -> int:
        """Number of commands."""
        return len(self._log)

    @property
    def unsent(self) -> int:
        """Number of commands that were not sent yet."""
        return len(self._log) - self._sent

    @property
    def was_sent(self) -> bool:
        """Whether any command was sent as part of a film, which cannot be taken back."""
        return self._sent > 0 and self.display_id is None

    def take(self) -> list[tuple[Any, ...]]:
        """Return what was not sent yet, which counts as sent."""
        since, self._sent = self._sent, len(self._log)
        return self._log[since:]

    def picture(self) -> str:
        """Return the whole drawing as SVG, animated if that is not too much."""
        return self._picture(0)

    def still(self) -> list[tuple[Any, ...]]:
        """Return what shows the drawing as it is, which counts as sent."""
        self._sent = len(self._log)
        return shortened(self._log)

    def shorten(self) -> None:
        """Forget how the drawing came to be; what it shows stays."""
        self._log = self.still()
        self._sent = len(self._log)


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
        #: Who takes the drawing's events, and which of them the page sends.
        self.receiver: Receiver | None = None
        self.heard: Wanted | None = None

    def put(self, *command: Any) -> None:
        """Add a command to the canvas, if there is one."""
        if self.canvas:
            self.canvas.put(*command)


def shortened(commands: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Return commands of one drawing that show the same at once: of changes only the last ones."""
    kept: dict[Any, tuple[Any, ...]] = {}
    head: tuple[Any, ...] = ()
    for command in commands:
        _, name, *values = command
        if name == "canvas":
            head = command
            kept.clear()
        elif name == "clear":
            kept = {key: one for key, one in kept.items() if isinstance(key, str)}
        elif name == "delete":
            for key in [key for key in kept if isinstance(key, tuple) and key[0] == values[0]]:
                del kept[key]
        elif name == "obj":
            kept[values[0], ""] = command
        elif name == "update":
            # At the end: what moved comes to the front.
            kept.pop((values[0], values[1]), None)
            kept[values[0], values[1]] = command
        elif name in {"bgcolor", "speed", "listen"}:
            kept.pop(name, None)
            kept[name] = command
    number = head[0]
    return [head, (number, "stop-anim"), *kept.values(), (number, "resume-anim")]
