"""What the known libraries' objects look like, where they do not tell it by themselves.

A class is known by its library and its name, so that nothing is imported and a library may move it.
"""

from __future__ import annotations

import base64
import io
import json
import sys
from collections.abc import Callable
from typing import Any

from . import matplotlib

__all__ = ["Bundle", "Form", "beside", "instead"]

Bundle = tuple[dict[str, Any], dict[str, Any]]
Form = Callable[[Any], Bundle | None]


def instead(obj: Any) -> Form | None:
    """Return what makes a better form of an object than its own one; it may return `None`."""
    return _find(obj, _INSTEAD)


def beside(obj: Any) -> Form | None:
    """Return what makes a form of an object that has text only."""
    return _find(obj, _BESIDE)


def _find(obj: Any, forms: dict[str, Form]) -> Form | None:
    for cls in type(obj).__mro__[:-1]:
        root = (cls.__module__ or "").partition(".")[0]
        if found := forms.get(f"{root}.{cls.__qualname__}"):
            return found
    return None


def _with_text(data: dict[str, Any], obj: Any) -> Bundle:
    return {**data, "text/plain": repr(obj)}, {}


def _altair(chart: Any) -> Bundle | None:
    """Return the data of a chart: its own HTML loads scripts from elsewhere."""
    if getattr(sys.modules["altair"], "renderers").active not in {"default", "mimetype"}:  # noqa: B009
        return None
    spec = chart.to_dict(context={"pre_transform": False})
    version = str(spec.get("$schema", "")).rpartition("/v")[2].partition(".")[0]
    name = f"application/vnd.vegalite.v{version if version.isdecimal() else 5}+json"
    return {name: spec, "text/plain": "<Altair chart>"}, {}


def _plotly(chart: Any) -> Bundle:
    data = {"application/vnd.plotly.v1+json": json.loads(chart.to_json())}
    return {**data, "text/plain": "<Plotly chart>"}, {}


def _bokeh(model: Any) -> Bundle | None:
    """Return a page with the model; where its scripts come from, `BOKEH_RESOURCES` says."""
    from importlib import import_module

    if not hasattr(model, "sizing_mode"):  # nothing to see: a data source, say
        return None
    page = import_module("bokeh.embed").file_html(model)
    return _with_text({"text/html": page}, model)


def _pillow(image: Any) -> Bundle:
    file = io.BytesIO()
    drawn = image if image.mode in {"1", "L", "LA", "P", "RGB", "RGBA"} else image.convert("RGBA")
    drawn.save(file, "PNG")
    return _with_text({"image/png": base64.b64encode(file.getvalue()).decode()}, image)


def _geojson(value: Any) -> Bundle:
    return _with_text({"application/geo+json": value.data}, value)


def _audio(value: Any) -> Bundle | None:
    """Return IPython's sound as a sound; its own form is HTML."""
    if not value.data or not isinstance(value.data, bytes):
        return None
    from .._outputs import Audio

    own = Audio(value.data, type=value.mimetype)
    return own.data, own.metadata


def _video(value: Any) -> Bundle | None:
    if not isinstance(value.data, bytes) or not value.mimetype:
        return None
    from .._outputs import Video

    about = {"width": value.width, "height": value.height}
    own = Video(value.data, type=value.mimetype, **{k: v for k, v in about.items() if v})
    return own.data, own.metadata


def _part(part: Any) -> Bundle:
    """Return the figure that axes or a part of a figure are in."""
    whole = part.figure
    while not hasattr(whole, "savefig"):
        whole = whole.figure
    return matplotlib.figure(whole)


def _series(series: Any) -> Bundle | None:
    html = series.to_frame()._repr_html_()
    return _with_text({"text/html": html}, series) if html else None


def _arrow(table: Any) -> Bundle:
    from .._outputs import Table

    own = Table(table)
    return own.data, own.metadata


#: Asked before the object itself.
_INSTEAD: dict[str, Form] = {
    "IPython.Audio": _audio,
    "IPython.GeoJSON": _geojson,
    "IPython.Video": _video,
    "PIL.Image": _pillow,
    "altair.TopLevelMixin": _altair,
    "bokeh.Model": _bokeh,
    "plotly.BaseFigure": _plotly,
}
#: Asked where the object itself has text only.
_BESIDE: dict[str, Form] = {
    "matplotlib.Animation": matplotlib.animation,
    "matplotlib.Figure": matplotlib.figure,
    "matplotlib.SubFigure": _part,
    "matplotlib._AxesBase": _part,
    "pandas.Series": _series,
    "pyarrow.RecordBatch": _arrow,
    "pyarrow.Table": _arrow,
}
