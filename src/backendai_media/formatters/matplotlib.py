"""matplotlib's figures and animations; matplotlib is loaded already, and not imported here."""

from __future__ import annotations

import base64
import io
import os
import struct
import sys
from importlib import import_module
from typing import Any

from .._emit import images_only
from ..errors import FigureError
from .registry import Bundle, Formatter

__all__ = ["FALLBACKS", "describe", "figure_bundle", "set_format"]

_FORMATS = ("png", "svg")
#: What an alternative text is made of, at most.
_MAX_AXES, _MAX_SERIES, _MAX_CHARACTERS = 9, 12, 400
_chosen: tuple[str, bool | None] | None = None


def set_format(format: str | None, *, retina: bool | None = None) -> None:  # noqa: A002
    """Show figures as `"png"` or `"svg"` from now on; `None` restores the default.

    With `retina` a PNG has twice as many pixels each way and is shown at its true size. It is the
    default, except in kernels that forward images without their size. Raises `FigureError` for
    another format.
    """
    global _chosen  # noqa: PLW0603 - the process has one
    _chosen = None if format is None else (_checked(format), retina)


def _checked(name: str) -> str:
    if name not in _FORMATS:
        raise FigureError(f"The format of figures is 'png' or 'svg', not {name!r}")
    return name


def _format() -> tuple[str, bool]:
    """Return the format and whether it is a retina one: argument, environment, matplotlib's own."""
    retina = not images_only()
    if _chosen:
        name, wants_retina = _chosen
        return name, retina if wants_retina is None else wants_retina
    if setting := os.environ.get("BACKENDAI_MEDIA_FIGURE"):
        return ("png", True) if setting == "retina" else (_checked(setting), retina)
    configured = str(sys.modules["matplotlib"].rcParams["savefig.format"])
    return configured if configured in _FORMATS else "png", retina


def figure_bundle(figure: Any, *, tight: bool = True) -> Bundle:
    """Return a figure as PNG or SVG; a PNG comes with its size in CSS pixels.

    With `tight` it is cut to what is drawn, else it has the figure's own size. An empty figure is
    text only.
    """
    text = {"text/plain": repr(figure)}
    if len(figure.get_children()) < 2:  # its background only
        _mark_shown(figure)
        return text, {}
    name, retina = _format()
    file = io.BytesIO()
    scale = 2 if retina and name == "png" else 1
    bbox = "tight" if tight else None
    figure.savefig(file, format=name, dpi=figure.dpi * scale, bbox_inches=bbox)
    _mark_shown(figure)
    content = file.getvalue()
    alt = {"alt": described} if (described := describe(figure)) else {}
    if name == "svg":
        metadata = {"image/svg+xml": alt} if alt else {}
        return {"image/svg+xml": content.decode(), **text}, metadata
    width, height = struct.unpack(">II", content[16:24])
    size = {"width": round(width / scale), "height": round(height / scale)}
    encoded = base64.b64encode(content).decode()
    return {"image/png": encoded, **text}, {"image/png": {**size, **alt}}


def describe(figure: Any) -> str:
    """Return what a figure says of itself, as its alternative text: titles, axes, named series.

    It is empty if there is nothing of these.
    """
    title = getattr(figure, "_suptitle", None)
    parts = [title.get_text() if title else ""]
    for axes in figure.axes[:_MAX_AXES]:
        series = axes.get_legend_handles_labels()[1]
        parts += [
            axes.get_title(),
            f"x: {axes.get_xlabel()}" if axes.get_xlabel() else "",
            f"y: {axes.get_ylabel()}" if axes.get_ylabel() else "",
            ", ".join(map(str, series[:_MAX_SERIES])),
        ]
    return "; ".join(" ".join(part.split()) for part in parts if part)[:_MAX_CHARACTERS]


def _mark_shown(figure: Any) -> None:
    """Record that a figure is shown in its present state: our backend does not show it again."""
    manager = getattr(getattr(figure, "canvas", None), "manager", None)
    if manager is not None and hasattr(manager, "shown"):
        manager.shown, figure.stale = True, False


def _part(part: Any) -> Bundle:
    """Return the whole figure that an `Axes` or a `SubFigure` is in."""
    figure = part.figure
    while not hasattr(figure, "savefig"):
        figure = figure.figure
    return figure_bundle(figure)


def _animation(animation: Any) -> Bundle:
    """Return an animation as a video."""
    from .._outputs import Video

    module = sys.modules["matplotlib.animation"]
    images: list[Any] = []

    class Frames(module.AbstractMovieWriter):  # type: ignore[name-defined, misc]
        """Keeps frames as images; each is drawn once."""

        def setup(self, fig: Any, outfile: Any, dpi: float | None = None) -> None:
            super().setup(fig, outfile, dpi=dpi)
            fig.canvas.draw_idle = lambda *_, **__: None

        def grab_frame(self, **_: Any) -> None:
            images.append(_frame(self.fig))

        def finish(self) -> None:
            del self.fig.canvas.draw_idle

    fps = min(max(1000 / (getattr(animation, "_interval", None) or 200), 1), 60)
    animation.save("frames", writer=Frames(fps=fps))
    _mark_shown(getattr(animation, "_fig", None))
    video = Video(images, fps, loop=True)
    return video.data, video.metadata


def _frame(figure: Any) -> Any:
    """Return a figure as a Pillow image on white, with one pixel for each CSS pixel."""
    images = import_module("PIL.Image")
    canvas = figure.canvas
    if hasattr(canvas, "buffer_rgba"):
        canvas.draw()
        size = canvas.get_width_height(physical=True)
        drawn = images.frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    else:
        file = io.BytesIO()
        figure.savefig(file, format="png", dpi=figure.dpi)
        drawn = images.open(file).convert("RGBA")
    image = images.new("RGB", drawn.size, "white")
    image.paste(drawn, mask=drawn)
    return image


FALLBACKS: dict[str, Formatter] = {
    "Animation": _animation,
    "Figure": figure_bundle,
    "SubFigure": _part,
    "_AxesBase": _part,
}
