"""Git histories: reads them from a repository, lays them out, and draws them.

::

    from backendai_media import display, gitgraph

    display(gitgraph.read())  # the repository of the current directory
    gitgraph.read("project", max_count=500).to_svg()

`docs/gitgraph.md` documents the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from .._imports import attach
from ..errors import GitGraphError
from .commits import TYPE
from .graph import GitGraph
from .reader import read

if TYPE_CHECKING:
    from .export import write
    from .graph_svg import to_svg
    from .layout import Layout, lay_out

__all__ = ["TYPE", "GitGraph", "GitGraphError", "Layout", "lay_out", "read", "to_svg", "write"]

__getattr__, __dir__ = attach(
    __name__, {"Layout": "layout", "lay_out": "layout", "to_svg": "graph_svg", "write": "export"}
)
