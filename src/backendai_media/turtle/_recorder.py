"""Records what happens on a Tk canvas, frame by frame, as the commands of a drawing."""

import math
from typing import Any, Final

from ._frame import MAX_STEP_MS, Frame
from ._items import Item, Pose
from ._painting import PAINTERS, paint_cursor
from ._recording import RecordedCanvas, Recording

__all__ = ["Recorder"]

#: Frames that follow each other faster are combined.
MIN_FRAME_MS: Final = 8


class Recorder(Recording):
    """Records a Tk canvas as one drawing or, after it was sent and cleared, several."""

    def __init__(self) -> None:
        super().__init__()
        self.canvases: list[RecordedCanvas] = []
        self.background = "#ffffffff"
        self.size: tuple[float, float] = (400, 300)
        self._keys = self._lowest = 0
        self._frame_start = 0.0
        self._viewport_changed = False

    # What the canvas calls.

    def add(self, number: int, kind: str, coords: list[float], options: dict[str, Any]) -> None:
        """Add an item in front of all others."""
        self._keys += 1
        item = self.items[number] = Item(kind, self._keys, coords, options)
        self.mark_dirty(item, changed=kind not in {"line", "polygon"} or item.visible)

    def mark_dirty(self, item: Item, *, changed: bool = True) -> None:
        """Draw an item again in the next frame."""
        self.dirty[item] = None
        self.changed = self.changed or (changed and item.pose is None)

    def remove(self, number: int) -> None:
        """Remove an item."""
        if item := self.items.pop(number, None):
            self.deleted += [one for one in item.ids if one is not None]
            self.changed = self.changed or bool(item.ids)
            self.dirty.pop(item, None)

    def clear(self) -> None:
        """Remove all items. A drawing that was sent is finished: a new one begins."""
        seen = any(item.ids for item in self.items.values())
        self.items.clear()
        self._forget()
        if self.sent:
            self.canvas = None
        elif self.canvas and seen:
            self.put("clear")

    def raise_(self, item: Item) -> None:
        """Move an item in front of all others."""
        if item.key == self._keys:
            return
        self._keys += 1
        item.key = self._keys
        if item.ids and item.pose is None:
            self.floor = min(self.floor, item.key)
            self._restack(item)

    def lower(self, item: Item) -> None:
        """Move an item behind all others."""
        self._lowest -= 1
        item.key = self._lowest
        if item.ids:
            self._restack(item)

    def set_pose(self, item: Item, place: Pose) -> None:
        """Make an item the cursor of a turtle, at a pose."""
        if item.pose is None and item.ids:
            self.deleted += [one for one in item.ids if one is not None]
            item.forget()
        item.pose = place

    def set_viewport(
        self, size: tuple[float, float], corner: tuple[float, float], *, redraw: bool = False
    ) -> None:
        """Set the visible region: its size and top-left corner.

        With `redraw`, everything is drawn again even if the region is the same, once it was sent.
        """
        if self.canvas and ((size, corner) != (self.size, self.corner) or (redraw and self.sent)):
            self._viewport_changed = True
        self.size, self.corner = size, corner

    @property
    def sent(self) -> bool:
        """Whether part of the drawing was sent."""
        return self.canvas is not None and self.canvas.was_sent

    def set_background(self, background: str) -> None:
        """Change the background."""
        if background != self.background:
            self.background = background
            self.changed = True
            if self.canvas:
                self.put("bgcolor", background)

    # Frames.

    def record_frame(self, now: float, *, forced: bool = False, separate: bool = False) -> bool:
        """Draw what changed, if a frame is due; return whether anything was drawn.

        `forced`: even if no frame is due; `separate`: also if nothing changed.
        """
        due = (self.moved or self.changed) and now - self._frame_start >= MIN_FRAME_MS
        if not (due or forced or separate) or not self._ready():
            return False
        frame = Frame(self)
        for item in sorted(self.dirty, key=lambda one: one.key):
            (paint_cursor if item.pose and item.kind == "polygon" else PAINTERS[item.kind])(
                item, frame
            )
        self.dirty.clear()
        self.moved = self.changed = False
        shown = frame.commit(now - self._frame_start, separate=separate)
        self._frame_start = now
        return shown

    def pause(self, milliseconds: float) -> None:
        """Keep everything still for a while, up to a minute."""
        self._frame_start += milliseconds
        left = min(milliseconds, 60_000.0) if self.canvas else 0.0
        while left >= MIN_FRAME_MS:
            step = min(left, MAX_STEP_MS)
            Frame(self).pause(step)
            left -= step

    def skip(self, now: float) -> None:
        """Let what comes next begin now."""
        self._frame_start = max(self._frame_start, now)

    def stack_turtles(self) -> None:
        """Stack turtles that cover each other as on the Tk canvas."""
        turtles = [one for one in self.items.values() if one.pose and one.ids]
        turtles.sort(key=lambda one: one.key)
        last = 0.0
        for item in turtles:
            if (item.z or 0) <= last:
                item.z = last + 1
                self.put("update", item.ids[0], "z", item.z)
            last = item.z or 0

    def _ready(self) -> bool:
        """Return whether there is a canvas; one is opened when there is something to see."""
        if self._viewport_changed:
            self._redraw()
        if self.canvas is None:
            if self.background == "#ffffffff" and not any(item.visible for item in self.dirty):
                return False
            self.open()
        return True

    def open(self) -> RecordedCanvas:
        """Begin a drawing."""
        self.canvas = RecordedCanvas(*self.size, bgcolor=self.background)
        self.canvases.append(self.canvas)
        self.speed, self.stopped, self.pause_object = 1.0, False, None
        return self.canvas

    def _redraw(self) -> None:
        """Draw everything again, because the visible region has changed."""
        self._viewport_changed = False
        if self.canvas is None:
            return
        for item in self.items.values():
            item.forget()
        self._forget()
        self.dirty = dict.fromkeys(self.items.values())
        if self.sent:
            self.canvas = None
            return
        if (self.canvas.width, self.canvas.height) == self.size:
            self.put("clear")
            return
        self.canvas.width, self.canvas.height = self.size
        self.put("canvas", *self.size, self.background, "#000000ff")
        self.speed, self.stopped, self.pause_object = 1.0, False, None

    def _forget(self) -> None:
        self.deleted.clear()
        self.dirty.clear()
        self.floor, self.top = math.inf, 0
        self.pause_object = None

    def _restack(self, item: Item) -> None:
        item.z = item.key
        for number in item.ids:
            if number is not None:
                self.put("update", number, "z", item.z)
