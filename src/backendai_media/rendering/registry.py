"""Which form a mimebundle takes: the types that can be shown, best first."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from ..errors import MissingExtraError
from ..model.media_types import table
from .context import Context, RenderError
from .notice import notice

__all__ = ["media", "supports"]

Renderer = Callable[[str, Any, Context], str]

#: Type, or all of a kind, → module and function; highest rank first where the table has them not.
_HOMES = {
    "application/x-sorna-drawing": "drawings.drawing",
    "application/vnd.sorna.gitgraph": "drawings.gitgraph",
    "application/vnd.plotly.v1+json": "charts.plotly",
    "application/vnd.vegalite.v6+json": "charts.vega",
    "application/vnd.vegalite.v5+json": "charts.vega",
    "application/vnd.vegalite.v4+json": "charts.vega",
    "application/vnd.vega.v6+json": "charts.vega",
    "application/vnd.vega.v5+json": "charts.vega",
    "application/vnd.asciinema.asciicast": "players.asciicast",
    "application/vnd.apache.arrow.stream": "tables.arrow",
    "application/vnd.dataresource+json": "tables.resource",
    "application/geo+json": "geojson.outline",
    "application/pdf": "players.pdf",
    "audio/*": "players.media",
    "video/*": "players.media",
    "text/latex": "latex.formula",
    "application/x-tex": "latex.formula",
    "text/markdown": "markdown.markdown",
    "text/html": "html.render",
    "image/svg+xml": "images.image",
    "image/*": "images.image",
    "text/vnd.mermaid": "console.text",
    "text/csv": "tables.separated",
    "text/tab-separated-values": "tables.separated",
    "application/vnd.jupyter.widget-view+json": "charts.widget",
    "application/json": "jsontree.tree",
    "text/plain": "console.text",
    "text/*": "console.text",
}
#: Longest reason that a library gives.
REASON = 300


def media(data: dict[str, Any], metadata: dict[str, Any], context: Context) -> tuple[str, str]:
    """Return the type that is shown of a bundle, and its markup; a notice where none can be."""
    first: tuple[str, str] | None = None
    for type_ in ranked(data):
        own = metadata.get(type_)
        context.bundle = data
        context.metadata = {**metadata, **(own if isinstance(own, dict) else {})}
        try:
            return type_, _renderer(type_)(type_, data[type_], context)
        except MissingExtraError:
            raise
        except RenderError as error:
            first = first or (type_, str(error))
        except Exception as error:  # noqa: BLE001 - whatever a library makes of a hostile payload
            first = first or (type_, f"{type(error).__name__}: {error}"[:REASON])
    type_ = first[0] if first else next(iter(data))
    reason = first[1] if first else "No renderer for this type"
    return type_, notice(type_, reason, data[type_])


def ranked(data: dict[str, Any]) -> list[str]:
    """Return the types of a bundle that can be shown, best first."""
    order = _order()
    return sorted(filter(supports, data), key=lambda type_: order[_home(type_)])


def supports(type_: str) -> bool:
    """Tell whether a type can be shown."""
    return _home(type_) in _HOMES


def _home(type_: str) -> str:
    if type_ in _HOMES:
        return type_
    return "application/json" if type_.endswith("+json") else f"{type_.split('/', 1)[0]}/*"


@cache
def _order() -> dict[str, int]:
    known = table()
    names = known if _HOMES.keys() <= known.keys() else _HOMES
    return {name: place for place, name in enumerate(names)}


@cache
def _renderer(type_: str) -> Renderer:
    module, _, name = _HOMES[_home(type_)].partition(".")
    found: Renderer = getattr(import_module(f".{module}", __package__), name)
    return found
