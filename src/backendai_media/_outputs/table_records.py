"""Turns records and rows into columns."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ..errors import OutputError

__all__ = ["records_to_columns"]


def records_to_columns(data: Any, names: Sequence[str] | None) -> tuple[list[Any], list[list[Any]]]:
    """Return the names and columns of records, rows, single values, an array or a cursor.

    Raises `OutputError` for anything else.
    """
    description = getattr(data, "description", None)
    if description and hasattr(data, "fetchall"):
        return _rows(data.fetchall(), names or [one[0] for one in description])
    dtype = getattr(data, "dtype", None)
    if dtype is not None and getattr(dtype, "names", None):
        named = [{name: row[name].item() for name in dtype.names} for row in data]
        return _mappings(named, names or dtype.names)
    if len(getattr(data, "shape", ())) > 2:
        raise OutputError(
            f"An array of {len(data.shape)} dimensions is not a table; it must have one or two"
        )
    if callable(tolist := getattr(data, "tolist", None)):
        data = tolist()
    if isinstance(data, str | bytes) or not isinstance(data, Iterable):
        raise OutputError(
            f"An object of type {type(data).__name__} is not a table; pass a data frame, "
            "a mapping of columns, a list of records or rows, or CSV text"
        )
    records = list(data)
    if not records:
        return list(names or []), [[] for _ in names or []]
    mappings = [_mapping(one) for one in records]
    if all(one is not None for one in mappings):
        return _mappings([one for one in mappings if one is not None], names)
    if all(_is_row(one) for one in records):
        return _rows(records, names)
    if any(
        _is_row(one) or one_mapping is not None
        for one, one_mapping in zip(records, mappings, strict=True)
    ):
        raise OutputError("Records must be of one kind: all mappings, or all rows")
    return list(names or ["value"])[:1], [records]


def _mapping(record: Any) -> Mapping[Any, Any] | None:
    """Return a record's fields by name; `None` if they have no names."""
    if isinstance(record, Mapping):
        return record
    if dataclasses.is_dataclass(record) and not isinstance(record, type):
        return {one.name: getattr(record, one.name) for one in dataclasses.fields(record)}
    fields = getattr(record, "_fields", None) or getattr(record, "__struct_fields__", None)
    if fields:  # a named tuple, a msgspec record
        return {name: getattr(record, name) for name in fields}
    if callable(keys := getattr(record, "keys", None)):  # a row of sqlite3
        return {name: record[name] for name in keys()}
    return None


def _is_row(record: Any) -> bool:
    return isinstance(record, Sequence) and not isinstance(record, str | bytes)


def _mappings(
    records: Sequence[Mapping[Any, Any]], names: Sequence[str] | None
) -> tuple[list[Any], list[list[Any]]]:
    found = list(names) if names else list(dict.fromkeys(name for one in records for name in one))
    known = {name for one in records for name in one}
    if names and (missing := [name for name in names if name not in known]) and records:
        raise OutputError(f"No record has the field {missing[0]!r}")
    return found, [[one.get(name) for one in records] for name in found]


def _rows(rows: Sequence[Any], names: Sequence[str] | None) -> tuple[list[Any], list[list[Any]]]:
    width = max(map(len, rows), default=0)
    found = list(names) if names else [f"column {number + 1}" for number in range(width)]
    if width > len(found):
        raise OutputError(f"There are {len(found)} column names, but a row has {width} cells")
    full = [[*row, *[None] * (len(found) - len(row))] for row in rows]
    return found, [list(column) for column in zip(*full, strict=True)] or [[] for _ in found]
