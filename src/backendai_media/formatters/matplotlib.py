"""matplotlib's figures and animations as items; matplotlib is there already, and not imported."""

from __future__ import annotations

import base64
import io
import os
import struct
import sys
from importlib import import_module
from typing import Any

from .._emit import images_only
from ..errors import BackendAIMediaError

__all__ = ["FigureError", "animation", "figure", "set_format"]

_FORMATS = ("png", "svg")
_chosen: tuple[str, bool | None] | None = None

Bundle = tuple[dict[str, Any], dict[str, Any]]


class FigureError(BackendAIMediaError, ValueError):
    """A format that figures cannot have."""


def set_format(format: str | None, *, retina: bool | None = None) -> None:  # noqa: A002
    """Let figures be `"png"` or `"svg"` from now on; `None`: as the environment says.

    With `retina` a PNG has twice as many pixels each way, and is shown at its true size. By default
    it has, but not in kernels that forward pictures without their size.
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
        name, wish = _chosen
        return name, retina if wish is None else wish
    if setting := os.environ.get("BACKENDAI_MEDIA_FIGURE"):
        return ("png", True) if setting == "retina" else (_checked(setting), retina)
    own = str(sys.modules["matplotlib"].rcParams["savefig.format"])
    return own if own in _FORMATS else "png", retina


def figure(given: Any, *, tight: bool = True) -> Bundle:
    """Return a figure's picture; a PNG comes with its size in CSS pixels.

    `tight`: cut to what is drawn; else of the figure's own size. An empty figure is only named.
    """
    plain = {"text/plain": repr(given)}
    if len(given.get_children()) < 2:  # its ground only
        _mark(given)
        return plain, {}
    name, retina = _format()
    file = io.BytesIO()
    scale = 2 if retina and name == "png" else 1
    given.savefig(file, format=name, dpi=given.dpi * scale, bbox_inches="tight" if tight else None)
    _mark(given)
    content = file.getvalue()
    if name == "svg":
        return {"image/svg+xml": content.decode(), **plain}, {}
    width, height = struct.unpack(">II", content[16:24])
    size = {"width": round(width / scale), "height": round(height / scale)}
    return {"image/png": base64.b64encode(content).decode(), **plain}, {"image/png": size}


def _mark(given: Any) -> None:
    """Note that a figure is shown as it is now, so that our backend does not show it again."""
    manager = getattr(getattr(given, "canvas", None), "manager", None)
    if manager is not None and hasattr(manager, "shown"):
        manager.shown, given.stale = True, False


def animation(given: Any) -> Bundle:
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

    fps = min(max(1000 / (getattr(given, "_interval", None) or 200), 1), 60)
    given.save("frames", writer=Frames(fps=fps))
    _mark(getattr(given, "_fig", None))
    video = Video(images, fps, loop=True)
    return video.data, video.metadata


def _frame(given: Any) -> Any:
    """Return a figure as an image, of one pixel for each CSS pixel, on white."""
    images = import_module("PIL.Image")
    canvas = given.canvas
    if hasattr(canvas, "buffer_rgba"):
        canvas.draw()
        size = canvas.get_width_height(physical=True)
        drawn = images.frombuffer("RGBA", size, canvas.buffer_rgba(), "raw", "RGBA", 0, 1)
    else:
        file = io.BytesIO()
        given.savefig(file, format="png", dpi=given.dpi)
        drawn = images.open(file).convert("RGBA")
    ground = images.new("RGB", drawn.size, "white")
    ground.paste(drawn, mask=drawn)
    return ground
