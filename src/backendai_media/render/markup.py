"""HTML as text: the only place where elements are written."""

from __future__ import annotations

import re
from html import escape

__all__ = ["VOID", "element", "quoted", "text"]

#: Elements without content.
VOID = frozenset("area br col hr img input link meta source track wbr".split())

# What a parser would change: a carriage return becomes a line feed; and what no document holds.
_CHANGED = re.compile("[\r\0\ud800-\udfff]")


def text(value: str) -> str:
    """Return text as markup that shows it."""
    return _kept(escape(value, quote=False))


def element(name: str, /, *inner: str, **attributes: str | float | bool | None) -> str:
    """Return an element; `inner` is markup, attributes are plain text.

    `None` and `False` leave an attribute out. In a name `_` stands for `-`, but at its end, where
    it keeps the name from being a word of Python's.
    """
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{quoted(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return f"<{name}{given}>" + ("" if name in VOID else f"{''.join(inner)}</{name}>")


def quoted(value: object) -> str:
    """Return a value as it stands in an attribute, between quotation marks."""
    return _kept(escape(str(value)))


def _kept(markup: str) -> str:
    if markup.isascii() and "\r" not in markup and "\0" not in markup:
        return markup
    return _CHANGED.sub(lambda found: "&#13;" if found[0] == "\r" else "\ufffd", markup)
