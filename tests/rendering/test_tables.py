"""Tables of static pages, next to what the browser shows."""

from __future__ import annotations

import base64
import json
from html import unescape
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from backendai_media import render
from backendai_media.rendering.arrow import text_of
from tests import VECTORS
from tests.tables.make_vectors import encode

ARROW = "application/vnd.apache.arrow.stream"
VECTOR = json.loads((VECTORS / "arrow.json").read_bytes())


def shown(data: Any, **metadata: Any) -> tuple[list[str], list[list[str]]]:
    """The names of the columns, and the texts of the cells."""
    made = render({"data": data, "metadata": metadata})
    head, _, body = made.partition("<tbody>")
    assert body, made

    def cells(markup: str, tag: str) -> list[str]:
        parts = markup.split(f"<{tag}")[1:]
        return [unescape(one.partition(">")[2].partition("<")[0]) for one in parts]

    return cells(head.partition("<tr>")[2], "th"), [
        cells(row, "td") for row in body.partition("</tbody>")[0].split("<tr>")[1:]
    ]


@pytest.mark.parametrize("form", ["stream", "batches", "file", "legacy", "v4", "lz4", "zstd"])
def test_arrow_is_read_as_in_the_page(form: str) -> None:
    names, rows = shown({ARROW: VECTOR[form]})
    assert names == VECTOR["columns"]
    for name, column, texts in zip(names, zip(*rows, strict=True), VECTOR["texts"], strict=True):
        assert list(column) == ["null" if text is None else text for text in texts], name


def test_columns_of_one_name_are_all_there() -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    assert shown({ARROW: encode(table)}) == (["a", "a"], [["1", "2"]])
    both = pa.StructArray.from_arrays([pa.array([1]), pa.array([2])], names=["a", "a"])
    assert shown({ARROW: encode(pa.table({"s": both}))})[1] == [['{"a": 1, "a": 2}']]


@pytest.mark.parametrize(
    ("scalar", "text"),
    [
        (pa.scalar(2_932_897, pa.int32()).cast(pa.date32()), "+010000-01-01"),
        (pa.scalar(-719_529, pa.int32()).cast(pa.date32()), "-000001-12-31"),
        (pa.scalar(2**31 - 1, pa.int32()).cast(pa.date32()), "185542587100800000 ms"),
        (pa.scalar(2**60, pa.timestamp("s", tz="UTC")), "1.1529215046067968e+21 ms 13:56:16 UTC"),
        (pa.scalar(0, pa.timestamp("s", tz="No/Where")), "1970-01-01 00:00:00 UTC"),
        (pa.scalar(0, pa.timestamp("s", tz="+09:00")), "1970-01-01 09:00:00 +09:00"),
    ],
)
def test_times_beyond_pythons(scalar: Any, text: str) -> None:
    assert text_of(scalar) == text


def test_what_one_cell_holds_is_limited() -> None:
    long = text_of(pa.scalar([0] * 20_000))
    assert long == f"[{'0, ' * 10_000}…]"
    deep = text_of(pa.scalar([[0] * 99] * 2000))
    assert deep is not None
    assert deep.count("0") < 10_000
    assert text_of(pa.scalar(bytes(1001))) == "00" * 1000 + "…"


def test_what_compressed_data_becomes_is_limited() -> None:
    """A batch that is small only as long as it is compressed is not read, and that is said."""
    sink = pa.BufferOutputStream()
    column = pa.array(np.zeros(3_000_000, dtype="int64"))
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    batch = pa.record_batch([column], names=["zeros"])
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    stream = sink.getvalue().to_pybytes()
    assert len(stream) < 100_000
    made = render({"data": {ARROW: base64.b64encode(stream).decode()}, "metadata": {}})
    assert "times as large when decompressed" in made


def test_damaged_arrow_data_is_a_notice() -> None:
    raw = bytearray(base64.b64decode(VECTOR["stream"]))
    notices = 0
    for at in range(0, len(raw), 97):
        damaged = raw.copy()
        damaged[at] ^= 0xFF
        made = render({"data": {ARROW: base64.b64encode(damaged).decode()}, "metadata": {}})
        notices += "backendai-notice" in made
    assert notices


def test_rows_that_are_longer_than_the_first() -> None:
    assert shown({"text/csv": "a\n1,2\n3"}) == (["a", ""], [["1", "2"], ["3", "null"]])


def test_metadata_of_csv() -> None:
    assert shown({"text/csv": "a:b"}, delimiter=":", header=False) == (["1", "2"], [["a", "b"]])


def test_kinds_of_a_data_resource() -> None:
    """By its schema, else by its values."""
    fields = [{"name": "a", "type": "string"}, {"name": "b"}, {"name": "c", "type": "year"}]
    rows = [{"a": "1", "b": 1, "c": 2024}, {"a": "2", "b": None, "c": 2025}]
    resource = {"schema": {"fields": fields}, "data": rows}
    made = render({"data": {"application/vnd.dataresource+json": resource}, "metadata": {}})
    heads = made.partition("</thead>")[0].split("<th ")[1:]
    assert ["backendai-static-number" in one for one in heads] == [False, True, True]
