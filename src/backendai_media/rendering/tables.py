"""Tables: CSV, TSV, data resources and Arrow."""

from __future__ import annotations

import base64
import csv
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

from .._spec import ARROW_MAX_EXPANSION, ARROW_MIN_BYTES
from ..model import delimited
from ..model.jsonio import dumps
from .arrow_messages import declared
from .context import Context, RenderError
from .limits import Meter
from .markup import element, text

__all__ = ["arrow", "resource", "separated", "table_element"]

#: How much of a table is written.
MAX_ROWS = 1000
MAX_COLUMNS = 100
MAX_CELL_CHARACTERS = 1000
_NUMERIC = {"integer", "number"}


def separated(type_: str, data: Any, context: Context) -> str:
    """Return CSV or TSV as a table; the first row names the columns."""
    if not isinstance(data, str):
        raise RenderError("expected text")
    reader = delimited.rows(data, _delimiter(type_, data, context.metadata))
    try:
        head = next(reader, None)
        rows = list(islice(reader, MAX_ROWS))
        total = len(rows) + sum(1 for _ in reader)
    except csv.Error as error:
        raise RenderError(f"This is not a table: {error}") from None
    if head is None:
        raise RenderError("This table is empty")
    numeric = [
        bool(rows) and all(_is_number(row[place]) for row in rows if row[place : place + 1])
        for place in range(len(head))
    ]
    return table_element(head, rows, context.meter, total=total, numeric=numeric)


def resource(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return a data resource (`{"schema": {"fields": […]}, "data": [{…}, …]}`) as a table."""
    rows = data.get("data") if isinstance(data, dict) else None
    if not isinstance(rows, list):
        raise RenderError("A data resource must have a list in data")
    schema = data.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else None
    listed = [one for one in fields if isinstance(one, dict)] if isinstance(fields, list) else []
    types = {one["name"]: one.get("type") for one in listed if isinstance(one.get("name"), str)}
    names = list(types) or list(
        dict.fromkeys(key for row in rows[:MAX_ROWS] if isinstance(row, dict) for key in row)
    )
    if not names and rows and isinstance(rows[0], list):
        names = [str(place) for place in range(len(rows[0]))]
    written = names[:MAX_COLUMNS]
    shown = [
        [row.get(name) for name in written] if isinstance(row, dict) else row
        for row in rows[:MAX_ROWS]
        if isinstance(row, dict | list)
    ]
    numeric = [types.get(name) in _NUMERIC for name in names]
    return table_element(names, shown, context.meter, total=len(rows), numeric=numeric)


def arrow(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return an Arrow IPC stream as a table; needs `pyarrow`."""
    if not isinstance(data, str):
        raise RenderError("expected base64")
    try:
        import pyarrow as pa
    except ImportError:
        raise RenderError("Arrow tables need pyarrow; pip install pyarrow") from None
    payload = data.partition(",")[2] if data.startswith("data:") else data
    stream = base64.b64decode(payload)
    batches, total = _readable(stream)
    with pa.ipc.open_stream(stream) as reader:
        schema = reader.schema
        read = [reader.read_next_batch() for _ in range(batches)]
    columns = range(min(len(schema), MAX_COLUMNS))
    meter = context.meter
    rows: list[list[Any]] = []
    for batch in read:
        rows += [
            [Cell(meter).value(batch.column(place)[row]) for place in columns]
            for row in range(min(batch.num_rows, MAX_ROWS - len(rows)))
        ]
    numeric = [pa.types.is_integer(one.type) or pa.types.is_floating(one.type) for one in schema]
    return table_element(schema.names, rows, meter, total=total, numeric=numeric)


def _readable(stream: bytes) -> tuple[int, int]:
    """Return how many batches of an Arrow stream are to be read, and the rows of all of them."""
    most = ARROW_MIN_BYTES + ARROW_MAX_EXPANSION * len(stream)
    batches = rows = total = size = 0
    is_full = False
    try:
        for message in declared(stream):
            total += message.rows * message.is_batch
            # What comes before the last batch to be read is decompressed, dictionaries too.
            is_full = is_full or rows >= MAX_ROWS or size + message.size > most
            if not is_full:
                size += message.size
                batches += message.is_batch
                rows += message.rows * message.is_batch
    except ValueError as error:
        raise RenderError(f"This is not an Arrow stream: {error}") from None
    if is_full and not batches:
        raise RenderError("This table becomes too large when it is decompressed")
    return batches, total


class Cell:
    """Converts one value of an Arrow table, as far as it is shown."""

    def __init__(self, meter: Meter) -> None:
        self.meter = meter
        #: Characters that are left, about.
        self.left = MAX_CELL_CHARACTERS

    def value(self, scalar: Any) -> Any:
        """Return an Arrow scalar as a Python value, without what a cell has no room for."""
        if not scalar.is_valid:
            return None
        self.left -= 2
        kind = type(scalar).__name__
        if kind == "DictionaryScalar":
            return self.value(scalar.value)
        if kind in {"ListScalar", "LargeListScalar", "FixedSizeListScalar", "MapScalar"}:
            return [
                self.value(one) for one in islice(scalar.values, max(self.left, 0)) if self.left > 0
            ]
        if kind == "StructScalar":
            return {
                key: self.value(one)
                for key, one in islice(scalar.items(), max(self.left, 0))
                if self.left > 0
            }
        size = len(scalar.as_buffer()) if hasattr(scalar, "as_buffer") else 0
        if not self.meter.spend(2 + size / 1000, "further cells"):
            return "…"
        made = scalar.as_py()
        if isinstance(made, str | bytes):
            made = made[: max(self.left, 0) + 1]
            self.left -= len(made)
        return made


def table_element(
    head: Sequence[Any],
    rows: Iterable[Sequence[Any]],
    meter: Meter,
    *,
    total: int,
    numeric: Sequence[bool] = (),
) -> str:
    """Return a table of the first rows, with a note of their total number."""
    width = min(len(head), MAX_COLUMNS)
    kinds = [*numeric, *[False] * width][:width]
    classes = ["backendai-static-number" if kind else None for kind in kinds]
    names = [
        element("th", text(_cell_text(name)), scope="col", class_=kind)
        for name, kind in zip(head, classes, strict=False)
    ]
    count = 0
    body = []
    for row in islice(rows, MAX_ROWS):
        texts = [_cell_text(cell) for cell in row[:width]]
        meter.grant(sum(map(len, texts)) + 4 * sum(map(bool, texts)) + 2)
        cells = [*texts, *[""] * (width - len(texts))]
        written = "".join(
            element("td", text(cell), class_=kind)
            for cell, kind in zip(cells, classes, strict=True)
        )
        if not meter.write(len(written), "further rows"):
            break
        body.append(element("tr", written))
        count += 1
    shown = element("table", element("thead", element("tr", *names)), element("tbody", *body))
    about = f"{total:,} row{'s' * (total != 1)} × {len(head):,} column{'s' * (len(head) != 1)}"
    if total > count or len(head) > width:
        about += f", the first {count:,} × {width:,} of them here"
    note = element("div", about, class_="backendai-static-note")
    return element("div", shown, note, class_="backendai-static-table")


def _cell_text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool | int | float | list | dict):
        try:
            value = dumps(_first(value, [MAX_CELL_CHARACTERS]))
        except (TypeError, ValueError, RecursionError):
            value = str(value)
    shown = str(value)
    return shown if len(shown) <= MAX_CELL_CHARACTERS else f"{shown[: MAX_CELL_CHARACTERS - 1]}…"


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


def _is_number(value: str) -> bool:
    try:
        float(value or 0)
    except ValueError:
        return False
    return True
