"""Reads items that are in the normal form already, such as a host has kept."""

from typing import Any

from .items import ClearItem, InvalidItem, LogItem, ShowItem
from .jupyter import read_error, read_input, read_output
from .normalize_context import NormalizeContext, is_text, log_field, text_or_empty
from .plain_values import strip_markers

__all__ = ["read_kept"]


def read_kept(context: NormalizeContext, value: dict[str, Any]) -> bool:
    """Add an item; return `False` for what is none. Its payloads are checked like all others."""
    outer, widget = context.owner, value.get("widget")
    if is_text(widget):
        context.owner = widget
    is_item = _read(context, value, value["kind"])
    context.owner = outer
    return is_item


def _read(context: NormalizeContext, value: dict[str, Any], kind: str) -> bool:
    display = {**value, "transient": {"display_id": value.get("display_id")}}
    match kind, value.get("action"):
        case "stream", _:
            context.stream(
                "stderr" if value.get("name") == "stderr" else "stdout", value.get("text")
            )
        case "media", _:
            read_output(context, "display_data", display)
        case "error", _:
            read_error(context, value)
        case "log", _:
            fields = ("level", "time", "logger", "message")
            context.add(LogItem(*(log_field(value.get(name)) for name in fields)))
        case "control", "clear":
            context.add(ClearItem(wait=value.get("wait") is True))
        case "control", "update":
            read_output(context, "update_display_data", display)
        case "control", "input":
            read_input(context, value)
        case "control", "show":
            context.add(ShowItem(text_or_empty(value.get("widget_id"))))
        case "invalid", _:
            place, reason = text_or_empty(value.get("path")), text_or_empty(value.get("reason"))
            context.add(InvalidItem(place, reason, strip_markers(value.get("raw"))))
        case _:
            return False
    return True
