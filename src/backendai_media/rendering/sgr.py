"""Select Graphic Rendition (ECMA-48 8.3.117, ITU-T T.416 colours), and targets of links.

Mirrors `browser/src/renderers/console/sgr.ts`.
"""

from __future__ import annotations

from .._spec import ANSI_COLORS
from .urls import parse_url

__all__ = ["Style", "link_of", "select"]

#: `fg` and `bg` are CSS colours, `link` is a URL; the rest are flags, in the order they were set.
Style = dict[str, str]

_FLAGS = {
    1: "bold",
    2: "dim",
    3: "italic",
    4: "underline",
    7: "inverse",
    8: "conceal",
    9: "strike",
    21: "underline",
}


def select(style: Style, parameters: str) -> Style:
    """Return the style after `parameters`, the text between `CSI` and `m`."""
    after = dict(style)
    fields = parameters.split(";")
    at = 0
    while at < len(fields):
        parts = [_number(part) for part in fields[at].split(":")]
        at += 1
        code = parts[0]
        plane = "bg" if code % 20 < 10 else "fg"
        if not code:
            after = {"link": after["link"]} if "link" in after else {}
        elif code in {38, 48, 58}:
            # With colons a colour is one field; with semicolons it takes several.
            color = parts[1:]
            if not color:
                count = 2 if fields[at : at + 1] == ["5"] else 4
                color = [_number(field) for field in fields[at : at + count]]
                at += count
            if code != 58:
                after[plane] = _color(color)
        else:
            _apply(after, code, plane, parts[1:2])
    return after


def link_of(address: str) -> str:
    """Return the target of an OSC 8 link; `""` for a relative URL or another scheme."""
    found = parse_url(address)
    return found.href if found and found.scheme in {"http", "https", "mailto"} else ""


def _apply(style: Style, code: int, plane: str, sub: list[int]) -> None:
    if code == 4 and sub == [0]:
        style.pop("underline", None)
    elif code in _FLAGS:
        style.setdefault(_FLAGS[code], "1")
    elif code < 30:
        if code == 22:
            style.pop("bold", None)
        style.pop(_FLAGS.get(code - 20, ""), None)
    elif code in {39, 49}:
        style.pop(plane, None)
    elif code < 48:
        style[plane] = _indexed(code % 10)
    elif 89 < code < 108 and code % 10 < 8:
        style[plane] = _indexed(code % 10 + 8)


def _number(text: str) -> int:
    """Return the number; one beyond any code or colour is as good as 255."""
    return min(int(text.lstrip("0")[:4] or 0), 255)


def _color(color: list[int]) -> str:
    if color[:1] == [5]:
        return _indexed(color[1] if color[1:] else 0)
    return _rgb(color[-3:] if len(color) > 4 else color[1:])


def _rgb(channels: list[int]) -> str:
    return f"rgb({','.join(map(str, channels))})"


def _indexed(index: int) -> str:
    """Return one of xterm's 256 colours: the palette, a 6 × 6 × 6 cube, 24 greys."""
    if index < 16:
        light, dark = ANSI_COLORS[index]
        return f"var(--backendai-ansi-{index}, light-dark({light}, {dark}))"
    if index > 231:
        return _rgb([index * 10 - 2312] * 3)
    steps = ((index - 16) // place % 6 for place in (36, 6, 1))
    return _rgb([step and step * 40 + 55 for step in steps])
