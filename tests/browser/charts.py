"""Payloads of what is shown in frames."""

from __future__ import annotations

from typing import Any

VALUES = [{"a": "A", "b": 28}, {"a": "B", "b": 55}, {"a": "C", "b": 43}, {"a": "D", "b": 91}]

VEGALITE: dict[str, Any] = {
    "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
    "config": {"view": {"continuousWidth": 300, "continuousHeight": 300}},
    "title": "Bars",
    "width": 320,
    "height": 160,
    "data": {"name": "d"},
    "datasets": {"d": VALUES},
    "mark": {"type": "bar", "tooltip": True},
    "encoding": {
        "x": {"field": "a", "type": "nominal", "title": "letter"},
        "y": {"field": "b", "type": "quantitative"},
        "color": {
            "condition": {"test": "datum.b > 50", "value": "orange"},
            "value": "steelblue",
        },
    },
}

VEGA: dict[str, Any] = {
    "$schema": "https://vega.github.io/schema/vega/v5.json",
    "width": 300,
    "height": 150,
    "padding": 5,
    "data": [{"name": "t", "values": VALUES}],
    "scales": [
        {"name": "x", "type": "band", "domain": {"data": "t", "field": "a"}, "range": "width"},
        {"name": "y", "domain": {"data": "t", "field": "b"}, "nice": True, "range": "height"},
    ],
    "axes": [
        {"orient": "bottom", "scale": "x", "title": "letter"},
        {"orient": "left", "scale": "y", "title": "value"},
    ],
    "marks": [
        {
            "type": "rect",
            "from": {"data": "t"},
            "encode": {
                "enter": {
                    "x": {"scale": "x", "field": "a"},
                    "width": {"scale": "x", "band": 1, "offset": -2},
                    "y": {"scale": "y", "field": "b"},
                    "y2": {"scale": "y", "value": 0},
                    "fill": {"value": "teal"},
                    "tooltip": {"signal": "datum.a + ': ' + datum.b"},
                }
            },
        }
    ],
}

PLOTLY: dict[str, Any] = {
    "data": [
        {"type": "bar", "x": ["A", "B", "C"], "y": [28, 55, 43], "name": "bars"},
        {"type": "scatter", "x": ["A", "B", "C"], "y": [20, 60, 30], "name": "line"},
    ],
    "layout": {
        "title": {"text": "Figure"},
        "height": 360,
        "template": {
            "layout": {
                "paper_bgcolor": "white",
                "plot_bgcolor": "#E5ECF6",
                "font": {"color": "#2a3f5f"},
                "xaxis": {"gridcolor": "white", "linecolor": "white", "zerolinecolor": "white"},
                "yaxis": {"gridcolor": "white", "linecolor": "white", "zerolinecolor": "white"},
            }
        },
    },
}

MERMAID = """flowchart LR
  A[Start] --> B{Is it?}
  B -- yes --> C[Fine]
  B -- no --> D[Not]
  D --> A
"""

SCRIPTED = """<!doctype html><html><head><style>#x { color: green }</style></head><body>
<p id="x">before</p><script>document.getElementById("x").textContent = "its script ran"</script>
</body></html>"""

CHARTS: dict[str, Any] = {
    "application/vnd.vegalite.v5+json": VEGALITE,
    "application/vnd.vega.v5+json": VEGA,
    "application/vnd.plotly.v1+json": PLOTLY,
    "text/vnd.mermaid": MERMAID,
}
