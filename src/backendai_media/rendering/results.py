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

__all__ = ["item_element", "repeated_element", "visible_items"]


def visible_items(items: Iterable[Item]) -> list[Item]:
    """Return the visible items, after applying updates and clears.

    Mirrors `browser/src/core/placement.ts`.
    """
    # Each with the number of updates before it.
    slots: list[tuple[Item, int]] = []
    updates: dict[str, tuple[UpdateItem, int]] = {}
    texts: list[str] = []
    count = 0
    clears = False
    for item in items:
        match item:
            case UpdateItem():
                count += 1
                updates[item.display_id] = item, count
            case ClearItem(wait=wait):
                clears = wait
                slots = slots if wait else []
            case _:
                if clears:
                    slots, clears = [], False
                last = slots[-1][0] if slots else None
                if (
                    isinstance(item, StreamItem)
                    and isinstance(last, StreamItem)
                    and last.name == item.name
                ):
                    texts.append(item.text)
                    continue
                _end_stream(slots, texts)
                slots.append((item, count))
    _end_stream(slots, texts)
    return [] if clears else [_updated(item, since, updates) for item, since in slots]


def item_element(item: Item, context: Context) -> str:
    """Return the element of an item."""
    context.meter.start()
    type_, inner = next(_forms(item, context))
    return element("div", inner, left_out(context), class_="backendai-item", data_type=type_)


def repeated_element(context: Context) -> str:
    """Return an element in place of an item that is shown above, too often already."""
    context.meter.start()
    context.meter.left_out["left_out_repeated"] = None
    return element("div", left_out(context), class_="backendai-item", data_type="repeated")


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
            yield "invalid", notice("invalid", f"{reason} ({path})", raw, context)


def _end_stream(slots: list[tuple[Item, int]], texts: list[str]) -> None:
    """Add the texts that continue the last stream."""
    if slots and texts and isinstance(last := slots[-1][0], StreamItem):
        slots[-1] = StreamItem(last.name, "".join([last.text, *texts])), slots[-1][1]
    texts.clear()


def _updated(item: Item, since: int, updates: dict[str, tuple[UpdateItem, int]]) -> Item:
    """Return an item after the last update of its display, if one came later."""
    if isinstance(item, MediaItem) and item.display_id in updates:
        update, number = updates[item.display_id]
        if number > since:
            return MediaItem(update.data, update.metadata, item.display_id)
    return item
