"""Outputs of nbformat 4, and the contents of IOPub messages."""

from typing import Any, Literal

from .records import ClearItem, ErrorItem, InputItem, UpdateItem
from .walk import Path, Walk, dict_or_empty, is_text, text_or_empty


def output(walk: Walk, type_: str, content: dict[str, Any], path: Path) -> bool:
    """Add the output of a type whose fields are in `content`; `False` for another type."""
    match type_:
        case "stream":
            stream: Literal["stdout", "stderr"] = "stdout"
            if content.get("name") == "stderr":
                stream = "stderr"
            walk.stream(stream, content.get("text"), path / "text")
        case "display_data" | "execute_result" | "update_display_data":
            _display(walk, content, path, update=type_ == "update_display_data")
        case "error":
            lines = content.get("traceback")
            traceback = list(filter(is_text, lines)) if isinstance(lines, list) else []
            name, message = (
                text_or_empty(content.get("ename")),
                text_or_empty(content.get("evalue")),
            )
            walk.items.append(ErrorItem(name, message, traceback))
        case "clear_output":
            walk.items.append(ClearItem(wait=content.get("wait") is True))
        case "input_request":
            prompt = text_or_empty(content.get("prompt"))
            walk.items.append(InputItem(prompt, password=content.get("password") is True))
        case _:
            return False
    return True


def _display(walk: Walk, content: dict[str, Any], path: Path, *, update: bool) -> None:
    data, metadata = content.get("data"), content.get("metadata")
    transient = content.get("transient")
    display_id = transient.get("display_id") if isinstance(transient, dict) else None
    if not isinstance(data, dict):
        walk.invalid(path / "data", "expected a mimebundle", data)
    elif not update:
        walk.media(data, metadata, path / "data", display_id)
    elif not is_text(display_id):
        walk.invalid(path, "expected a display_id", content)
    elif bundle := walk.bundle(data, path / "data"):
        walk.items.append(UpdateItem(display_id, bundle, dict_or_empty(metadata)))
