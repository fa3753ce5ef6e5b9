"""Handles of shapes that are on a canvas."""

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
    """A shape. What it cannot have (a line has no radius) changes nothing and warns.

    Methods raise `DrawingError` for values that are wrong.
    """

    __slots__ = ("_canvas", "_id", "_type")

    def __init__(self, canvas: _Surface, id_: int, type_: str) -> None:
        self._canvas = canvas
        self._id = id_
        self._type = type_

    def set_x(self, x: float) -> None:
        """Move the centre (of a path or text: the origin) sideways."""
        self._set("x", shapes.number("x", x))

    def set_y(self, y: float) -> None:
        """Move the centre (of a path or text: the origin) up or down; down is positive."""
        self._set("y", shapes.number("y", y))

    def set_x1(self, x: float) -> None:
        """Move a line's start sideways."""
        self._set("x1", shapes.number("x1", x))

    def set_y1(self, y: float) -> None:
        """Move a line's start up or down."""
        self._set("y1", shapes.number("y1", y))

    def set_x2(self, x: float) -> None:
        """Move a line's end sideways."""
        self._set("x2", shapes.number("x2", x))

    def set_y2(self, y: float) -> None:
        """Move a line's end up or down."""
        self._set("y2", shapes.number("y2", y))

    def set_radius(self, r: float) -> None:
        """Change the radius of a circle or an arc."""
        self._set("radius", shapes.size("radius", r))

    def rotate(self, a: float) -> None:
        """Turn by degrees, clockwise."""
        self._set("rotate", shapes.number("angle", a))

    def set_angle(self, a: float) -> None:
        """Turn to an angle in degrees, clockwise."""
        self._set("angle", shapes.number("angle", a))

    def stroke(self, color: ColorLike) -> None:
        """Change the colour of a line, a text or a border."""
        self._set(_STROKES.get(self._type, "border"), hex_of("color", color))

    def fill(self, color: ColorLike) -> None:
        """Change the colour inside."""
        self._set("fill", hex_of("color", color))

    def set_line_width(self, width: float) -> None:
        """Change how wide the line or border is, in pixels."""
        self._set("width", shapes.size("width", width))

    def set_points(self, points: Iterable[Any]) -> None:
        """Change a polygon's points."""
        self._set("points", shapes.points("points", points))

    def set_text(self, text: str) -> None:
        """Change what a text says."""
        self._set("text", shapes.text("text", text))

    def set_font(self, font: str | tuple[str, float] | tuple[str, float, str]) -> None:
        """Change a text's family, size in pixels and style (`bold`, `italic`, `bold italic`)."""
        self._set("font", shapes.font("font", font))

    def set_opacity(self, opacity: float) -> None:
        """Let what is behind shine through: 0 (all of it) to 1 (nothing)."""
        self._set("opacity", shapes.unit("opacity", opacity))

    def set_z(self, z: float) -> None:
        """Put it before what has a lower z (the default is 0), whatever is moved later."""
        self._set("z", shapes.number("z", z))

    def show(self) -> None:
        """Make it visible."""
        self._set("visible", value=True)

    def hide(self) -> None:
        """Make it invisible."""
        self._set("visible", value=False)

    def delete(self) -> None:
        """Take it off the canvas."""
        self._canvas._add("delete", self._id)  # noqa: SLF001 - the surface is ours

    def _set(self, name: str, value: Any) -> None:
        if name in shapes.PROPERTIES[self._type]:
            self._canvas._add("update", self._id, name, value)  # noqa: SLF001
        else:
            text = f"A {self._type} has no {name or 'border'}; nothing changes"
            warnings.warn(text, stacklevel=3)

    def __repr__(self) -> str:
        return f"<{self._type} {self._id} of {self._canvas!r}>"
