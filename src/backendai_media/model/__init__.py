"""The normal form of outputs, and `normalize`, the entry point for every accepted input shape.

`docs/normal-form.md` is the specification; the browser's `normalize` returns the same.
"""

from .compaction import compact
from .items import (
    ClearItem,
    ControlItem,
    ErrorItem,
    InputItem,
    InvalidItem,
    Item,
    LogItem,
    MediaItem,
    ShowItem,
    StreamItem,
    UpdateItem,
    to_builtins,
    to_json,
)
from .nbformat import to_nbformat
from .normalizer import accept, normalize

__all__ = [
    "ClearItem",
    "ControlItem",
    "ErrorItem",
    "InputItem",
    "InvalidItem",
    "Item",
    "LogItem",
    "MediaItem",
    "ShowItem",
    "StreamItem",
    "UpdateItem",
    "accept",
    "compact",
    "normalize",
    "to_builtins",
    "to_json",
    "to_nbformat",
]
