"""Reads a table of any kind into named columns.

Libraries are recognised by their objects' attributes, so that none is imported here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from ..errors import OutputError
from .columns import Columns, label, unique
from .table_records import records_to_columns

__all__ = ["read_columns"]


def read_columns(data: Any, names: Sequence[str] | None, limit: int | None) -> Columns:
    """Return the columns of a table of any kind, at most `limit` rows of it.

    `names` selects or names the columns. Raises `OutputError` for anything that is not a table.
    """
    root = type(data).__module__.partition(".")[0]
    if root == "polars":
        return _polars(data, names, limit)
    if root == "pandas":
        return _pandas(data, names, limit)
    if root == "pyarrow" or hasattr(data, "__arrow_c_stream__"):
        return _arrow(data, names, limit)
    if isinstance(data, str | os.PathLike | bytes):
        from .table_files import read_table_file

        data, names = read_table_file(data, names)
    if isinstance(data, Mapping) and {"schema", "data"} <= set(data):
        data, names = _resource(data, names)
    found, columns = (
        _mapping(data) if isinstance(data, Mapping) else records_to_columns(data, names)
    )
    if isinstance(data, Mapping) and names is not None:
        selected = _selected(found, names)
        found, columns = selected, [columns[found.index(name)] for name in selected]
    total = len(columns[0]) if columns else 0
    count = total if limit is None else min(total, limit)
    return Columns(found, lambda to: [one[:to] for one in columns], count=count, total=total)


def _selected(columns: Sequence[Any], names: Sequence[str] | None) -> list[Any]:
    if names is None:
        return list(columns)
    missing = [name for name in names if name not in columns]
    if missing:
        known = ", ".join(map(repr, columns[:20]))
        raise OutputError(f"No column is called {missing[0]!r}; the columns are {known}")
    return list(names)


def _polars(data: Any, names: Sequence[str] | None, limit: int | None) -> Columns:
    frame = data.collect() if hasattr(data, "collect") else data
    frame = frame.to_frame() if hasattr(frame, "to_frame") else frame
    frame = frame.select(_selected(frame.columns, names))
    total, frame = frame.height, frame if limit is None else frame.head(limit)
    return Columns(
        frame.columns,
        lambda to: [one.to_list() for one in frame.head(to).get_columns()],
        count=frame.height,
        total=total,
        source=frame,
    )


def _pandas(data: Any, names: Sequence[str] | None, limit: int | None) -> Columns:
    if hasattr(data, "data") and hasattr(data, "hide"):  # a Styler
        data = data.data
    if hasattr(data, "to_frame"):
        data = data.to_frame()
    if not hasattr(data, "columns"):
        raise OutputError(f"A pandas {type(data).__name__} is not a table; pass a DataFrame")
    if names is not None:
        data = data[_selected(list(data.columns), names)]
    total, frame = len(data), data if limit is None else data.head(limit)
    labels = [label(one) for one in frame.columns]
    frame = frame.set_axis(unique(labels), axis=1)
    if not _is_plain_index(frame.index):
        index = [label(one) or "index" for one in frame.index.names]
        index = [name if name not in labels else f"{name} (index)" for name in index]
        frame = frame.reset_index(names=unique(index))
    return Columns(
        frame.columns,
        lambda to: [frame.iloc[:to, at].tolist() for at in range(frame.shape[1])],
        count=len(frame),
        total=total,
        source=frame,
    )


def _is_plain_index(index: Any) -> bool:
    return type(index).__name__ == "RangeIndex" and index.name is None


def _arrow(data: Any, names: Sequence[str] | None, limit: int | None) -> Columns:
    from .arrow_stream import to_arrow_table

    table = to_arrow_table(data)
    if hasattr(table, "get_columns"):
        return _polars(table, names, limit)
    if names is not None:
        table = table.select(_selected(table.column_names, names))
    total, table = table.num_rows, table if limit is None else table.slice(0, limit)
    return Columns(
        table.column_names,
        lambda to: [one.to_pylist() for one in table.slice(0, to).columns],
        count=table.num_rows,
        total=total,
        source=table,
    )


def _mapping(data: Mapping[Any, Any]) -> tuple[list[Any], list[list[Any]]]:
    columns = []
    for name, given in data.items():
        tolist = getattr(given, "tolist", None) or getattr(given, "to_list", None)
        values = tolist() if callable(tolist) else given
        if not isinstance(values, Iterable) or isinstance(values, str | bytes | Mapping):
            raise OutputError(
                f"Column {name!r} must be a list of values, not {type(given).__name__}"
            )
        columns.append(list(values))
    lengths = dict(zip(map(str, data), map(len, columns), strict=True))
    if len(set(lengths.values())) > 1:
        described = ", ".join(f"{name}: {length}" for name, length in islice(lengths.items(), 8))
        raise OutputError(f"Columns must have the same length; these differ: {described}")
    return list(data), columns


def _resource(data: Mapping[str, Any], names: Sequence[str] | None) -> tuple[Any, Any]:
    """Return the rows of a data resource, and the names of its columns."""
    try:
        fields = [str(one["name"]) for one in data["schema"]["fields"]]
    except (KeyError, TypeError):
        raise OutputError("A data resource needs schema.fields, each with a name") from None
    return data["data"], names or fields
