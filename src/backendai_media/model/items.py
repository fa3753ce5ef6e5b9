"""The records of the normal form.

Any item may have a `widget`: it is part of what that Jupyter Output widget shows, or a message of
that widget.
"""

from collections.abc import Iterable
from typing import Any, Literal, TypeGuard

import msgspec


class _Base(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="kind"):
    widget: str | None = None


def _always(value: Any) -> Any:
    """Return the default of a field that is written though it never differs."""
    return msgspec.field(default_factory=lambda: value)


class StreamItem(_Base, frozen=True, tag="stream"):
    """Text that a program wrote."""

    name: Literal["stdout", "stderr"]
    text: str


class MediaItem(_Base, frozen=True, tag="media"):
    """A value in one or more types; `data` maps (lower-case) media types to payloads."""

    data: dict[str, Any]
    metadata: dict[str, Any]
    display_id: str | None = None


class ErrorItem(_Base, frozen=True, tag="error"):
    """An exception; the lines of its traceback may contain ANSI escape sequences."""

    name: str
    message: str
    traceback: list[str]


class LogItem(_Base, frozen=True, tag="log"):
    """A log record; its fields are text or numbers, as they were given."""

    level: str | int | float
    time: str | int | float
    logger: str | int | float
    message: str | int | float


class ClearItem(_Base, frozen=True, tag="control"):
    """Clears the result, or the widget; with `wait`, only when the next item arrives."""

    wait: bool
    action: Literal["clear"] = _always("clear")


class UpdateItem(_Base, frozen=True, tag="control"):
    """Replaces the value shown under `display_id`."""

    display_id: str
    data: dict[str, Any]
    metadata: dict[str, Any]
    action: Literal["update"] = _always("update")


class InputItem(_Base, frozen=True, tag="control"):
    """Asks the user for a line of text."""

    prompt: str
    password: bool
    action: Literal["input"] = _always("input")


class ShowItem(_Base, frozen=True, tag="control"):
    """Shows here what is part of the Output widget `widget_id`."""

    widget_id: str
    action: Literal["show"] = _always("show")


class CommBuffer(msgspec.Struct, frozen=True):
    """A binary value of a widget, as base64, and the keys and indexes that lead to its place."""

    path: list[str | int]
    data: str


class CommItem(_Base, frozen=True, tag="control"):
    """A message of the Jupyter widget `widget`.

    `data` is its state, the part of it that changes, or what a custom message says.
    """

    method: Literal["open", "update", "custom", "close"]
    data: Any = msgspec.UNSET
    buffers: list[CommBuffer] = []
    action: Literal["comm"] = _always("comm")


class InvalidItem(_Base, frozen=True, tag="invalid"):
    """A malformed part: its path in the input, what is wrong, and the value found there."""

    path: str
    reason: str
    raw: Any


ControlItem = ClearItem | UpdateItem | InputItem | ShowItem | CommItem
Item = StreamItem | MediaItem | ErrorItem | LogItem | ControlItem | InvalidItem


def continues(item: Item | None, last: StreamItem) -> TypeGuard[StreamItem]:
    """Whether an item is more text of the stream before it."""
    return isinstance(item, StreamItem) and item.name == last.name and item.widget == last.widget


def to_builtins(items: Iterable[Item]) -> list[dict[str, Any]]:
    """Return items as the dictionaries of `docs/normal-form.md`."""
    return [msgspec.to_builtins(item) for item in items]


def to_json(items: Iterable[Item]) -> str:
    """Return items as the text of a JSON list."""
    return msgspec.json.encode(list(items)).decode()
