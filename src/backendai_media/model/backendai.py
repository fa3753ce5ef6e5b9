"""Reads whole results of Backend.AI's execute API, of any version."""

import math
from collections.abc import Callable
from typing import Any

from .items import ErrorItem, InputItem, LogItem, StreamItem
from .jsonio import dumps
from .normalize_context import NormalizeContext, is_text, is_texts, join_lines
from .plain_values import strip_markers

FIELDS = ("stdout", "stderr", "console", "media", "html", "exceptions")
#: Values of `status` that show by themselves.
_SHOWN = ("waiting-input", "exec-timeout")
#: What else tells a result; a `status` alone is anybody's.
_OTHERS = ("runId", "exitCode", "options", "files", "msg")
_ENTITIES = {ord(sign): f"&#{ord(sign)};" for sign in '&<>"'}


def is_result(value: dict[str, Any]) -> bool:
    """Whether an object is a result."""
    if any(key in value for key in FIELDS):
        return True
    return is_text(value.get("status")) and (
        value["status"] in _SHOWN or any(key in value for key in _OTHERS)
    )


def read_result(
    context: NormalizeContext, value: dict[str, Any], normalize: Callable[[Any], None]
) -> None:
    """Add the items of a result; `normalize` adds those of a nested value."""
    first = len(context.items)
    readers: dict[str, Callable[[Any], None]] = {
        "stdout": lambda part: context.stream("stdout", part),
        "stderr": lambda part: context.stream("stderr", part),
        "console": lambda part: _list(context, part, normalize),
        "media": lambda part: _list(context, part, normalize),
        "html": lambda part: _html(context, part),
        "exceptions": lambda part: _list(context, part, lambda all_: _exceptions(context, all_)),
    }
    for key in FIELDS:
        part = value.get(key)
        if part is not None and join_lines(part) != "":
            context.descend(key, part, readers[key])
    _status(context, value, first)
    add_exit(context, value.get("exitCode"), first)
    # In messages of WebSockets it is `{}`.
    if isinstance(files := value.get("files"), str | list) and files:
        context.descend(
            "files", files, lambda part: _list(context, part, lambda all_: _files(context, all_))
        )


def add_exit(context: NormalizeContext, code: Any, first: int) -> None:
    """Say how a program ended, where neither its error output nor an error since `first` does."""
    is_failure = isinstance(code, int) and not isinstance(code, bool) and code != 0
    if is_failure and not any(
        isinstance(item, ErrorItem) or (isinstance(item, StreamItem) and item.name == "stderr")
        for item in context.items[first:]
    ):
        context.add(LogItem("error", "", "", f"exit code {code}"))


def _list(context: NormalizeContext, part: Any, read: Callable[[list[Any]], None]) -> None:
    if isinstance(part, list):
        read(part)
    else:
        context.invalid("expected a list")


def _html(context: NormalizeContext, part: Any) -> None:
    if is_texts(part):
        for index, text in enumerate(part):
            context.descend(index, text, lambda text: context.media({"text/html": text}))
    else:
        context.media({"text/html": part})


def _exceptions(context: NormalizeContext, part: list[Any]) -> None:
    for index, one in enumerate(part):
        context.descend(index, one, lambda one: _exception(context, one))


def _exception(context: NormalizeContext, one: Any) -> None:
    match one:
        case [str() as name, list() as arguments, *rest] if is_text(name):
            texts = [one if is_text(one) else dumps(strip_markers(one)) for one in arguments]
            traceback = [rest[1]] if len(rest) > 1 and is_text(rest[1]) else []
            context.add(ErrorItem(name, ", ".join(texts), traceback))
        case _:
            context.invalid("expected [name, args]")


def _files(context: NormalizeContext, part: list[Any]) -> None:
    """Add a list of what a program left: names, links where there are addresses, and sizes."""
    rows = []
    for one in part:
        file = strip_markers(one) if isinstance(one, dict) else {}
        name, url, size = file.get("name"), file.get("url"), file.get("size")
        label = one if is_text(one) else name if is_text(name) else dumps(strip_markers(one))
        shown = f'<a href="{_quoted(url)}">{_quoted(label)}</a>' if is_text(url) else _quoted(label)
        rows.append(f"<li>{shown}{_size(size)}</li>")
    context.media({"text/html": f"<ul>{''.join(rows)}</ul>"})


def _quoted(text: str) -> str:
    return text.translate(_ENTITIES)


def _size(size: Any) -> str:
    if not isinstance(size, int | float) or isinstance(size, bool) or not 0 <= size < 2**53:
        return ""
    for unit in ("bytes", "kB", "MB", "GB"):
        if unit == "GB" or size < 1000:
            break
        size /= 1000
    number = f"{math.floor(size * 10) / 10:.1f}".removesuffix(".0")
    return f" ({number} {unit})"


def _status(context: NormalizeContext, value: dict[str, Any], first: int) -> None:
    message, options = value.get("msg"), value.get("options")
    match value.get("status"):
        case "waiting-input":
            password = isinstance(options, dict) and options.get("is_password") is True
            context.add(InputItem(_take_prompt(context, first), password))
        case "exec-timeout":
            context.add(ErrorItem("exec-timeout", "timed out", []))
        case "error" if is_text(message):
            context.add(ErrorItem("error", message, []))
        case "server-restarting" if is_text(message):
            context.add(LogItem("warning", "", "", message))


def _take_prompt(context: NormalizeContext, first: int) -> str:
    """Remove the stdout items at the end of this result, and return their text."""
    texts: list[str] = []
    while len(context.items) > first:
        last = context.items[-1]
        if not isinstance(last, StreamItem) or last.name != "stdout":
            break
        texts.append(last.text)
        context.items.pop()
    return "".join(reversed(texts))
