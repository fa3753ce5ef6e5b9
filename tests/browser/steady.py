"""Inputs of all types that the browser renders, in shapes that tell whether work and output stay in proportion."""

from __future__ import annotations

import base64
import io
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import msgspec
import pyarrow as pa

from backendai_media._spec import DRAWING_MAX_POLYGON_NUMBERS, DRAWING_MAX_TEXT_LENGTH
from backendai_media.model.media_types import payload_of

from ..interactive.payloads import INTERACTIVE, bomb, empty, lists, of_size
from ..steady.shapes import shapes
from .engines import Json
from .stage import HERE, Stage

SPEC = HERE.parents[1] / "spec"
#: Whole values, not payloads of a type.
VALUES = ("result", "error", "log", "input", "notebook")
#: Types that stand for a family.
FAMILIES = {
    "audio/*": "audio/wav",
    "video/*": "video/webm",
    "image/*": "image/png",
    "text/*": "text/x",
    "application/*+json": "application/x+json",
    "application/vnd.vegalite.v*+json": "application/vnd.vegalite.v6+json",
    "application/vnd.vega.v*+json": "application/vnd.vega.v6+json",
}


def _arrow(size: int) -> str:
    """Rows of numbers and texts."""
    rows = range(max(1, size // 24))
    table = pa.table({"a": list(rows), "b": [f"row {n}" for n in rows]})
    file = io.BytesIO()
    with pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table, max_chunksize=65_536)
    return base64.b64encode(file.getvalue()).decode()


def _stream(batches: list[pa.RecordBatch], *, deltas: bool = False) -> str:
    file = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(emit_dictionary_deltas=deltas)
    with pa.ipc.new_stream(file, batches[0].schema, options=options) as writer:
        for batch in batches:
            writer.write_batch(batch)
    return base64.b64encode(file.getvalue()).decode()


def _arrow_columns(size: int) -> str:
    """A row of very many columns."""
    count = max(1, size // 300)
    return _stream(
        [pa.record_batch([pa.array([n]) for n in range(count)], [f"{n}" for n in range(count)])]
    )


def _arrow_dictionary(size: int) -> str:
    """A dictionary that grows with every batch."""
    words = [f"word {n}" for n in range(max(1, size // 1000))]
    kind = pa.dictionary(pa.int32(), pa.string())
    arrays = [
        pa.DictionaryArray.from_arrays(pa.array([n], pa.int32()), pa.array(words[: n + 1]))
        for n in range(min(len(words), 1000))
    ]
    return _stream([pa.record_batch([one.cast(kind)], ["a"]) for one in arrays], deltas=True)


def _arrow_entries(size: int) -> str:
    """Entries of a dictionary that are lists of entries of another one, which are long texts."""
    count = max(1, math.isqrt(size // 8))
    texts = pa.DictionaryArray.from_arrays(
        pa.array([0] * count, pa.int32()), pa.array(["a" * (size // 4)])
    )
    lists = pa.ListArray.from_arrays(pa.array([0, count], pa.int32()), texts)
    column = pa.DictionaryArray.from_arrays(pa.array([0] * count, pa.int32()), lists)
    return _stream([pa.record_batch([column], ["a"])])


def _arrow_text(size: int) -> str:
    """Rows that have one long text, as entries of a dictionary."""
    text = pa.array(["a " * (size // 3)])
    rows = pa.array([0] * max(1, size // 12), pa.int32())
    return _stream([pa.record_batch([pa.DictionaryArray.from_arrays(rows, text)], ["a"])])


def _packed(commands: list[list[Json]]) -> str:
    canvas = [0, "canvas", 400, 300, "#ffff", "#000f"]
    return base64.b64encode(msgspec.msgpack.encode([canvas, *commands])).decode()


def _zigzag(count: int) -> list[int]:
    return [n * 7 % (300 if n % 2 else 400) for n in range(2 * count)]


def _polygons(size: int) -> str:
    """Polygons of as many corners as one may have, all over the canvas."""
    numbers = size * 3 // 4 // 2
    most = DRAWING_MAX_POLYGON_NUMBERS // 2
    each = [min(most, left) for left in range(numbers // 2, 0, -most)]
    return _packed(
        [
            [0, "obj", n, ["polygon", _zigzag(count), "#f00f", "#0f08"]]
            for n, count in enumerate(each)
        ]
    )


def _paths(size: int) -> str:
    """Paths as long as they may be, all over the canvas."""
    data = "M0 0" + "".join(f"L{n * 7 % 400} {n * 11 % 300}" for n in range(20_000))
    each = range(max(1, size * 3 // 4 // DRAWING_MAX_TEXT_LENGTH))
    length = min(size // 2, DRAWING_MAX_TEXT_LENGTH)
    d = data[:length].rpartition("L")[0]
    return _packed([[0, "obj", n, ["path", 0, 0, d, "#f00f", "#0f08"]] for n in each])


#: Types whose inputs no text can be repeated for: names and generators of payloads of a size.
MADE: dict[str, dict[str, Callable[[int], str]]] = {
    "application/vnd.apache.arrow.stream": {
        "rows": _arrow,
        "columns": _arrow_columns,
        "a dictionary that grows": _arrow_dictionary,
        "entries of entries": _arrow_entries,
        "one long text again": _arrow_text,
    },
    INTERACTIVE: {
        "states": of_size,
        "a state that is a bomb": bomb,
        "a block of lists": lists,
        "a state of nothing": empty,
    },
    "application/x-sorna-drawing": {"large polygons": _polygons, "long paths": _paths},
}


@dataclass(frozen=True)
class Input:
    """A shape of inputs of one type; `kind` is the type of spec/types.json, or one of `VALUES`."""

    kind: str
    name: str
    shape: dict[str, Json] | None = None
    make: Callable[[int], str] | None = None

    def at(self, size: int, *, timed: bool = False) -> Json:
        """What the page's `__steady.one` takes for an input of about `size` characters."""
        type_ = FAMILIES.get(self.kind, self.kind)
        payload = "value" if self.kind in VALUES else payload_of(type_)
        made = {"text": self.make(size)} if self.make else {"shape": self.shape, "size": size}
        return {"type": type_, "payload": payload, "timed": timed, **made}


def inputs() -> Iterator[Input]:
    """All shapes of all types."""
    for shape in shapes():
        for kind in shape.of:
            yield Input(kind, shape.name, shape=asdict(shape))
    for kind, generators in MADE.items():
        for name, make in generators.items():
            yield Input(kind, name, make=make)


def kinds() -> list[str]:
    """What the browser renders: the types of spec/types.json, and whole values."""
    types = [row["type"] for row in json.loads((SPEC / "types.json").read_bytes())]
    return list(dict.fromkeys([*types, *VALUES]))


def open_steady(stage: Stage) -> None:
    """A page that has `__steady`."""
    stage.open()
    stage.js(f"() => {{ {(HERE / 'steady.js').read_text()} }}")
