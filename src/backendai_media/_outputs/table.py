"""Tables of any source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from html import escape
from typing import Any

from .arrow import stream
from .base import Output, OutputError
from .columns import columns_of
from .fields import field, plain_column

__all__ = ["Table"]

RESOURCE = "application/vnd.dataresource+json"
ARROW = "application/vnd.apache.arrow.stream"
#: Tables of more cells travel as Arrow where a library that writes it is installed.
_MOST_CELLS = 20_000
#: How much of it stands in the forms for viewers that know no tables.
_HTML_ROWS, _TEXT_ROWS, _COLUMNS, _CELL = 20, 10, 50, 40


class Table(Output):
    """A table that a page sorts, filters and scrolls, whatever its length.

    `data` is a data frame or series of pandas or polars, an Arrow table or whatever exports one, a
    mapping of columns, a sequence of records (mappings, named tuples, dataclasses) or of rows, an
    array, a database cursor, CSV text, or the path of a `.csv`, `.tsv` or `.json` file. `columns`
    names the columns of rows, or chooses some of those that there are. Of more than `max_rows` the
    first ones are kept and the others counted; `None` keeps all. Raises `OutputError` for what is
    no table.
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
            raise OutputError(f"max_rows must be a number of rows, or None, not {max_rows!r}")
        self.title = title
        self._columns = columns_of(data, columns, max_rows)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of the whole table."""
        return self._columns.total, len(self._columns.names)

    @property
    def metadata(self) -> dict[str, Any]:
        """Its title, and the number of all rows where not all are there."""
        about: dict[str, Any] = {"title": self.title} if self.title else {}
        if self._columns.total > self._columns.count:
            about["total_rows"] = self._columns.total
        return {next(iter(self.data)): about} if about else {}

    def _make(self) -> dict[str, Any]:
        columns = self._columns
        packed = stream(columns) if columns.count * len(columns.names) > _MOST_CELLS else None
        form = {ARROW: packed} if packed else {RESOURCE: self._resource()}
        return {**form, "text/html": self._html(), "text/plain": self._text()}

    def _resource(self) -> dict[str, Any]:
        columns = self._columns
        fields, values = [], []
        for name, given in zip(columns.names, columns.values(), strict=True):
            column = plain_column(given)
            fields.append({"name": name, "type": field(column, given)})
            values.append(column)
        rows = zip(*values, strict=True)
        data = [dict(zip(columns.names, row, strict=True)) for row in rows]
        return {"schema": {"fields": fields}, "data": data}

    @cached_property
    def _start(self) -> tuple[list[str], list[tuple[Any, ...]]]:
        """Return the first columns' names, and the first rows of these."""
        names = self._columns.names[:_COLUMNS]
        head = [plain_column(one) for one in self._columns.values(_HTML_ROWS)[:_COLUMNS]]
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
        lines = [names, *([_cell(cell)[:_CELL] for cell in row] for row in rows[:_TEXT_ROWS])]
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
