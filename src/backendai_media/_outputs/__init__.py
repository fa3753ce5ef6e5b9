"""What a person makes to show: sound, video, tables, text in a format.

Each gives an item, shows itself as a cell's last value, and has fallbacks for other viewers.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .base import Output, OutputError
    from .playing import Audio, Video
    from .table import Table
    from .texts import HTML, Json, Latex, Markdown, Svg

__all__ = [
    "HTML",
    "Audio",
    "Json",
    "Latex",
    "Markdown",
    "Output",
    "OutputError",
    "Svg",
    "Table",
    "Video",
]

_HOMES = {
    **dict.fromkeys(("Output", "OutputError"), "base"),
    **dict.fromkeys(("Audio", "Video"), "playing"),
    **dict.fromkeys(("HTML", "Json", "Latex", "Markdown", "Svg"), "texts"),
    "Table": "table",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value
