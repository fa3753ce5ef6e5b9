"""A notice in place of an item: its type, what is wrong, and a link that saves the data."""

from __future__ import annotations

import string
from typing import Any
from urllib.parse import quote

from .._spec import NOTICE_MAX_LABEL_UNITS, NOTICE_MAX_REASON_UNITS
from .context import Context
from .error_text import indented
from .markup import element, text

__all__ = ["encode_component", "left_out", "notice"]

#: Up to this many different characters are encoded by replacement.
MAX_REPLACEMENTS = 60
_SAFE = frozenset(string.ascii_letters + string.digits + "!'()*-._~")


def notice(label: str, reason: str, raw: Any, context: Context) -> str:
    """Return the element that `browser/src/renderers/tools/notices.ts` makes."""
    content = raw if isinstance(raw, str) else indented(raw)
    # With this type the browser saves it, whatever it contains.
    link = element(
        "a",
        text(context.translate("download")),
        href=f"data:application/octet-stream,{encode_component(content)}",
        download="output.txt",
    )
    about = (
        element("b", text(_cut(label, NOTICE_MAX_LABEL_UNITS))),
        f" {text(_cut(reason, NOTICE_MAX_REASON_UNITS))} ",
        link,
    )
    return element("div", *about, class_="backendai-notice")


def left_out(context: Context) -> str:
    """Return a line that says what the limits left out of the present item, if anything."""
    if not context.meter.left_out:
        return ""
    what = ", ".join(map(context.translate, context.meter.left_out))
    note = text(context.translate("left_out", what=what))
    return element("div", note, class_="backendai-static-note")


def encode_component(value: str) -> str:
    """Encode text as JavaScript's `encodeURIComponent` does."""
    found = set(value) - _SAFE
    if len(found) > MAX_REPLACEMENTS:
        return quote(value, safe="!'()*-._~", errors="replace")
    # Replacement is faster: `quote` handles one character at a time, and an SVG has millions.
    for character in sorted(found, key=lambda one: one != "%"):
        value = value.replace(character, quote(character, safe="", errors="replace"))
    return value


def _cut(value: str, most: int) -> str:
    if value.isascii() or len(value) * 2 <= most:
        return value[:most]
    return value.encode("utf-16-le", "surrogatepass")[: most * 2].decode("utf-16-le", "replace")
