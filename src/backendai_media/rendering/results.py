"""The visible items of a result, and their elements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

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
from .console import console
from .context import Context
from .error_text import error_text, log_text
from .markup import element, text
from .notice import left_out, notice
from .registry import render_bundle

__all__ = ["item_element", "visible_items"]


def visible_items(items: Iterable[Item]) -> list[Item]:
    """Return the visible items, after applying updates and clears.

    Mirrors `browser/src/core/placement.ts`.
    """
    slots: list[Item] = []
    clears = False
    for item in items:
        match item:
            case UpdateItem():
                slots = [_updated(one, item) for one in slots]
            case ClearItem(wait=wait):
                clears = wait
                slots = slots if wait else []
            case _:
                if clears:
                    slots, clears = [], False
                last = slots[-1] if slots else None
                if (
                    isinstance(item, StreamItem)
                    and isinstance(last, StreamItem)
                    and last.name == item.name
                ):
                    slots[-1] = StreamItem(last.name, last.text + item.text)
                else:
                    slots.append(item)
    return [] if clears else slots


def item_element(item: Item, context: Context) -> str:
    """Return the element of an item."""
    context.meter.start()
    type_, inner = next(_forms(item, context))
    return element("div", inner, left_out(context), class_="backendai-item", data_type=type_)


def _forms(item: Item, context: Context) -> Iterator[tuple[str, str]]:
    match item:
        case StreamItem(name=name, text=content):
            yield name, console(content, name, context)
        case MediaItem(data=data, metadata=metadata):
            yield render_bundle(data, metadata, context)
        case ErrorItem():
            yield "error", console(error_text(item), "error", context)
        case LogItem():
            yield "log", console(log_text(item), "log", context)
        case InputItem(prompt=prompt):
            # A page without scripts cannot be answered.
            yield "input", element("div", element("label", text(prompt)), class_="backendai-input")
        case InvalidItem(path=path, reason=reason, raw=raw):
            yield "invalid", notice("invalid", f"{reason} ({path})", raw)


def _updated(item: Item, update: UpdateItem) -> Item:
    if isinstance(item, MediaItem) and item.display_id == update.display_id:
        return MediaItem(update.data, update.metadata, item.display_id)
    return item
