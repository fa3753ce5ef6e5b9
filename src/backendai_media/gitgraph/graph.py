"""`GitGraph`: a history as an item."""

from __future__ import annotations

from typing import Any, NamedTuple

from .commits import Commits

__all__ = ["GitGraph"]


class GitGraph(NamedTuple):
    """An item, `(type, commits)`, shown by `display` or as a cell's last value."""

    type: str
    commits: Commits

    def to_svg(self, *, max_rows: int = 200) -> str:
        """Return the newest `max_rows` commits as SVG text."""
        from .graph_svg import to_svg

        return to_svg(self.commits, max_rows=max_rows)

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        from ..model import svg_envelope

        svg = svg_envelope.wrap(self.type, list(self.commits), self.to_svg())
        return {"image/svg+xml": svg, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"<GitGraph of {len(self.commits)} commits>"
