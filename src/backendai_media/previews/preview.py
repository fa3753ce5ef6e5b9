"""Chooses the preview of a mimebundle by its types."""

import base64
import io
import json
import re
import struct
import sys
import wave
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from itertools import islice
from typing import Any

from .._spec import PREVIEWS
from ..model import delimited, svg_envelope
from ..model.media_types import row_of
from ..model.plain_values import strip_markers, to_plain
from . import icons
from .cards import card_svg, text_svg
from .geojson import geojson_svg
from .html import html_svg
from .svg_text import clean, cut, svg_document
from .tables import COLUMNS, ROWS, table_svg

__all__ = ["preview_svg"]

_Draw = Callable[[str, Any], str | None]
#: Raster images with longer base64 get a card.
_MAX_EMBEDDED_CHARACTERS = 2_000_000
_MAX_LABEL_COLUMNS = 80
#: Lines of a widget's text.
_MAX_SAID_LINES = 4
_EMBEDDED = re.compile(r"image/[\w.-]+;[A-Za-z0-9+/]{16,}={0,2}", re.ASCII)


def preview_svg(data: Mapping[str, Any], first: str | None = None) -> str:
    """Return a preview of a mimebundle as SVG text, of the type `first` if it has a preview."""
    order = sorted(data, key=lambda name: (name != first, name == "text/plain"))
    for name in order:
        # A malformed payload may raise anything; the last resort is a box with the type.
        with suppress(Exception):
            if drawn := _draw(name, data):
                return drawn
    return svg_envelope.box(
        cut(clean(f"{first or (order or ['no'])[0]} output"), _MAX_LABEL_COLUMNS)
    )


def _draw(name: str, data: Mapping[str, Any]) -> str | None:
    row = row_of(name)
    kind = PREVIEWS[row] if row else None
    # A widget's own payload is a number only.
    shown = data.get("text/plain", "") if kind == "widget" else data[name]
    return _KINDS[kind](name, shown) if kind else None


def _plain(_: str, payload: Any) -> str | None:
    """Skip text that only names an object's type."""
    plain = str(payload)
    return None if plain.startswith("<") and plain.endswith(">") else text_svg(plain)


def _text(name: str, payload: Any) -> str:
    return text_svg(str(payload), name=name.partition("/")[2])


def _html(_: str, payload: Any) -> str | None:
    return html_svg(str(payload))


def _json(_: str, payload: Any) -> str:
    # Each level is indented: without a bound, nested lists would become as much as their square.
    plain = strip_markers(to_plain(payload))
    return text_svg(json.dumps(plain, indent=2, ensure_ascii=False), name="JSON")


def _formula(name: str, payload: Any) -> str:
    """Draw a formula with matplotlib if the program uses it; it supports a subset of LaTeX."""
    formula = " ".join(str(payload).replace("\\displaystyle", "").strip().strip("$").split())
    if "matplotlib" in sys.modules and len(formula) < 500:
        with suppress(Exception):
            return _drawn_formula(f"${formula}$")
    return _text(name, payload)


def _drawn_formula(formula: str) -> str:
    file = io.BytesIO()
    font = import_module("matplotlib.font_manager").FontProperties(size=15)
    import_module("matplotlib.mathtext").math_to_image(formula, file, font, format="svg")
    svg = file.getvalue().decode()
    sides = re.search(r'width="([\d.]+)pt" height="([\d.]+)pt"', svg)
    width, height = (float(side) / 0.75 for side in sides.groups()) if sides else (200, 50)
    inner = svg[svg.index("<svg") :].replace("<svg", '<svg x="16" y="12"', 1)
    return svg_document(width + 32, height + 24, "Formula", inner)


def _separated(name: str, payload: Any) -> str:
    content = str(payload)
    is_tabs = name == "text/tab-separated-values"
    reader = delimited.rows(content, "\t" if is_tabs else delimited.sniff(content))
    names, rows = delimited.named([*islice(reader, ROWS + 1)])
    return table_svg(names, rows, more_rows=sum(1 for _ in reader))


def _resource(_: str, payload: Any) -> str:
    names = [str(field["name"]) for field in payload["schema"]["fields"]]
    shown, rows = names[:COLUMNS], payload["data"]
    cells = [
        [row.get(name) for name in shown] if isinstance(row, dict) else row for row in rows[:ROWS]
    ]
    return table_svg(
        shown, cells, more_rows=len(rows) - len(cells), more_columns=len(names[COLUMNS:])
    )


def _map(_: str, payload: Any) -> str:
    return geojson_svg(payload)


def _sound(name: str, payload: Any) -> str:
    about = [name, _size(payload)]
    if "wav" in name:
        with suppress(Exception), wave.open(io.BytesIO(base64.b64decode(payload))) as sound:
            about.append(f"{sound.getnframes() / sound.getframerate():.1f} s")
    return card_svg("Sound", " · ".join(filter(None, about)), mark=icons.SOUND)


def _video(name: str, payload: Any) -> str:
    return card_svg("Video", " · ".join(filter(None, (name, _size(payload)))), mark=icons.PLAY)


def _pdf(_: str, payload: Any) -> str:
    return card_svg("PDF document", _size(payload), mark=icons.PAGE)


def _image(name: str, payload: Any) -> str | None:
    """Return an SVG that contains a raster image of a type that kernels do not forward."""
    content = "".join(str(payload).split())
    if len(content) > _MAX_EMBEDDED_CHARACTERS or not _EMBEDDED.fullmatch(f"{name};{content}"):
        return card_svg("Image", name, mark=icons.PAGE)
    raw = base64.b64decode(content[:64])
    width, height = struct.unpack("<HH", raw[6:10]) if raw[:3] == b"GIF" else (480, 320)
    return (
        f'<svg xmlns="{svg_envelope.SVG}" width="{width}" height="{height}"><image width="100%" '
        f'height="100%" href="data:{name};base64,{content}"/></svg>'
    )


def _vega(name: str, payload: Any) -> str:
    if find_spec("vl_convert"):
        with suppress(Exception):
            convert = import_module("vl_convert")
            draw = convert.vegalite_to_svg if "lite" in name else convert.vega_to_svg
            # Deeply nested values would end the process.
            return str(draw(strip_markers(to_plain(payload)), allowed_base_urls=[]))
    title = payload.get("title") or ""
    mark = payload.get("mark") or ""
    return card_svg(
        str(title.get("text", "") if isinstance(title, dict) else title) or "Chart",
        f"Vega-Lite: {mark.get('type', '') if isinstance(mark, dict) else mark}".rstrip(": "),
        mark=icons.CHART,
    )


def _plotly(_: str, payload: Any) -> str:
    title = (payload.get("layout") or {}).get("title") or ""
    kinds = dict.fromkeys(str(trace.get("type", "scatter")) for trace in payload["data"])
    return card_svg(
        str(title.get("text", "") if isinstance(title, dict) else title) or "Chart",
        f"Plotly: {', '.join(kinds)}".rstrip(": "),
        mark=icons.CHART,
    )


def _recording(_: str, payload: Any) -> str:
    head = payload if isinstance(payload, dict) else json.loads(str(payload).split("\n", 1)[0])
    size = f"{head.get('width', '')} × {head.get('height', '')}" if "width" in head else ""
    title = str(head.get("title") or "Terminal recording")
    return card_svg(title, size or "asciicast", mark=icons.TERMINAL)


def _widget(_: str, said: Any) -> str:
    """Draw a card with what a widget says of itself: its kind, and in most cases its value."""
    lines = str(said).strip().splitlines()[:_MAX_SAID_LINES]
    about = lines or ["Interactive while its kernel runs."]
    return card_svg("Widget", *about, mark=icons.WIDGET)


def _size(payload: Any) -> str:
    """Return the size of a base64 payload as text; URLs are returned unchanged."""
    content = str(payload)
    if ":" in content[:64]:
        return "" if content.startswith("data:") else content
    count = len(content) * 3 // 4
    for unit in ("bytes", "kB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000  # type: ignore[assignment]
    return f"{count:.1f} MB"


#: The kinds of preview that spec/types.json names.
_KINDS: dict[str, _Draw] = {
    "formula": _formula,
    "html": _html,
    "image": _image,
    "json": _json,
    "map": _map,
    "pdf": _pdf,
    "plain": _plain,
    "plotly": _plotly,
    "recording": _recording,
    "resource": _resource,
    "separated": _separated,
    "sound": _sound,
    "text": _text,
    "vega": _vega,
    "video": _video,
    "widget": _widget,
}
