"""Charts: an image from their bundle or made by a library, or their data."""

from __future__ import annotations

import json
from itertools import zip_longest
from typing import Any

from ..model.plain_values import to_plain
from .console import console
from .context import Context, MessageError, RenderError
from .error_text import indented
from .images import image
from .markup import element, text
from .tables import MAX_COLUMNS, table_element

__all__ = ["plotly", "vega"]

#: Images that a bundle may contain besides a chart, best first.
_IMAGE_TYPES = ("image/svg+xml", "image/png", "image/jpeg", "image/webp")
#: How much of a chart's data is listed.
MAX_SERIES = 20
MAX_VALUES = 200


def vega(type_: str, data: Any, context: Context) -> str:
    """Return a Vega or Vega-Lite chart, as SVG if `vl-convert-python` is installed."""
    spec = _object(data)
    if found := _static_image(context):
        return found
    drawn = _converted(type_, spec, _look(spec, context.metadata.get("embed_options")))
    if drawn:
        context.metadata = {
            "alt": _title(spec.get("title")) or context.translate("chart"),
            **context.metadata,
        }
        return image("image/svg+xml", drawn, context)
    values = _records(spec)
    title = _title(spec.get("title"))
    if values:
        names = list(values[0])[:MAX_COLUMNS]
        rows = ([row.get(key) for key in names] for row in values)
        table = table_element(list(values[0]), rows, context, total=len(values))
        return _chart_element(title, table, context)
    return _chart_element(title, console(indented(spec), type_, context), context)


def plotly(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return a Plotly chart: an image from its bundle, else the data of its series."""
    spec = _object(data)
    if found := _static_image(context):
        return found
    traces = [one for one in spec.get("data") or [] if isinstance(one, dict)]
    head: list[Any] = []
    columns: list[list[Any]] = []
    for number, trace in enumerate(traces[:MAX_SERIES], 1):
        type_name = trace.get("type")
        name = trace.get("name") or (
            f"{type_name} {number}" if type_name else context.translate("series", n=number)
        )
        for key in ("labels", "values", "x", "y", "z", "lat", "lon"):
            values = _values(trace.get(key))
            if values:
                head.append(f"{name}: {key}")
                columns.append(values[:MAX_VALUES])
    layout = spec.get("layout")
    title = _title(layout.get("title")) if isinstance(layout, dict) else ""
    if not columns:
        raise MessageError("chart_without_data")
    total = max(map(len, columns))
    rows = list(zip_longest(*columns, fillvalue=""))
    return _chart_element(title, table_element(head, rows, context, total=total), context)


def _object(data: Any) -> dict[str, Any]:
    value = to_plain(json.loads(data)) if isinstance(data, str) else data
    if not isinstance(value, dict):
        raise RenderError("A chart must be an object")
    return value


def _static_image(context: Context) -> str:
    bundle = context.bundle
    type_ = next((one for one in _IMAGE_TYPES if isinstance(bundle.get(one), str)), None)
    return image(type_, bundle[type_], context) if type_ else ""


def _look(spec: dict[str, Any], sent: Any) -> dict[str, Any]:
    """Return theme and configuration of embed options: a chart's own, else those sent with it."""
    usermeta = spec.get("usermeta")
    own = usermeta.get("embedOptions") if isinstance(usermeta, dict) else None
    options: dict[str, Any] = {}
    for given in (sent, own):
        options.update(given if isinstance(given, dict) else {})
    kinds = {"theme": str, "config": dict}
    return {
        name: options[name] for name, kind in kinds.items() if isinstance(options.get(name), kind)
    }


def _converted(type_: str, spec: dict[str, Any], look: dict[str, Any]) -> str:
    """Return the chart as SVG, without fetching anything; `""` if that is not possible."""
    try:
        import vl_convert
    except ImportError:
        return ""
    try:
        if "vegalite" in type_:
            svg = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[], **look)
        else:
            svg = vl_convert.vega_to_svg(spec, allowed_base_urls=[])
    except ValueError:
        return ""
    return str(svg)


def _records(spec: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the first inline data of a chart."""
    data, named = spec.get("data"), spec.get("datasets")
    lists = [data.get("values")] if isinstance(data, dict) else []
    lists += named.values() if isinstance(named, dict) else []
    found = next((one for one in lists if isinstance(one, list)), [])
    return [row for row in found if isinstance(row, dict)]


def _title(value: Any) -> str:
    value = value.get("text") if isinstance(value, dict) else value
    return value if isinstance(value, str) else ""


def _values(value: Any) -> list[Any]:
    if isinstance(value, dict) and isinstance(value.get("bdata"), str):
        return _unpacked(value)
    return value if isinstance(value, list) else []


def _unpacked(value: dict[str, Any]) -> list[Any]:
    """Return the values of a typed array, as Plotly packs them."""
    import base64
    import sys
    from array import array

    codes = {"f8": "d", "f4": "f", "i1": "b", "u1": "B", "i2": "h", "u2": "H", "i4": "i", "u4": "I"}
    code = codes.get(str(value.get("dtype")))
    if not code:
        return []
    try:
        found = array(code, base64.b64decode(value["bdata"]))
    except ValueError:
        return []
    if sys.byteorder == "big":
        found.byteswap()
    return found.tolist()


def _chart_element(title: str, inner: str, context: Context) -> str:
    kind = context.translate("chart")
    head = element("div", element("b", text(title or kind)), f" {text(kind)}" if title else "")
    return element("div", head, inner, class_="backendai-static-chart")
