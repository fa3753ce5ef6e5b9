"""A small value of each type of spec/types.json, as outputs of kernels have them."""

from __future__ import annotations

import base64
import json
import math
from io import BytesIO
from typing import Any

import pyarrow as pa
from matplotlib.figure import Figure
from PIL import Image, ImageDraw

from backendai_media import Audio, Video, interactive
from backendai_media.drawing import Canvas

YEARS = [2022, 2023, 2024, 2025]
HEIGHTS = [3, 7, 4, 9]
ROWS = [("Seoul", 9386705, 37.57), ("Busan", 3266598, 35.18), ("Jeju", 486306, 33.5)]
POINTS = [{"year": year, "height": height} for year, height in zip(YEARS, HEIGHTS, strict=True)]
FIELDS = ("city", "people", "latitude")
SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="200" height="110">
<rect width="200" height="110" rx="12" fill="#fde68a"/>
<circle cx="60" cy="55" r="34" fill="#f97316"/>
<path d="M110 85 L145 25 L180 85 Z" fill="#0ea5e9"/></svg>"""
HTML = """<style>mark { background: #bbf7d0; padding: 0 4px }</style>
<h3>Report</h3><p>All of <mark>three</mark> steps are done.</p>
<table><tr><th>step<th>seconds<tr><td>read<td>1.5<tr><td>fit<td>20.25</table>"""
MARKDOWN = """### Result

The mean is $\\bar x = \\frac{1}{n}\\sum_i x_i$.

- [x] read
- [ ] fitted

```python
def mean(values):
    return sum(values) / len(values)
```
"""
MERMAID = "flowchart LR\n  read --> clean --> fit\n  clean --> plot\n"
ERROR = {
    "output_type": "error",
    "ename": "ZeroDivisionError",
    "evalue": "division by zero",
    "traceback": [
        "\x1b[31mZeroDivisionError\x1b[39m: Traceback (most recent call last)",
        "Cell \x1b[32mIn[3]\x1b[39m, line 1",
        "\x1b[32m----> 1\x1b[39m \x1b[32m1\x1b[39m / \x1b[32m0\x1b[39m",
        "\x1b[31mZeroDivisionError\x1b[39m: division by zero",
    ],
}


def samples() -> dict[str, Any]:
    """Return what `handle_all` and `render` take, by the type that it shows."""
    table = ["\t".join(map(str, row)) for row in (FIELDS, *ROWS)]
    media = {
        "application/vnd.sorna.gitgraph": _history(),
        "application/vnd.plotly.v1+json": _plotly(),
        "application/vnd.vegalite.v*+json": _vega_lite(),
        "application/vnd.vega.v*+json": _vega(),
        "application/vnd.asciinema.asciicast": _recording(),
        "application/vnd.apache.arrow.stream": _arrow(),
        "application/vnd.dataresource+json": _resource(),
        "application/geo+json": _map(),
        "text/html": HTML,
        "text/markdown": MARKDOWN,
        "text/latex": "$$\\int_{-\\infty}^{\\infty} e^{-x^2}\\,dx = \\sqrt{\\pi}$$",
        "application/x-tex": "A^{-1} = \\frac{1}{\\det A}\\,\\mathrm{adj}\\,A",
        "image/svg+xml": SVG,
        "image/*": _picture(),
        "application/pdf": _pdf(),
        "text/vnd.mermaid": MERMAID,
        "text/csv": "\n".join(table).replace("\t", ","),
        "text/tab-separated-values": "\n".join(table),
        "application/vnd.mcp.app+json": {"resource": {"uri": "ui://weather/view.html"}},
        "application/javascript": "element.append('Hello')",
        "text/javascript": "element.append('Hello')",
        "application/json": {"name": "run", "steps": [1, 2.5, None], "done": True},
        "text/plain": "plain text, \x1b[35mcoloured\x1b[0m",
        "text/*": "[section]\nkey = value",
        "application/*+json": {"@context": "https://schema.org", "name": "a graph"},
    }
    names = {"image/*": "image/png", "text/*": "text/x-ini", "application/*+json": LINKED}
    found = {
        type_: [[names.get(type_, type_.replace("v*", "v6")), value]]
        for type_, value in media.items()
    }
    return {
        **found,
        "application/x-sorna-drawing": [_shown(_drawing()._repr_mimebundle_())],
        "audio/*": [_of(Audio(tone(), 8000, title="A tone"))],
        "video/*": [_of(Video(frames(), 10, width=160, height=90))],
        "application/vnd.backendai.interactive+json": _interactive(),
        "application/vnd.jupyter.widget-view+json": _widget(),
        "stdout": [
            ["stdout", "epoch 1: loss \x1b[32m0.25\x1b[0m\nepoch 2: loss \x1b[32m0.125\x1b[0m\n"]
        ],
        "stderr": [["stderr", "warning: 3 rows were left out\n"]],
        "error": [ERROR],
        "log": [["log", ["warning", "12:00:05", "train", "the rate is high"]]],
        "input": [
            {"msg_type": "input_request", "content": {"prompt": "Your name: ", "password": False}}
        ],
    }


LINKED = "application/ld+json"


def _of(output: Any) -> dict[str, Any]:
    return _shown(output.data, output.metadata)


def _shown(data: Any, metadata: Any = None) -> dict[str, Any]:
    return {"output_type": "display_data", "data": data, "metadata": metadata or {}}


def _drawing() -> Canvas:
    canvas = Canvas(220, 120, bgcolor="#dff1ff", fgcolor="#334155")
    canvas.rectangle(110, 112, 224, 24, border="#86b86b", fill="#9ccc7a")
    canvas.circle(180, 32, 16, border="orange", fill="gold")
    canvas.rectangle(90, 82, 70, 44, fill="linen")
    canvas.polygon([(50, 60), (130, 60), (90, 28)], fill="firebrick")
    return canvas


def _history() -> list[Any]:
    told = [("e5", ["d4", "c3"], "Merge the fix"), ("d4", ["b2"], "Read TSV, too")]
    told += [("c3", ["b2"], "Mend the head"), ("b2", ["a1"], "Count rows"), ("a1", [], "Begin")]
    return [
        {
            "oid": name * 20,
            "parent_ids": [one * 20 for one in parents],
            "author": "Ada",
            "message": message,
        }
        for name, parents, message in told
    ]


def _plotly() -> Any:
    layout = {"height": 190, "margin": {"l": 30, "r": 10, "t": 10, "b": 30}}
    return {"data": [{"type": "bar", "x": YEARS, "y": HEIGHTS}], "layout": layout}


def _vega_lite() -> Any:
    encoding = {
        "x": {"field": "year", "type": "ordinal"},
        "y": {"field": "height", "type": "quantitative"},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "data": {"values": POINTS},
        "mark": {"type": "line", "point": True},
        "encoding": encoding,
        "width": 220,
        "height": 110,
    }


def _vega() -> Any:
    x = {"name": "x", "type": "band", "domain": YEARS, "range": "width", "padding": 0.2}
    y = {"name": "y", "domain": [0, 10], "range": "height"}
    place = {
        "x": {"scale": "x", "field": "year"},
        "width": {"scale": "x", "band": 1},
        "y": {"scale": "y", "field": "height"},
        "y2": {"scale": "y", "value": 0},
        "fill": {"value": "#0d9488"},
    }
    return {
        "$schema": "https://vega.github.io/schema/vega/v6.json",
        "width": 220,
        "height": 110,
        "padding": 5,
        "data": [{"name": "points", "values": POINTS}],
        "scales": [x, y],
        "axes": [{"orient": "bottom", "scale": "x"}, {"orient": "left", "scale": "y"}],
        "marks": [{"type": "rect", "from": {"data": "points"}, "encode": {"enter": place}}],
    }


def _recording() -> str:
    lines: list[Any] = [{"version": 2, "width": 44, "height": 5, "title": "A build"}]
    lines += [[0.1, "o", "$ make\r\n"], [0.5, "o", "\x1b[32mok\x1b[0m  read\r\n"]]
    lines += [[0.9, "o", "\x1b[32mok\x1b[0m  write\r\n"], [1.2, "o", "\x1b[1mdone\x1b[0m in 1.1 s"]]
    return "\n".join(map(json.dumps, lines))


def _arrow() -> str:
    columns = dict(zip(FIELDS, zip(*ROWS, strict=True), strict=True))
    table = pa.table({name: list(values) for name, values in columns.items()})
    file = BytesIO()
    with pa.ipc.new_stream(file, table.schema) as writer:
        writer.write_table(table)
    return base64.b64encode(file.getvalue()).decode()


def _resource() -> Any:
    kinds = zip(FIELDS, ("string", "integer", "number"), strict=True)
    fields = [{"name": name, "type": kind} for name, kind in kinds]
    rows = [dict(zip(FIELDS, row, strict=True)) for row in ROWS]
    return {"schema": {"fields": fields}, "data": rows}


def _map() -> Any:
    places = {"Lisbon": (-9.14, 38.72), "Vienna": (16.37, 48.21), "Ankara": (32.86, 39.93)}
    line = {"type": "LineString", "coordinates": list(places.values())}
    features = [{"type": "Feature", "properties": {"name": "a way"}, "geometry": line}]
    features += [
        {
            "type": "Feature",
            "properties": {"name": name},
            "geometry": {"type": "Point", "coordinates": place},
        }
        for name, place in places.items()
    ]
    return {"type": "FeatureCollection", "features": features}


def _picture() -> str:
    figure = Figure(figsize=(2.8, 1.4), dpi=80, layout="tight")
    figure.subplots().plot(YEARS, HEIGHTS, marker="o")
    return _written(figure, "png")


def _pdf() -> str:
    figure = Figure(figsize=(2.8, 1.4), layout="tight")
    figure.subplots().bar(YEARS, HEIGHTS, color="crimson")
    return _written(figure, "pdf")


def _written(figure: Figure, kind: str) -> str:
    file = BytesIO()
    figure.savefig(file, format=kind)
    return base64.b64encode(file.getvalue()).decode()


def tone() -> list[float]:
    """Return a second of sound."""
    return [math.sin(2 * math.pi * 440 * at / 8000) for at in range(8000)]


def frames() -> list[Image.Image]:
    """Return the pictures of a film."""
    made = []
    for at in range(8):
        frame = Image.new("RGB", (160, 90), "#0f172a")
        ImageDraw.Draw(frame).ellipse((20 + 12 * at, 25, 60 + 12 * at, 65), "#38bdf8")
        made.append(frame)
    return made


def _interactive() -> list[Any]:
    def bars(n: int) -> str:
        return "\n".join("█" * (n * (k + 1)) for k in range(4))

    return [_of(interactive(lambda n: print(bars(n)), n=(1, 8)))]


def _widget() -> list[Any]:
    def opened(id_: str, model: str, **state: Any) -> Any:
        data = {"state": {"_model_name": f"{model}Model", **state}}
        content = {"comm_id": id_, "target_name": "jupyter.widget", "data": data}
        return {"msg_type": "comm_open", "content": content}

    return [
        opened("rate", "IntSlider", description="rate", value=40, min=0, max=100),
        opened("kind", "Dropdown", description="kind", _options_labels=["line", "bar"], index=1),
        opened("box", "VBox", children=["IPY_MODEL_rate", "IPY_MODEL_kind"]),
        _shown({"application/vnd.jupyter.widget-view+json": {"model_id": "box"}}),
    ]
