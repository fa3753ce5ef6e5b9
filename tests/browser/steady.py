"""Inputs of all types that the browser renders, in shapes that tell whether work and output stay in proportion."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass

import pyarrow as pa

from backendai_media.model.media_types import payload_of

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
}


def _arrow(size: int) -> str:
    """Rows of numbers and texts."""
    rows = range(max(1, size // 24))
    table = pa.table({"a": list(rows), "b": [f"row {n}" for n in rows]})
    file = io.BytesIO()
    with pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table, max_chunksize=65_536)
    return base64.b64encode(file.getvalue()).decode()


#: Types whose inputs no text can be repeated for: names and generators of payloads of a size.
MADE: dict[str, dict[str, Callable[[int], str]]] = {
    "application/vnd.apache.arrow.stream": {"rows": _arrow},
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
