"""Text that can be read on its ground: of a contrast of 4.5 as WCAG 2 has it.

The text's colour is moved towards black or white.
Mirrors `browser/src/renderers/colors/contrast.ts`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from .._spec import CSS_FOREGROUND

__all__ = ["MIN_CONTRAST", "Color", "contrast", "mix", "readable", "srgb_of"]

#: Red, green and blue, from 0 to 255.
Color = Sequence[int]

#: WCAG 2.2, 1.4.3 (AA).
MIN_CONTRAST = 4.5
#: A colour's steps to black or white.
_STEPS = 16
#: What dim text has of its own colour; the rest is the ground's.
_DIM = 0.75
#: The grounds of streams without one: that of stderr, which lowers the contrast most.
_GROUND = "#fff5f4 #271b1d"
_COLOR = re.compile(r"#\w+|\d+,\d+,\d+")
#: How much light each value of a channel gives.
_LIGHT = [
    ((value / 255 + 0.055) / 1.055) ** 2.4 if value > 10 else value / 3294.6 for value in range(256)
]


def srgb_of(color: Any) -> tuple[int, int, int] | None:
    """Return the channels of a colour that tinycss2 has parsed; `None` where it cannot tell."""
    try:
        red, green, blue = color.to("srgb").coordinates
    except (NotImplementedError, ValueError):
        return None
    return _byte(red), _byte(green), _byte(blue)


def _byte(part: float | None) -> int:
    return round(255 * min(max(part or 0, 0), 1))


@lru_cache(4096)
def readable(text: str, ground: str | None = None, *, is_dim: bool = False) -> str:
    """Return the colour of text on a ground, both as `sgr` writes them.

    It is unchanged where the text can be read, or is to be hidden.
    """
    if text == ground:
        return text
    grounds = _pair_of(ground or _GROUND)
    sent = _pair_of(text)
    seen = [
        _adjust(mix(behind, color, _DIM) if is_dim else color, behind)
        for color, behind in zip(sent, grounds, strict=True)
    ]
    if seen == sent:
        return text
    light, dark = (",".join(map(str, color)) for color in seen)
    return f"light-dark(rgb({light}), rgb({dark}))"


def contrast(one: Color, other: Color) -> float:
    """Return the contrast of two colours, from 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return high / low


@lru_cache(4096)
def _pair_of(css: str) -> list[list[int]]:
    """Return a colour in light and in dark; one that is malformed is the text's own."""
    found = _COLOR.findall(css)
    if not found:
        return _pair_of(CSS_FOREGROUND)
    return [_channels(found[0]), _channels(found[-1])]


def _channels(color: str) -> list[int]:
    if not color.startswith("#"):
        return [int(one) for one in color.split(",")]
    digits = color[1:]
    whole = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    return [int(whole[at : at + 2], 16) for at in (0, 2, 4)]


def _adjust(text: Color, ground: Color) -> list[int]:
    behind = _luminance(ground)
    for end in (0, 255) if _luminance(text) < behind else (255, 0):
        for step in range(_STEPS + 1):
            moved = mix(text, (end, end, end), step / _STEPS)
            light = _luminance(moved)
            if max(light, behind) >= MIN_CONTRAST * min(light, behind):
                return moved
    return list(text)


def _luminance(color: Color) -> float:
    red, green, blue = color
    return 0.2126 * _LIGHT[red] + 0.7152 * _LIGHT[green] + 0.0722 * _LIGHT[blue] + 0.05


def mix(one: Color, other: Color, part: float) -> list[int]:
    """Return a colour that is another one in `part`, from 0 to 1."""
    return [int(a + (b - a) * part + 0.5) for a, b in zip(one, other, strict=True)]
