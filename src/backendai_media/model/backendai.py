"""Whole results of Backend.AI's execute API, all versions."""

from collections.abc import Callable
from typing import Any

from .builtins import exact
from .items import ErrorItem, InputItem, LogItem, StreamItem
from .jsonio import dumps
from .walk import Walk, is_text, is_texts, joined

FIELDS = ("stdout", "stderr", "console", "media", "html", "exceptions")


def result(walk: Walk, value: dict[str, Any], normalize: Callable[[Any], None]) -> None:
    """Add a result's items; `normalize` adds those of any value."""
    first = len(walk.items)
    read: dict[str, Callable[[Any], None]] = {
        "stdout": lambda part: walk.stream("stdout", part),
        "stderr": lambda part: walk.stream("stderr", part),
        "console": lambda part: _list(walk, part, normalize),
        "media": lambda part: _list(walk, part, normalize),
        "html": lambda part: _html(walk, part),
        "exceptions": lambda part: _list(walk, part, lambda all_: _exceptions(walk, all_)),
    }
    for key in FIELDS:
        part = value.get(key)
        if part is not None and joined(part) != "":
            walk.inside(key, part, read[key])
    _status(walk, value, first)


def _list(walk: Walk, part: Any, read: Callable[[list[Any]], None]) -> None:
    if isinstance(part, list):
        read(part)
    else:
        walk.invalid("expected a list")


def _html(walk: Walk, part: Any) -> None:
    if is_texts(part):
        for index, text in enumerate(part):
            walk.inside(index, text, lambda text: walk.media({"text/html": text}))
    else:
        walk.media({"text/html": part})


def _exceptions(walk: Walk, part: list[Any]) -> None:
    for index, one in enumerate(part):
        walk.inside(index, one, lambda one: _exception(walk, one))


def _exception(walk: Walk, one: Any) -> None:
    match one:
        case [str() as name, list() as arguments, *rest] if is_text(name):
            texts = [one if is_text(one) else dumps(exact(one)) for one in arguments]
            traceback = [rest[1]] if len(rest) > 1 and is_text(rest[1]) else []
            walk.items.append(ErrorItem(name, ", ".join(texts), traceback))
        case _:
            walk.invalid("expected [name, args]")


def _status(walk: Walk, value: dict[str, Any], first: int) -> None:
    message, options = value.get("msg"), value.get("options")
    match value.get("status"):
        case "waiting-input":
            password = isinstance(options, dict) and options.get("is_password") is True
            walk.items.append(InputItem(_take_prompt(walk, first), password))
        case "exec-timeout":
            walk.items.append(ErrorItem("exec-timeout", "timed out", []))
        case "error" if is_text(message):
            walk.items.append(ErrorItem("error", message, []))
        case "server-restarting" if is_text(message):
            walk.items.append(LogItem("warning", "", "", message))


def _take_prompt(walk: Walk, first: int) -> str:
    """Take out the stdout stream that stands last in this result, and return its text."""
    texts: list[str] = []
    while len(walk.items) > first:
        last = walk.items[-1]
        if not isinstance(last, StreamItem) or last.name != "stdout":
            break
        texts.append(last.text)
        walk.items.pop()
    return "".join(reversed(texts))
