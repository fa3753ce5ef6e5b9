"""The simple turtle of the original; `backendai_media.turtle` is that of the standard library."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Self

from ..errors import DrawingError
from . import shapes
from .color import Color, Colors

if TYPE_CHECKING:
    from .canvas import Canvas

__all__ = ["Turtle", "Vec2D"]

_TRACE = Color(255, 0, 0, 128)
_BODY = Color(255, 200, 200)


class Vec2D(tuple[float, float]):
    """A vector in the plane: `a + b`, `a - b`, `-a`, `k * a`, `abs(a)`, `a * b` (inner product).

    >>> Vec2D(3, 4) * 2 - (1, 0)
    (5.00,8.00)
    """

    __slots__ = ()

    def __new__(cls, x: float, y: float) -> Self:  # noqa: D102 - the class says it
        return super().__new__(cls, (x, y))

    def rotate(self, angle: float) -> "Vec2D":
        """Return the vector turned counterclockwise by degrees."""
        cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        x, y = self
        return Vec2D(x * cosine - y * sine, y * cosine + x * sine)

    def __add__(self, other: Sequence[float]) -> "Vec2D":  # type: ignore[override]
        return Vec2D(self[0] + other[0], self[1] + other[1])

    def __sub__(self, other: Sequence[float]) -> "Vec2D":
        return Vec2D(self[0] - other[0], self[1] - other[1])

    def __mul__(self, other: Any) -> Any:
        if isinstance(other, Vec2D):
            return self[0] * other[0] + self[1] * other[1]
        return Vec2D(self[0] * other, self[1] * other)

    def __rmul__(self, other: Any) -> Any:
        if isinstance(other, int | float):
            return Vec2D(self[0] * other, self[1] * other)
        return NotImplemented

    def __neg__(self) -> "Vec2D":
        return Vec2D(-self[0], -self[1])

    def __abs__(self) -> float:
        return math.hypot(*self)

    def __getnewargs__(self) -> tuple[float, float]:
        return self[0], self[1]

    def __repr__(self) -> str:
        return f"({self[0]:.2f},{self[1]:.2f})"


class Turtle:
    """A triangle that draws a line. It starts in the middle of the canvas, facing right.

    `points` are the positions where it was, in pixels; `angle` is its heading in degrees
    clockwise from upwards. Wrong arguments raise `DrawingError`.
    """

    def __init__(self, canvas: "Canvas") -> None:
        self.canvas = canvas
        self.pen = True
        self.angle: float = 90
        home = canvas.width / 2, canvas.height / 2
        self.points: list[tuple[float, float]] = [home]
        self.cursor = canvas.triangle(*home, 12, 18, border=Colors.Red, fill=_BODY, angle=90)

    def forward(self, amt: float) -> None:
        """Move forward by `amt` pixels."""
        distance, turned = shapes.number("distance", amt), math.radians(self.angle)
        x, y = self.points[-1]
        self._go(x + math.sin(turned) * distance, y + -1 * math.cos(turned) * distance)

    def left(self, deg: float) -> None:
        """Turn counterclockwise by `deg` degrees."""
        turn = shapes.number("angle", deg)
        self.cursor.rotate(-turn)
        self.angle -= turn

    def right(self, deg: float) -> None:
        """Turn clockwise by `deg` degrees."""
        turn = shapes.number("angle", deg)
        self.cursor.rotate(turn)
        self.angle += turn

    def pos(self) -> Vec2D:
        """Return the position relative to its start; y grows downwards."""
        (home_x, home_y), (x, y) = self.points[0], self.points[-1]
        return Vec2D(x - home_x, y - home_y)

    def setpos(self, x: float | Sequence[float], y: float | None = None) -> None:
        """Move to a position relative to its start: two numbers, or one pair."""
        if y is None:
            x, y = _pair(x)
        home_x, home_y = self.points[0]
        self._go(shapes.number("x", x) + home_x, shapes.number("y", y) + home_y)

    def penup(self) -> None:
        """Stop drawing."""
        self.pen = False

    def pendown(self) -> None:
        """Draw again."""
        self.pen = True

    def _go(self, x: float, y: float) -> None:
        with self.canvas.begin_group():
            if self.pen:
                self.canvas.line(*self.points[-1], x, y, color=_TRACE)
            self.cursor.set_x(x)
            self.cursor.set_y(y)
        self.points.append((x, y))


def _pair(value: Any) -> tuple[Any, Any]:
    try:
        x, y = value
    except (TypeError, ValueError):
        raise DrawingError(f"A position is two numbers; got {shapes.short_repr(value)}") from None
    return x, y
