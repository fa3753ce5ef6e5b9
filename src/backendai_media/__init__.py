"""Turns what computation kernels answer into HTML, in any web page.

Everything is loaded when it is first used, so that importing this package inside a kernel costs
next to nothing.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import assets, drawing, emit, gitgraph, items, terminal, turtle
    from ._display import display
    from ._outputs import HTML, Audio, Json, Latex, Markdown, OutputError, Svg, Table, Video
    from .errors import AssetsError, BackendAIMediaError, ItemError, MissingExtraError
    from .items import Item, normalize
    from .render import render

__version__ = "0.1.0"

__all__ = [  # noqa: RUF022 - as `dir` sorts them
    "AssetsError",
    "Audio",
    "BackendAIMediaError",
    "HTML",
    "Item",
    "ItemError",
    "Json",
    "Latex",
    "Markdown",
    "MissingExtraError",
    "OutputError",
    "Svg",
    "Table",
    "Video",
    "__version__",
    "assets",
    "display",
    "drawing",
    "emit",
    "gitgraph",
    "items",
    "normalize",
    "render",
    "terminal",
    "turtle",
]

_HOMES = {
    **dict.fromkeys(
        "Audio HTML Json Latex Markdown OutputError Svg Table Video".split(), "_outputs"
    ),
    "AssetsError": "errors",
    "BackendAIMediaError": "errors",
    "Item": "items",
    "ItemError": "errors",
    "MissingExtraError": "errors",
    "display": "_display",
    "load_ipython_extension": "_extension",
    "unload_ipython_extension": "_extension",
    "normalize": "items",
}


def __getattr__(name: str) -> Any:
    if name not in __all__ and name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module = import_module(f".{_HOMES.get(name, name)}", __name__)
    value = getattr(module, name) if name in _HOMES else module
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
