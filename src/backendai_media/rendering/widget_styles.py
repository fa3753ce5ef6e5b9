"""Layout and style models of widgets, by the properties and values that they may have.

Mirrors `browser/src/renderers/widgets/layout.ts`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tinycss2.color4 import parse_color

from .._spec import (
    WIDGET_LAYOUT,
    WIDGET_MAX_COUNT,
    WIDGET_MAX_PX,
    WIDGET_MAX_VALUE_UNITS,
    WIDGET_PIXELS,
    WIDGET_STYLES,
)
from .contrast import srgb_of
from .widget_numbers import is_number, js_number

__all__ = ["declared", "hex_of", "look_of", "safe_color", "safe_value"]

_FLAGS = re.IGNORECASE | re.ASCII
_PLAIN = re.compile(r"""[\w .,%()/'"#+-]*""", re.ASCII)
_FUNCTION = re.compile(
    r"\b(url|image|image-set|src|var|env|attr|element|expression|paint)\s*\(", _FLAGS
)
_LENGTH = re.compile(r"(?<![\w#])-?(\d*\.?\d+(?:e\d+)?)([a-z]+|%)?", _FLAGS)
_VIEWPORT = re.compile(r".*v(w|h|min|max|i|b)", _FLAGS)
_LINES = re.compile("[\t\n\f\r]")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_LOOKS = frozenset("primary success info warning danger".split())
_COLOR = re.compile(r"[#\w\s.,%()/+-]+", re.ASCII)

Trait = Callable[[str], Any]


def safe_value(value: Any) -> str:
    """Return a value without addresses, variables of the page's and enormous numbers; else `""`.

    What would not end where it ends, such as a text without its second quotation mark, is none.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = js_number(value) if is_number(value) else ""
    if not isinstance(value, str) or len(value) > WIDGET_MAX_VALUE_UNITS:
        return ""
    # Areas of a grid may be lines; no text in a style has any.
    line = _LINES.sub(" ", value)
    if not _PLAIN.fullmatch(line) or _FUNCTION.search(line) or not _is_whole(line):
        return ""
    for found in _LENGTH.finditer(line):
        number, unit = float(found[1]), (found[2] or "").lower()
        if unit:
            factor = WIDGET_PIXELS.get(unit, 20 if _VIEWPORT.fullmatch(unit) else 1)
            is_large = number * factor > WIDGET_MAX_PX
        else:
            is_large = number > WIDGET_MAX_COUNT
        if is_large:
            return ""
    return line


def _is_whole(value: str) -> bool:
    """Whether quotation marks and brackets are closed."""
    value = _QUOTED.sub("", value)
    if "'" in value or '"' in value:
        return False
    depth = 0
    for character in value if "(" in value or ")" in value else "":
        depth += (character == "(") - (character == ")")
        if depth < 0:
            return False
    return not depth


def safe_color(value: Any) -> str:
    """Return a colour in CSS, or `""`."""
    if not isinstance(value, str) or len(value) >= WIDGET_MAX_VALUE_UNITS:
        return ""
    is_color = _COLOR.fullmatch(value) and "currentcolor" not in value.lower()
    return value if is_color and parse_color(value) else ""


def hex_of(color: str) -> str:
    """Return a colour as `#rrggbb`, which is what the browser's own box takes."""
    found = parse_color(color) if safe_color(color) else None
    if not found or found == "currentcolor":
        return "#000000"
    channels = srgb_of(found)
    return "#{:02x}{:02x}{:02x}".format(*channels) if channels else "#000000"


def look_of(value: str) -> str:
    """Return `primary`, `success`, `info`, `warning`, `danger` or `""`."""
    return value if value in _LOOKS else ""


def declared(layout: Trait, style: Trait) -> tuple[dict[str, str], bool]:
    """Return the declarations of a Layout and a style model, and whether the ground has a colour.

    Each is given as the function that returns its traits.
    """
    found: dict[str, str] = {}
    for trait in WIDGET_LAYOUT:
        value = safe_value(layout(trait))
        # A mail has no boxes that would cut off what leaves its place.
        if value and not (trait == "margin" and "-" in value):
            found[trait.replace("_", "-")] = value
    ground = safe_color(style("button_color")) or safe_color(style("background"))
    if ground:
        found["--backendai-widget-ground"] = ground
    for trait, name in WIDGET_STYLES.items():
        if value := safe_value(style(trait)):
            found[name] = value
    return found, bool(ground)
