"""Items of any object: those that it holds, else those that show it as `display` does."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from ..errors import MissingExtraError
from ..formatters.dispatch import is_item, mimebundle, own_representations
from ..model import ErrorItem, InvalidItem, Item, MediaItem
from ..model.normalizer import read
from ..model.plain_values import to_plain
from ..model.widgets import OutputWidgets

__all__ = ["items_of", "object_items"]

#: Where a container of items has them.
_PARTS = ("result", "cells", "outputs")
#: Levels in which items are looked for, in a value of which `normalize` understands nothing.
_MAX_LEVELS = 4


def items_of(value: Any, widgets: OutputWidgets) -> list[Item]:
    """Return the items that a value is or contains, else those that show it as an object.

    It is an object if nothing in it can be read as an item or is meant to be one.
    """
    if not _may_be_items(value):
        return object_items(value)
    found = read(value, widgets)
    if not any(isinstance(item, InvalidItem) for item in found) or any(map(_is_read, found)):
        return found
    return found if _is_meant(to_plain(value)) else object_items(value)


def object_items(obj: Any) -> list[Item]:
    """Return the item that shows an object, whatever it is made of; an exception is an error.

    What an object's own code raises is shown in its place. Raises `MissingExtraError` if a package
    is missing.
    """
    if isinstance(obj, BaseException):
        lines = traceback.format_exception(obj) if obj.__traceback__ else []
        return [_error(obj, "".join(lines).splitlines())]
    try:
        data, metadata = mimebundle(obj, own_representations)
    except MissingExtraError:
        raise
    except Exception as error:  # noqa: BLE001 - an object's own code may raise anything
        return [_error(error, [])]
    return read({"data": data, "metadata": metadata}, OutputWidgets())


def _may_be_items(value: Any) -> bool:
    """Whether a value is of a kind that items come in. Reading a large array would take long."""
    if isinstance(value, str | bytes | bytearray | memoryview | range | type):
        return False
    return isinstance(value, Item | Mapping | Sequence | AbstractSet) or dataclasses.is_dataclass(
        value
    )


def _is_meant(value: Any, level: int = 0) -> bool:
    """Whether a plain value is, or contains, what would be an item were it not malformed."""
    if is_item(value):
        return True
    if level == _MAX_LEVELS:
        return False
    parts: list[Any] = value if isinstance(value, list) else []
    if isinstance(value, dict):
        parts = [value[key] for key in _PARTS if isinstance(value.get(key), list | dict)]
    return any(_is_meant(part, level + 1) for part in parts)


def _is_read(item: Item) -> bool:
    """Whether an item says what it is: any pair could be one of an unknown type without a slash."""
    if isinstance(item, MediaItem):
        return any("/" in type_ for type_ in item.data)
    return not isinstance(item, InvalidItem)


def _error(error: BaseException, lines: list[str]) -> ErrorItem:
    try:
        message = str(error)
    except Exception:  # noqa: BLE001 - an exception's own code, too
        message = ""
    return ErrorItem(type(error).__name__, message, lines)
