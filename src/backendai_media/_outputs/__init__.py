"""What users create to show: audio, video, tables, and text in several formats.

Each of them makes an item, shows itself as a cell's last value, and has fallbacks for viewers that
do not know its type.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .audio_video import Audio, Video
    from .output import Output
    from .table import Table
    from .text_formats import HTML, Json, Latex, Markdown, Svg

__all__ = ["HTML", "Audio", "Json", "Latex", "Markdown", "Output", "Svg", "Table", "Video"]

_HOMES = {
    **dict.fromkeys(("Audio", "Video"), "audio_video"),
    **dict.fromkeys(("HTML", "Json", "Latex", "Markdown", "Svg"), "text_formats"),
    "Output": "output",
    "Table": "table",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    globals()[name] = value
    return value
