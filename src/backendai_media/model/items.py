"""The records of the normal form."""

from collections.abc import Iterable
from typing import Any, Literal

import msgspec


class StreamItem(msgspec.Struct, frozen=True, tag_field="kind", tag="stream"):
    """Text that a program wrote."""

    name: Literal["stdout", "stderr"]
    text: str


class MediaItem(msgspec.Struct, frozen=True, tag_field="kind", tag="media", omit_defaults=True):
    """A value in one or more types; `data` maps (lower-case) media types to payloads."""

    data: dict[str, Any]
    metadata: dict[str, Any]
    display_id: str | None = None


class ErrorItem(msgspec.Struct, frozen=True, tag_field="kind", tag="error"):
    """An exception; the lines of its traceback may contain ANSI escape sequences."""

    name: str
    message: str
    traceback: list[str]


class LogItem(msgspec.Struct, frozen=True, tag_field="kind", tag="log"):
    """A log record; its fields are text or numbers, as they were given."""

    level: str | int | float
    time: str | int | float
    logger: str | int | float
    message: str | int | float


class ClearItem(msgspec.Struct, frozen=True, tag_field="kind", tag="control"):
    """Clears the result; with `wait`, only when the next item arrives."""

    wait: bool
    action: Literal["clear"] = "clear"


class UpdateItem(msgspec.Struct, frozen=True, tag_field="kind", tag="control"):
    """Replaces the value shown under `display_id`."""

    display_id: str
    data: dict[str, Any]
    metadata: dict[str, Any]
    action: Literal["update"] = "update"


class InputItem(msgspec.Struct, frozen=True, tag_field="kind", tag="control"):
    """Asks the user for a line of text."""

    prompt: str
    password: bool
    action: Literal["input"] = "input"


class InvalidItem(msgspec.Struct, frozen=True, tag_field="kind", tag="invalid"):
    """A malformed part: its path in the input, what is wrong, and the value found there."""

    path: str
    reason: str
    raw: Any


ControlItem = ClearItem | UpdateItem | InputItem
Item = StreamItem | MediaItem | ErrorItem | LogItem | ControlItem | InvalidItem


def to_builtins(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Return items as the dictionaries of `docs/normal-form.md`."""
    return [msgspec.to_builtins(item) for item in items]


def to_json(items: Iterable[Item]) -> str:
    """Return items as the text of a JSON list."""
    return msgspec.json.encode(list(items)).decode()
