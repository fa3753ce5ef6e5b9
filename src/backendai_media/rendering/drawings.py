"""Drawings and git graphs, as SVG from their own modules."""

from __future__ import annotations

import json
from typing import Any

from .context import Context
from .images import image
from .languages import MessageId

__all__ = ["drawing", "gitgraph"]

MAX_ROWS = 500
#: Of the SVG that a commit becomes, and of what it takes.
ROW_CHARACTERS, ROW_OPERATIONS = 1000, 25
#: Rows in any case.
FEW_ROWS = 5


def drawing(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return a drawing's last frame."""
    from ..drawing import to_svg

    context.meter.grant(len(data) if isinstance(data, str) else 0)
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

    meter = context.meter
    meter.grant(len(json.dumps(data)))
    rows = min(MAX_ROWS, len(data) if isinstance(data, list) else 0)
    if not meter.spend(ROW_OPERATIONS * rows, "left_out_parts"):
        rows = FEW_ROWS
    rows = max(min(rows, int(meter.spare / ROW_CHARACTERS)), FEW_ROWS)
    svg = to_svg({TYPE: data}, max_rows=rows, describe=describe)
    return _picture(svg, "git_history", context)


def _picture(svg: str, name: MessageId, context: Context) -> str:
    # A mark takes its place until the page is complete; in an address, some signs take three.
    context.meter.settle(len(svg) * 3 // 2)
    context.metadata = {"alt": context.translate(name), **context.metadata}
    return image("image/svg+xml", svg, context)
