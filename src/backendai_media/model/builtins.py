"""Any Python value → a value that JSON knows. Nothing that a value does can make this fail."""

import base64
import dataclasses
import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from .items import Item

#: Deeper parts become `null`, so that nothing downstream meets Python's recursion limit.
MAX_DEPTH = 128
#: Longer texts of objects that are no data are cut.
MAX_TEXT = 1000


class Base64(str):
    """What `bytes` became. It is not text, and not to be taken for it."""

    __slots__ = ()


def mend(text: str) -> str:
    """Return an exact `str` without lone surrogates, which no JSON text can hold."""
    text = str.__str__(text)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def plain(value: Any) -> Any:
    """Return `value` as `None`, `bool`, `int`, `float`, `str`, `list` and `dict` of such.

    Items stay as they are, and bytes become `Base64`. What has no data that can be read stands as
    its text; NaN, infinities, cycles and what is deeper than `MAX_DEPTH` as `None`.
    """
    return _Plain().convert(value, 0)


def exact(value: Any) -> Any:
    """Return a plain value with no `Base64` and no item in it."""
    if isinstance(value, Base64):
        return str.__str__(value)
    if isinstance(value, list):
        return [exact(one) for one in value]
    if isinstance(value, dict):
        return {key: exact(one) for key, one in value.items()}
    return _text(value) if isinstance(value, Item) else value


class _Plain:
    def __init__(self) -> None:
        self.parents: set[int] = set()

    def convert(self, value: Any, depth: int) -> Any:
        if value is None or value is True or value is False:
            return value
        if isinstance(value, str):
            return mend(value)
        kind = type(value)
        if kind is int:
            return value if value.bit_length() <= 1024 else None
        if kind is float:
            return value if math.isfinite(value) else None
        if kind is not list and kind is not dict and isinstance(value, Item):
            return value
        if depth >= MAX_DEPTH or id(value) in self.parents:
            return None
        self.parents.add(id(value))
        try:
            return self.read(value, depth + 1)
        except Exception:  # noqa: BLE001 - whatever a foreign object's own code raises
            return _text(value)
        finally:
            self.parents.discard(id(value))

    def read(self, value: Any, depth: int) -> Any:
        """Convert what is not JSON's own; what raises is shown as text by the caller."""
        if type(value) is list:  # by far the most frequent
            return [self.convert(one, depth) for one in value]
        if isinstance(value, bytes | bytearray | memoryview):
            return Base64(base64.b64encode(value).decode())
        if isinstance(value, Mapping):
            return {_key(key): self.convert(value[key], depth) for key in list(value)}
        if isinstance(value, Sequence):
            return [self.convert(one, depth) for one in list(value)]
        if isinstance(value, AbstractSet):
            # Sets have no order of their own that lasts from one process to the next.
            return sorted((self.convert(one, depth) for one in value), key=repr)
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            names = [field.name for field in dataclasses.fields(value)]
            return {name: self.convert(getattr(value, name), depth) for name in names}
        if isinstance(value, int):
            return self.convert(int.__index__(value), depth)
        if isinstance(value, float):
            return self.convert(float.__float__(value), depth)
        if callable(tolist := getattr(value, "tolist", None)):  # arrays, and their scalars
            return self.convert(tolist(), depth)
        return _text(value)


def _key(key: Any) -> str:
    """Return a dictionary's key as JSON writes it."""
    if isinstance(key, str):
        return mend(key)
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    return _text(key)


def _text(value: Any) -> str:
    try:
        return mend(str(value))[:MAX_TEXT]
    except Exception:  # noqa: BLE001 - a foreign object's own code
        return f"<{type(value).__name__}>"
