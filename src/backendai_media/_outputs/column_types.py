"""Converts columns of any values to JSON values, and names their types as Frictionless does."""

from __future__ import annotations

import datetime as dt
import decimal
import enum
import math
import uuid
from collections.abc import Sequence
from typing import Any

__all__ = ["field_type", "is_missing", "to_json_column"]

#: Larger integers lose digits in JavaScript: a column that has any is sent as text.
_MAX_SAFE_INTEGER = 2**53 - 1
_TYPE_NAMES: tuple[tuple[type, str], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (decimal.Decimal, "number"),
    (dt.datetime, "datetime"),
    (dt.date, "date"),
    (dt.time, "time"),
    (dt.timedelta, "duration"),
    (str, "string"),
)


def is_missing(value: Any) -> bool:
    """Whether a value is missing: `None`, NaN, `NaT` or pandas' `NA`."""
    if value is None:
        return True
    if isinstance(value, float):
        return value != value  # noqa: PLR0124 - NaN
    return type(value).__name__ in {"NAType", "NaTType"}


def to_json_column(values: Sequence[Any]) -> list[Any]:
    """Return values as JSON values: dates as ISO 8601 text, missing values as `None`."""
    classes = set(map(type, values))
    if classes <= {str, bool, type(None)}:
        return list(values)
    column = [None if is_missing(one) else _to_json(one) for one in values]
    if any(isinstance(one, int) and abs(one) > _MAX_SAFE_INTEGER for one in column):
        return [None if one is None else str(one) for one in column]
    return column


def field_type(column: Sequence[Any], values: Sequence[Any]) -> str:
    """Return the type of a column, from its JSON values and the original ones."""
    classes = {type(one) for one in values if not is_missing(one)}
    types = {
        next((name for cls, name in _TYPE_NAMES if issubclass(one, cls)), "any") for one in classes
    }
    if types == {"integer", "number"}:
        return "number"
    if types == {"integer"} and any(isinstance(one, str) for one in column):
        return "string"
    return types.pop() if len(types) == 1 else "string" if not types else "any"


def _to_json(value: Any) -> Any:
    if isinstance(value, enum.Enum):
        value = value.value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float | decimal.Decimal):
        return float(value) if math.isfinite(value) else str(float(value))
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return _duration(value)
    if isinstance(value, uuid.UUID | complex | range):
        return str(value)
    if callable(item := getattr(value, "item", None)) and getattr(value, "shape", None) == ():
        return _to_json(item())  # numpy's scalars
    from ..model.plain_values import strip_markers, to_plain

    return strip_markers(to_plain(value))


def _duration(value: dt.timedelta) -> str:
    """Return a duration in ISO 8601 format."""
    sign, value = ("-", -value) if value < dt.timedelta() else ("", value)
    seconds = f"{value.seconds + value.microseconds / 1e6:.6f}".rstrip("0").rstrip(".")
    return f"{sign}P{value.days}DT{seconds}S"
