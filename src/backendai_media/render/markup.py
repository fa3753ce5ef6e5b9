"""HTML as text: the only place where elements are written."""

from __future__ import annotations

from html import escape

__all__ = ["VOID", "element", "text"]

#: Elements without content.
VOID = frozenset("area br col hr img input link meta source track wbr".split())

# What a parser would change: a carriage return becomes a line feed, and no document holds NUL.
_PARSED = str.maketrans({"\r": "&#13;", "\0": "\ufffd"})


def text(value: str) -> str:
    """Return text as markup that shows it."""
    return escape(value, quote=False).translate(_PARSED)


def element(name: str, /, *inner: str, **attributes: str | float | bool | None) -> str:
    """Return an element; `inner` is markup, attributes are plain text.

    `None` and `False` leave an attribute out. In a name `_` stands for `-`, but at its end, where
    it keeps the name from being a word of Python's.
    """
    given = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{_quoted(value)}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return f"<{name}{given}>" + ("" if name in VOID else f"{''.join(inner)}</{name}>")


def _quoted(value: object) -> str:
    return escape(str(value)).translate(_PARSED)
