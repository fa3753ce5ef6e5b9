"""Renders the output of code kernels (Jupyter, Backend.AI) as HTML in any web page.

Everything is loaded when it is first used, so that importing this package in a kernel is cheap.
"""

from typing import TYPE_CHECKING

from ._imports import attach

if TYPE_CHECKING:
    from . import assets, drawing, gitgraph, model, rendering, terminal, turtle
    from ._emit import emit, set_sink, sink
    from ._interactive import interactive
    from ._outputs import HTML, Audio, Json, Latex, Markdown, Svg, Table, Video
    from .errors import (
        AssetsError,
        BackendAIMediaError,
        ItemError,
        MissingExtraError,
        OutputError,
    )
    from .formatters.dispatch import display
    from .model import Item, accept, normalize, to_nbformat
    from .rendering import render

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
    "accept",
    "assets",
    "display",
    "drawing",
    "emit",
    "gitgraph",
    "interactive",
    "model",
    "normalize",
    "render",
    "rendering",
    "set_sink",
    "sink",
    "terminal",
    "to_nbformat",
    "turtle",
]

_MODULES = "assets drawing gitgraph model rendering terminal turtle".split()

__getattr__, __dir__ = attach(
    __name__,
    {
        **{name: name for name in _MODULES},
        **dict.fromkeys("Audio HTML Json Latex Markdown Svg Table Video".split(), "_outputs"),
        **dict.fromkeys(
            "AssetsError BackendAIMediaError ItemError MissingExtraError OutputError".split(),
            "errors",
        ),
        **dict.fromkeys("emit set_sink sink".split(), "_emit"),
        **dict.fromkeys("Item accept normalize to_nbformat".split(), "model"),
        "display": "formatters.dispatch",
        "interactive": "_interactive",
        "load_ipython_extension": "formatters.ipython_extension",
        "render": "rendering",
        "unload_ipython_extension": "formatters.ipython_extension",
    },
    extras={
        "assets": "assets",
        "render": "render",
        "rendering": "render",
        "terminal": "terminal",
    },
)
