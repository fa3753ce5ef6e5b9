"""A labelled line in an item's place: what it is, what is wrong, and a link that saves the data."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from .markup import element, text
from .words import indented

__all__ = ["encode_component", "notice"]

#: Longest label and reason, in UTF-16 units: both may come from an output.
LABEL = 100
REASON = 1000


def notice(label: str, reason: str, raw: Any) -> str:
    """Return the element that `browser/src/renderers/tools/notice.ts` makes."""
    said = raw if isinstance(raw, str) else indented(raw)
    # The type has the browser save it, whatever it holds.
    link = element(
        "a",
        "Download",
        href=f"data:application/octet-stream,{encode_component(said)}",
        download="output.txt",
    )
    about = (element("b", text(_cut(label, LABEL))), f" {text(_cut(reason, REASON))} ", link)
    return element("div", *about, class_="backendai-notice")


def encode_component(value: str) -> str:
    """Return what JavaScript's `encodeURIComponent` makes of a well-formed text."""
    return quote(value, safe="!'()*-._~", errors="replace")


def _cut(value: str, most: int) -> str:
    if value.isascii() or len(value) * 2 <= most:
        return value[:most]
    return value.encode("utf-16-le", "surrogatepass")[: most * 2].decode("utf-16-le", "replace")
