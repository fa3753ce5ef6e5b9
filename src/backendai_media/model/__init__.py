"""The normal form of outputs, and `normalize`, the entry point for every accepted input shape.

`docs/normal-form.md` is the specification; the browser's `normalize` returns the same.
"""

from .items import (
    ClearItem,
    ControlItem,
    ErrorItem,
    InputItem,
    InvalidItem,
    Item,
    LogItem,
    MediaItem,
    StreamItem,
    UpdateItem,
    to_builtins,
    to_json,
)
from .normalizer import normalize

__all__ = [
    "ClearItem",
    "ControlItem",
    "ErrorItem",
    "InputItem",
    "InvalidItem",
    "Item",
    "LogItem",
    "MediaItem",
    "StreamItem",
    "UpdateItem",
    "normalize",
    "to_builtins",
    "to_json",
]
