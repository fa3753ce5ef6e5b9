"""What happens on a Tk canvas, frame by frame, as the commands of a drawing."""

import math
from typing import Any, Final

from ..drawing import Canvas
from ._frame import LONGEST, Frame
from ._items import Item, Place
from ._painting import PAINTERS, cursor

__all__ = ["Film", "Paper"]

#: Milliseconds: frames that follow each other faster are one.
SHORTEST: Final = 8


class Paper(Canvas):
    """A canvas that takes commands as they are, for one sending or several."""

    # About 2,000 moves, and a megabyte.
    _most_moving = 12_000

    def put(self, *command: Any) -> None:
        """Add a command."""
        self._log.append((self._id, *command))

    def number(self) -> int:
        """Return the number of a new object."""
        self._next_object += 1
        return self._next_object - 1

    @property
    def news(self) -> int:
        """How many commands were not sent yet."""
        return len(self._log) - self._sent

    @property
    def was_sent(self) -> bool:
        """Whether anything was."""
        return self._sent > 0


class Film:
    """A canvas's items, and the drawing that shows them."""

    def __init__(self) -> None:
        self.items: dict[int, Item] = {}
        self.papers: list[Paper] = []
        self.paper: Paper | None = None
        self.background = "#ffffffff"
        self.size: tuple[float, float] = (400, 300)
        self.corner: tuple[float, float] = (-200, -150)
        #: Whether a turtle moved since the last frame, and whether more than a turtle changed.
        self.moved = self.changed = False
        #: The key from which on items say their z, and the last that did not.
        self.floor: float = math.inf
        self.top = 0
        self.dirty: dict[Item, None] = {}
        self.deleted: list[int] = []
        self._keys = self._lowest = 0
        self._shown_since = 0.0
        self.speed = 1.0
        self.stopped = False
        self.tick: int | None = None
        self.ticks = 0
        self._stale = False

    # What the canvas says.

    def add(self, number: int, kind: str, coords: list[float], options: dict[str, Any]) -> None:
        """Take a new item, in front of all."""
        self._keys += 1
        item = self.items[number] = Item(kind, self._keys, coords, options)
        self.touch(item, changed=kind not in {"line", "polygon"} or item.visible)

    def touch(self, item: Item, *, changed: bool = True) -> None:
        """Show an item anew in the next frame."""
        self.dirty[item] = None
        self.changed = self.changed or (changed and item.place is None)

    def remove(self, number: int) -> None:
        """Take an item off."""
        if item := self.items.pop(number, None):
            self.deleted += [one for one in item.ids if one is not None]
            self.changed = self.changed or bool(item.ids)
            self.dirty.pop(item, None)

    def clear(self) -> None:
        """Take everything off. What was sent is finished: a new drawing begins."""
        seen = any(item.ids for item in self.items.values())
        self.items.clear()
        self._forget()
        if self.sent:
            self.paper = None
        elif self.paper and seen:
            self.put("clear")

    def lift(self, item: Item) -> None:
        """Put an item in front of all."""
        if item.key == self._keys:
            return
        self._keys += 1
        item.key = self._keys
        if item.ids and item.place is None:
            self.floor = min(self.floor, item.key)
            self._restack(item)

    def sink(self, item: Item) -> None:
        """Put an item behind all."""
        self._lowest -= 1
        item.key = self._lowest
        if item.ids:
            self._restack(item)

    def pose(self, item: Item, place: Place) -> None:
        """Say that an item is a turtle, and where."""
        if item.place is None and item.ids:
            self.deleted += [one for one in item.ids if one is not None]
            item.forget()
        item.place = place

    def look(
        self, size: tuple[float, float], corner: tuple[float, float], *, anew: bool = False
    ) -> None:
        """Show so much of the canvas, from a corner on; `anew`: if it was sent, once more."""
        if self.paper and ((size, corner) != (self.size, self.corner) or (anew and self.sent)):
            self._stale = True
        self.size, self.corner = size, corner

    @property
    def sent(self) -> bool:
        """Whether something of the drawing is shown already."""
        return self.paper is not None and self.paper.was_sent

    def paint(self, background: str) -> None:
        """Change the background."""
        if background != self.background:
            self.background = background
            self.changed = True
            if self.paper:
                self.put("bgcolor", background)

    # Frames.

    def frame(self, now: float, *, forced: bool = False, tick: bool = False) -> bool:
        """Put on the paper what changed, if it is time for it; return whether anything did."""
        due = (self.moved or self.changed) and now - self._shown_since >= SHORTEST
        if not (due or forced or tick) or not self._ready():
            return False
        frame = Frame(self)
        for item in sorted(self.dirty, key=lambda one: one.key):
            (cursor if item.place and item.kind == "polygon" else PAINTERS[item.kind])(item, frame)
        self.dirty.clear()
        self.moved = self.changed = False
        shown = frame.commit(now - self._shown_since, tick=tick)
        self._shown_since = now
        return shown

    def rest(self, milliseconds: float) -> None:
        """Let nothing move for a while; a minute at most."""
        self._shown_since += milliseconds
        left = min(milliseconds, 60_000.0) if self.paper else 0.0
        while left >= SHORTEST:
            step = min(left, LONGEST)
            Frame(self).rest(step)
            left -= step

    def order(self) -> None:
        """Let turtles that cover each other lie as on the Tk canvas."""
        turtles = [one for one in self.items.values() if one.place and one.ids]
        turtles.sort(key=lambda one: one.key)
        last = 0.0
        for item in turtles:
            if (item.z or 0) <= last:
                item.z = last + 1
                self.put("update", item.ids[0], "z", item.z)
            last = item.z or 0

    def _ready(self) -> bool:
        """Return whether there is paper; the first is taken when there is something to see."""
        if self._stale:
            self._start_again()
        if self.paper is None:
            if self.background == "#ffffffff" and not any(item.visible for item in self.dirty):
                return False
            self._open()
        return True

    def _open(self) -> None:
        self.paper = Paper(*self.size, bgcolor=self.background)
        self.papers.append(self.paper)
        self.speed, self.stopped, self.tick = 1.0, False, None

    def _start_again(self) -> None:
        """Draw everything once more, because one looks at it from elsewhere."""
        self._stale = False
        if self.paper is None:
            return
        for item in self.items.values():
            item.forget()
        self._forget()
        self.dirty = dict.fromkeys(self.items.values())
        if self.sent:
            self.paper = None
            return
        if (self.paper.width, self.paper.height) == self.size:
            self.put("clear")
            return
        self.paper.width, self.paper.height = self.size
        self.put("canvas", *self.size, self.background, "#000000ff")
        self.speed, self.stopped, self.tick = 1.0, False, None

    def _forget(self) -> None:
        self.deleted.clear()
        self.dirty.clear()
        self.floor, self.top = math.inf, 0
        self.tick = None

    def put(self, *command: Any) -> None:
        """Add a command to the paper, where there is one."""
        if self.paper:
            self.paper.put(*command)

    def _restack(self, item: Item) -> None:
        item.z = item.key
        for number in item.ids:
            if number is not None:
                self.put("update", number, "z", item.z)
