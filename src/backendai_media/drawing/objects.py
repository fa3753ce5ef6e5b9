"""Handles for changing shapes on a canvas."""

import warnings
from collections.abc import Iterable
from typing import Any, Protocol

from . import shapes
from .color import ColorLike, hex_of

__all__ = ["DrawingObject"]

_STROKES = {"line": "color", "text": "color", "image": ""}


class _Surface(Protocol):
    def _add(self, *command: Any) -> None: ...


class DrawingObject:
    """A shape on a canvas. A property that it does not have (a line's radius) only warns.

    Lengths are CSS pixels, angles degrees clockwise. Wrong values raise `DrawingError`.
    """

    __slots__ = ("_canvas", "_id", "_type")

    def __init__(self, canvas: _Surface, id_: int, type_: str) -> None:
        self._canvas = canvas
        self._id = id_
        self._type = type_

    def set_x(self, x: float) -> None:
        """Move the centre (of a path or text: the origin) horizontally."""
        self._set("x", shapes.number("x", x))

    def set_y(self, y: float) -> None:
        """Move the centre (of a path or text: the origin) vertically; y grows downwards."""
        self._set("y", shapes.number("y", y))

    def set_x1(self, x: float) -> None:
        """Move the start of a line horizontally."""
        self._set("x1", shapes.number("x1", x))

    def set_y1(self, y: float) -> None:
        """Move the start of a line vertically."""
        self._set("y1", shapes.number("y1", y))

    def set_x2(self, x: float) -> None:
        """Move the end of a line horizontally."""
        self._set("x2", shapes.number("x2", x))

    def set_y2(self, y: float) -> None:
        """Move the end of a line vertically."""
        self._set("y2", shapes.number("y2", y))

    def set_radius(self, r: float) -> None:
        """Change the radius of a circle or an arc."""
        self._set("radius", shapes.size("radius", r))

    def rotate(self, a: float) -> None:
        """Turn clockwise by `a` degrees."""
        self._set("rotate", shapes.number("angle", a))

    def set_angle(self, a: float) -> None:
        """Turn to `a` degrees clockwise."""
        self._set("angle", shapes.number("angle", a))

    def stroke(self, color: ColorLike) -> None:
        """Change the colour of a line, of text or of a border."""
        self._set(_STROKES.get(self._type, "border"), hex_of("color", color))

    def fill(self, color: ColorLike) -> None:
        """Change the fill colour."""
        self._set("fill", hex_of("color", color))

    def set_line_width(self, width: float) -> None:
        """Change the width of the line or border in pixels."""
        self._set("width", shapes.size("width", width))

    def set_points(self, points: Iterable[Any]) -> None:
        """Change the points of a polygon: pairs of x and y."""
        self._set("points", shapes.points("points", points))

    def set_text(self, text: str) -> None:
        """Change the text."""
        self._set("text", shapes.text("text", text))

    def set_font(self, font: str | tuple[str, float] | tuple[str, float, str]) -> None:
        """Change the font: family, size in pixels and style (`bold`, `italic`, `bold italic`)."""
        self._set("font", shapes.font("font", font))

    def set_opacity(self, opacity: float) -> None:
        """Set the opacity: 0 is fully transparent, 1 opaque."""
        self._set("opacity", shapes.unit("opacity", opacity))

    def set_z(self, z: float) -> None:
        """Keep it in front of everything with a lower z (the default is 0)."""
        self._set("z", shapes.number("z", z))

    def show(self) -> None:
        """Make it visible."""
        self._set("visible", value=True)

    def hide(self) -> None:
        """Make it invisible."""
        self._set("visible", value=False)

    def delete(self) -> None:
        """Remove it from the canvas."""
        self._canvas._add("delete", self._id)  # noqa: SLF001 - the surface is ours

    def _set(self, name: str, value: Any) -> None:
        if name in shapes.PROPERTIES[self._type]:
            self._canvas._add("update", self._id, name, value)  # noqa: SLF001
        else:
            text = f"A {self._type} has no {name or 'border'}; nothing changes"
            warnings.warn(text, stacklevel=3)

    def __repr__(self) -> str:
        return f"<{self._type} {self._id} of {self._canvas!r}>"
