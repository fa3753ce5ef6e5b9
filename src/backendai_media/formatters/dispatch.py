"""`display`: shows an item, or any object that can tell how it looks."""

import sys
from collections.abc import Callable, Mapping
from typing import Any

from .._emit import emit
from .._outputs.base import Output
from ..model import Item, MediaItem, UpdateItem
from . import libraries
from .libraries import Bundle

#: Method by which notebooks ask an object for its form of a type → the type.
_METHODS = {
    "_repr_html_": "text/html",
    "_repr_markdown_": "text/markdown",
    "_repr_svg_": "image/svg+xml",
    "_repr_png_": "image/png",
    "_repr_jpeg_": "image/jpeg",
    "_repr_pdf_": "application/pdf",
    "_repr_latex_": "text/latex",
    "_repr_json_": "application/json",
    "_repr_javascript_": "application/javascript",
}


def display(
    obj: Any, *, picture: str | None = None, display_id: str | None = None, update: bool = False
) -> None:
    """Show `obj`: an item of any accepted shape, or an object that tells how it looks.

    Such are those of the known libraries (`docs/display.md` lists them), and all with
    `_repr_mimebundle_` or its like; others are shown as text. Under `display_id` it can be replaced
    later, by another call with `update`. `picture` is SVG text for viewers that do not know the
    type. Raises `ItemError` for a malformed item.
    """
    if update and display_id is None:
        raise ValueError("An update needs the display_id of what it replaces")
    if not _is_item(obj):
        data, metadata = formats(obj, _own)
        if not data:
            return  # it has shown itself
        obj = {"data": data, "metadata": metadata}
    if display_id is None:
        emit(obj, picture=picture)
        return
    from ..model import normalize

    for item in normalize(obj, strict=True):
        if isinstance(item, MediaItem):
            emit(_named(item, display_id, update=update), picture=picture)
        else:
            emit(item)


def _named(item: MediaItem, display_id: str, *, update: bool) -> Item:
    if update:
        return UpdateItem(display_id, item.data, item.metadata)
    return MediaItem(item.data, item.metadata, display_id)


def _is_item(obj: Any) -> bool:
    if isinstance(obj, type) or any(
        hasattr(obj, name) for name in ("_repr_mimebundle_", *_METHODS)
    ):
        return False
    return isinstance(obj, Item | Mapping | list | tuple)


def formats(obj: Any, own: Callable[[Any], Bundle]) -> Bundle:
    """Return an object's mimebundle and its metadata; empty where it has shown itself.

    `own` returns what the object says of itself.
    """
    if isinstance(obj, type):
        return {"text/plain": repr(obj)}, {}
    if isinstance(obj, Output):
        return obj.data, obj.metadata
    if (better := libraries.instead(obj)) and (found := better(obj)):
        return found
    data, metadata = own(obj)
    has_text_only = bool(data) and set(data) <= {"text/plain"}
    if has_text_only and (form := libraries.beside(obj)) and (found := form(obj)):
        return found
    return data, metadata


def _own(obj: Any) -> Bundle:
    """Return what an object says of itself: to IPython's formatters, where there are any."""
    module = sys.modules.get("IPython")
    if module and (shell := module.get_ipython()):
        formatter = shell.display_formatter
        return type(formatter).format(formatter, obj)  # type: ignore[no-any-return]
    data: dict[str, Any] = {"text/plain": repr(obj)}
    metadata: dict[str, Any] = {}
    for method, name in _METHODS.items():
        if callable(function := getattr(obj, method, None)):
            _take(function(), name, data, metadata)
    if callable(function := getattr(obj, "_repr_mimebundle_", None)):
        bundle = function(include=None, exclude=None)
        own, about = bundle if isinstance(bundle, tuple) else (bundle, {})
        data.update(own or {})
        metadata.update(about)
    return data, metadata


def _take(form: Any, name: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
    """Take one form, which may come with its metadata; `None` means that there is none."""
    if isinstance(form, tuple) and len(form) == 2:
        form, metadata[name] = form
    if form is not None:
        data[name] = form
