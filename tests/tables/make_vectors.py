"""Arrow data by Apache's own writer, and what is to be read of it.

python -m tests.tables.make_vectors
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa

from tests import VECTORS

FILE = VECTORS / "arrow.json"

# A column: its values, and its texts; None is null.
COLUMNS: dict[str, tuple[Any, list[str | None]]] = {
    "int64": (
        pa.array([1, None, 9007199254740993], pa.int64()),
        ["1", None, "9007199254740993"],
    ),
    "uint8": (pa.array([1, 255, None], pa.uint8()), ["1", "255", None]),
    "half": (pa.array(np.array([1.5, -0.5, 65504], np.float16)), ["1.5", "-0.5", "65504"]),
    "float": (pa.array([1.1, None, 3], pa.float32()), ["1.1", None, "3"]),
    "double": (pa.array([0.1, float("nan"), -float("inf")]), ["0.1", "NaN", "-Infinity"]),
    "bool": (pa.array([True, None, False]), ["true", None, "false"]),
    "decimal": (
        pa.array([Decimal("1.25"), Decimal("-0.01"), None], pa.decimal128(10, 2)),
        ["1.25", "-0.01", None],
    ),
    "decimal256": (
        pa.array([Decimal("12345678901234567890123456789012345678901.5"), Decimal("-1.5"), None]),
        ["12345678901234567890123456789012345678901.5", "-1.5", None],
    ),
    "date": (
        pa.array([dt.date(2026, 11, 23), None, dt.date(1, 1, 1)]),
        ["2026-11-23", None, "0001-01-01"],
    ),
    "date64": (
        pa.array([dt.date(2026, 11, 23), None, dt.date(1969, 12, 31)], pa.date64()),
        ["2026-11-23", None, "1969-12-31"],
    ),
    "time": (
        pa.array([dt.time(12, 30, 5, 250000), None, dt.time(0)], pa.time64("us")),
        ["12:30:05.25", None, "00:00:00"],
    ),
    "timestamp": (
        pa.array([1795437000123456789, None, -1], pa.timestamp("ns")),
        ["2026-11-23 12:30:00.123456789", None, "1969-12-31 23:59:59.999999999"],
    ),
    "zoned": (
        pa.array([1795437000, None, 946684800], pa.timestamp("s", tz="Asia/Seoul")),
        ["2026-11-23 21:30:00 Asia/Seoul", None, "2000-01-01 09:00:00 Asia/Seoul"],
    ),
    "far and zoned": (
        pa.array([-62_135_596_800, None, 253_402_300_800], pa.timestamp("s", tz="UTC")),
        ["0001-01-01 00:00:00 UTC", None, "+010000-01-01 00:00:00 UTC"],
    ),
    "local mean time": (
        pa.array([-30_610_224_000, -62_167_219_201, None], pa.timestamp("s", tz="Asia/Seoul")),
        ["1000-01-01 08:27:52 Asia/Seoul", "0000-01-01 08:27:51 Asia/Seoul", None],
    ),
    "offset": (
        pa.array([0, 1_795_437_000_000, None], pa.timestamp("ms", tz="-03:30")),
        ["1969-12-31 20:30:00 -03:30", "2026-11-23 09:00:00 -03:30", None],
    ),
    "duration": (
        pa.array([86_405_000, None, -5000], pa.duration("ms")),
        ["1 days 00:00:05", None, "-0 days 00:00:05"],
    ),
    "interval": (
        pa.array([pa.MonthDayNano([1, 2, 3_000_000_000]), None, pa.MonthDayNano([0, 0, 0])]),
        ["1 months 2 days 00:00:03", None, "0 months 0 days 00:00:00"],
    ),
    "long interval": (
        pa.array(
            [
                pa.MonthDayNano([0, 0, 108_000 * 10**9]),
                pa.MonthDayNano([-1, 40, 9_007_199_254_740_993]),
                pa.MonthDayNano([0, 0, -(2**63)]),
            ]
        ),
        [
            "0 months 0 days 30:00:00",
            "-1 months 40 days 2501:59:59.254740993",
            "0 months 0 days -2562047:47:16.854775808",
        ],
    ),
    "text": (pa.array(["é", "<b>x</b>", None]), ["é", "<b>x</b>", None]),
    "large text": (pa.array(["a", None, "b"], pa.large_string()), ["a", None, "b"]),
    "text view": (
        pa.array(["short", "longer than twelve bytes", None], pa.string_view()),
        ["short", "longer than twelve bytes", None],
    ),
    "binary": (pa.array([b"\x00\xff", None, b""]), ["00ff", None, ""]),
    "fixed binary": (pa.array([b"abc", None, b"xyz"], pa.binary(3)), ["616263", None, "78797a"]),
    "dictionary": (pa.array(["x", "y", None]).dictionary_encode(), ["x", "y", None]),
    "list": (pa.array([[1, None, 2], None, []]), ["[1, null, 2]", None, "[]"]),
    "fixed list": (
        pa.array([[1, 2], None, [3, 4]], pa.list_(pa.int32(), 2)),
        ["[1, 2]", None, "[3, 4]"],
    ),
    "list view": (
        pa.array([[1, 2], None, [3]], pa.list_view(pa.int32())),
        ["[1, 2]", None, "[3]"],
    ),
    "record": (
        pa.array([{"a": 1, "b": "x"}, None, {"a": None, "b": 'y"q'}]),
        ['{"a": 1, "b": "x"}', None, '{"a": null, "b": "y\\"q"}'],
    ),
    "map": (
        pa.array([[("k", 1)], None, []], pa.map_(pa.string(), pa.int32())),
        ['{"k": 1}', None, "{}"],
    ),
    "list of records": (
        pa.array(
            [[{"d": Decimal("1.5"), "t": dt.date(2026, 1, 1)}], [], None],
            pa.list_(pa.struct([("d", pa.decimal128(5, 1)), ("t", pa.date32())])),
        ),
        ['[{"d": "1.5", "t": "2026-01-01"}]', "[]", None],
    ),
    "null": (pa.nulls(3), [None, None, None]),
    "runs": (pa.RunEndEncodedArray.from_arrays([2, 3], ["p", "q"]), ["p", "p", "q"]),
    "union": (
        pa.UnionArray.from_dense(
            pa.array([0, 1, 0], pa.int8()),
            pa.array([0, 0, 1], pa.int32()),
            [pa.array([1, 2]), pa.array(["u"])],
        ),
        ["1", "u", "2"],
    ),
    "union of floats and dates": (
        pa.UnionArray.from_sparse(
            pa.array([0, 1, 0], pa.int8()),
            [
                pa.array([1.1, None, None], pa.float32()),
                pa.array([None, dt.date(2026, 11, 23), None]),
            ],
        ),
        ["1.1", "2026-11-23", None],
    ),
    "list of a dictionary's": (
        pa.ListArray.from_arrays(
            pa.array([0, 2, 2, 3], pa.int32()), pa.array([7, 8, 7]).dictionary_encode()
        ),
        ["[7, 8]", "[]", "[7]"],
    ),
    "list of runs": (
        pa.ListArray.from_arrays(
            pa.array([0, 1, 3, 3], pa.int32()),
            pa.RunEndEncodedArray.from_arrays([2, 3], pa.array([1.5, 2.5], pa.float32())),
        ),
        ["[1.5]", "[1.5, 2.5]", "[]"],
    ),
}


def encode(table: pa.Table, *, file: bool = False, chunk: int | None = None, **how: Any) -> str:
    """Return a table as base64 of an Arrow stream, or a file."""
    out = pa.BufferOutputStream()
    make = pa.ipc.new_file if file else pa.ipc.new_stream
    with make(out, table.schema, options=pa.ipc.IpcWriteOptions(**how)) as writer:
        writer.write_table(table, max_chunksize=chunk)
    return base64.b64encode(out.getvalue().to_pybytes()).decode()


def vector() -> dict[str, Any]:
    table = pa.table({name: values for name, (values, _) in COLUMNS.items()})
    return {
        "columns": list(COLUMNS),
        "texts": [texts for _, texts in COLUMNS.values()],
        "stream": encode(table),
        "batches": encode(table, chunk=2),
        "file": encode(table, file=True),
        "legacy": encode(table, use_legacy_format=True),
        "v4": encode(table, metadata_version=pa.ipc.MetadataVersion.V4),
        "lz4": encode(table, compression="lz4"),
        "zstd": encode(table, compression="zstd"),
    }


if __name__ == "__main__":
    FILE.write_text(json.dumps(vector(), indent=1) + "\n", encoding="utf-8")
