"""Declarations as all mail programs understand them (`spec/mail.json`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from tinycss2 import color4

from .._spec import MAIL_PROPERTIES
from ..drawing.css_colors import css_colors
from .contrast import mix, srgb_of

__all__ = ["Inherited", "translated"]

Color = tuple[int, int, int]

_FLAGS = re.IGNORECASE | re.ASCII
_COLOR = re.compile(
    r"#[\da-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color)\([^()]*\)"
    r"|(?<![\w-])[a-z]{3,20}(?![\w(-])",
    _FLAGS,
)
#: Functions and units that some program lacks, and what is loaded.
_UNKNOWN = re.compile(
    r"[\w-]+\(|!ie|expression|\d(?:[sld]?v[whbi]|vmin|vmax|r?lh|cap|ic|rex|rch|cq\w+)\b", _FLAGS
)
_CH, _REM = re.compile(r"(\d*\.?\d+)ch\b", _FLAGS), re.compile(r"(\d*\.?\d+)rem\b", _FLAGS)
_NEGATIVE = re.compile(r"(?<![\w.])-\s*[\d.]")
#: A digit's width in em, of the fonts for code; the root's font size in pixels.
CH, REM = 0.55, 16
#: Longer values are left out.
MAX_CHARACTERS = 300
_ALL_OVER = frozenset("initial unset revert revert-layer inherit".split())
_LOGICAL = re.compile(
    r"(margin|padding|border)-(inline|block)(?:-(start|end))?(-color|-style|-width)?\Z"
)
#: Properties that are read, as the page or a mail names them.
_KNOWN = frozenset(
    {*MAIL_PROPERTIES, "background", "white-space", "inline-size", "block-size", "opacity"}
)
#: Elements with padding and borders; what is no part of a table is put into one.
_BOXES = frozenset("blockquote div h1 h2 h3 h4 h5 h6 p pre table td th tbody tr".split())
_PRESERVING = frozenset("pre pre-wrap pre-line break-spaces".split())


@dataclass(frozen=True)
class Inherited:
    """What an element has from those around it."""

    color: Color
    ground: Color
    direction: str = "ltr"
    align: str = ""
    is_pre: bool = False


def translated(
    name: str, style: dict[str, str], above: Inherited
) -> tuple[dict[str, str], Inherited]:
    """Return the declarations of an element of a name, and what those in it inherit.

    Padding and borders are kept for any element: it is put into a table if they need one.
    """
    here = above
    direction = style.get("direction", "").lower()
    if direction in {"ltr", "rtl"}:
        here = replace(here, direction=direction)
    kept: dict[str, str] = {}
    opacity = 1.0
    for given, value in style.items():
        if len(value) > MAX_CHARACTERS or not (given in _KNOWN or _LOGICAL.match(given)):
            continue
        for property_, text in _physical(given, value.strip(), here.direction):
            if property_ == "opacity":
                opacity = _number(text)
            elif property_ == "white-space":
                here = replace(here, is_pre=text.lower() in _PRESERVING)
            elif property_ in {"background", "background-color"}:
                here = _ground(text, kept, here, above)
            elif property_ == "text-align":
                here = _align(text, kept, here, above)
            elif property_ == "color":
                here = _text_color(text, kept, here, above)
            elif made := _value(property_, text, here):
                kept.pop(property_, None)
                kept[property_] = made
    if opacity < 1:
        faint = _mixed(here.color, here.ground, opacity)
        here = replace(here, color=faint)
        kept["color"] = _hex(faint)
    return {one: text for one, text in kept.items() if _is_kept(one, name)}, here


def _is_kept(property_: str, name: str) -> bool:
    if property_.startswith(("padding", "border")) and property_ != "border-collapse":
        return name in _BOXES
    where = MAIL_PROPERTIES[property_]
    return where == "all" or name in where.split()


def _physical(name: str, value: str, direction: str) -> Iterator[tuple[str, str]]:
    """Return a declaration for sides that have directions of the page."""
    found = _LOGICAL.match(name)
    if not found:
        yield {"inline-size": "width", "block-size": "height"}.get(name, name), value
        return
    kind, axis, edge, part = found.groups()
    sides = ["top", "bottom"] if axis == "block" else ["left", "right"]
    if axis == "inline" and direction == "rtl":
        sides.reverse()
    values = value.split() if kind != "border" and not edge else [value]
    for place, side in enumerate(sides):
        if edge in {None, ("start", "end")[place]}:
            yield f"{kind}-{side}{part or ''}", values[place % len(values)] if values else ""


def _value(name: str, value: str, here: Inherited) -> str | None:
    if name not in MAIL_PROPERTIES or value.lower() in _ALL_OVER or not value:
        return None
    value = _COLOR.sub(lambda found: _opaque(found[0], here), value)
    value = _CH.sub(lambda found: f"{_short(float(found[1]) * CH)}em", value)
    value = _REM.sub(lambda found: f"{_short(float(found[1]) * REM)}px", value)
    if _UNKNOWN.search(value) or "\\" in value:
        return None
    if name.startswith(("margin", "padding")) and (_NEGATIVE.search(value) or "auto" in value):
        return None
    if name == "text-decoration":
        lines = [one for one in ("underline", "line-through", "none") if one in value.lower()]
        return lines[0] if lines else None
    return re.sub(r"(?<!\d)0\.(?=\d)", ".", value)


def _ground(text: str, kept: dict[str, str], here: Inherited, above: Inherited) -> Inherited:
    color = next((one for one in map(_parsed, _COLOR.findall(text)) if one), None)
    if not color or not color[3]:
        if text.lower() != "inherit" and not (color is None and "(" in text):
            kept.pop("background-color", None)
        return replace(here, ground=above.ground)
    made = _mixed(color[:3], above.ground, color[3])
    kept.pop("background-color", None)
    if made != above.ground:
        kept["background-color"] = _hex(made)
    return replace(here, ground=made)


def _text_color(text: str, kept: dict[str, str], here: Inherited, above: Inherited) -> Inherited:
    color = _parsed(text)
    if not color:
        if text.lower() not in {"inherit", "currentcolor", "unset"}:
            return here
        kept.pop("color", None)
        return replace(here, color=above.color)
    made = _mixed(color[:3], here.ground, color[3])
    kept.pop("color", None)
    if made != above.color:
        kept["color"] = _hex(made)
    return replace(here, color=made)


def _align(text: str, kept: dict[str, str], here: Inherited, above: Inherited) -> Inherited:
    ends = ("left", "right") if here.direction == "ltr" else ("right", "left")
    word = text.lower()
    made = {"start": ends[0], "end": ends[1], "inherit": above.align or ends[0]}.get(word, word)
    if made not in {"left", "right", "center", "justify"}:
        return here
    kept["text-align"] = made
    return replace(here, align=made)


def _opaque(text: str, here: Inherited) -> str:
    if text.lower() == "currentcolor":
        return _hex(here.color)
    color = _parsed(text)
    if not color or (text[0].isalpha() and "(" not in text and text.lower() != "transparent"):
        return text
    return _hex(_mixed(color[:3], here.ground, color[3]))


@lru_cache(4096)
def _parsed(text: str) -> tuple[int, int, int, float] | None:
    """Return red, green, blue and opacity of a colour, or `None`."""
    if text.isalpha() and text.lower() != "transparent" and text.lower() not in css_colors():
        return None
    found = color4.parse_color(text)
    if found is None or isinstance(found, str):
        return None
    channels = srgb_of(found)
    if channels is None:
        return None
    return *channels, 1.0 if found.alpha is None else float(found.alpha)


def _mixed(color: Color | tuple[int, ...], ground: Color, part: float) -> Color:
    red, green, blue = mix(ground, (color[0], color[1], color[2]), part)
    return red, green, blue


def _hex(color: Color) -> str:
    made = "".join(f"{one:02x}" for one in color)
    return f"#{made[::2]}" if made[::2] == made[1::2] else f"#{made}"


def _number(text: str) -> float:
    try:
        value = float(text.rstrip("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        return 1
    return min(max(value, 0), 1)


def _short(number: float) -> str:
    return f"{number:.3g}"
