"""A labelled line in an item's place: what it is, what is wrong, and a link that saves the data."""

from __future__ import annotations

import string
from typing import Any
from urllib.parse import quote

from .._spec import NOTICE_MAX_LABEL_UNITS, NOTICE_MAX_REASON_UNITS
from .error_text import indented
from .markup import element, text

__all__ = ["encode_component", "notice"]

#: Different characters that are encoded one kind after the other.
MAX_REPLACEMENTS = 60
_SAFE = frozenset(string.ascii_letters + string.digits + "!'()*-._~")


def notice(label: str, reason: str, raw: Any) -> str:
    """Return the element that `browser/src/renderers/tools/notices.ts` makes."""
    said = raw if isinstance(raw, str) else indented(raw)
    # The type has the browser save it, whatever it holds.
    link = element(
        "a",
        "Download",
        href=f"data:application/octet-stream,{encode_component(said)}",
        download="output.txt",
    )
    about = (
        element("b", text(_cut(label, NOTICE_MAX_LABEL_UNITS))),
        f" {text(_cut(reason, NOTICE_MAX_REASON_UNITS))} ",
        link,
    )
    return element("div", *about, class_="backendai-notice")


def encode_component(value: str) -> str:
    """Return what JavaScript's `encodeURIComponent` makes of a well-formed text."""
    found = set(value) - _SAFE
    if len(found) > MAX_REPLACEMENTS:
        return quote(value, safe="!'()*-._~", errors="replace")
    # Each kind at once: `quote` looks at every character, and an SVG has millions.
    for character in sorted(found, key=lambda one: one != "%"):
        value = value.replace(character, quote(character, safe="", errors="replace"))
    return value


def _cut(value: str, most: int) -> str:
    if value.isascii() or len(value) * 2 <= most:
        return value[:most]
    return value.encode("utf-16-le", "surrogatepass")[: most * 2].decode("utf-16-le", "replace")
