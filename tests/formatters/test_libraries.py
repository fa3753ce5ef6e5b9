"""Objects of the known libraries, shown without IPython."""

from __future__ import annotations

import io
import subprocess
import sys
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import altair as alt
import IPython.display as ipython
import ipywidgets
import matplotlib.figure
import numpy as np
import pandas as pd
import PIL.Image
import plotly.graph_objects
import polars as pl
import pyarrow as pa
import pytest
import sympy
from bokeh.models import ColumnDataSource
from bokeh.plotting import figure as bokeh_figure
from matplotlib.animation import FuncAnimation
from matplotlib.gridspec import GridSpec

from backendai_media import display
from backendai_media._emit import sink
from backendai_media.model import Item, MediaItem

FRAME = pd.DataFrame({"a": [1, 2], "b": ["x", "y"]})
VEGA = "application/vnd.vegalite.v6+json"
PLOTLY = "application/vnd.plotly.v1+json"


def shown(obj: Any) -> MediaItem:
    items: list[Item] = []
    with sink(items.append):
        display(obj)
    (item,) = items
    assert isinstance(item, MediaItem)
    return item


def plot() -> matplotlib.figure.Figure:
    figure = matplotlib.figure.Figure(figsize=(3, 2))
    figure.subplots().plot([1, 2])
    return figure


def divided() -> Any:
    left: Any = matplotlib.figure.Figure(figsize=(3, 2)).add_subfigure(GridSpec(1, 2)[0])
    left.subplots().plot([1, 2])
    return left


def animation() -> FuncAnimation:
    figure = plot()
    (line,) = figure.axes[0].lines
    return FuncAnimation(
        figure,
        lambda n: line.set_data([0, 1], [0, n]),
        frames=4,
        interval=250,
        cache_frame_data=False,
    )


def chart() -> Any:
    found = bokeh_figure(title="Bokeh's")
    found.scatter([1, 2], [3, 4])
    return found


OBJECTS: dict[str, tuple[Callable[[], Any], set[str]]] = {
    "pandas.DataFrame": (lambda: FRAME, {"text/html"}),
    "pandas.Series": (lambda: FRAME["b"], {"text/html"}),
    "pandas Styler": (lambda: FRAME.style.hide(axis=0), {"text/html"}),
    "polars.DataFrame": (lambda: pl.DataFrame({"a": [1]}), {"text/html"}),
    "polars.Series": (lambda: pl.Series([1]), {"text/html"}),
    "pyarrow.Table": (
        lambda: pa.table({"a": [1]}),
        {"application/vnd.dataresource+json", "text/html"},
    ),
    "numpy.ndarray": (lambda: np.eye(2), set()),
    "matplotlib.Figure": (plot, {"image/png"}),
    "matplotlib.Axes": (lambda: plot().axes[0], {"image/png"}),
    "matplotlib.SubFigure": (divided, {"image/png"}),
    "matplotlib.Axes in a SubFigure": (lambda: divided().axes[0], {"image/png"}),
    "matplotlib.FuncAnimation": (animation, {"video/webm", "text/html"}),
    "PIL.Image": (lambda: PIL.Image.new("RGB", (4, 4)), {"image/png"}),
    "PIL.Image, CMYK": (lambda: PIL.Image.new("CMYK", (4, 4)), {"image/png"}),
    "altair.Chart": (lambda: alt.Chart(FRAME).mark_bar().encode(x="a"), {VEGA}),
    "altair.LayerChart": (
        lambda: alt.layer(alt.Chart(FRAME).mark_bar(), alt.Chart(FRAME).mark_point()),
        {VEGA},
    ),
    "plotly.Figure": (lambda: plotly.graph_objects.Figure({"data": [{"y": [1]}]}), {PLOTLY}),
    "bokeh.Model": (chart, {"text/html"}),
    "bokeh, nothing to see": (lambda: ColumnDataSource({"a": [1]}), {"text/html"}),
    "sympy.Expr": (lambda: sympy.sqrt(sympy.Symbol("x")), {"text/latex"}),
    "sympy.Matrix": (lambda: sympy.eye(2), {"text/latex"}),
    "ipywidgets": (ipywidgets.IntSlider, {"application/vnd.jupyter.widget-view+json"}),
    "IPython.HTML": (lambda: ipython.HTML("<b>"), {"text/html"}),
    "IPython.Markdown": (lambda: ipython.Markdown("# a"), {"text/markdown"}),
    "IPython.Latex": (lambda: ipython.Latex("$x$"), {"text/latex"}),
    "IPython.Math": (lambda: ipython.Math("x"), {"text/latex"}),
    "IPython.SVG": (lambda: ipython.SVG("<svg/>"), {"image/svg+xml"}),
    "IPython.JSON": (lambda: ipython.JSON({"a": 1}), {"application/json"}),
    "IPython.GeoJSON": (
        lambda: ipython.GeoJSON({"type": "Point", "coordinates": [1, 2]}),
        {"application/geo+json"},
    ),
    "IPython.Javascript": (lambda: ipython.Javascript("1"), {"application/javascript"}),
    "IPython.Code": (lambda: ipython.Code("x = 1", language="python"), {"text/html", "text/latex"}),
    "IPython.Audio": (lambda: ipython.Audio(np.ones(9), rate=8000), {"audio/wav", "text/html"}),
    "IPython.Video": (
        lambda: ipython.Video(b"\0\0\0\x20ftypisom", embed=True, mimetype="video/mp4", width=90),
        {"video/mp4", "text/html"},
    ),
    "IPython.Image": (lambda: ipython.Image(b"\x89PNG\r\n\x1a\n"), {"image/png"}),
    "IPython.ProgressBar": (lambda: ipython.ProgressBar(5), {"text/html"}),
}


@pytest.mark.parametrize("name", OBJECTS)
def test_known_objects(name: str) -> None:
    make, types = OBJECTS[name]
    assert set(shown(make()).data) == types | {"text/plain"}


def test_data_of_charts() -> None:
    spec = shown(OBJECTS["altair.Chart"][0]()).data[VEGA]
    assert spec["mark"] == {"type": "bar"}
    assert next(iter(spec["datasets"].values()))[0] == {"a": 1, "b": "x"}
    traces = shown(OBJECTS["plotly.Figure"][0]()).data[PLOTLY]["data"]
    assert [trace["type"] for trace in traces] == ["scatter"]
    page = shown(chart()).data["text/html"]
    assert "Bokeh&#39;s" in page or "Bokeh's" in page
    assert 'src="https://cdn.bokeh.org/' in page
    # What the person chose for Altair is heeded.
    with alt.renderers.enable("html"):
        assert "text/html" in shown(OBJECTS["altair.Chart"][0]()).data


def test_a_figure_is_sharp_and_of_its_size() -> None:
    item = shown(plot())
    png = PIL.Image.open(io.BytesIO(b64decode(item.data["image/png"])))
    size = item.metadata["image/png"]
    assert png.size == pytest.approx((2 * size["width"], 2 * size["height"]), abs=1)
    assert 200 < size["width"] <= 310
    assert item.data["text/plain"] == "<Figure size 300x200 with 1 Axes>"


def test_formats_of_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    from backendai_media.matplotlib import FigureError, set_format

    def types() -> set[str]:
        return set(shown(plot()).data) - {"text/plain"}

    with matplotlib.rc_context({"savefig.format": "svg"}):
        assert types() == {"image/svg+xml"}
        monkeypatch.setenv("BACKENDAI_MEDIA_FIGURE", "png")
        assert types() == {"image/png"}
        set_format("svg")
        try:
            assert types() == {"image/svg+xml"}
            set_format("png", retina=False)
            item = shown(plot())
            png = PIL.Image.open(io.BytesIO(b64decode(item.data["image/png"])))
            assert {"width": png.width, "height": png.height} == item.metadata["image/png"]
        finally:
            set_format(None)
    with pytest.raises(FigureError, match="'png' or 'svg', not 'pdf'"):
        set_format("pdf")
    monkeypatch.setenv("BACKENDAI_MEDIA_FIGURE", "gif")
    with pytest.raises(FigureError, match="not 'gif'"):
        shown(plot())
    monkeypatch.delenv("BACKENDAI_MEDIA_FIGURE")
    with matplotlib.rc_context({"savefig.format": "pdf"}):
        assert types() == {"image/png"}


def test_an_animation_has_all_its_frames() -> None:
    item = shown(animation())
    content = b64decode(item.data["video/webm"])
    assert content.count(b"\x9d\x01\x2a") == 4, "start codes of VP8 key frames"
    assert item.metadata == {"video/webm": {"loop": True}}


def test_display_loads_what_it_shows_when_it_does() -> None:
    code = """
import sys
from backendai_media import display
heavy = {"_outputs.table", "_outputs.playing", "pictures", "_extension"}
assert not any(f"backendai_media.{name}" in sys.modules for name in heavy)
"""
    subprocess.run([sys.executable, "-c", code], check=True)


def test_nothing_is_imported_for_it() -> None:
    code = """
import sys
from backendai_media import display, Table, Audio, Markdown, Json, HTML
from backendai_media._emit import sink
with sink([].append):
    for one in (Table({"a": [1]}), Audio([0, 1], 8000), Markdown("a"), Json([1]), HTML("a"), 5):
        display(one)
third = {name.split(".")[0] for name in sys.modules} - set(sys.stdlib_module_names)
print(*sorted(third))
"""
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"],
        check=True,
        capture_output=True,
        text=True,
    )
    loaded = set(run.stdout.split()) - {name.split(".")[0] for name in bare.stdout.split()}
    assert loaded <= {"backendai_media", "msgspec", "typing_extensions"}
