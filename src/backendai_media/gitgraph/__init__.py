"""Git histories: read from a repository, laid out, drawn.

::

    from backendai_media import display, gitgraph

    display(gitgraph.read())  # the repository of the current directory
    gitgraph.read("project", max_count=500).to_svg()

`docs/gitgraph.md` says the rest.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..errors import GitGraphError
from .commits import TYPE
from .graph import GitGraph
from .reader import read

if TYPE_CHECKING:
    from .export import write
    from .graph_svg import to_svg
    from .layout import Layout, lay_out

__all__ = ["TYPE", "GitGraph", "GitGraphError", "Layout", "lay_out", "read", "to_svg", "write"]

_HOMES = {"Layout": "layout", "lay_out": "layout", "to_svg": "graph_svg", "write": "export"}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{_HOMES[name]}", __name__), name)


def __dir__() -> list[str]:
    return __all__
