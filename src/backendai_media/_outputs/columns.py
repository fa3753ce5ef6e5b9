"""Whatever holds a table → named columns.

Libraries are told by what their objects are like, so that none is imported here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from .base import OutputError
from .names import label, unique
from .records import of_records

__all__ = ["Columns", "columns_of"]


class Columns:
    """Columns of `count` values each, of a table that has `total` rows.

    `source` is the data frame or Arrow table that they were read from, if it was one.
    """

    def __init__(
        self,
        names: Iterable[Any],
        values: Callable[[int], Sequence[Sequence[Any]]],
        *,
        count: int,
        total: int,
        source: Any = None,
    ) -> None:
        self.names = unique(names)
        self.count, self.total, self.source = count, total, source
        self._values = values

    def values(self, most: int | None = None) -> list[Sequence[Any]]:
        """Return the columns, or their first values."""
        return list(self._values(self.count if most is None else min(most, self.count)))


def columns_of(data: Any, names: Sequence[str] | None, most: int | None) -> Columns:
    """Return the columns of a table of any kind; raises `OutputError` for what is none."""
    root = type(data).__module__.partition(".")[0]
    if root == "polars":
        return _polars(data, names, most)
    if root == "pandas":
        return _pandas(data, names, most)
    if root == "pyarrow" or hasattr(data, "__arrow_c_stream__"):
        return _arrow(data, names, most)
    if isinstance(data, str | os.PathLike | bytes):
        from .files import of_file

        data, names = of_file(data, names)
    if isinstance(data, Mapping) and {"schema", "data"} <= set(data):
        data, names = _resource(data, names)
    found, columns = _mapping(data) if isinstance(data, Mapping) else of_records(data, names)
    if isinstance(data, Mapping) and names is not None:
        chosen = _chosen(found, names)
        found, columns = chosen, [columns[found.index(name)] for name in chosen]
    total = len(columns[0]) if columns else 0
    count = total if most is None else min(total, most)
    return Columns(found, lambda to: [one[:to] for one in columns], count=count, total=total)


def _chosen(there: Sequence[Any], names: Sequence[str] | None) -> list[Any]:
    if names is None:
        return list(there)
    missing = [name for name in names if name not in there]
    if missing:
        raise OutputError(
            f"There is no column {missing[0]!r}; there are {', '.join(map(repr, there[:20]))}"
        )
    return list(names)


def _polars(data: Any, names: Sequence[str] | None, most: int | None) -> Columns:
    frame = data.collect() if hasattr(data, "collect") else data
    frame = frame.to_frame() if hasattr(frame, "to_frame") else frame
    frame = frame.select(_chosen(frame.columns, names))
    total, frame = frame.height, frame if most is None else frame.head(most)
    return Columns(
        frame.columns,
        lambda to: [one.to_list() for one in frame.head(to).get_columns()],
        count=frame.height,
        total=total,
        source=frame,
    )


def _pandas(data: Any, names: Sequence[str] | None, most: int | None) -> Columns:
    if hasattr(data, "data") and hasattr(data, "hide"):  # a Styler
        data = data.data
    if hasattr(data, "to_frame"):
        data = data.to_frame()
    if not hasattr(data, "columns"):
        raise OutputError(f"A {type(data).__name__} of pandas is no table; a DataFrame is")
    if names is not None:
        data = data[_chosen(list(data.columns), names)]
    total, frame = len(data), data if most is None else data.head(most)
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


def _arrow(data: Any, names: Sequence[str] | None, most: int | None) -> Columns:
    from .arrow import as_table

    table = as_table(data)
    if hasattr(table, "get_columns"):
        return _polars(table, names, most)
    if names is not None:
        table = table.select(_chosen(table.column_names, names))
    total, table = table.num_rows, table if most is None else table.slice(0, most)
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
        told = ", ".join(f"{name}: {length}" for name, length in islice(lengths.items(), 8))
        raise OutputError(f"Columns must be of one length; these differ: {told}")
    return list(data), columns


def _resource(data: Mapping[str, Any], names: Sequence[str] | None) -> tuple[Any, Any]:
    """Return the rows of a data resource, and its columns' names."""
    try:
        fields = [str(one["name"]) for one in data["schema"]["fields"]]
    except (KeyError, TypeError):
        raise OutputError("A data resource needs schema.fields, each with a name") from None
    return data["data"], names or fields
