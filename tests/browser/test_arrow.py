"""Arrow data: all types, data that is damaged, and a million rows."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from ..tables.make_vectors import FILE, encode, vector
from .stage import Stage

TYPE = "application/vnd.apache.arrow.stream"
VECTOR = json.loads(FILE.read_bytes())

READ = """
  const { read } = await import(`${root}/js/arrow.js`);
  const context = { signal: new AbortController().signal, schedule: job => setTimeout(job) };
  const texts = ({ columns, rows }) => columns.map(column =>
    Array.from({ length: Math.min(rows, 100) }, (_, row) => column.text(row) ?? null));
"""


def test_all_types(stages: Stage) -> None:
    stages.open_strict()
    report = stages.handle_all([[TYPE, VECTOR["stream"]]])
    assert report == {"rendered": 1, "failed": []}
    names = stages.js("() => __probe.all('[role=columnheader]').map(cell => cell.textContent)")
    assert names == VECTOR["columns"][: len(names)]
    assert stages.probe("errors") + stages.probe("violations") == []
    stages.open()
    for name in ("stream", "batches", "file", "legacy", "v4", "lz4", "zstd"):
        found = stages.js(
            f"async (root, data) => {{ {READ} return texts(await read(data, context)); }}",
            stages.root,
            VECTOR[name],
        )
        assert dict(zip(VECTOR["columns"], found, strict=True)) == dict(
            zip(VECTOR["columns"], VECTOR["texts"], strict=True)
        ), name


def test_the_vector_is_what_the_writer_writes() -> None:
    assert vector()["texts"] == VECTOR["texts"]
    assert vector()["columns"] == VECTOR["columns"]


def test_changing_dictionaries(stage: Stage) -> None:
    """Pieces that are added to a dictionary, and one that takes the place of another."""
    stage.open()
    out = pa.BufferOutputStream()
    schema = pa.schema([("d", pa.dictionary(pa.int8(), pa.string()))])
    options = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=True)
    with pa.ipc.new_stream(out, schema, options=options) as writer:
        for words in (["a", "b"], ["a", "b", "c"], ["x"]):
            array = pa.DictionaryArray.from_arrays(
                pa.array(range(len(words)), pa.int8()), pa.array(words)
            )
            writer.write_batch(pa.record_batch([array], schema=schema))
    data = base64.b64encode(out.getvalue().to_pybytes()).decode()
    found = stage.js(
        f"async (root, data) => {{ {READ} return texts(await read(data, context)); }}",
        stage.root,
        f"data:{TYPE};base64,{data}",
    )
    assert found == [["a", "b", "a", "b", "c", "x"]]


FUZZ = f"""async (root, data, changes) => {{ {READ}
  const bytes = Uint8Array.from(atob(data), letter => letter.charCodeAt(0));
  const base64 = bytes => btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join(''));
  const odd = [];
  let [read_, refused] = [0, 0];
  for (const [length, at, value] of changes) {{
    const copy = bytes.slice(0, length);
    if (at < length) copy[at] = value;
    try {{
      const table = await read(base64(copy), context);
      texts(table);
      for (const column of table.columns) column.key(table.rows - 1);
      read_++;
    }} catch (error) {{
      refused++;
      if (!/Arrow/.test(error.message)) odd.push([length, at, value, `${{error.stack}}`]);
    }}
  }}
  return {{ odd: odd.slice(0, 5), read: read_, refused }};
}}"""


def changes(size: int, count: int) -> list[tuple[int, int, int]]:
    rng = np.random.default_rng(7)
    cuts = [(int(length), 0, 255) for length in rng.integers(0, size, count // 4)]
    values = rng.choice([0, 1, 127, 128, 255, 64], count)
    places = rng.integers(0, size, count)
    return cuts + [(size, int(at), int(value)) for at, value in zip(places, values, strict=True)]


@pytest.mark.parametrize("level", [1, 9, 22])
def test_zstandard(stages: Stage, level: int) -> None:
    """Of all that its compressor does: letters with codes, repeated pieces, numbers, noise, runs."""
    stages.open()
    noise = np.random.default_rng(17)
    rows = 40_000
    words = np.array(["alpha", "beta", "gamma", "한국어"])
    columns = {
        "letters": ["".join(one) for one in noise.choice(list("abcdefgh"), (rows, 5))],
        "words": words[noise.integers(0, 4, rows)],
        "numbers": noise.integers(0, 1000, rows),
        "noise": noise.integers(-(2**53), 2**53, rows),
        "skewed": noise.exponential(9, rows).astype(np.int32),
        "one": np.zeros(rows, np.int64),
        "steps": np.arange(rows),
    }
    table = pa.table(columns)
    data = encode(table, compression=pa.Codec("zstd", level))
    found = stages.js(
        f"""async (root, data, rows) => {{ {READ}
          const {{ columns }} = await read(data, context);
          return columns.map(column => {{
            let sum = 0;
            for (let row = 0; row < rows; row++)
              for (const letter of column.text(row)) sum = (sum * 31 + letter.codePointAt(0)) % 1000003;
            return sum;
          }});
        }}""",
        stages.root,
        data,
        rows,
    )
    for name, sum_ in zip(columns, found, strict=True):
        wanted = 0
        for letter in "".join(map(str, table[name].to_pylist())):
            wanted = (wanted * 31 + ord(letter)) % 1000003
        assert sum_ == wanted, name


@pytest.mark.parametrize("name", ["stream", "batches", "file"])
def test_damaged_data(stage: Stage, name: str) -> None:
    """Cut anywhere, and with any byte changed: it is read, or refused with a reason; nothing else."""
    stage.open()
    data = VECTOR[name]
    found = stage.js(FUZZ, stage.root, data, changes(len(base64.b64decode(data)), 400))
    assert found["odd"] == []
    assert found["refused"] > 100


@pytest.mark.full
def test_much_damaged_data(stage: Stage) -> None:
    stage.open()
    for name in ("stream", "batches", "legacy", "lz4", "zstd"):
        data = VECTOR[name]
        found = stage.js(FUZZ, stage.root, data, changes(len(base64.b64decode(data)), 6000))
        assert found["odd"] == []


def test_what_is_refused(stage: Stage) -> None:
    stage.open_strict()
    table = pa.table({"a": [1, 2]})
    cases = {
        "": "empty",
        "!!!": "base64",
        "aGVsbG8gd29ybGQ=": "damaged",
        "data:text/plain,x": "base64",
        encode(table)[:200]: "damaged",
        base64.b64encode(b"\xff\xff\xff\xff\xff\xff\xff\x7f").decode(): "ends too early",
    }
    for data, reason in cases.items():
        report = stage.handle_all([[TYPE, data]])
        assert [one["type"] for one in report["failed"]] == [TYPE], reason
        assert reason in report["failed"][0]["error"]
    assert stage.probe("violations") == []


def test_cells_that_stand_for_very_many(stage: Stage) -> None:
    """Lists of lists of lists: few bytes, 10^12 elements in one cell."""
    stage.open()
    inner: Any = pa.array(range(1000))
    for _ in range(4):
        inner = pa.ListViewArray.from_arrays([0] * 1000, [1000] * 1000, inner)
    found = stage.js(
        f"""async (root, data) => {{ {READ}
          const {{ columns: [column] }} = await read(data, context);
          return column.text(0).length;
        }}""",
        stage.root,
        encode(pa.table({"deep": inner})),
    )
    assert 10_000 < found < 200_000


def million(rows: int) -> str:
    numbers = np.random.default_rng(0)
    return encode(
        pa.table(
            {
                "id": np.arange(rows),
                "x": numbers.normal(size=rows),
                "name": pa.array([f"person {i % 9973}" for i in range(rows)]),
                "when": pa.array(np.arange(rows) * 10**9, pa.timestamp("ns")),
                "letter": pa.array(numbers.choice(["a", "b", "c"], rows)).dictionary_encode(),
                "on": numbers.random(rows) > 0.5,
            }
        ),
        chunk=65_536,
    )


SCROLL = """async type => {
  const data = await (await fetch('rows.txt')).text();
  await __probe.show([[type, data]]);
  const list = document.querySelector('[role=grid]');
  let [nodes, blank] = [0, 0];
  for (let frame = 1; frame <= 40; frame++) {
    list.scrollTop = frame * 150_000;
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    nodes = Math.max(nodes, document.querySelectorAll('#out *').length);
    const box = list.getBoundingClientRect();
    for (const y of [60, 240, 440]) blank += !document.elementFromPoint(box.x + 20, box.y + y)?.closest('[role=row]');
  }
  list.scrollTop = 1e9;
  await new Promise(requestAnimationFrame);
  await new Promise(requestAnimationFrame);
  const last = __probe.all('.backendai-table-row').at(-1).firstChild.textContent;
  return { nodes, blank, last };
}"""


@pytest.mark.parametrize(
    "rows", [50_000, pytest.param(1_000_000, marks=pytest.mark.full)], ids=["many", "million"]
)
def test_scrolling(stage: Stage, rows: int) -> None:
    stage.open()
    stage.site.page("rows.txt", million(rows))
    found = stage.js(SCROLL, TYPE)
    assert found["last"] == str(rows - 1)
    assert found["nodes"] <= 500
    assert found["blank"] == 0
