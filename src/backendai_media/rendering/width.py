"""How many terminal columns text takes: wide characters and emoji two, combining marks none.

As `browser/src/renderers/console/width.ts` does it; graphemes and properties are those of the
Unicode version that `regex` has.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import regex

__all__ = ["WIDE", "columns_of"]

# East Asian Width W and F (UAX #11) by script, without what emoji cover and the halfwidth forms.
_CJK = (
    r"[[\p{sc=Han}\p{sc=Hangul}\p{sc=Hira}\p{sc=Kana}\p{sc=Bopo}\p{sc=Yi}"
    r"\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]--[\uff61-\uffdc]]"
)
# The sequences of UTS #51 that are for interchange, by their form.
_ONE = (
    r"(?:\p{Emoji_Modifier_Base}\p{Emoji_Modifier}|[\p{Emoji}--\p{Emoji_Presentation}--[0-9#*]]"
    r"\ufe0f|[\p{Emoji_Presentation}--\p{RI}])"
)
_EMOJI = (
    r"\p{RI}\p{RI}|[0-9#*]\ufe0f\u20e3|\U0001f3f4[\U000e0020-\U000e007e]+\U000e007f"
    rf"|{_ONE}(?:\u200d{_ONE})*"
)
#: A few wide characters, or one emoji: what is set to its number of columns.
WIDE = regex.compile(f"({_CJK}{{1,8}}|{_EMOJI})", regex.V1)
#: Programs that overwrite write the same few characters again and again.
_SHORT = 8
_GRAPHEME = regex.compile(r"\X")
_MARKS = regex.compile(r"[\p{M}\p{Cf}]+")


def columns_of(text: str, start: int = 0) -> Sequence[str]:
    """Return an entry a column: the grapheme that starts there, `""` where one goes on.

    `start` is the column of the text in its line, which tabs depend on.
    """
    if text.isascii() and text.isprintable():
        return text
    if len(text) <= _SHORT:
        return _short_columns(text, start % 8)
    return _columns(text, start)


@lru_cache(4096)
def _short_columns(text: str, start: int) -> tuple[str, ...]:
    return tuple(_columns(text, start))


def _columns(text: str, start: int) -> list[str]:
    columns: list[str] = []
    last = -1
    for grapheme in _GRAPHEME.findall(text):
        width = _width(grapheme, start + len(columns))
        if width or last < 0:
            # What has no width stands by itself where there is nothing before it, or a tab.
            last = -1 if grapheme == "\t" else len(columns)
            columns += [grapheme, *[""] * (width - 1)]
        else:
            columns[last] += grapheme
    return columns


def _width(grapheme: str, column: int) -> int:
    if grapheme == "\t":
        return 8 - column % 8
    if WIDE.match(grapheme):
        return 2
    return 0 if _MARKS.fullmatch(grapheme) else 1
