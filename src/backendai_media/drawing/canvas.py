"""`Canvas`: a surface that can be shown."""

import itertools
from collections.abc import Callable
from types import TracebackType
from typing import Any

from . import shapes
from .color import Color, ColorLike, Colors, hex_of
from .encoding import TYPE, encode_commands
from .simple_turtle import Turtle
from .surface import Surface

__all__ = ["Canvas"]

_ids = itertools.count()


class _EndOnExit:
    """Calls the matching `end_…` at the end of a `with` block."""

    def __init__(self, end: Callable[[], object]) -> None:
        self._end = end

    def __enter__(self) -> None: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._end()


class Canvas(Surface):
    """A drawing of `width` × `height` CSS pixels, at most 32,767 each.

    `update`, or the canvas as a cell's last value, shows what was drawn; later changes are shown by
    another `update`. Colours are `Color`s, CSS names, `#` and hex digits, or three or four numbers
    from 0 to 255. Wrong arguments raise `DrawingError`.

    >>> canvas = Canvas(200, 120, bgcolor="ivory")
    >>> sun = canvas.circle(40, 40, 20, border="orange", fill="gold")
    >>> with canvas.begin_group():
    ...     sun.set_x(160)
    ...     sun.fill("tomato")
    >>> canvas.to_svg(animate=True)[:4]
    '<svg'
    """

    #: The fallback picture is animated if at most this many commands are new.
    _max_animated_commands = 2_000

    def __init__(
        self,
        width: float,
        height: float,
        bgcolor: ColorLike = Colors.White,
        fgcolor: ColorLike = Colors.Black,
    ) -> None:
        self.width = shapes.side("width", width)
        self.height = shapes.side("height", height)
        background, stroke = hex_of("bgcolor", bgcolor), hex_of("fgcolor", fgcolor)
        self.bgcolor = Color.of(bgcolor)
        super().__init__(next(_ids), Color.of(fgcolor))
        self._sent = 0
        self._add("canvas", self.width, self.height, background, stroke)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in CSS pixels."""
        return self.width, self.height

    def update(self) -> None:
        """Show what was drawn since the last update."""
        from .._emit import emit

        since, self._sent = self._sent, len(self._log)
        emit((TYPE, encode_commands(self._log[since:])), picture=lambda: self._picture(since))

    def show(self) -> None:
        """Show what was drawn since the last update: the same as `update`."""
        self.update()

    def to_svg(self, *, animate: bool = False) -> str:
        """Return the drawing as SVG text: its last frame, or with `animate` as an animation."""
        from .svg import to_svg

        return to_svg(self, animate=animate)

    def to_png(self, *, scale: float = 1) -> bytes:
        """Return the last frame as a PNG, `scale` times as large.

        Raises `MissingExtraError` without `pip install 'backendai-media[render]'`, `DrawingError`
        for a picture of more than 64 million pixels.
        """
        from .png import to_png

        return to_png(self, scale=scale)

    def create_turtle(self) -> Turtle:
        """Return a turtle in the middle of the canvas."""
        return Turtle(self)

    def stop_animation(self) -> _EndOnExit:
        """Show what follows (or what is in a `with` block) without animation."""
        self._add("stop-anim")
        return _EndOnExit(self.resume_animation)

    def resume_animation(self) -> None:
        """Animate what follows again."""
        self._add("resume-anim")

    def begin_group(self) -> _EndOnExit:
        """Animate what follows together, until `end_group` or the end of a `with` block."""
        self._add("begin-group")
        return _EndOnExit(self.end_group)

    def end_group(self) -> None:
        """End a group."""
        self._add("end-group")

    def begin_fill(self, c: ColorLike) -> _EndOnExit:
        """Fill the area that lines enclose, until `end_fill` or the end of a `with` block."""
        self._add("begin-fill", hex_of("color", c))
        return _EndOnExit(self.end_fill)

    def end_fill(self) -> None:
        """End the outline: the fill appears below its lines."""
        self._add("end-fill")

    def background_color(self, c: ColorLike) -> None:
        """Change the background colour."""
        self._add("bgcolor", hex_of("color", c))
        self.bgcolor = Color.of(c)

    def stroke_color(self, c: ColorLike) -> None:
        """Change the default colour of lines and borders drawn from now on."""
        self._add("fgcolor", hex_of("color", c))
        self.fgcolor = Color.of(c)

    def speed(self, factor: float) -> None:
        """Animate what follows `factor` times as fast; 0 turns animation off."""
        self._add("speed", shapes.size("factor", factor))

    def clear(self) -> None:
        """Remove everything from the canvas; its size and colours stay."""
        self._add("clear")

    def _picture(self, since: int) -> str:
        """Return the whole drawing, animated from a command on if that is not too much."""
        from .svg import picture

        return picture(
            self._log, since if len(self._log) - since <= self._max_animated_commands else None
        )

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Show the whole drawing, which counts as sent."""
        from ..model import svg_envelope

        self._sent = len(self._log)
        payload = encode_commands(self._log)
        svg = svg_envelope.wrap(TYPE, payload, self._picture(0))
        return {"image/svg+xml": svg, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<Canvas {self._id}: {self.width} × {self.height}, {len(self._log)} commands>"
