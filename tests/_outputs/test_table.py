"""Tables of any source: the same rows come out."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import decimal
import enum
import io
import sqlite3
from collections import namedtuple
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from backendai_media import OutputError, Table, normalize
from backendai_media.model import MediaItem

RESOURCE = "application/vnd.dataresource+json"
ARROW = "application/vnd.apache.arrow.stream"
NAMES = ["name", "n", "x"]
ROWS = [["a", 1, 0.5], ["b", 2, None]]
RECORDS: list[dict[str, Any]] = [dict(zip(NAMES, row, strict=True)) for row in ROWS]
COLUMNS = {name: [row[at] for row in ROWS] for at, name in enumerate(NAMES)}


@dataclasses.dataclass
class Data:
    name: str
    n: int
    x: float | None


class Struct(msgspec.Struct):
    name: str
    n: int
    x: float | None


Named = namedtuple("Named", ["name", "n", "x"])  # noqa: PYI024 - such are what users have


DATABASES: list[sqlite3.Connection] = []


@pytest.fixture(autouse=True)
def close_databases() -> Iterator[None]:
    yield
    while DATABASES:
        DATABASES.pop().close()


def cursor() -> sqlite3.Cursor:
    database = sqlite3.connect(":memory:")
    DATABASES.append(database)
    database.execute("create table t (name, n, x)")
    database.executemany("insert into t values (?, ?, ?)", ROWS)
    return database.execute("select * from t")


def rows_of_sqlite() -> list[sqlite3.Row]:
    found = cursor()
    found.row_factory = sqlite3.Row
    return found.fetchall()


def resource(table: Table) -> dict[str, Any]:
    form: dict[str, Any] = table.data[RESOURCE]
    return form


SOURCES: dict[str, Any] = {
    "pandas": lambda: pd.DataFrame(COLUMNS),
    "pandas Styler": lambda: pd.DataFrame(COLUMNS).style,
    "polars": lambda: pl.DataFrame(COLUMNS),
    "polars, lazy": lambda: pl.LazyFrame(COLUMNS),
    "pyarrow": lambda: pa.table(COLUMNS),
    "a record batch": lambda: pa.table(COLUMNS).to_batches()[0],
    "columns": lambda: COLUMNS,
    "columns of arrays": lambda: {**COLUMNS, "n": np.array([1, 2]), "x": pd.Series([0.5, None])},
    "records": lambda: RECORDS,
    "records with gaps": lambda: [RECORDS[0], {"name": "b", "n": 2}],
    "a generator": lambda: iter(RECORDS),
    "dataclasses": lambda: [Data(*row) for row in ROWS],  # type: ignore[arg-type]
    "structs": lambda: [Struct(*row) for row in ROWS],  # type: ignore[arg-type]
    "named tuples": lambda: [Named(*row) for row in ROWS],
    "a structured array": lambda: np.array(
        [("a", 1, 0.5), ("b", 2, np.nan)], dtype=[("name", "U1"), ("n", "i4"), ("x", "f8")]
    ),
    "a cursor": cursor,
    "rows of sqlite3": rows_of_sqlite,
    "CSV text": lambda: "name,n,x\na,1,0.5\nb,2,\n",
    "CSV with semicolons": lambda: "name;n;x\na;1;0.5\nb;2;\n",
    "CSV bytes": "\ufeffname,n,x\r\na,1,0.5\r\nb,2,\r\n".encode,
    "a data resource": lambda: {
        "schema": {"fields": [{"name": name} for name in NAMES]},
        "data": RECORDS,
    },
}


@pytest.mark.parametrize("name", SOURCES)
def test_sources(name: str) -> None:
    table = Table(SOURCES[name]())
    assert resource(table) == {
        "schema": {
            "fields": [
                {"name": "name", "type": "string"},
                {"name": "n", "type": "integer"},
                {"name": "x", "type": "number"},
            ]
        },
        "data": RECORDS,
    }
    assert table.shape == (2, 3)
    assert "2 rows × 3 columns" in table.data["text/html"]
    assert "2 rows × 3 columns" in table.data["text/plain"]
    # What is sent is what is read.
    (item,) = normalize(table.item)
    assert isinstance(item, MediaItem)
    assert item.data == table.data


def test_rows_and_names() -> None:
    assert resource(Table(ROWS, columns=NAMES))["data"] == RECORDS
    assert list(resource(Table(ROWS))["data"][0]) == ["column 1", "column 2", "column 3"]
    assert resource(Table(np.eye(2)))["data"][1] == {"column 1": 0.0, "column 2": 1.0}
    assert resource(Table([1, None, 3]))["data"] == [{"value": 1}, {"value": None}, {"value": 3}]
    assert resource(Table([], columns=["a"])) == {
        "schema": {"fields": [{"name": "a", "type": "string"}]},
        "data": [],
    }
    for source in (pd.DataFrame(COLUMNS), pl.DataFrame(COLUMNS), pa.table(COLUMNS), COLUMNS):
        assert resource(Table(source, columns=["n", "name"]))["data"][1] == {"n": 2, "name": "b"}
        with pytest.raises(
            OutputError, match="No column is called 'z'; the columns are 'name', 'n', 'x'"
        ):
            Table(source, columns=["z"])


def test_files(tmp_path: Path) -> None:
    for name, content in {
        "a.csv": "name,n,x\na,1,0.5\nb,2,\n",
        "a.tsv": "name\tn\tx\na\t1\t0.5\nb\t2\t\n",
        "a.json": '[{"name": "a", "n": 1, "x": 0.5}, {"name": "b", "n": 2}]',
    }.items():
        path = tmp_path / name
        path.write_text(content)
        assert resource(Table(path))["data"] == resource(Table(str(path)))["data"] == RECORDS
    with pytest.raises(OutputError, match=r"none\.csv cannot be read: No such file"):
        Table(str(tmp_path / "none.csv"))
    with pytest.raises(OutputError, match="read it with pandas or polars"):
        Table("a.parquet")


def test_pandas_indices_come_along() -> None:
    frame = pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="key"))
    assert resource(Table(frame))["data"][1] == {"key": "y", "a": 2}
    assert resource(Table(frame["a"]))["data"][1] == {"key": "y", "a": 2}
    assert resource(Table(frame.rename_axis("a")))["data"][0] == {"a (index)": "x", "a": 1}
    unnamed = frame.rename_axis(None)
    assert list(resource(Table(unnamed))["data"][0]) == ["index", "a"]
    levels = pd.DataFrame(
        [[1, 2]],
        columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")]),
        index=pd.MultiIndex.from_tuples([("p", 1)], names=["l", None]),
    )
    assert resource(Table(levels))["data"] == [{"l": "p", "index": 1, "a / x": 1, "a / y": 2}]
    doubled = pd.DataFrame([[1, 2]], columns=["a", "a"])
    assert resource(Table(doubled))["data"] == [{"a": 1, "a (2)": 2}]
    with pytest.raises(OutputError, match="not a table; pass a DataFrame"):
        Table(pd.Timestamp(2026, 1, 1))


class Colour(enum.Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("values", "kind", "shown"),
    [
        ([True, None], "boolean", [True, None]),
        ([dt.date(2026, 1, 2)], "date", ["2026-01-02"]),
        ([dt.datetime(2026, 1, 2, 3, tzinfo=dt.UTC)], "datetime", ["2026-01-02T03:00:00+00:00"]),
        ([dt.time(3, 4)], "time", ["03:04:00"]),
        ([dt.timedelta(days=-1, seconds=1)], "duration", ["-P0DT86399S"]),
        ([pd.Timestamp("2026-01-02"), pd.NaT], "datetime", ["2026-01-02T00:00:00", None]),
        ([decimal.Decimal("1.5"), 2], "number", [1.5, 2]),
        ([pd.NA, float("nan"), None], "string", [None, None, None]),
        ([2**53, 1], "string", ["9007199254740992", "1"]),
        ([float("inf")], "number", ["inf"]),
        ([np.int64(4), np.float32(0.5)], "any", [4, 0.5]),
        ([{"a": 1}, [2]], "any", [{"a": 1}, [2]]),
        ([Colour.RED], "any", ["red"]),
        (["1", 2], "any", ["1", 2]),
    ],
)
def test_values(values: list[Any], kind: str, shown: list[Any]) -> None:
    form = resource(Table({"v": values}))
    assert [row["v"] for row in form["data"]] == shown
    assert form["schema"]["fields"] == [{"name": "v", "type": kind}]


def test_codes_stay_text() -> None:
    form = resource(Table("code,n,f,empty\n007,1,1e3,\n012,,-.5,\n"))
    assert form["data"] == [
        {"code": "007", "n": 1, "f": 1000.0, "empty": ""},
        {"code": "012", "n": None, "f": -0.5, "empty": ""},
    ]


COUNT = 30_000


@pytest.mark.parametrize(
    "source",
    [
        pd.DataFrame({"n": range(COUNT), "s": ["é"] * COUNT}),
        pd.DataFrame({"n": range(COUNT)}, index=["é"] * COUNT).rename_axis("s"),
        pl.DataFrame({"n": range(COUNT), "s": ["é"] * COUNT}),
        pa.table({"n": range(COUNT), "s": ["é"] * COUNT}),
        {"n": list(range(COUNT)), "s": ["é"] * COUNT},
    ],
    ids=["pandas", "an index", "polars", "pyarrow", "columns"],
)
def test_many_rows_travel_as_arrow(source: Any) -> None:
    table = Table(source, max_rows=20_000)
    assert table.shape == (COUNT, 2)
    assert set(table.data) == {ARROW, "text/html", "text/plain"}
    assert table.metadata == {ARROW: {"total_rows": COUNT}}
    content = base64.b64decode(table.data[ARROW])
    read = pa.ipc.open_stream(io.BytesIO(content)).read_all()
    assert read.num_rows == 20_000
    assert read.slice(19_999).to_pylist() == [{"n": 19_999, "s": "é"}]
    assert "string_view" not in str(read.schema), "readers in browsers know no views"
    assert "30,000 rows × 2 columns" in table.data["text/html"]
    assert len(table.data["text/html"]) < 2_000


def test_what_arrow_cannot_hold_travels_as_json() -> None:
    mixed = Table({"v": [1, "a", (2,)] * 10_000})
    assert set(mixed.data) == {RESOURCE, "text/html", "text/plain"}
    assert len(resource(mixed)["data"]) == 30_000
    assert mixed.metadata == {}


def test_titles_and_escaping() -> None:
    table = Table({"<b>": ["<script>", None]}, title="A & B")
    html = table.data["text/html"]
    assert "<caption>A &amp; B</caption>" in html
    assert "<th>&lt;b&gt;</th>" in html
    assert "<td>&lt;script&gt;</td>" in html
    assert table.metadata == {RESOURCE: {"title": "A & B"}}
    assert repr(table) == "<Table: 2 rows × 1 column>"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (5, "type int is not a table; pass a data frame, a mapping of columns"),
        ("data.csv", r"data\.csv cannot be read"),
        ({"a": [1], "b": [1, 2]}, "Columns must have the same length; these differ: a: 1, b: 2"),
        ({"a": 1}, "Column 'a' must be a list of values, not int"),
        ([{"a": 1}, [2]], "one kind"),
        (np.zeros((2, 2, 2)), "3 dimensions is not a table"),
        ("\n", "empty"),
        (b"\xff\xff\n", "must be UTF-8"),
        ({"schema": 1, "data": []}, "schema.fields"),
        (pa.array([1]), "not a table"),
    ],
)
def test_what_is_no_table(given: Any, said: str) -> None:
    with pytest.raises(OutputError, match=said):
        Table(given)


def test_options_are_checked() -> None:
    with pytest.raises(OutputError, match="max_rows must be"):
        Table(COLUMNS, max_rows=0)
    with pytest.raises(OutputError, match="2 column names, but a row has 3"):
        Table(ROWS, columns=["a", "b"])
    with pytest.raises(OutputError, match="No record has the field 'z'"):
        Table(RECORDS, columns=["z"])
    assert resource(Table(RECORDS, max_rows=1))["data"] == RECORDS[:1]
    assert Table(RECORDS, max_rows=1).metadata == {RESOURCE: {"total_rows": 2}}
