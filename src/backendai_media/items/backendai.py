"""Whole results of Backend.AI's execute API, all versions."""

from collections.abc import Callable
from typing import Any

from ..jsontext import dumps
from .plain import exact
from .records import ErrorItem, InputItem, LogItem, StreamItem
from .walk import Path, Walk, is_text, is_texts, joined

FIELDS = ("stdout", "stderr", "console", "media", "html", "exceptions")


def result(
    walk: Walk, value: dict[str, Any], path: Path, normalize: Callable[[Any, Path], None]
) -> None:
    """Add a result's items; `normalize` adds those of any value at a place."""
    first = len(walk.items)
    for key in FIELDS:
        part, place = value.get(key), path / key
        if part is None or part == "":
            continue
        match key:
            case "stdout" | "stderr":
                if joined(part) != "":
                    walk.stream(key, part, place)
            case "html":
                _html(walk, part, place)
            case "exceptions":
                _exceptions(walk, part, place)
            case _ if isinstance(part, list):
                normalize(part, place)
            case _:
                walk.invalid(place, "expected a list", part)
    _status(walk, value, first)


def _html(walk: Walk, part: Any, path: Path) -> None:
    if is_texts(part):
        for index, text in enumerate(part):
            walk.media({"text/html": text}, {}, path / index)
    elif is_text(part):
        walk.media({"text/html": part}, {}, path)
    else:
        walk.invalid(path, "expected text", part)


def _exceptions(walk: Walk, part: Any, path: Path) -> None:
    if not isinstance(part, list):
        walk.invalid(path, "expected a list", part)
        return
    for index, one in enumerate(part):
        match one:
            case [str() as name, list() as arguments, *rest] if is_text(name):
                texts = [one if is_text(one) else dumps(exact(one)) for one in arguments]
                traceback = [rest[1]] if len(rest) > 1 and is_text(rest[1]) else []
                walk.items.append(ErrorItem(name, ", ".join(texts), traceback))
            case _:
                walk.invalid(path / index, "expected [name, args]", one)


def _status(walk: Walk, value: dict[str, Any], first: int) -> None:
    message, options = value.get("msg"), value.get("options")
    match value.get("status"):
        case "waiting-input":
            password = isinstance(options, dict) and options.get("is_password") is True
            walk.items.append(InputItem(_take_prompt(walk, first), password))
        case "exec-timeout":
            walk.items.append(ErrorItem("exec-timeout", "The execution timed out.", []))
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
