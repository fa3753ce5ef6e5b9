"""JSON as a tree that folds without a script."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any

from .context import Context, MessageError
from .error_text import indented
from .markup import element, text
from .translate import Translator

__all__ = ["tree"]

#: Further values are only counted.
MAX_VALUES = 5000
#: Nodes with at most this many values are open at first.
MAX_OPEN_ENTRIES = 20
MAX_DEPTH = 60
#: Bokeh's, HoloViews' and other libraries' scripts for a host that knows them: no values to read.
_SCRIPT = re.compile(r"_(load|exec)\.v[0-9]+\+json\Z")


def tree(type_: str, data: Any, context: Context) -> str:
    """Return a value as nested elements that fold."""
    if _SCRIPT.search(type_):
        raise MessageError("script_not_run")
    written = _Writer(context.translate).node("", data, 0)
    return element("div", written, class_="backendai-static-json")


class _Writer:
    def __init__(self, translate: Translator) -> None:
        self.translate = translate
        self.left = MAX_VALUES

    def node(self, label: str, value: Any, depth: int) -> str:
        """Return a value after `label`, which is markup."""
        self.left -= 1
        if not isinstance(value, list | dict) or not value or depth > MAX_DEPTH:
            return element("div", label, _leaf(value, depth))
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        parts = []
        for key, one in islice(entries, max(0, self.left)):
            if self.left <= 0:
                break
            kind = "key" if isinstance(value, dict) else "index"
            key_text = json.dumps(key, ensure_ascii=False) if kind == "key" else str(key)
            name = element("span", text(key_text), class_=f"backendai-static-json-{kind}")
            parts.append(self.node(f"{name}: ", one, depth + 1))
        if len(parts) < len(value):
            rest = self.translate("not_listed", n=len(value) - len(parts))
            parts.append(element("div", text(rest)))
        count = self.translate.number(len(value))
        size = f"[{count}]" if isinstance(value, list) else f"{{{count}}}"
        summary = element(
            "summary", label, element("span", size, class_="backendai-static-json-size")
        )
        is_open = not depth or (depth < 3 and len(value) <= MAX_OPEN_ENTRIES)
        return element("details", summary, *parts, open=is_open)


def _leaf(value: Any, depth: int) -> str:
    if isinstance(value, list | dict) and value and depth > MAX_DEPTH:
        return "…"
    kind = {str: "string", bool: "boolean", type(None): "null"}.get(type(value), "number")
    return element("span", text(indented(value)), class_=f"backendai-static-json-{kind}")
