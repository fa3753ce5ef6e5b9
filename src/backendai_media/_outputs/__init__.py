"""What users create to show: audio, video, tables, and text in several formats.

Each of them makes an item, shows itself as a cell's last value, and has fallbacks for viewers that
do not know its type.
"""

from typing import TYPE_CHECKING

from .._imports import attach

if TYPE_CHECKING:
    from .audio_video import Audio, Video
    from .output import Output
    from .table import Table
    from .text_formats import HTML, Json, Latex, Markdown, Svg

__all__ = ["HTML", "Audio", "Json", "Latex", "Markdown", "Output", "Svg", "Table", "Video"]

__getattr__, __dir__ = attach(
    __name__,
    {
        **dict.fromkeys(("Audio", "Video"), "audio_video"),
        **dict.fromkeys(("HTML", "Json", "Latex", "Markdown", "Svg"), "text_formats"),
        "Output": "output",
        "Table": "table",
    },
)
