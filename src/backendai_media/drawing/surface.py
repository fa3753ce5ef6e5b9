# ruff: noqa: PLR0913, PLR0917 - shapes have many parts, and programs pass them by position
"""The shapes that can be drawn; `Canvas` adds everything else."""

import base64
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .._spec import DRAWING_WORDS
from ..errors import DrawingError
from . import shapes
from .color import Color, ColorLike, hex_of
from .objects import DrawingObject

__all__ = ["Surface"]

_SIGNATURES = {
    b"\x89PNG": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF8": "gif",
    b"RIFF": "webp",
    b"BM": "bmp",
}


class Surface:
    """Records shapes as commands. Wrong arguments raise `DrawingError`.

    Coordinates and lengths are CSS pixels from the top left corner, angles degrees clockwise.
    `border` and `color` default to the canvas's stroke colour, `fill` to none, `line_width` to 2.
    """

    def __init__(self, id_: int, fgcolor: Color) -> None:
        self.fgcolor = fgcolor
        self._id = id_
        self._log: list[tuple[Any, ...]] = []
        self._next_object = 0

    @property
    def commands(self) -> list[tuple[Any, ...]]:
        """All commands so far, as they are sent."""
        return list(self._log)

    def line(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        color: ColorLike | None = None,
        *,
        line_width: float | None = None,
    ) -> DrawingObject:
        """Draw a line from (x0, y0) to (x1, y1)."""
        number = shapes.number
        ends = number("x0", x0), number("y0", y0), number("x1", x1), number("y1", y1)
        return self._draw("line", *ends, self._stroke("color", color), line_width=line_width)

    def circle(
        self,
        x: float,
        y: float,
        radius: float,
        border: ColorLike | None = None,
        fill: ColorLike | None = None,
        angle: float = 0,
        *,
        line_width: float | None = None,
    ) -> DrawingObject:
        """Draw a circle around (x, y)."""
        place = shapes.number("x", x), shapes.number("y", y), shapes.size("radius", radius)
        paint = self._paint(border, fill, angle)
        return self._draw("circle", *place, *paint, line_width=line_width)

    def rectangle(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        border: ColorLike | None = None,
        fill: ColorLike | None = None,
        angle: float = 0,
        *,
        line_width: float | None = None,
    ) -> DrawingObject:
        """Draw a rectangle. Despite their names, `left` and `top` are its centre."""
        box, paint = _box(left, top, width, height), self._paint(border, fill, angle)
        return self._draw("rect", *box, *paint, line_width=line_width)

    def triangle(
        self,
        left: float,
        top: float,
        width: float,
        height: float,
        border: ColorLike | None = None,
        fill: ColorLike | None = None,
        angle: float = 0,
        *,
        line_width: float | None = None,
    ) -> DrawingObject:
        """Draw a triangle that points upwards. `left` and `top` are the centre of its box."""
        box, paint = _box(left, top, width, height), self._paint(border, fill, angle)
        return self._draw("triangle", *box, *paint, line_width=line_width)

    def polygon(
        self,
        points: Iterable[Any],
        border: ColorLike | None = None,
        fill: ColorLike | None = None,
        *,
        line_width: float | None = None,
    ) -> DrawingObject:
        """Draw a closed polygon through `points`, pairs of x and y; at least two."""
        corners = shapes.points("points", points)
        if len(corners) < 4:
            raise DrawingError(f"A polygon needs at least two points; got {len(corners) // 2}")
        stroke, inside, _ = self._paint(border, fill, 0)
        return self._draw("polygon", corners, stroke, inside, line_width=line_width)

    def path(
        self,
        d: str,
        x: float = 0,
        y: float = 0,
        border: ColorLike | None = None,
        fill: ColorLike | None = None,
        angle: float = 0,
        *,
        line_width: float | None = None,
    ) -> DrawingObject:
        """Draw SVG path data with its origin at (x, y); `angle` turns it around that point."""
        place = shapes.number("x", x), shapes.number("y", y), shapes.path("d", d)
        paint = self._paint(border, fill, angle)
        return self._draw("path", *place, *paint, line_width=line_width)

    def arc(
        self,
        x: float,
        y: float,
        radius: float,
        start: float,
        extent: float,
        border: ColorLike | None = None,
        fill: ColorLike | None = None,
        angle: float = 0,
        *,
        line_width: float | None = None,
        close: str = "open",
    ) -> DrawingObject:
        """Draw `extent` degrees of a circle around (x, y), clockwise from `start`.

        0 degrees is to the right. `close` is `open`, `chord` or `pie`.
        """
        number = shapes.number
        place = number("x", x), number("y", y), shapes.size("radius", radius)
        span = number("start", start), number("extent", extent)
        arguments = (*place, *span, *self._paint(border, fill, angle))
        if shapes.choice("close", close, DRAWING_WORDS["close"]) == "open":
            return self._draw("arc", *arguments, line_width=line_width)
        width = shapes.size("line_width", 2 if line_width is None else line_width)
        return self._draw("arc", *arguments, width, close)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        color: ColorLike | None = None,
        font: str | tuple[str, float] | tuple[str, float, str] = ("sans-serif", 16, "normal"),
        align: str = "left",
        angle: float = 0,
    ) -> DrawingObject:
        """Write `text` with its first baseline at y; `align` is `left`, `center` or `right` of x.

        A font is a family, a size in pixels and `normal`, `bold`, `italic` or `bold italic`.
        """
        place = shapes.number("x", x), shapes.number("y", y), shapes.text("text", text)
        stroke, letters = self._stroke("color", color), shapes.font("font", font)
        side = shapes.choice("align", align, DRAWING_WORDS["align"])
        return self._draw("text", *place, stroke, letters, side, shapes.number("angle", angle))

    def image(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        source: bytes | str | Path,
        angle: float = 0,
    ) -> DrawingObject:
        """Draw an image centred at (x, y), from a file's path, its bytes or a data URI.

        It must be a PNG, JPEG, GIF, WebP or BMP; a data URI may also be AVIF. Raises `OSError` if a
        file cannot be read.
        """
        box = _box(x, y, width, height)
        return self._draw("image", *box, _data_uri(source), shapes.number("angle", angle))

    def _add(self, *command: Any) -> None:
        self._log.append((self._id, *command))

    def _draw(self, shape: str, *fields: Any, line_width: float | None = None) -> DrawingObject:
        if line_width is not None:
            fields = (*fields, shapes.size("line_width", line_width))
        number = self._next_object
        self._log.append((self._id, "obj", number, (shape, *fields)))
        self._next_object = number + 1
        return DrawingObject(self, number, shape)

    def _stroke(self, name: str, color: ColorLike | None) -> str:
        return self.fgcolor.to_hex() if color is None else hex_of(name, color)

    def _paint(
        self, border: ColorLike | None, fill: ColorLike | None, angle: float
    ) -> tuple[str, str, float]:
        inside = shapes.NONE if fill is None else hex_of("fill", fill)
        return self._stroke("border", border), inside, shapes.number("angle", angle)


def _box(x: float, y: float, width: float, height: float) -> tuple[float, float, float, float]:
    number, size = shapes.number, shapes.size
    return number("x", x), number("y", y), size("width", width), size("height", height)


def _data_uri(source: bytes | str | Path) -> str:
    if isinstance(source, str) and source.startswith("data:"):
        return shapes.image("source", source)
    if isinstance(source, str | Path):
        source = Path(source).read_bytes()
    kind = next((kind for start, kind in _SIGNATURES.items() if source.startswith(start)), None)
    if not kind:
        raise DrawingError("source must be a PNG, JPEG, GIF, WebP or BMP picture")
    return f"data:image/{kind};base64,{base64.b64encode(source).decode()}"
