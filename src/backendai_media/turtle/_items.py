"""Items of a Tk canvas, and how a turtle's cursor is told from where it was drawn."""

import math
from collections.abc import Sequence
from typing import Any

from ._colors import hex_of
from ._text import Font

__all__ = ["Item", "Place"]

#: Pixels by which a cursor may differ from itself, turned.
_TOLERANCE = 0.02
#: Degrees up to which turns are counted.
_TURNS = 3_600_000


class Place:
    """Where a turtle is: its cursor turns around it. `turn` is how far it turns there, clockwise.

    All numbers are pixels and degrees of the canvas.
    """

    __slots__ = ("turn", "x", "y")

    def __init__(self, x: float, y: float, turn: float) -> None:
        self.x, self.y, self.turn = x, y, turn


class Item:
    """An item: what Tk knows of it, and what of it is on the paper.

    `key` is its place in the stack. `ids` are the objects that show it; `drawn` is what they show.
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
        "place",
        "z",
    )

    def __init__(self, kind: str, key: int, coords: list[float], options: dict[str, Any]) -> None:
        self.kind = kind
        self.key = key
        self.coords = coords
        self.options = options
        self.place: Place | None = None
        self.base: list[float] = []
        #: What was made of the base.
        self.path = ""
        self.angle = 0.0
        self.forget()

    def forget(self) -> None:
        """Be as if nothing of it were on the paper."""
        self.ids: list[int | None] = []
        self.drawn: Any = None
        self.z: float | None = None

    @property
    def fill(self) -> str:
        """The colour inside; of a line, its colour."""
        return hex_of(str(self.options.get("fill", "")))

    @property
    def outline(self) -> str:
        """The colour of the border."""
        return hex_of(str(self.options.get("outline", "")))

    @property
    def width(self) -> float:
        """How wide lines and borders are; Tk draws none thinner than a pixel."""
        return max(1.0, float(self.options.get("width", 1) or 0))

    @property
    def visible(self) -> bool:
        """Whether there is anything to see."""
        if self.options.get("state") == "hidden":
            return False
        if self.kind == "image":
            return bool(getattr(self.options.get("image"), "picture", None))
        if self.kind == "text":
            return bool(self.options.get("text")) and self.options.get("fill") != ""
        painted = self.options.get("fill") or self.options.get("outline")
        return bool(painted) and len(self.coords) >= 4 and self.kind != "window"

    def turned(self) -> tuple[list[float], float]:
        """Return a cursor's outline as it is at 0°, around its place, and its angle.

        The outline is the same as long as the cursor only moved and turned.
        """
        place = self.place or Place(0, 0, 0)
        xs = [one - place.x for one in self.coords[::2]]
        ys = [one - place.y for one in self.coords[1::2]]
        wanted = math.fmod(self.angle + place.turn, _TURNS)
        if len(self.base) == len(self.coords):
            angle = _rotation(self.base, xs, ys)
            angle += 360 * round((wanted - angle) / 360)
            if _distance(self.base, xs, ys, angle) < _TOLERANCE:
                self.angle = angle if abs(angle - self.angle) > 1e-9 else self.angle
                place.turn = 0
                return self.base, self.angle
        self.base, self.angle, self.path = _at(xs, ys, -wanted), wanted, ""
        place.turn = 0
        return self.base, self.angle

    def box(self) -> tuple[float, float, float, float]:
        """Return left, top, right and bottom."""
        if self.kind == "text":
            return self._text_box()
        if self.kind == "image":
            return self._image_box()
        xs, ys = self.coords[::2] or [0.0], self.coords[1::2] or [0.0]
        half = self.width / 2 if self.kind == "line" or self.options.get("outline") else 0.0
        return min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half

    def anchored(self, width: float, height: float) -> tuple[float, float, float, float]:
        """Return the box of so wide and high a thing that hangs at its anchor."""
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
    """Return the angle, clockwise, by which `base` was turned to be what it is; the best one."""
    cross = dot = 0.0
    for bx, by, x, y in zip(base[::2], base[1::2], xs, ys, strict=True):
        cross += bx * y - by * x
        dot += bx * x + by * y
    return math.degrees(math.atan2(cross, dot))


def _distance(base: Sequence[float], xs: list[float], ys: list[float], angle: float) -> float:
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return max(
        abs(bx * cosine - by * sine - x) + abs(bx * sine + by * cosine - y)
        for bx, by, x, y in zip(base[::2], base[1::2], xs, ys, strict=True)
    )


def _at(xs: list[float], ys: list[float], angle: float) -> list[float]:
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    turned: list[float] = []
    for x, y in zip(xs, ys, strict=True):
        turned += (x * cosine - y * sine, x * sine + y * cosine)
    return turned
