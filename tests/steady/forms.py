"""What reads inputs: the renderers of all types, the previews, and what users create."""

from __future__ import annotations

import base64
import io
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from backendai_media import Audio, Table, render
from backendai_media.errors import BackendAIMediaError
from backendai_media.model.media_types import payload_of
from backendai_media.previews.preview import preview_svg
from backendai_media.rendering import render_mail, render_paper
from backendai_media.rendering.limits import Limits
from backendai_media.rendering.notebooks import notebook

from ..interactive.payloads import INTERACTIVE, bomb, empty, lists, of_size, payload
from .shapes import parsed

__all__ = ["BINARY", "FAMILIES", "RESULTS", "forms"]

#: Kinds of whole results: their JSON is the argument of `render`.
RESULTS = ("result", "error", "log", "input")
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
Form = Callable[[], str]


def forms(kind: str, text: str, limits: Limits | None = None) -> dict[str, Form]:
    """Return what is done with an input, by name."""
    if kind in {"stdout", "stderr"}:
        return {"render": lambda: render([[kind, text]], limits=limits)}
    if kind in RESULTS:
        value = parsed(text)
        return {
            "render": lambda: render(value, limits=limits),
            "mail": lambda: render_mail(value, limits=limits).as_string(),
            "inline": lambda: render(value, style="inline", limits=limits),
            "paper": lambda: render_paper(value, limits=limits),
        }
    if kind == "notebook":
        content = parsed(text)
        return {"render": lambda: notebook(content, limits=limits)}
    name = FAMILIES.get(kind, kind)
    payload = parsed(text) if payload_of(name) == "json" else text
    made: dict[str, Form] = {
        "render": lambda: render([[name, payload]], limits=limits),
        "preview": lambda: preview_svg({name: payload}),
    }
    if kind in {"text/html", "text/latex", "image/svg+xml"}:
        made["mail"] = lambda: render_mail([[name, payload]], limits=limits).as_string()
    if kind == "text/html":
        made["inline"] = lambda: render([[name, payload]], style="inline", limits=limits)
        made["paper"] = lambda: render_paper([[name, payload]], limits=limits)
    if kind == "text/csv":
        made["table"] = lambda: _created(lambda: repr(Table(f"{text}\n").data))
        made["file"] = lambda: _created(lambda: _table_file(text))
    if kind == "audio/*":
        raw = text.encode()
        made["audio"] = lambda: _created(lambda: repr(Audio(raw).data))
    return made


def _created(create: Callable[[], str]) -> str:
    try:
        return create()
    except BackendAIMediaError as error:
        return str(error)


def _table_file(text: str) -> str:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "a.tsv"
        path.write_text(text, encoding="utf-8")
        return repr(Table(path).data)


def _arrow(columns: dict[str, Any], compression: str | None) -> str:
    import pyarrow as pa

    table = pa.table(columns)
    file = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_stream(file, table.schema, options=options) as writer:
        writer.write_table(table)
    return base64.b64encode(file.getvalue()).decode()


def _dictionary(count: int, size: int) -> Any:
    import pyarrow as pa

    return pa.DictionaryArray.from_arrays(pa.array([0] * count), pa.array(["x" * size]))


def _lists_of_dictionary(count: int, size: int) -> Any:
    import pyarrow as pa

    return pa.ListArray.from_arrays(range(0, count + 1, 10), _dictionary(count, size))


def _states(size: int) -> str:
    """Return many grids whose states become much more than they are."""
    outputs = [{"output_type": "display_data", "data": {"application/json": [[]] * 2000}}]
    item = json.dumps([INTERACTIVE, payload([outputs] * 6)])
    return f"[{','.join([item] * (size // len(item) + 2))}]"


def _tables(size: int) -> str:
    """Return many tables that become much more than they are."""
    packed = _arrow({f"a{number}": [1] * 1000 for number in range(9)}, "zstd")
    item = json.dumps(["application/vnd.apache.arrow.stream", packed])
    return f"[{','.join([item] * (size // len(item) + 2))}]"


def _recordings(size: int) -> str:
    """Return many recordings, each of a sequence that fills a large screen."""
    header = {"version": 2, "width": 1000, "height": 40}
    event = [0, "o", "\x1b#8"]
    lines = "\n".join(map(json.dumps, (header, event)))
    item = json.dumps(["application/vnd.asciinema.asciicast", lines])
    return f"[{','.join([item] * (size // len(item) + 2))}]"


def _drawing(size: int) -> str:
    from backendai_media.drawing.encoding import encode_commands

    commands = [[0, "canvas", 9, 9], *([0, "obj", n, ["line", 1, 2, 3, n]] for n in range(size))]
    return encode_commands(commands)


#: Binary payloads: (type, shape) → the payload for a size.
BINARY: dict[tuple[str, str], Callable[[int], str]] = {
    ("application/vnd.apache.arrow.stream", "compressed zeros"): lambda n: _arrow(
        {"a": [0] * n * 100}, "zstd"
    ),
    ("application/vnd.apache.arrow.stream", "compressed texts"): lambda n: _arrow(
        {"a": ["x" * 1000] * n}, "lz4"
    ),
    ("application/vnd.apache.arrow.stream", "rows"): lambda n: _arrow(
        {"a": list(range(n)), "b": ["x"] * n}, None
    ),
    ("application/vnd.apache.arrow.stream", "columns"): lambda n: _arrow(
        {f"a{one}": [1] for one in range(n // 100)}, None
    ),
    ("application/vnd.apache.arrow.stream", "a dictionary pointed at again"): lambda n: _arrow(
        {"a": _dictionary(n, n)}, None
    ),
    ("application/vnd.apache.arrow.stream", "a dictionary in lists"): lambda n: _arrow(
        {"a": _lists_of_dictionary(n // 10 * 10, n)}, None
    ),
    ("application/vnd.apache.arrow.stream", "nested lists"): lambda n: _arrow(
        {"a": [[[1, 2, 3]] * (n // 10)] * 10}, None
    ),
    (INTERACTIVE, "states"): of_size,
    (INTERACTIVE, "a state that is a bomb"): bomb,
    (INTERACTIVE, "a block of lists"): lists,
    (INTERACTIVE, "a state of nothing"): empty,
    ("application/x-sorna-drawing", "packed lines"): lambda n: _drawing(n // 10),
    ("result", "many packed states"): lambda n: _states(20 * n),
    ("result", "many packed tables"): lambda n: _tables(20 * n),
    ("result", "recordings of a large screen"): lambda n: _recordings(20 * n),
}
