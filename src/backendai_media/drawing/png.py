"""Drawings as PNG, rasterised by resvg."""

import re
import shutil
import subprocess
import sys
from functools import cache
from typing import Any

from .._imports import requires_extra
from ..errors import DrawingError
from . import shapes
from .svg import to_svg

__all__ = ["fonts", "to_png"]

_SIZE = re.compile(r'width="([\d.]+)" height="([\d.]+)"')
_FAMILIES = {
    "win32": {"sans-serif": "Arial", "serif": "Times New Roman", "monospace": "Courier New"},
    "darwin": {"sans-serif": "Helvetica", "serif": "Times", "monospace": "Courier"},
}
_OTHERS = {"sans-serif": "DejaVu Sans", "serif": "DejaVu Serif", "monospace": "DejaVu Sans Mono"}

#: A pixel takes four bytes while the picture is rasterised.
MAX_PIXELS = 64_000_000


def to_png(items: Any, *, canvas: int | None = None, scale: float = 1) -> bytes:
    """Return the last frame of what `to_svg` takes as a PNG, `scale` times as large.

    Raises `MissingExtraError` without the extra `render`, `DrawingError` as `to_svg` does and for
    a picture of more than 64 million pixels.
    """
    with requires_extra("render"):
        import resvg_py
    svg = to_svg(items, canvas=canvas)
    size = _SIZE.search(svg)
    width, height = (float(one) for one in size.groups()) if size else (1.0, 1.0)
    factor = shapes.size("scale", scale)
    if not 0 < width * height * factor**2 <= MAX_PIXELS:
        raise DrawingError(f"The picture must have from 1 to {MAX_PIXELS:,} pixels; change scale")
    families = fonts() if "<text" in svg else {"skip_system_fonts": True}
    return bytes(resvg_py.svg_to_bytes(svg_string=svg, zoom=factor, **families))


@cache
def fonts() -> dict[str, Any]:
    """Return the fonts for the generic families on this system; the rasteriser has none."""
    families = dict(_FAMILIES.get(sys.platform, _OTHERS))
    if match := shutil.which("fc-match"):
        for generic, family in families.items():
            command = [match, "--format=%{family[0]}", generic]
            run = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
            families[generic] = run.stdout or family
    return {f"{name.replace('-', '_')}_family": family for name, family in families.items()}
