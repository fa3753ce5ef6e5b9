"""Writes HTML: no other module creates elements."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

__all__ = ["VOID", "element", "quoted", "replaced", "text"]

#: Elements without contents.
VOID = frozenset("area br col hr img input link meta source track wbr".split())

# Characters that a parser would change (carriage returns), or that no document can contain.
_CHANGED = re.compile("[\r\0\ud800-\udfff]")
# Nearly all texts are short and have none of these: one search is faster than five replacements.
_SPECIAL = re.compile("[&<>\"'\r\0\ud800-\udfff]")
_SHORT = 200
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_QUOTED = {**_ESCAPED, '"': "&quot;", "'": "&#x27;"}


def text(value: str) -> str:
    """Return text as markup."""
    return value if _is_plain(value) else _kept(replaced(value, _ESCAPED))


def element(name: str, /, *inner: str, **attributes: str | float | bool | None) -> str:
    """Return an element; `inner` is markup, attributes are plain text.

    `None` and `False` leave an attribute out. In names `_` becomes `-`; a trailing `_`, as in
    `class_`, is dropped.
    """
    given = ""
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        if value is True:
            given += _named(key)
        elif isinstance(value, str) and len(value) < _SHORT:
            given += _attribute(key, value)
        else:
            given += f'{_named(key)}="{quoted(value)}"'
    # What is in it may be long, and is copied once.
    return (
        f"<{name}{given}>" if name in VOID else "".join((f"<{name}{given}>", *inner, f"</{name}>"))
    )


def quoted(value: object) -> str:
    """Return a value as it is written in an attribute, between quotation marks."""
    written = str(value)
    return written if _is_plain(written) else _kept(replaced(written, _QUOTED))


def replaced(value: str, replacements: Mapping[str, str]) -> str:
    """Return text with characters replaced, in their order.

    To look first is 30 times as fast where there are none, as in the base64 of pictures.
    """
    for character, replacement in replacements.items():
        if character in value:
            value = value.replace(character, replacement)
    return value


# Most are of a few elements that stand around every output.
@lru_cache(2048)
def _attribute(key: str, value: str) -> str:
    return f'{_named(key)}="{quoted(value)}"'


# Bounded: hostile SVG may contain any number of names that start with `aria-`.
@lru_cache(256)
def _named(key: str) -> str:
    return f" {key.rstrip('_').replace('_', '-')}"


def _is_plain(value: str) -> bool:
    return len(value) < _SHORT and not _SPECIAL.search(value)


def _kept(markup: str) -> str:
    if markup.isascii() and "\r" not in markup and "\0" not in markup:
        return markup
    return _CHANGED.sub(lambda found: "&#13;" if found[0] == "\r" else "\ufffd", markup)
