"""Text in SVG: its width, and the characters that XML can contain."""

import re
from html import escape
from unicodedata import combining, east_asian_width

__all__ = ["MONO", "SANS", "clean", "columns", "cut", "label", "svg_document"]

SVG = "http://www.w3.org/2000/svg"
SANS = "ui-sans-serif,system-ui,sans-serif"
MONO = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"
# Characters that XML cannot contain, or that change the direction of text.
_CONTROL = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|.)")


def clean(text: str) -> str:
    """Return text without terminal escapes, control characters and lone surrogates; tabs expand."""
    return _CONTROL.sub("", _ANSI.sub("", text).expandtabs(4))


def columns(text: str) -> int:
    """Return the width of text in terminal columns: wide characters take two."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(one) else 1 + (east_asian_width(one) in "WF") for one in text)


def cut(text: str, limit: int) -> str:
    """Cut text to `limit` columns, including a final `…`."""
    if len(text) <= limit and columns(text) <= limit:
        return text
    kept, width = [], 1
    for letter in text[:limit]:
        width += columns(letter)
        if width > limit:
            break
        kept.append(letter)
    return "".join(kept).rstrip() + "…"


def label(x: float, y: float, text: str, **attributes: str | float) -> str:
    """Return a text element; `_` in names of attributes becomes `-`."""
    rest = "".join(
        f' {key.replace("_", "-")}="{escape(str(value))}"' for key, value in attributes.items()
    )
    return f'<text x="{x:g}" y="{y:g}" xml:space="preserve"{rest}>{escape(text)}</text>'


def svg_document(width: float, height: float, name: str, body: str, font: str = SANS) -> str:
    """Return an SVG of a size in CSS pixels: a light card with `body`; `name` is its label."""
    width, height = round(width), round(height)
    return (
        f'<svg xmlns="{SVG}" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-label="{escape(clean(name))}" font-family="{font}" font-size="12">'
        f'<rect x="0.5" y="0.5" width="{width - 1}" height="{height - 1}" rx="6" fill="#fff" '
        f'stroke="#9aa3af"/><g fill="#1f2328">{body}</g></svg>'
    )
