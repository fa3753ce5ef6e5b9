"""Drawings and git graphs, as SVG from their own modules."""

from __future__ import annotations

from typing import Any

from .context import Context
from .images import image

__all__ = ["drawing", "gitgraph"]

MAX_ROWS = 500


def drawing(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return a drawing's last frame."""
    from ..drawing import to_svg

    return _picture(to_svg(data), "Drawing", context)


def gitgraph(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return the newest commits of a git graph."""
    from ..gitgraph import TYPE, to_svg

    return _picture(to_svg({TYPE: data}, max_rows=MAX_ROWS), "Git history", context)


def _picture(svg: str, name: str, context: Context) -> str:
    context.metadata = {"alt": name, **context.metadata}
    return image("image/svg+xml", svg, context)
