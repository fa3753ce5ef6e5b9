"""Drawings and git graphs, as SVG from their own modules."""

from __future__ import annotations

from typing import Any

from .context import Context
from .images import image
from .languages import MessageId

__all__ = ["drawing", "gitgraph"]

MAX_ROWS = 500


def drawing(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return a drawing's last frame."""
    from ..drawing import to_svg

    return _picture(to_svg(data), "drawing", context)


def gitgraph(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return the newest commits of a git graph."""
    from ..gitgraph import TYPE, to_svg

    translate = context.translate

    def describe(commits: int, older: int, malformed: int) -> list[str]:
        notes = [] if commits else [translate("no_commits")]
        if older:
            notes.append(f"… {translate('older_commits', n=older)}")
        if malformed:
            notes.append(translate("malformed_commits", n=malformed))
        return notes

    svg = to_svg({TYPE: data}, max_rows=MAX_ROWS, describe=describe)
    return _picture(svg, "git_history", context)


def _picture(svg: str, name: MessageId, context: Context) -> str:
    context.metadata = {"alt": context.translate(name), **context.metadata}
    return image("image/svg+xml", svg, context)
