"""Shapes and their fields, and validation of their values.

The tables define the format: the array of a shape is its name, then these fields in this order.
Fields with defaults may be missing at the end.
"""

import math
import operator
import re
from collections.abc import Iterable
from typing import Any, Final, NamedTuple

from .._spec import (
    DRAWING_COMMON,
    DRAWING_FIELDS,
    DRAWING_MAX_FONT_PX,
    DRAWING_MAX_NUMBER,
    DRAWING_MAX_POLYGON_NUMBERS,
    DRAWING_MAX_SIDE_PX,
    DRAWING_MAX_TEXT_LENGTH,
    DRAWING_MOVES,
    DRAWING_WORDS,
)
from ..errors import DrawingError

__all__ = ["COMMON", "FIELDS", "MOVES", "PROPERTIES", "Field"]

#: Numbers in one polygon: browsers paint it in one go.
NONE: Final = "#ffffff00"
#: In the place of a default: the canvas's own stroke colour; no default.
STROKE: Final = "stroke"
REQUIRED: Final = None


class Field(NamedTuple):
    """A field's name, its kind (of `object_state.READERS`) and its default."""

    name: str
    kind: str
    default: Any = REQUIRED


def _fields(rows: tuple[tuple[Any, ...], ...]) -> tuple[Field, ...]:
    return tuple(Field(*row) for row in rows)


FIELDS: Final = {shape: _fields(rows) for shape, rows in DRAWING_FIELDS.items()}
#: What every object has besides.
COMMON: Final = _fields(DRAWING_COMMON)
#: Properties that `update` changes without their being fields, by shape or `all`.
MOVES: Final = {shape: _fields(rows) for shape, rows in DRAWING_MOVES.items()}
#: Shape → the properties that `update` can change.
PROPERTIES: Final = {
    shape: frozenset(
        field.name for field in (*fields, *COMMON, *MOVES["all"], *MOVES.get(shape, ()))
    )
    for shape, fields in FIELDS.items()
}

_PATH = re.compile(r"\s*(?:[Mm][MmLlHhVvCcSsQqTtAaZz0-9eE+\-.,\s]*)?")
_IMAGE = re.compile(r"data:image/(?:png|jpeg|gif|webp|avif|bmp);base64,[A-Za-z0-9+/]+={0,2}")
_FAMILY = re.compile(r"[\w ,\-]{1,100}")


def number(name: str, value: Any) -> int | float:
    """Return a number between ±`MAX_NUMBER`. Raises `DrawingError`."""
    kind = type(value)
    if (kind is int or kind is float) and -DRAWING_MAX_NUMBER <= value <= DRAWING_MAX_NUMBER:
        return value  # type: ignore[no-any-return]
    return _converted(name, value)


def _converted(name: str, value: Any) -> int | float:
    """Convert other number types (numpy's, fractions). Raises `DrawingError` for the rest."""
    converted: int | float = math.nan
    try:
        converted = operator.index(value)
    except TypeError:
        if hasattr(value, "__float__"):
            try:
                converted = float(value)
            except (TypeError, ValueError, OverflowError):
                converted = math.nan
    if not -DRAWING_MAX_NUMBER <= converted <= DRAWING_MAX_NUMBER:
        limit = f"between ±{DRAWING_MAX_NUMBER:.0e}".replace("e+0", "e")
        raise DrawingError(f"{name} must be a number {limit}; got {short_repr(value)}")
    return converted


def size(name: str, value: Any) -> int | float:
    """Return a number that is not negative. Raises `DrawingError`."""
    checked = number(name, value)
    if checked < 0:
        raise DrawingError(f"{name} must not be negative; got {short_repr(value)}")
    return checked


def unit(name: str, value: Any) -> int | float:
    """Return a number from 0 to 1."""
    checked = number(name, value)
    if not 0 <= checked <= 1:
        raise DrawingError(f"{name} must be from 0 to 1; got {short_repr(value)}")
    return checked


def side(name: str, value: Any) -> int | float:
    """Return a canvas's width or height."""
    checked = number(name, value)
    if not 0 < checked <= DRAWING_MAX_SIDE_PX:
        raise DrawingError(
            f"{name} must be from 1 to {DRAWING_MAX_SIDE_PX:,}; got {short_repr(value)}"
        )
    return checked


def text(name: str, value: Any) -> str:
    """Return text of limited length. Raises `DrawingError`."""
    if not isinstance(value, str) or len(value) > DRAWING_MAX_TEXT_LENGTH:
        raise DrawingError(f"{name} must be text of at most {DRAWING_MAX_TEXT_LENGTH:,} characters")
    return value


def points(name: str, value: Any) -> list[int | float]:
    """Return points, given as pairs or as a flat list, as a flat list (x, y, x, y)."""
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        raise DrawingError(f"{name} must be a list of points; got {short_repr(value)}")
    flat: list[Any] = []
    for entry in value:
        if isinstance(entry, Iterable) and not isinstance(entry, str | bytes):
            pair = list(entry)
            if len(pair) != 2:
                raise DrawingError(f"{name} must be pairs; got {short_repr(entry)}")
            flat += pair
        else:
            flat.append(entry)
    if len(flat) % 2:
        raise DrawingError(f"{name} must be pairs; got {len(flat)} numbers")
    if len(flat) > DRAWING_MAX_POLYGON_NUMBERS:
        raise DrawingError(
            f"{name} must be at most {DRAWING_MAX_POLYGON_NUMBERS:,} numbers; got {len(flat):,}"
        )
    return [number(name, one) for one in flat]


def path(name: str, value: Any) -> str:
    """Return SVG path data that contains only commands and numbers."""
    if not _PATH.fullmatch(text(name, value)):
        raise DrawingError(
            f"{name} must be SVG path data, like 'M0 0L10 5Z'; got {short_repr(value)}"
        )
    return " ".join(str(value).split())


def image(name: str, value: Any) -> str:
    """Return a data URI of a raster image."""
    if not isinstance(value, str) or not _IMAGE.fullmatch(value):
        raise DrawingError(f"{name} must be a data URI of a png, jpeg, gif, webp, avif or bmp")
    return value


def font(name: str, value: Any) -> tuple[str, int | float, str]:
    """Return family, size in CSS pixels and style; the last two are optional."""
    parts: list[Any] = [value] if isinstance(value, str) else list(value) if _is_list(value) else []
    if not 1 <= len(parts) <= 3:
        raise DrawingError(f"{name} must be (family, size, style); got {short_repr(value)}")
    family, height, style = parts + ["", 16, "normal"][len(parts) :]
    if not isinstance(family, str) or not _FAMILY.fullmatch(family):
        raise DrawingError(f"{name}: the family must be a name; got {short_repr(family)}")
    if not 0 < number(f"{name}: the size", height) <= DRAWING_MAX_FONT_PX:
        raise DrawingError(
            f"{name}: the size must be from 1 to {DRAWING_MAX_FONT_PX:,}; got {short_repr(height)}"
        )
    return family, number(name, height), choice(f"{name}: the style", style, DRAWING_WORDS["style"])


def choice(name: str, value: Any, among: tuple[str, ...]) -> str:
    """Return one of a few words."""
    if not isinstance(value, str) or value not in among:
        raise DrawingError(f"{name} must be one of {', '.join(among)}; got {short_repr(value)}")
    return value


def short_repr(value: Any) -> str:
    """Return a short `repr` for error messages."""
    try:
        described = repr(value)
    except Exception:  # noqa: BLE001 - a stranger's __repr__; the error to come matters more
        described = f"a {type(value).__name__}"
    return described if len(described) <= 60 else f"{described[:57]}…"


def _is_list(value: Any) -> bool:
    return isinstance(value, list | tuple)
