"""Colours: red, green, blue and alpha, each from 0 to 255."""

import enum
import operator
import string
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from ..errors import DrawingError
from .css_colors import css_colors

__all__ = ["Color", "ColorLike", "Colors", "hex_of", "parse"]


def _part(name: str, value: Any) -> int:
    try:
        number = operator.index(value)
    except TypeError:
        number = -1
    if not 0 <= number <= 255:
        raise DrawingError(f"{name} must be a whole number from 0 to 255; got {value!r}")
    return number


@lru_cache(1024)
def _digits(*parts: int) -> str:
    return "#" + "".join(f"{_part('a part', part):02x}" for part in parts)


class Color:
    """A colour. Wherever one is expected, anything that `Color.of` accepts is too."""

    def __init__(self, red: int, green: int, blue: int, alpha: int = 255) -> None:
        self.red = _part("red", red)
        self.green = _part("green", green)
        self.blue = _part("blue", blue)
        self.alpha = _part("alpha", alpha)

    @staticmethod
    def of(value: "ColorLike") -> "Color":
        """Return a colour from hex digits with `#`, a CSS name, or 3 or 4 numbers from 0 to 255.

        Raises `DrawingError` for anything else.
        """
        if isinstance(value, Color):
            return value
        return parse(value) if isinstance(value, str) else Color.from_rgba(value)

    @staticmethod
    def from_hex(value: str) -> "Color":
        """Return a colour from 3, 4, 6 or 8 hex digits, with or without `#`.

        Raises `DrawingError` for anything else.
        """
        digits = value.removeprefix("#") if isinstance(value, str) else ""
        if len(digits) not in {3, 4, 6, 8} or not set(digits) <= set(string.hexdigits):
            raise DrawingError(f"A colour has 3, 4, 6 or 8 hex digits, like #ff8800; got {value!r}")
        if len(digits) < 6:
            digits = "".join(digit * 2 for digit in digits)
        return Color(*bytes.fromhex(digits))

    @staticmethod
    def from_name(name: str) -> "Color":
        """Return a named colour of CSS, whose green is darker than `Colors.Green`.

        Raises `DrawingError` for an unknown name.
        """
        key = name.strip().lower() if isinstance(name, str) else None
        if key == "transparent":
            return Color(*Colors.Transparent.to_bytes())
        if key not in css_colors():
            raise DrawingError(f"No colour is called {name!r}: use a CSS name or #rrggbb")
        return Color.from_hex(css_colors()[key])

    @staticmethod
    def from_rgba(value: Iterable[int]) -> "Color":
        """Return a colour from red, green, blue and optionally alpha, from 0 to 255.

        Raises `DrawingError` for anything else.
        """
        parts: Any = value
        try:
            parts = tuple(value)
        except TypeError:
            parts = ()
        if len(parts) not in {3, 4}:
            raise DrawingError(f"A colour has 3 or 4 parts, or a name; got {value!r}")
        return Color(*parts)

    @staticmethod
    def from_bytes(value: bytes) -> "Color":
        """Return a colour from four bytes; raises `DrawingError` for another number."""
        if len(value) != 4:
            raise DrawingError(f"A colour has four bytes; got {len(value)}")
        return Color(*value)

    def to_hex(self, include_alpha: bool = True) -> str:  # noqa: FBT001, FBT002 - the original's
        """Return `#rrggbbaa`, or `#rrggbb`."""
        text = _digits(self.red, self.green, self.blue, self.alpha)
        return text if include_alpha else text[:7]

    def to_bytes(self) -> bytes:
        """Return four bytes: red, green, blue, alpha."""
        return bytes((self.red, self.green, self.blue, self.alpha))

    def to_rgba(self) -> str:
        """Return the colour in CSS syntax, with alpha between 0 and 1."""
        return f"rgba({self.red},{self.green},{self.blue},{round(self.alpha / 255, 3):g})"

    def __eq__(self, other: object) -> bool:
        return self.to_bytes() == other.to_bytes() if isinstance(other, Color) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.to_bytes())

    def __repr__(self) -> str:
        return f"Color({self.red}, {self.green}, {self.blue}, {self.alpha})"


class Colors(Color, enum.Enum):
    """Named colours; `Colors["Red"]` and `Colors.from_name("tomato")` work too."""

    Transparent = (255, 255, 255, 0)
    Black = (0, 0, 0, 255)
    Gray = (128, 128, 128, 255)
    White = (255, 255, 255, 255)
    Red = (255, 0, 0, 255)
    Green = (0, 255, 0, 255)
    Blue = (0, 0, 255, 255)
    Yellow = (255, 255, 0, 255)
    Magenta = (255, 0, 255, 255)
    Cyan = (0, 255, 255, 255)


ColorLike = Color | str | Iterable[int]


@lru_cache(512)
def parse(text: str) -> Color:
    """Parse `#` and hex digits, or a CSS name. Raises `DrawingError` for anything else."""
    return Color.from_hex(text) if text.startswith("#") else Color.from_name(text)


def hex_of(name: str, value: ColorLike) -> str:
    """Return a colour as `#rrggbbaa`. Raises `DrawingError`, which calls it `name`."""
    if isinstance(value, Color):
        return value.to_hex()
    try:
        return _hex(value) if isinstance(value, str | tuple) else Color.of(value).to_hex()
    except DrawingError as error:
        raise DrawingError(f"{name}: {error}") from None
    except TypeError:  # unhashable parts are not numbers
        raise DrawingError(f"{name}: a colour's parts must be numbers") from None


@lru_cache(1024)
def _hex(value: str | tuple[int, ...]) -> str:
    return Color.of(value).to_hex()
