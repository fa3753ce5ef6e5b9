"""`Table`: a table from any source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from html import escape
from typing import Any

from ..errors import OutputError
from .arrow_stream import to_arrow_stream
from .column_types import field_type, to_json_column
from .output import Output
from .table_sources import read_columns

__all__ = ["Table"]

RESOURCE = "application/vnd.dataresource+json"
ARROW = "application/vnd.apache.arrow.stream"
#: Larger tables are sent as Arrow, if a library that writes it is installed.
_MAX_JSON_CELLS = 20_000
#: How much of a table the fallbacks for other viewers show.
_HTML_ROWS, _TEXT_ROWS, _MAX_COLUMNS, _CELL_CHARACTERS = 20, 10, 50, 40


class Table(Output):
    """A table of any length that the page can sort, filter and scroll.

    `data` is a pandas or polars data frame or series, an Arrow table or an object that exports one,
    a mapping of columns, a sequence of records (mappings, named tuples, dataclasses) or of rows, an
    array, a database cursor, CSV text, or the path of a `.csv`, `.tsv` or `.json` file. `columns`
    names the columns of rows, or selects columns by name. Only the first `max_rows` rows are kept,
    the others are counted; `None` keeps all. Raises `OutputError` if `data` is not a table.
    """

    def __init__(
        self,
        data: Any,
        *,
        columns: Sequence[str] | None = None,
        max_rows: int | None = 100_000,
        title: str = "",
    ) -> None:
        if max_rows is not None and (isinstance(max_rows, bool) or max_rows < 1):
            raise OutputError(f"max_rows must be a positive number, or None, not {max_rows!r}")
        self.title = title
        self._columns = read_columns(data, columns, max_rows)

    @property
    def shape(self) -> tuple[int, int]:
        """Number of rows and columns of the whole table."""
        return self._columns.total, len(self._columns.names)

    @property
    def metadata(self) -> dict[str, Any]:
        """The title, and the number of all rows if some were left out."""
        about: dict[str, Any] = {"title": self.title} if self.title else {}
        if self._columns.total > self._columns.count:
            about["total_rows"] = self._columns.total
        return {next(iter(self.data)): about} if about else {}

    def _make(self) -> dict[str, Any]:
        columns = self._columns
        is_large = columns.count * len(columns.names) > _MAX_JSON_CELLS
        packed = to_arrow_stream(columns) if is_large else None
        form = {ARROW: packed} if packed else {RESOURCE: self._resource()}
        return {**form, "text/html": self._html(), "text/plain": self._text()}

    def _resource(self) -> dict[str, Any]:
        columns = self._columns
        fields, values = [], []
        for name, given in zip(columns.names, columns.values(), strict=True):
            column = to_json_column(given)
            fields.append({"name": name, "type": field_type(column, given)})
            values.append(column)
        rows = zip(*values, strict=True)
        data = [dict(zip(columns.names, row, strict=True)) for row in rows]
        return {"schema": {"fields": fields}, "data": data}

    @cached_property
    def _start(self) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return the names of the first columns, and their first rows."""
        names = self._columns.names[:_MAX_COLUMNS]
        head = [to_json_column(one) for one in self._columns.values(_HTML_ROWS)[:_MAX_COLUMNS]]
        return names, list(zip(*head, strict=True))

    def _note(self) -> str:
        rows, columns = self.shape
        return f"{rows:,} row{'s' * (rows != 1)} × {columns:,} column{'s' * (columns != 1)}"

    def _html(self) -> str:
        names, rows = self._start
        caption = f"<caption>{escape(self.title)}</caption>" if self.title else ""
        head = "".join(f"<th>{escape(name)}</th>" for name in names)
        body = "".join(
            f"<tr>{''.join(f'<td>{escape(_cell(cell))}</td>' for cell in row)}</tr>" for row in rows
        )
        return (
            f'<table class="dataframe" border="1">{caption}<thead><tr>{head}</tr></thead>'
            f"<tbody>{body}</tbody></table><p>{self._note()}</p>"
        )

    def _text(self) -> str:
        names, rows = self._start
        lines = [
            names,
            *([_cell(cell)[:_CELL_CHARACTERS] for cell in row] for row in rows[:_TEXT_ROWS]),
        ]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        shown = [
            "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
            for line in lines
        ]
        more = ["…"] if self.shape[0] > len(lines) - 1 else []
        return "\n".join([*filter(None, [self.title]), *shown, *more, self._note()])

    def __repr__(self) -> str:
        return f"<Table: {self._note()}>"


def _cell(value: Any) -> str:
    return "" if value is None else str(value)
