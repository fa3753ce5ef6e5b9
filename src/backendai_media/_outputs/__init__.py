"""What a person makes to show: sound, video, tables, text in a format.

Each gives an item, shows itself as a cell's last value, and has fallbacks for other viewers.
"""

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
