"""Tk's fonts: parses their descriptions, and estimates the width of text.

Widths are those of the standard PostScript fonts Helvetica, Times and Courier, in thousandths of
the size, from Adobe's font metrics.
"""

import math
import unicodedata
from typing import Any, NamedTuple

__all__ = ["Font"]

#: At 96 pixels to the inch.
_PIXELS_PER_POINT = 4 / 3
_NAMED = {"tkdefaultfont": "Helvetica", "tktextfont": "Helvetica", "tkfixedfont": "Courier"}
_MONOSPACED = ("courier", "mono", "consolas", "menlo", "fixed", "code", "terminal")
_SERIF = ("times", "serif", "georgia", "garamond", "palatino", "cambria", "roman", "bookman")
_HELVETICA = """
278 278 355 556 556 889 667 191 333 333 389 584 278 333 278 278 556 556 556 556 556 556 556 556 556
556 278 278 584 584 584 556 1015 667 667 722 722 667 611 778 722 278 500 667 556 833 722 778 667 778
722 667 611 722 667 944 667 667 611 278 278 278 469 556 333 556 556 500 556 556 278 556 556 222 222
500 222 833 556 556 556 556 333 500 278 556 500 722 500 500 500 334 260 334 584
"""
_TIMES = """
250 333 408 500 500 833 778 180 333 333 500 564 250 333 250 278 500 500 500 500 500 500 500 500 500
500 278 278 564 564 564 444 921 722 667 667 722 611 556 722 722 333 389 722 611 889 722 722 556 722
667 556 611 722 722 944 722 722 611 333 278 333 469 500 333 444 500 444 500 444 333 500 500 278 278
500 278 778 500 500 500 500 333 389 278 500 500 722 500 500 444 480 200 480 541
"""
_WIDTHS = {
    "sans-serif": [int(one) for one in _HELVETICA.split()],
    "serif": [int(one) for one in _TIMES.split()],
    "monospace": [600] * 95,
}


class Font(NamedTuple):
    """A font: its family, its generic family, its size in pixels and its style."""

    family: str
    generic: str
    size: float
    style: str

    @classmethod
    def of(cls, description: Any) -> "Font":
        """Parse a description: `("Arial", 12, "bold")`, `"Arial 12 bold"`, `"{Comic Sans} 12"`.

        Sizes are points, negative ones pixels, as Tk has them; 0 is its default size.
        """
        family, size, words = _parts(description)
        family = _NAMED.get(family.lower(), family)
        pixels = -size if size < 0 else (size or 10) * _PIXELS_PER_POINT
        style = " ".join(one for one in ("bold", "italic") if one in words) or "normal"
        return cls(family, _generic(family), min(max(pixels, 1), 10_000), style)

    @property
    def names(self) -> str:
        """The family and its fallback, as drawings write it."""
        letters = "".join(one for one in self.family if one.isalnum() or one in " -_")[:80].strip()
        return f"{letters}, {self.generic}" if letters else self.generic

    @property
    def ascent(self) -> float:
        """Whole pixels above the baseline."""
        return math.ceil(0.905 * self.size)

    @property
    def descent(self) -> float:
        """Whole pixels below the baseline."""
        return math.ceil(0.212 * self.size)

    def measure(self, text: str) -> float:
        """Return the width of the widest line in pixels."""
        widths = _WIDTHS[self.generic]
        bold = 1.06 if "bold" in self.style and self.generic != "monospace" else 1
        return max(self.size * bold * _sum(line, widths) / 1000 for line in text.split("\n"))


def _sum(line: str, widths: list[int]) -> int:
    return sum(
        widths[ord(one) - 32] if " " <= one <= "~" else _other(one, widths[0x6E - 32])
        for one in line
    )


def _other(letter: str, usual: int) -> int:
    if unicodedata.combining(letter):
        return 0
    return 1000 if unicodedata.east_asian_width(letter) in "WF" else usual


def _parts(description: Any) -> tuple[str, float, set[str]]:
    if isinstance(description, str):
        text = description.strip()
        if text.startswith("{"):
            family, _, rest = text[1:].partition("}")
            words = rest.split()
        else:
            family, *words = text.split() or [""]
    else:
        family, *rest_ = description or [""]
        words = [word for one in rest_ for word in _words(one)]
    size = next((float(one) for one in words if _is_number(one)), 0)
    return str(family), size, {one.lower() for one in words}


def _words(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list | tuple) else str(value).split()


def _is_number(word: str) -> bool:
    return word.lstrip("-").replace(".", "", 1).isdigit()


def _generic(family: str) -> str:
    name = family.lower()
    if any(one in name for one in _MONOSPACED):
        return "monospace"
    serif = any(one in name for one in _SERIF) and "sans" not in name
    return "serif" if serif else "sans-serif"
