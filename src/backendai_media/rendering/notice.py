"""A notice in place of an item: its type, what is wrong, and a link that saves the data."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from .._spec import NOTICE_MAX_LABEL_UNITS, NOTICE_MAX_REASON_UNITS
from .context import Context
from .error_text import indented
from .markup import element, replaced, text

__all__ = ["encode_data", "left_out", "notice"]

#: What ends a URL or its part, or an attribute, or is left out of a URL; `%` is replaced first.
_REPLACED = {character: quote(character) for character in "%#?&<>\"'\n\r\t"}
_KEPT = "".join(one for one in map(chr, range(0x20, 0x7F)) if one not in _REPLACED)
_OTHERS = re.compile(r"[^\x20-\x7e]+")
#: Of characters, how few are not ASCII where they are encoded one run after the other.
_FEW = 1 / 16


def notice(label: str, reason: str, raw: Any, context: Context) -> str:
    """Return the element that `browser/src/renderers/tools/notices.ts` makes."""
    content = raw if isinstance(raw, str) else indented(raw)
    # With this type the browser saves it, whatever it contains.
    link = element(
        "a",
        text(context.translate("download")),
        href=f"data:application/octet-stream,{context.placeholders.stash(encode_data(content))}",
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


def encode_data(value: str) -> str:
    """Encode text for a `data:` URL in an attribute.

    Only what would end or change either is encoded, which takes less time and space than what
    `encodeURIComponent` does: a picture has millions of spaces and signs.
    """
    is_ascii = value.isascii()
    if not is_ascii and len(value.encode(errors="replace")) - len(value) > len(value) * _FEW:
        return quote(value, safe=_KEPT, errors="replace")
    value = replaced(value, _REPLACED)
    if not (is_ascii and value.isprintable()):
        value = _OTHERS.sub(lambda found: quote(found[0], errors="replace"), value)
    return value[:-1] + "%20" if value.endswith(" ") else value


def _cut(value: str, most: int) -> str:
    if value.isascii() or len(value) * 2 <= most:
        return value[:most]
    return value.encode("utf-16-le", "surrogatepass")[: most * 2].decode("utf-16-le", "replace")
