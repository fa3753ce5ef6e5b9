"""Reads outputs of nbformat 4, and the contents of messages."""

from typing import Any, Literal

from .items import ClearItem, ErrorItem, InputItem, UpdateItem
from .normalize_context import NormalizeContext, dict_or_empty, is_text, text_or_empty


def read_output(context: NormalizeContext, type_: str, content: dict[str, Any]) -> bool:
    """Add an output of type `type_` with the fields `content`; return `False` for unknown types."""
    match type_:
        case "stream":
            stream: Literal["stdout", "stderr"] = "stdout"
            if content.get("name") == "stderr":
                stream = "stderr"
            context.stream(stream, content.get("text"))
        case "display_data" | "execute_result" | "update_display_data":
            _display(context, content, update=type_ == "update_display_data")
        case "error":
            read_error(context, content)
        case "clear_output":
            context.add(ClearItem(wait=content.get("wait") is True))
        case "input_request":
            read_input(context, content)
        case _:
            return False
    return True


def read_reply(context: NormalizeContext, content: dict[str, Any]) -> None:
    """Add what a reply has for the pager: help, source text, profiles."""
    payload = content.get("payload")
    for one in payload if isinstance(payload, list) else []:
        if isinstance(one, dict) and one.get("source") == "page":
            data, text = one.get("data"), one.get("text")
            context.media(data if isinstance(data, dict) else {"text/plain": text}, {"pager": True})


def read_error(context: NormalizeContext, fields: dict[str, Any]) -> None:
    """Add an exception: `name`, `message` and `traceback`, or as Jupyter calls them."""
    name, message, traceback = fields.get("name"), fields.get("message"), fields.get("traceback")
    context.add(
        ErrorItem(
            name if is_text(name) else text_or_empty(fields.get("ename")),
            message if is_text(message) else text_or_empty(fields.get("evalue")),
            list(filter(is_text, traceback)) if isinstance(traceback, list) else [],
        )
    )


def read_input(context: NormalizeContext, fields: dict[str, Any]) -> None:
    """Add a request for a line of text."""
    prompt = text_or_empty(fields.get("prompt"))
    context.add(InputItem(prompt, password=fields.get("password") is True))


def _display(context: NormalizeContext, content: dict[str, Any], *, update: bool) -> None:
    data, metadata = content.get("data"), content.get("metadata")
    transient = content.get("transient")
    display_id = transient.get("display_id") if isinstance(transient, dict) else None
    if not isinstance(data, dict):
        context.invalid("expected a mimebundle")
    elif not update:
        context.media(data, metadata, display_id)
    elif not is_text(display_id):
        context.invalid("expected a display_id")
    elif bundle := context.bundle(data):
        context.add(UpdateItem(display_id, bundle, dict_or_empty(metadata)))
