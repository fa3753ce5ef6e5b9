"""`display`: shows an item, or any object with a rich representation."""

import sys
from collections.abc import Callable, Mapping
from typing import Any

from .._emit import emit
from .._outputs.output import Output
from ..model import Item, MediaItem, UpdateItem, normalize
from ..model.media_types import type_name
from .registry import Bundle, find_fallback, find_override

__all__ = ["display", "is_item", "mimebundle", "own_representations"]

#: Names of items that are no media types.
_NAMES = frozenset({"stdout", "stderr", "html", "log", "error", "input", "media"})
#: Top-level media types (RFC 6838, RFC 8081, RFC 9695).
_TOP_LEVEL = frozenset(
    "application audio font haptics image message model multipart text video".split()
)
#: Method by which notebooks ask an object for its representation in a type → the type.
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
    """Show `obj`: an item in any accepted shape, or an object.

    Objects of known libraries (listed in `docs/display.md`) and objects with `_repr_mimebundle_`,
    `_repr_html_` and the like are shown in their best form, others as text: lists and dictionaries
    too, unless they hold nothing but items. Under a `display_id`
    the output can be replaced later, by another call with `update=True`. `picture` is SVG text
    for viewers that do not know the type.

    Raises `ItemError` for a malformed item, `ValueError` for an `update` without a `display_id` or
    a `picture` that is not SVG.
    """
    if update and display_id is None:
        raise ValueError("An update needs the display_id of what it replaces")
    if not is_item(obj):
        data, metadata = mimebundle(obj, _representations)
        if not data:
            return  # it has shown itself
        obj = {"data": data, "metadata": metadata}
    if display_id is None:
        emit(obj, picture=picture)
        return
    for item in normalize(obj, strict=True):
        if isinstance(item, MediaItem):
            emit(_with_display_id(item, display_id, update=update), picture=picture)
        else:
            emit(item)


def _with_display_id(item: MediaItem, display_id: str, *, update: bool) -> Item:
    if update:
        return UpdateItem(display_id, item.data, item.metadata)
    return MediaItem(item.data, item.metadata, display_id)


def is_item(obj: Any) -> bool:
    """Whether an object is an item, or holds nothing but items; other containers are objects."""
    if isinstance(obj, Item):
        return True
    if isinstance(obj, type) or any(
        hasattr(obj, name) for name in ("_repr_mimebundle_", *_METHODS)
    ):
        return False
    if isinstance(obj, Mapping):
        return _is_item_mapping(obj)
    if not isinstance(obj, list | tuple):
        return False
    if len(obj) == 2 and isinstance(obj[0], str):
        # A list of two texts is more likely just that.
        return _is_type(obj[0]) or (isinstance(obj, tuple) and obj[0] in _NAMES)
    return bool(obj) and all(map(is_item, obj))


def _is_item_mapping(obj: Mapping[Any, Any]) -> bool:
    data, type_ = obj.get("data"), obj.get("type")
    if any(isinstance(obj.get(key), str) for key in ("output_type", "msg_type")):
        return True
    if isinstance(type_, str) and "data" in obj:
        return _is_type(type_) or type_ in _NAMES
    if isinstance(data, Mapping) and set(obj) <= {"data", "metadata", "transient"}:
        return _is_bundle(data)
    if isinstance(obj.get("console"), list) and isinstance(obj.get("status"), str):
        return True
    return _is_bundle(obj)


def _is_bundle(obj: Mapping[Any, Any]) -> bool:
    return bool(obj) and all(isinstance(key, str) and _is_type(key) for key in obj)


def _is_type(text: str) -> bool:
    return type_name(text).partition("/")[0] in _TOP_LEVEL and "/" in text


def mimebundle(obj: Any, default: Callable[[Any], Bundle]) -> Bundle:
    """Return an object's mimebundle and its metadata; an empty bundle if it has shown itself.

    `default` returns the object's own representations, where no formatter overrides them.
    """
    if isinstance(obj, type):
        return {"text/plain": repr(obj)}, {}
    if isinstance(obj, Output):
        return obj.data, obj.metadata
    if (override := find_override(obj)) and (bundle := override(obj)):
        return bundle
    data, metadata = default(obj)
    has_text_only = bool(data) and set(data) <= {"text/plain"}
    if has_text_only and (fallback := find_fallback(obj)) and (bundle := fallback(obj)):
        return bundle
    return data, metadata


def _representations(obj: Any) -> Bundle:
    """Return an object's representations, by IPython's formatters if IPython runs."""
    module = sys.modules.get("IPython")
    if module and (shell := module.get_ipython()):
        formatter = shell.display_formatter
        return type(formatter).format(formatter, obj)  # type: ignore[no-any-return]
    return own_representations(obj)


def own_representations(obj: Any) -> Bundle:
    """Return what an object's own methods make of it, which may raise anything."""
    data: dict[str, Any] = {"text/plain": repr(obj)}
    metadata: dict[str, Any] = {}
    for method, type_ in _METHODS.items():
        if callable(function := getattr(obj, method, None)):
            _add(function(), type_, data, metadata)
    if callable(function := getattr(obj, "_repr_mimebundle_", None)):
        bundle = function(include=None, exclude=None)
        more, more_metadata = bundle if isinstance(bundle, tuple) else (bundle, {})
        data.update(more or {})
        metadata.update(more_metadata)
    return data, metadata


def _add(representation: Any, type_: str, data: dict[str, Any], metadata: dict[str, Any]) -> None:
    """Add a representation, which may be a pair with its metadata, or `None`."""
    if isinstance(representation, tuple) and len(representation) == 2:
        representation, metadata[type_] = representation
    if representation is not None:
        data[type_] = representation
