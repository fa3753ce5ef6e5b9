"""Items of a Tk canvas, and how far a turtle's cursor has moved and turned."""

import math
from collections.abc import Sequence
from typing import Any, Final

from ._colors import hex_of
from ._text import Font

__all__ = ["CURSOR_Z", "Item", "Pose", "round_coordinate"]

#: The z of turtles: in front of what they draw.
CURSOR_Z: Final = 500_000_000
#: Pixels; anything farther away is not visible either.
_MAX_COORDINATE: Final = 1e8
#: Deviation in pixels up to which an outline counts as the same one, turned.
_TOLERANCE = 0.02
#: Degrees at which the count of turns starts over.
_TURNS = 3_600_000


def round_coordinate(value: float) -> float:
    """Return a coordinate in hundredths of a pixel, an `int` if it is whole."""
    rounded = (
        round(value, 2)
        if -_MAX_COORDINATE < value < _MAX_COORDINATE
        else math.copysign(_MAX_COORDINATE, value)
    )
    whole = int(rounded)
    return whole if whole == rounded else rounded


class Pose:
    """A turtle's position, and the degrees by which it turns there, clockwise.

    Coordinates are pixels of the Tk canvas.
    """

    __slots__ = ("turn", "x", "y")

    def __init__(self, x: float, y: float, turn: float) -> None:
        self.x, self.y, self.turn = x, y, turn


class Item:
    """An item: its state in Tk, and what the drawing shows of it.

    `key` is its position in the stack. `ids` are the objects that show it, in the state `drawn`.
    """

    __slots__ = (
        "angle",
        "base",
        "coords",
        "drawn",
        "ids",
        "key",
        "kind",
        "options",
        "path",
        "pose",
        "z",
    )

    def __init__(self, kind: str, key: int, coords: list[float], options: dict[str, Any]) -> None:
        self.kind = kind
        self.key = key
        self.coords = coords
        self.options = options
        self.pose: Pose | None = None
        self.base: list[float] = []
        #: Path data of the base.
        self.path = ""
        self.angle = 0.0
        self.forget()

    def forget(self) -> None:
        """Forget what was drawn, so that the item is drawn again."""
        self.ids: list[int | None] = []
        self.drawn: Any = None
        self.z: float | None = None

    @property
    def fill(self) -> str:
        """The fill colour; for a line, its colour."""
        return hex_of(str(self.options.get("fill", "")))

    @property
    def outline(self) -> str:
        """The colour of the border."""
        return hex_of(str(self.options.get("outline", "")))

    @property
    def width(self) -> float:
        """The width of lines and borders in pixels; Tk draws at least one."""
        return max(1.0, float(self.options.get("width", 1) or 0))

    @property
    def visible(self) -> bool:
        """Whether the item is visible."""
        if self.options.get("state") == "hidden":
            return False
        if self.kind == "image":
            return bool(getattr(self.options.get("image"), "picture", None))
        if self.kind == "text":
            return bool(self.options.get("text")) and self.options.get("fill") != ""
        painted = self.options.get("fill") or self.options.get("outline")
        return bool(painted) and len(self.coords) >= 4 and self.kind != "window"

    def turned(self) -> tuple[list[float], float]:
        """Return a cursor's outline at 0°, relative to its position, and its angle.

        The outline stays the same while the cursor only moves and turns.
        """
        pose = self.pose or Pose(0, 0, 0)
        xs = [one - pose.x for one in self.coords[::2]]
        ys = [one - pose.y for one in self.coords[1::2]]
        expected = math.fmod(self.angle + pose.turn, _TURNS)
        if len(self.base) == len(self.coords):
            angle = _rotation(self.base, xs, ys)
            angle += 360 * round((expected - angle) / 360)
            if _deviation(self.base, xs, ys, angle) < _TOLERANCE:
                self.angle = angle if abs(angle - self.angle) > 1e-9 else self.angle
                pose.turn = 0
                return self.base, self.angle
        self.base, self.angle, self.path = _rotated(xs, ys, -expected), expected, ""
        pose.turn = 0
        return self.base, self.angle

    def box(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom, in pixels."""
        if self.kind == "text":
            return self._text_box()
        if self.kind == "image":
            return self._image_box()
        xs, ys = self.coords[::2] or [0.0], self.coords[1::2] or [0.0]
        half = self.width / 2 if self.kind == "line" or self.options.get("outline") else 0.0
        return min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half

    def anchored(self, width: float, height: float) -> tuple[float, float, float, float]:
        """Return the box of something of this size at its anchor."""
        anchor = str(self.options.get("anchor", "center")).replace("center", "")
        x, y = self.coords[:2]
        left = x - (0 if "w" in anchor else width if "e" in anchor else width / 2)
        top = y - (0 if "n" in anchor else height if "s" in anchor else height / 2)
        return left, top, left + width, top + height

    def _text_box(self) -> tuple[float, float, float, float]:
        font, text = Font.of(self.options.get("font", "")), str(self.options.get("text", ""))
        lines = text.count("\n")
        height = font.ascent + font.descent + lines * 1.2 * font.size
        return self.anchored(font.measure(text), height)

    def _image_box(self) -> tuple[float, float, float, float]:
        image = self.options.get("image")
        return self.anchored(*image.size) if image else self.anchored(0, 0)


def _rotation(base: Sequence[float], xs: list[float], ys: list[float]) -> float:
    """Return the clockwise angle that turns `base` into the points, by least squares."""
    cross = dot = 0.0
    for bx, by, x, y in zip(base[::2], base[1::2], xs, ys, strict=True):
        cross += bx * y - by * x
        dot += bx * x + by * y
    return math.degrees(math.atan2(cross, dot))


def _deviation(base: Sequence[float], xs: list[float], ys: list[float], angle: float) -> float:
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return max(
        abs(bx * cosine - by * sine - x) + abs(bx * sine + by * cosine - y)
        for bx, by, x, y in zip(base[::2], base[1::2], xs, ys, strict=True)
    )


def _rotated(xs: list[float], ys: list[float], angle: float) -> list[float]:
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned: list[float] = []
    for x, y in zip(xs, ys, strict=True):
        turned += (x * cosine - y * sine, x * sine + y * cosine)
    return turned
