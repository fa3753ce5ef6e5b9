"""Tables: CSV, TSV, data resources and Arrow."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress, islice
from typing import Any

from ..model import delimited
from ..model.cells import kind_of, sample
from ..model.jsonio import dumps
from .context import Context, MessageError, RenderError
from .jsontree import Digits
from .limits import Meter
from .markup import element, text

__all__ = ["arrow", "resource", "separated", "table_element"]

_NULL = element("td", "null", class_="backendai-static-null")
#: How much of a table is written.
MAX_ROWS = 1000
MAX_COLUMNS = 100
MAX_CELL_CHARACTERS = 1000
MAX_COMMENT_CHARACTERS = 10_000
#: What reading a cell of Arrow takes.
CELL_OPERATIONS = 3
#: Rows of a data resource where no time is left.
FEW_ROWS = 10
#: Types of a data resource's columns that are numbers, and others of which the kind is known.
_NUMERIC = {"integer", "number", "year"}
_KNOWN = {"boolean", "date", "datetime", "string"}
#: Cells that are sampled to find the kinds of columns.
_SAMPLED_CELLS = 50_000


def separated(type_: str, data: Any, context: Context) -> str:
    """Return CSV or TSV as a table, by the rules of `spec/csv.md` and `spec/tables.md`."""
    if not isinstance(data, str):
        raise RenderError("expected text")
    header = context.metadata.get("header")
    delimiter = _delimiter(type_, data, context.metadata)
    read = [*delimited.rows(data, delimiter)]
    head, rows = delimited.named(read, header=header if isinstance(header, bool) else None)
    sampled = [rows[at] for at in sample(len(rows), _sample_size(len(head)))]
    numeric = [
        kind_of(row[place] for row in sampled if place < len(row)) == "number"
        for place in range(min(len(head), MAX_COLUMNS))
    ]
    said = delimited.comments(data, delimiter)[:MAX_COMMENT_CHARACTERS]
    made = table_element(head, rows, context, total=len(rows), numeric=numeric)
    if not said:
        return made
    note = element("div", text(said), class_="backendai-static-note backendai-static-comments")
    return element("div", note, made)


def resource(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return a data resource (`{"schema": {"fields": […]}, "data": [{…}, …]}`) as a table."""
    if isinstance(data, str):
        # Numbers as they are written.
        data = json.loads(data, parse_int=Digits, parse_float=Digits, parse_constant=Digits)
    rows = data.get("data") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise RenderError("A data resource must have a list in data")
    schema = data.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    if not isinstance(fields, list) or not fields:
        found = dict.fromkeys(key for row in rows[:MAX_ROWS] for key in _keys(row))
        fields = [{"name": name} for name in found]
    named = [one if isinstance(one, dict) else {} for one in fields]
    names = [
        str(at) if one.get("name") is None else _text(one["name"])
        for at, one in enumerate(named, 1)
    ]
    width = len(names[:MAX_COLUMNS])
    # Rows may have nothing but what is missing.
    count = len(rows[:MAX_ROWS])
    if not context.meter.spend(count * width / 4, "left_out_parts"):
        count = min(count, FEW_ROWS)
    shown = [
        [_value(row, at, name) for at, name in enumerate(names[:width])] for row in rows[:count]
    ]
    numeric = [
        str(one.get("type")) in _NUMERIC
        or (
            str(one.get("type")) not in _KNOWN
            and kind_of(_text(row[at]) for row in shown) == "number"
        )
        for at, one in enumerate(named[:MAX_COLUMNS])
    ]
    # What is shown again in another column was sent once.
    first = {name: at for at, name in reversed([*enumerate(names[:width])])}
    own = [first[name] == at for at, name in enumerate(names[:width])]
    return table_element(names, shown, context, total=len(rows), numeric=numeric, own=own)


def _keys(row: Any) -> Iterable[str]:
    if isinstance(row, list):
        return map(str, range(len(row)))
    return row if isinstance(row, dict) else ()


def _value(row: Any, at: int, name: Any) -> Any:
    if isinstance(row, list):
        return row[at] if at < len(row) else None
    return row.get(name) if isinstance(row, dict) else None


def arrow(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return an Arrow IPC stream or file as a table; needs `pyarrow`."""
    if not isinstance(data, str):
        raise RenderError("expected base64")
    try:
        from . import arrow as values
    except ImportError:
        raise MessageError("needs_package", name="pyarrow") from None
    payload = data.partition(",")[2] if data.startswith("data:") else data
    meter = context.meter
    table, total, marks, excess = values.read(base64.b64decode(payload), meter.unpacked)
    meter.unpack(excess)
    meter.grant(len(payload))
    columns = [
        _arrow_texts(values, column, marks.get(at), meter)
        for at, column in enumerate(table.slice(0, MAX_ROWS).columns[:MAX_COLUMNS])
    ]
    numeric = [values.is_number(one.type) for one in table.schema]
    # What is in the cells is not what was sent: few bytes may be many rows.
    with meter.within(0):
        return table_element(
            table.column_names, zip(*columns, strict=False), context, total=total, numeric=numeric
        )


def _arrow_texts(values: Any, column: Any, mark: Any, meter: Meter) -> Iterator[str | None]:
    """Yield values as texts; a dictionary's value may be long, and pointed at by every cell."""
    for scalar in column:
        if not meter.spend(CELL_OPERATIONS, "left_out_parts"):
            return
        made: str | None = values.text_of(scalar, mark)
        meter.spend(values.size_of(scalar) / 1000, "left_out_parts")
        yield made[: MAX_CELL_CHARACTERS + 1] if made else made


def table_element(  # noqa: PLR0913 - what is known of a table
    head: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    context: Context,
    *,
    total: int,
    numeric: Sequence[bool] = (),
    own: Sequence[bool] | None = None,
) -> str:
    """Return a table of the first rows, with a note of their total number.

    `own` tells which columns have values that no other one has.
    """
    width = min(len(head), MAX_COLUMNS)
    kinds = [*numeric, *[False] * width][:width]
    classes = ["backendai-static-number" if kind else None for kind in kinds]
    names = [
        element("th", text(_cell_text(name)), scope="col", class_=kind)
        for name, kind in zip(head, classes, strict=False)
    ]
    count = 0
    body = []
    meter = context.meter
    for row in islice(rows, MAX_ROWS):
        texts = [None if cell is None else _cell_text(cell) for cell in row[:width]]
        sent = compress(texts, own) if own else texts
        meter.grant(sum(len(one) + 4 for one in sent if one) + 2)
        # In a shorter row the last values are missing.
        cells = [*texts, *[None] * (width - len(texts))]
        written = "".join(
            _NULL if cell is None else element("td", text(cell), class_=kind)
            for cell, kind in zip(cells, classes, strict=True)
        )
        if not meter.write(len(written), "left_out_parts"):
            break
        body.append(element("tr", written))
        count += 1
    shown = element("table", element("thead", element("tr", *names)), element("tbody", *body))
    translate = context.translate
    about = f"{translate('rows', n=total)}, {translate('columns', n=len(head))}"
    if total > count or len(head) > width:
        about += f"; {translate('cells_shown', n=count, m=width)}"
    note = element("div", text(about), class_="backendai-static-note")
    return element("div", shown, note, class_="backendai-static-table")


def _cell_text(value: Any) -> str:
    shown = _text(value) or ""
    return shown if len(shown) <= MAX_CELL_CHARACTERS else f"{shown[: MAX_CELL_CHARACTERS - 1]}…"


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool | int | float | list | dict):
        try:
            value = dumps(_first(value, [MAX_CELL_CHARACTERS]))
        except (TypeError, ValueError, RecursionError):
            value = str(value)
    return str(value)


def _sample_size(columns: int) -> int:
    return int(max(10, min(1000, _SAMPLED_CELLS / max(1, columns))))


def _first(value: Any, left: list[int]) -> Any:
    """Return the part of a value that has room in a cell; `left` is shared by all its parts."""
    left[0] -= 1
    if isinstance(value, list):
        return [_first(one, left) for one in islice(value, max(left[0], 0)) if left[0] > 0]
    if isinstance(value, dict):
        given = islice(value.items(), max(left[0], 0))
        return {key[:MAX_CELL_CHARACTERS]: _first(one, left) for key, one in given if left[0] > 0}
    return value[: MAX_CELL_CHARACTERS + 1] if isinstance(value, str) else value


def _delimiter(type_: str, data: str, metadata: dict[str, Any]) -> str:
    """Return the delimiter of the metadata or the type, else what the text looks like."""
    named = metadata.get("delimiter")
    if isinstance(named, str) and len(named) == 1 and named not in '"\r\n':
        return named
    return "\t" if type_ == "text/tab-separated-values" else delimited.sniff(data)
