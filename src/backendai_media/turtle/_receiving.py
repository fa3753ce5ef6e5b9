"""How a canvas takes keys and pointers: which item is meant, and whose functions are called."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from ._bindings import Bindings, Event, Wanted
from ._events import PageEvent, keysym_of
from ._items import Item

__all__ = ["Receiver"]

#: Pixels beside an item that belong to it, as on Tk's canvases.
_CLOSE_ENOUGH: Final = 1.0


class Receiver:
    """The functions that are bound to a canvas and its items, and what is held on it."""

    def __init__(self, canvas: Any) -> None:
        self._canvas = canvas
        self.own = Bindings()
        self.items: dict[Any, Bindings] = {}
        #: The item under the pointer when a button was pressed, and the button.
        self._grabbed: Any = None
        self._held = ""

    def wanted(self) -> Wanted:
        """Return which events have functions. Without `listen()` keys are the window's only."""
        window = self._canvas.winfo_toplevel()
        found = [window.bindings.wanted(), *(one.wanted() for one in self.items.values())]
        own = self.own.wanted()
        found.append(own if window.focused is self._canvas else own._replace(keys=frozenset()))
        keys = frozenset(key for one in found for key in one.keys)
        return Wanted(keys, max(one.pointer for one in found))

    def close(self) -> None:
        """Forget all functions: the window is gone."""
        self._canvas.gone = True
        self._canvas.winfo_toplevel().bindings.clear()
        self.own.clear()
        self.items.clear()

    def functions(self, event: PageEvent) -> list[Callable[[], object]]:
        """Return what an event calls: functions of the item first, those of the window last."""
        window = self._canvas.winfo_toplevel()
        if event.kind in {"press", "release"}:
            made = Event(f"Key{event.kind.capitalize()}", keysym_of(event.key))
            tables = [self.own] if window.focused is self._canvas else []
            return self._calls([*tables, window.bindings], made)
        kind = {"down": "Button", "up": "ButtonRelease", "move": "Motion"}[event.kind]
        made = Event(kind, "" if kind == "Motion" else str(event.button), event.x, event.y)
        if kind == "Button":
            self._held = made.detail
            self._grabbed = self._item_at(event.x, event.y)
        item = self._grabbed if self._held else self._item_at(event.x, event.y)
        tables = [self.items[item]] if item in self.items else []
        calls = self._calls([*tables, self.own, window.bindings], made)
        if kind == "ButtonRelease":
            self._held, self._grabbed = "", None
        return calls

    def _calls(self, tables: Iterable[Bindings], event: Event) -> list[Callable[[], object]]:
        event.widget = self._canvas
        held = self._held if event.kind == "Motion" else ""
        functions = [one for table in tables for one in table.functions(event, held)]
        return [lambda one=one: one(event) for one in functions]  # type: ignore[misc]

    def _item_at(self, x: float, y: float) -> Any:
        """Return the number of the item in front at a point of the window, if there is one."""
        canvas = self._canvas
        x, y = canvas.canvasx(int(x)), canvas.canvasy(int(y))
        found = [
            (item.key, number)
            for number, item in canvas.recorder.items.items()
            if item.visible and _touches(item, x, y)
        ]
        return max(found)[1] if found else None


def _touches(item: Item, x: float, y: float) -> bool:
    """Return whether a point is on an item, or as close to it as Tk asks."""
    left, top, right, bottom = item.box()
    near = _CLOSE_ENOUGH
    if not (left - near <= x <= right + near and top - near <= y <= bottom + near):
        return False
    half = item.width / 2 + near
    if item.kind == "line":
        return _distance(item.coords, x, y) <= half
    if item.kind == "polygon":
        closed = [*item.coords, *item.coords[:2]]
        edge = half if item.options.get("outline") else near
        return _is_inside(closed, x, y) or _distance(closed, x, y) <= edge
    if item.kind == "oval":
        rx, ry = max((right - left) / 2 + near, 0.5), max((bottom - top) / 2 + near, 0.5)
        return math.hypot((x - (left + right) / 2) / rx, (y - (top + bottom) / 2) / ry) <= 1
    return True


def _distance(points: Sequence[float], x: float, y: float) -> float:
    """Return how far a point is from the nearest of some segments."""
    best = math.inf
    for at in range(0, len(points) - 2, 2):
        ax, ay, bx, by = points[at : at + 4]
        dx, dy = bx - ax, by - ay
        length = dx * dx + dy * dy
        part = ((x - ax) * dx + (y - ay) * dy) / length if length else 0.0
        part = min(1.0, max(0.0, part))
        best = min(best, math.hypot(ax + part * dx - x, ay + part * dy - y))
    return best


def _is_inside(points: Sequence[float], x: float, y: float) -> bool:
    """Return whether a point is in a closed polygon, by the even-odd rule."""
    inside = False
    for at in range(0, len(points) - 2, 2):
        ax, ay, bx, by = points[at : at + 4]
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            inside = not inside
    return inside
