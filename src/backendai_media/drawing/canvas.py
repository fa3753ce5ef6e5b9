"""The canvas: a surface that sends itself out."""

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


class _Until:
    """Ends what a `begin_…` began, where that stands in a `with` statement."""

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

    What was drawn is shown by `update`, or by the canvas as a cell's last value. What is drawn
    or changed afterwards goes out by another `update`. Colours are `Color`s, CSS names, `#` and
    hex digits, or three or four numbers.

    >>> canvas = Canvas(200, 120, bgcolor="ivory")
    >>> sun = canvas.circle(40, 40, 20, border="orange", fill="gold")
    >>> with canvas.begin_group():
    ...     sun.set_x(160)
    ...     sun.fill("tomato")
    >>> canvas.to_svg(animate=True)[:4]
    '<svg'
    """

    #: A picture that travels with a drawing moves where no more commands than this are new.
    _most_moving = 2_000

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
        """Width and height."""
        return self.width, self.height

    def update(self) -> None:
        """Send out what was drawn since the last time."""
        from .._emit import emit

        since, self._sent = self._sent, len(self._log)
        emit((TYPE, encode_commands(self._log[since:])), picture=lambda: self._picture(since))

    def show(self) -> None:
        """Send out what was drawn since the last time: another name of `update`."""
        self.update()

    def to_svg(self, *, animate: bool = False) -> str:
        """Return the drawing as SVG text: its last frame, or all of it moving by itself."""
        from .svg import to_svg

        return to_svg(self, animate=animate)

    def to_png(self, *, scale: float = 1) -> bytes:
        """Return the last frame as a PNG. Needs `pip install 'backendai-media[render]'`."""
        from .png import to_png

        return to_png(self, scale=scale)

    def create_turtle(self) -> Turtle:
        """Return a turtle in the middle of the canvas."""
        return Turtle(self)

    def stop_animation(self) -> _Until:
        """Let what follows appear at once; in a `with` statement: what is in the block."""
        self._add("stop-anim")
        return _Until(self.resume_animation)

    def resume_animation(self) -> None:
        """Let what follows move again."""
        self._add("resume-anim")

    def begin_group(self) -> _Until:
        """Let what follows move together, until `end_group` or the end of a `with` block."""
        self._add("begin-group")
        return _Until(self.end_group)

    def end_group(self) -> None:
        """End what `begin_group` began."""
        self._add("end-group")

    def begin_fill(self, c: ColorLike) -> _Until:
        """Fill what the lines until `end_fill`, or in a `with` block, enclose."""
        self._add("begin-fill", hex_of("color", c))
        return _Until(self.end_fill)

    def end_fill(self) -> None:
        """End what `begin_fill` began: the fill appears, below those lines."""
        self._add("end-fill")

    def background_color(self, c: ColorLike) -> None:
        """Change the background."""
        self._add("bgcolor", hex_of("color", c))
        self.bgcolor = Color.of(c)

    def stroke_color(self, c: ColorLike) -> None:
        """Change the colour of lines and borders that are drawn without one from now on."""
        self._add("fgcolor", hex_of("color", c))
        self.fgcolor = Color.of(c)

    def speed(self, factor: float) -> None:
        """Let what follows move `factor` times as fast; 0: appear at once."""
        self._add("speed", shapes.size("factor", factor))

    def clear(self) -> None:
        """Take everything off the canvas; its size and colours stay."""
        self._add("clear")

    def _picture(self, since: int) -> str:
        """Return the whole drawing; what was drawn since a command moves, if it is not too much."""
        from .svg import picture

        return picture(self._log, since if len(self._log) - since <= self._most_moving else None)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        """Show the whole drawing; counts as sent."""
        from ..model import svg_envelope

        self._sent = len(self._log)
        payload = encode_commands(self._log)
        svg = svg_envelope.wrap(TYPE, payload, self._picture(0))
        return {"image/svg+xml": svg, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<Canvas {self._id}: {self.width} × {self.height}, {len(self._log)} commands>"
