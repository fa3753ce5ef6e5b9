"""JSON as a tree that folds without a script."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any

from .context import Context
from .error_text import indented
from .markup import element, text
from .translate import Translator

__all__ = ["tree"]

#: Further values are only counted.
MAX_VALUES = 5000
#: Nodes with at most this many values are open at first.
MAX_OPEN_ENTRIES = 20
MAX_DEPTH = 60

_IS_NESTED = re.compile(r"\s*[\[{]")


class _Digits(str):
    """A number as it was written; also `NaN` and the like, as Python writes them."""

    __slots__ = ()


class _Pairs(list[tuple[str, Any]]):
    """An object of a JSON text: in it, a key may be repeated."""

    __slots__ = ()


def tree(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return a value, also of JSON text, as nested elements that fold."""
    value = _parse(data) if isinstance(data, str) and _IS_NESTED.match(data) else data
    written = _Writer(context.translate).node("", value, 0)
    return element("div", written, class_="backendai-static-json")


def _parse(text_: str) -> Any:
    """Return the value of JSON text, its numbers and keys as they were written, or the text."""
    try:
        return json.loads(
            text_,
            object_pairs_hook=_Pairs,
            parse_int=_Digits,
            parse_float=_Digits,
            parse_constant=_Digits,
        )
    except (ValueError, RecursionError):
        return text_


class _Writer:
    def __init__(self, translate: Translator) -> None:
        self.translate = translate
        self.left = MAX_VALUES

    def node(self, label: str, value: Any, depth: int) -> str:
        """Return a value after `label`, which is markup."""
        self.left -= 1
        if not isinstance(value, list | dict) or not value or depth > MAX_DEPTH:
            return element("div", label, _leaf(value, depth))
        is_object = isinstance(value, dict | _Pairs)
        pairs = value.items() if isinstance(value, dict) else value
        entries = pairs if is_object else enumerate(value)
        parts = []
        for key, one in islice(entries, max(0, self.left)):
            if self.left <= 0:
                break
            kind = "key" if is_object else "index"
            key_text = json.dumps(key, ensure_ascii=False) if kind == "key" else str(key)
            name = element("span", text(key_text), class_=f"backendai-static-json-{kind}")
            parts.append(self.node(f"{name}: ", one, depth + 1))
        if len(parts) < len(value):
            rest = self.translate("not_listed", n=len(value) - len(parts))
            parts.append(element("div", text(rest)))
        count = self.translate.number(len(value))
        size = f"{{{count}}}" if is_object else f"[{count}]"
        summary = element(
            "summary", label, element("span", size, class_="backendai-static-json-size")
        )
        is_open = not depth or (depth < 3 and len(value) <= MAX_OPEN_ENTRIES)
        return element("details", summary, *parts, open=is_open)


def _leaf(value: Any, depth: int) -> str:
    if isinstance(value, list | dict) and value and depth > MAX_DEPTH:
        return "…"
    kind = {str: "string", bool: "boolean", type(None): "null"}.get(type(value), "number")
    if isinstance(value, _Digits):
        shown = str(value)
    else:
        shown = "{}" if isinstance(value, _Pairs) else indented(value)
    return element("span", text(shown), class_=f"backendai-static-json-{kind}")
