"""JSON as a tree that folds without a script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from .context import Context, MessageError
from .error_text import indented
from .limits import Meter
from .markup import element, text
from .translate import Translator

__all__ = ["Digits", "tree"]

#: Further values are only counted.
MAX_VALUES = 5000
#: Nodes with at most this many values are open at first.
MAX_OPEN_ENTRIES = 20
MAX_DEPTH = 60
MAX_KEY_CHARACTERS = 200
#: What a value takes; characters of the tags around a list.
OPERATIONS, TAG_CHARACTERS = 8, 25
#: Bokeh's, HoloViews' and other libraries' scripts for a host that knows them: no values to read.
_SCRIPT = re.compile(r"_(load|exec)\.v[0-9]+\+json\Z")


#: Text that is read: any other is a string. White space as JavaScript has it.
_TEXT = re.compile(r"\s{0,1000}[\[{]")


class Digits(str):
    """A number as it was written."""

    __slots__ = ()


class _Pairs(list[tuple[str, Any]]):
    """The keys and values of an object, repeated ones included."""


def _read(text: str) -> Any:
    """Return the value of JSON text with its digits and repeated keys; other text unchanged."""
    if not _TEXT.match(text):
        return text
    try:
        return json.loads(
            text,
            parse_int=Digits,
            parse_float=Digits,
            parse_constant=Digits,
            object_pairs_hook=_Pairs,
        )
    except (ValueError, RecursionError):
        return text


def tree(type_: str, data: Any, context: Context) -> str:
    """Return a value, or the one in JSON text, as nested elements that fold."""
    if _SCRIPT.search(type_):
        raise MessageError("script_not_run")
    if isinstance(data, str):
        data = _read(data)
    written = _Writer(context.translate, context.meter).node("", data, 0)
    return element("div", written, class_="backendai-static-json")


class _Writer:
    def __init__(self, translate: Translator, meter: Meter) -> None:
        self.translate = translate
        self.meter = meter
        self._left = MAX_VALUES
        #: Characters so far.
        self._size = 0

    def _has_room(self) -> bool:
        """Whether another value can be listed."""
        self._left -= 1
        is_room = self._left > 0 and self._size < self.meter.spare
        return is_room and self.meter.spend(OPERATIONS, "left_out_parts")

    def node(self, label: str, value: Any, depth: int) -> str:
        """Return a value after `label`, which is markup."""
        if not isinstance(value, list | dict) or not value or depth > MAX_DEPTH:
            made = element("div", label, self._leaf(value))
            self._size += len(made)
            return made
        is_list = isinstance(value, list) and not isinstance(value, _Pairs)
        entries: Iterable[tuple[Any, Any]] = enumerate(value) if is_list else value
        if isinstance(value, dict):
            entries = value.items()
        parts = []
        for key, one in entries:
            if not self._has_room():
                break
            self.meter.grant(1 if is_list else len(str(key)) + 4)
            kind = "index" if is_list else "key"
            name = element("span", text(_short(str(key))), class_=f"backendai-static-json-{kind}")
            parts.append(self.node(f"{name}: ", one, depth + 1))
        if len(parts) < len(value):
            rest = self.translate("not_listed", n=len(value) - len(parts))
            parts.append(element("div", text(rest)))
        summary = element("summary", label, self._count(value))
        self._size += len(summary) + TAG_CHARACTERS
        is_open = not depth or (depth < 3 and len(value) <= MAX_OPEN_ENTRIES)
        return element("details", summary, *parts, open=is_open)

    def _count(self, value: Any) -> str:
        count = self.translate.number(len(value))
        is_list = isinstance(value, list) and not isinstance(value, _Pairs)
        size = f"[{count}]" if is_list else f"{{{count}}}"
        return element("span", size, class_="backendai-static-json-size")

    def _leaf(self, value: Any) -> str:
        # Empty, or too deep.
        if isinstance(value, list | dict):
            self.meter.grant(2)
            return self._count(value) + (" …" if value else "")
        kind = {str: "string", bool: "boolean", type(None): "null"}.get(type(value), "number")
        shown = str(value) if isinstance(value, Digits) else indented(value)
        self.meter.grant(len(shown))
        return element("span", text(shown), class_=f"backendai-static-json-{kind}")


def _short(key: str) -> str:
    return key if len(key) <= MAX_KEY_CHARACTERS else f"{key[:MAX_KEY_CHARACTERS]}…"
