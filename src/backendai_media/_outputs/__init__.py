"""What a person makes to show: sound, video, tables, text in a format.

Each gives an item, shows itself as a cell's last value, and has fallbacks for other viewers.
"""

from typing import TYPE_CHECKING

from .._imports import attach

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

__getattr__, __dir__ = attach(
    __name__,
    {
        **dict.fromkeys(("Output", "OutputError"), "base"),
        **dict.fromkeys(("Audio", "Video"), "playing"),
        **dict.fromkeys(("HTML", "Json", "Latex", "Markdown", "Svg"), "texts"),
        "Table": "table",
    },
)
