"""Converts any Python value to JSON values. No value can make the conversion fail."""

import base64
import dataclasses
import math
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from .items import Item

#: Deeper parts become `None`, so that later code never reaches Python's recursion limit.
MAX_DEPTH = 128
#: Characters after which the text of an object is cut off.
MAX_TEXT = 1000
_SCALARS = frozenset({str, int, float, bool, type(None)})


class Base64(str):
    """What `bytes` are converted to, to distinguish it from text."""

    __slots__ = ()


def replace_surrogates(text: str) -> str:
    """Return an exact `str` without lone surrogates, which JSON text cannot contain."""
    text = str.__str__(text)
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text


def to_plain(value: Any) -> Any:
    """Convert `value` to `None`, `bool`, `int`, `float`, `str`, and lists and dicts of these.

    Items are kept, and bytes become `Base64`. Objects that cannot be converted become their text;
    NaN, infinities, cycles and parts deeper than `MAX_DEPTH` become `None`.
    """
    return _Converter().convert(value, 0)


def strip_markers(value: Any) -> Any:
    """Return a plain value in which `Base64` is ordinary text, and items are their text."""
    if type(value) in _SCALARS:
        return value
    if isinstance(value, Base64):
        return str.__str__(value)
    # Most entries are scalars: a call for each would take most of the time.
    if isinstance(value, list):
        return [one if type(one) in _SCALARS else strip_markers(one) for one in value]
    if isinstance(value, dict):
        return {
            key: one if type(one) in _SCALARS else strip_markers(one) for key, one in value.items()
        }
    return _text(value) if isinstance(value, Item) else value


class _Converter:
    def __init__(self) -> None:
        self.parents: set[int] = set()

    def convert(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind is int:
            return value if value.bit_length() <= 1024 else None
        if kind is float:
            return value if math.isfinite(value) else None
        if kind in _SCALARS or isinstance(value, str):
            return replace_surrogates(value) if isinstance(value, str) else value
        if kind is not list and kind is not dict and isinstance(value, Item):
            return value
        place = id(value)
        if depth >= MAX_DEPTH or place in self.parents:
            return None
        self.parents.add(place)
        try:
            return self.read(value, depth + 1)
        except Exception:  # noqa: BLE001 - whatever a foreign object's own code raises
            return _text(value)
        finally:
            self.parents.discard(place)

    def read(self, value: Any, depth: int) -> Any:
        """Convert a container or another object; may raise whatever its code raises."""
        if type(value) is list:  # by far the most frequent
            return [self.convert(one, depth) for one in value]
        if type(value) is dict or isinstance(value, Mapping):
            return {_key(key): self.convert(value[key], depth) for key in list(value)}
        if isinstance(value, bytes | bytearray | memoryview):
            return Base64(base64.b64encode(value).decode())
        if isinstance(value, Sequence):
            return [self.convert(one, depth) for one in list(value)]
        if isinstance(value, AbstractSet):
            # The order of a set differs between processes.
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
        return replace_surrogates(key)
    if key is None or isinstance(key, bool):
        return {None: "null", True: "true", False: "false"}[key]
    return _text(key)


def _text(value: Any) -> str:
    try:
        return replace_surrogates(str(value))[:MAX_TEXT]
    except Exception:  # noqa: BLE001 - a foreign object's own code
        return f"<{type(value).__name__}>"
