"""Embeds results in a page's HTML, as data that `js/islands.js` renders."""

from __future__ import annotations

import json
from typing import Any

from ..model import (
    ClearItem,
    ErrorItem,
    InputItem,
    InvalidItem,
    Item,
    LogItem,
    MediaItem,
    StreamItem,
    UpdateItem,
)
from ..model.plain_values import Base64, to_plain
from .tags import Markup, element

# Characters that could end the element, or start a comment in it.
_ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def result_tag(
    result: Any,
    id: str | int,  # noqa: A002 - the page's word for it
    *,
    static: str | bool | None = None,
) -> Markup:
    """Return an element with a result, which the script of `script_tags(islands=True)` renders.

    `result` is anything that `normalize` accepts, or a list of items. Content never raises.
    `static` is markup to show until the script has rendered the result; it stays if the script does
    not load. True stands for that of `render`, which raises `MissingExtraError` without its extra.
    """
    if static is True:
        from .. import render  # which knows this module

        static = render(result, str(id))
    text = json.dumps(_data(to_plain(result)), ensure_ascii=False, separators=(",", ":"))
    data = element(
        "script",
        text.translate(_ESCAPES),
        type="application/json",
        data_backendai_result=str(id),
    )
    return (
        data
        if static is None or static is False
        else Markup(data + element("div", static, data_backendai_static=True))
    )


def _data(value: Any) -> Any:
    """Return a plain value as a JSON value."""
    if isinstance(value, Base64):
        return str.__str__(value)
    if isinstance(value, list):
        return [_data(one) for one in value]
    if isinstance(value, dict):
        return {key: _data(one) for key, one in value.items()}
    return _shape(value) if isinstance(value, Item) else value


def _shape(item: Item) -> Any:
    """Return an item in a shape that the script accepts, Jupyter's if there is one."""
    match item:
        case StreamItem(name=name, text=text):
            return [name, text]
        case MediaItem() | UpdateItem():
            kind = "display_data" if isinstance(item, MediaItem) else "update_display_data"
            shown = {"output_type": kind, "data": item.data, "metadata": item.metadata}
            known = {"transient": {"display_id": item.display_id}} if item.display_id else {}
            return {**shown, **known}
        case ErrorItem(name=name, message=message, traceback=lines):
            return {"output_type": "error", "ename": name, "evalue": message, "traceback": lines}
        case LogItem():
            return ["log", [item.level, item.time, item.logger, item.message]]
        case ClearItem(wait=wait):
            return {"output_type": "clear_output", "wait": wait}
        case InputItem(prompt=prompt, password=password):
            content = {"prompt": prompt, "password": password}
            return {"msg_type": "input_request", "content": content}
        case InvalidItem(raw=raw):
            return raw
