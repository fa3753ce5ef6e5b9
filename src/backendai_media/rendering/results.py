"""The elements of items."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from ..model import (
    ErrorItem,
    InputItem,
    InvalidItem,
    Item,
    LogItem,
    MediaItem,
    StreamItem,
)
from .console import console
from .context import Context
from .error_text import error_text, log_text
from .markup import element, text
from .notice import left_out, notice
from .registry import render_bundle

__all__ = ["CONFINED", "FRAME", "item_element", "repeated_element"]

#: Style of whatever holds one output: nothing in it is painted, or can be clicked, beyond its box.
#: It stands outside of the output's shadow root, whose own sheets could undo it.
CONFINED = "contain: content; overflow: auto"
#: Characters of types whose tags are cached.
_SHORT = 100
#: Characters of the elements around what an item shows, which are as many for each.
FRAME = 500


def item_element(item: Item, context: Context) -> str:
    """Return the element of an item."""
    context.meter.start()
    type_, inner = next(_forms(item, context))
    before, after = _tags(type_) if len(type_) < _SHORT else _tags.__wrapped__(type_)
    context.meter.settle(len(inner) - FRAME)
    return f"{before}{inner}{left_out(context)}{after}"


@lru_cache(256)
def _tags(type_: str) -> tuple[str, str]:
    """Return the tags around an item of a type."""
    made = element("div", "\0", class_="backendai-item", data_type=type_, style=CONFINED)
    before, _, after = made.rpartition("\0")
    return before, after


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
