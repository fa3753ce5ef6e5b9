"""Outputs of nbformat 4, and the contents of IOPub messages."""

from typing import Any, Literal

from .items import ClearItem, ErrorItem, InputItem, UpdateItem
from .walk import Walk, dict_or_empty, is_text, text_or_empty


def output(walk: Walk, type_: str, content: dict[str, Any]) -> bool:
    """Add the output of a type whose fields are in `content`; `False` for another type."""
    match type_:
        case "stream":
            stream: Literal["stdout", "stderr"] = "stdout"
            if content.get("name") == "stderr":
                stream = "stderr"
            walk.stream(stream, content.get("text"))
        case "display_data" | "execute_result" | "update_display_data":
            _display(walk, content, update=type_ == "update_display_data")
        case "error":
            error(walk, content)
        case "clear_output":
            walk.items.append(ClearItem(wait=content.get("wait") is True))
        case "input_request":
            input_(walk, content)
        case _:
            return False
    return True


def error(walk: Walk, fields: dict[str, Any]) -> None:
    """Add an exception: `name`, `message` and `traceback`, or as Jupyter calls them."""
    name, message, traceback = fields.get("name"), fields.get("message"), fields.get("traceback")
    walk.items.append(
        ErrorItem(
            name if is_text(name) else text_or_empty(fields.get("ename")),
            message if is_text(message) else text_or_empty(fields.get("evalue")),
            list(filter(is_text, traceback)) if isinstance(traceback, list) else [],
        )
    )


def input_(walk: Walk, fields: dict[str, Any]) -> None:
    """Add a request for a line of text."""
    prompt = text_or_empty(fields.get("prompt"))
    walk.items.append(InputItem(prompt, password=fields.get("password") is True))


def _display(walk: Walk, content: dict[str, Any], *, update: bool) -> None:
    data, metadata = content.get("data"), content.get("metadata")
    transient = content.get("transient")
    display_id = transient.get("display_id") if isinstance(transient, dict) else None
    if not isinstance(data, dict):
        walk.invalid("expected a mimebundle")
    elif not update:
        walk.media(data, metadata, display_id)
    elif not is_text(display_id):
        walk.invalid("expected a display_id")
    elif bundle := walk.bundle(data):
        walk.items.append(UpdateItem(display_id, bundle, dict_or_empty(metadata)))
