"""One frame of a recording, and its duration."""

import math
from typing import Any, Final

from ._items import CURSOR_Z, Item, round_coordinate
from ._recording import Recording

__all__ = ["MAX_STEP_MS", "Frame"]

#: Duration of a step of a drawing, including the pause after it.
STEP_MS: Final = 300
#: At lower speeds the pauses between steps would be unpleasantly long.
MIN_SPEED: Final = 0.5
MAX_SPEED: Final = 32
#: Duration of the longest step.
MAX_STEP_MS: Final = STEP_MS / MIN_SPEED
#: Up to this many lines of one frame grow; more appear at once.
MAX_GROWING_LINES: Final = 8
#: Deviation of the speed that is tolerated, in powers of two: each change costs a command.
_SPEED_TOLERANCE: Final = 0.6


class Frame:
    """One frame: first the changes without animation, then everything that moves together."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.still: list[tuple[Any, ...]] = []
        self.moving: list[tuple[Any, ...]] = []
        self.deleted = recording.deleted
        recording.deleted = []
        lines = sum(item.kind == "line" for item in recording.dirty)
        self.grows = recording.moved and lines <= MAX_GROWING_LINES
        left, top = recording.corner
        # Tk's coordinates name pixels, whose centres are half a pixel further.
        self._dx, self._dy = 0.5 - left, 0.5 - top

    def to_drawing(self, x: float, y: float) -> tuple[float, float]:
        """Convert coordinates of the Tk canvas to those of the drawing."""
        return round_coordinate(x + self._dx), round_coordinate(y + self._dy)

    def add_object(self, item: Item, shape: tuple[Any, ...], target: list[tuple[Any, ...]]) -> int:
        """Add an object to `target` (`self.still` or `self.moving`); return its number."""
        recording = self.recording
        number = recording.canvas.next_number() if recording.canvas else 0
        target.append(("obj", number, shape))
        if item.pose is not None:
            item.z = CURSOR_Z + item.key % 100_000
        elif item.z is None:
            self._assign_z(item)
        if item.z is not None:
            target.append(("update", number, "z", item.z))
        return number

    def delete(self, item: Item) -> None:
        """Delete all objects of an item."""
        self.deleted += [one for one in item.ids if one is not None]
        item.ids = []

    def commit(self, elapsed: float, *, separate: bool) -> bool:
        """Write the frame, `elapsed` milliseconds after the last; return whether it has content."""
        recording = self.recording
        put = recording.put
        for number in self.deleted:
            put("delete", number)
        if self.still:
            self._animate(on=False)
            for command in self.still:
                put(*command)
        if not self.moving and (separate or elapsed > STEP_MS) and (self.still or self.deleted):
            self._wait()
        self._move(elapsed)
        return bool(self.still or self.moving or self.deleted)

    def pause(self, milliseconds: float) -> None:
        """Keep everything still for up to `MAX_STEP_MS`."""
        self._wait()
        self._move(milliseconds)

    def _move(self, elapsed: float) -> None:
        put = self.recording.put
        if self.moving:
            self._animate(on=True)
            self._set_speed(elapsed)
            grouped = len(self.moving) > 1
            if grouped:
                put("begin-group")
            for command in self.moving:
                put(*command)
            if grouped:
                put("end-group")

    def _assign_z(self, item: Item) -> None:
        """Give an item a z if an object added now would not be stacked as the item is."""
        recording = self.recording
        if recording.top <= item.key < recording.floor and item.key > 0:
            recording.top = item.key
            return
        if 0 < item.key < recording.floor:
            above = [
                one for one in recording.items.values() if one.pose is None and one.key > item.key
            ]
            recording.floor = min((one.key for one in above if one.ids), default=math.inf)
            recording.top = item.key
            for other in above:
                if other.ids and other.z is None:
                    other.z = other.key
                    self.still += [
                        ("update", one, "z", other.z) for one in other.ids if one is not None
                    ]
            return
        item.z = item.key

    def _wait(self) -> None:
        """Add a step in which only an invisible object moves."""
        recording = self.recording
        if recording.pause_object is None:
            recording.pause_object = recording.canvas.next_number() if recording.canvas else 0
            self._animate(on=False)
            recording.put("obj", recording.pause_object, ("line", 0, 0, 0, 0, "#ffffff00", 0))
        recording.pauses += 1
        self.moving.append(("update", recording.pause_object, "x1", recording.pauses % 100))

    def _animate(self, *, on: bool) -> None:
        recording = self.recording
        if recording.stopped is on:
            recording.stopped = not on
            recording.put("resume-anim" if on else "stop-anim")

    def _set_speed(self, elapsed: float) -> None:
        recording = self.recording
        target = min(MAX_SPEED, max(MIN_SPEED, STEP_MS / max(elapsed, 1)))
        if abs(math.log2(target / recording.speed)) > _SPEED_TOLERANCE:
            speed = 2.0 ** round(math.log2(target))
            recording.speed = speed
            recording.put("speed", round_coordinate(speed))
