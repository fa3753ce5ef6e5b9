"""HTML that was drawn for white paper: with colours of its own that cannot be read in the dark.

Mirrors `browser/src/renderers/colors/paper.ts`.
"""

from __future__ import annotations

import colorsys
import math
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice

from ..drawing.css_colors import css_colors
from .contrast import MIN_CONTRAST, Color, contrast, mix

__all__ = ["is_for_paper"]

#: What is read of a style sheet or of attributes, in blocks of declarations.
MAX_BLOCKS = 20_000
#: What is read of a block.
MAX_BLOCK_CHARACTERS = 20_000
#: The dark page, and text on it.
_GROUND = (22, 27, 34)
_TEXT = (230, 230, 230)

_FLAGS = re.IGNORECASE | re.ASCII
#: Blocks of style sheets, `style` attributes, and attributes of HTML.
_SHEET_BLOCKS = re.compile(r"\{([^{}]*)\}")
_STYLES = re.compile(r"""\bstyle\s*=\s*(?:"([^"]*)"|'([^']*)')""", _FLAGS)
_ATTRIBUTES = re.compile(r"""\s(color|bgcolor|text)\s*=\s*["']?(#?\w+)""", _FLAGS)
_COLORS = re.compile(
    r"#[\da-f]{3,8}\b|\b(?:rgb|hsl)a?\([^()]*\)|(?<![\w-])[a-z]{3,20}(?![\w(-])", _FLAGS
)
_DECLARATION = re.compile(r"\s*(color|background(?:-color|-image)?)\s*:(.*)\Z", _FLAGS | re.DOTALL)
#: Colours are short; a long value could be meant again and again.
_VARIABLE = re.compile(r"(?<![\w-])(--[\w-]{1,99}+)\s*+:([^;{}]{0,99}+)(?![^;{}])", _FLAGS)
_USED = re.compile(r"var\(\s*(--[\w-]+)", _FLAGS)
_SVG = re.compile("<svg", re.IGNORECASE)
_CURRENT = re.compile("currentcolor", re.IGNORECASE)
_NUMBER = re.compile(r"(-?[\d.]+)(%?)")


def is_for_paper(html: str, css: str) -> bool:
    """Whether markup and its style sheets, which know no themes, were drawn for white paper."""
    if _SVG.search(html) and not _CURRENT.search(html) and not _CURRENT.search(css):
        return True
    variables = dict(_VARIABLE.findall(css))
    return any(_is_for_white(block, variables) for block in islice(_blocks(html, css), MAX_BLOCKS))


def _blocks(html: str, css: str) -> Iterator[str]:
    for found in _SHEET_BLOCKS.finditer(css):
        yield found[1][:MAX_BLOCK_CHARACTERS]
    for found in _STYLES.finditer(html):
        yield (found[1] or found[2] or "")[:MAX_BLOCK_CHARACTERS]
    for found in _ATTRIBUTES.finditer(html):
        yield f"{'background' if found[1].lower().startswith('bg') else 'color'}:{found[2]}"


def _is_for_white(block: str, variables: Mapping[str, str]) -> bool:
    """Whether declarations set what cannot be read in the dark.

    That is a ground without its text, or text without its ground.
    """
    text: list[Color] = []
    grounds: list[Color] = []
    for declaration in block.split(";"):
        if not (found := _DECLARATION.match(declaration)):
            continue
        value = _USED.sub(lambda one: variables.get(one[1], ""), found[2])
        if found[1][0] in "cC":
            text = _colors(value)
        else:
            grounds = _colors(value)
    if text and grounds:
        return False
    return any(contrast(_TEXT, ground) < MIN_CONTRAST for ground in grounds) or any(
        contrast(color, _GROUND) < MIN_CONTRAST for color in text
    )


def _colors(value: str) -> list[Color]:
    """Return the colours in a value, as they are on the dark page."""
    found = (_parse(one.lower()) for one in _COLORS.findall(value))
    return [mix(_GROUND, color[:3], color[3]) for color in found if color and color[3]]


@lru_cache(4096)
def _parse(text: str) -> tuple[int, int, int, float] | None:
    """Return red, green, blue and opacity (0 to 1) of a colour; `None` of what is no colour."""
    if "(" in text:
        return _function(text)
    digits = text[1:] if text.startswith("#") else css_colors().get(text, "")
    if len(digits) in {3, 4}:
        digits = "".join(2 * digit for digit in digits)
    if len(digits) not in {6, 8}:
        return None
    red, green, blue, *alpha = bytes.fromhex(digits)
    return red, green, blue, alpha[0] / 255 if alpha else 1


def _function(text: str) -> tuple[int, int, int, float] | None:
    given = _NUMBER.findall(text)
    try:
        numbers = [float(number) / (100 if percent else 1) for number, percent in given]
    except ValueError:
        return None
    if len(numbers) < 3 or not all(map(math.isfinite, numbers)):
        return None
    alpha = min(max(numbers[3], 0), 1) if len(numbers) > 3 else 1.0
    if text.startswith("rgb"):
        scaled = [
            number * 255 if percent else number
            for number, (_, percent) in zip(numbers, given, strict=True)
        ]
    else:
        scaled = [
            255 * one for one in colorsys.hls_to_rgb(numbers[0] / 360 % 1, numbers[2], numbers[1])
        ]
    red, green, blue = (round(min(max(one, 0), 255)) for one in scaled[:3])
    return red, green, blue, alpha
