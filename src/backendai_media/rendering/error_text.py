"""Errors, logs and JSON as text, like `browser/src/renderers/tools/`."""

from __future__ import annotations

import re
from typing import Any

from ..model import ErrorItem, LogItem
from ..model.jsonio import dumps

__all__ = ["error_text", "indented", "log_text"]


#: Spaces and line feeds for each character of JSON, and in any case.
MAX_INDENTATION, FIRST_INDENTATION = 4, 1000
_COLORS = re.compile(r"\x1b\[[0-9;:]*m")


def error_text(item: ErrorItem) -> str:
    """Return an error as console text."""
    if item.traceback and _has_headline(item):
        return "\n".join(item.traceback)
    name = item.name or ("" if item.message else "Error")
    colon, blank = (":", " ") if item.message else ("", "")
    headline = f"\x1b[1;31m{name}{colon}\x1b[0m{blank}" if name else ""
    return "\n".join([headline + item.message, *item.traceback])


def _has_headline(item: ErrorItem) -> bool:
    """Whether the traceback says what the error is: IPython's does, others may not."""
    trace = _COLORS.sub("", "\n".join(item.traceback)).strip()
    message = _COLORS.sub("", item.message).strip()
    # R's name is ERROR, and its traceback begins with "Error in".
    if item.name.strip().lower() in trace.lower() and message in trace:
        return True
    # A sentence that is whole lines of it, whatever the name is.
    lines = f"\n{trace}\n"
    return bool(re.search(r"[\s:]", message)) and (
        lines.startswith(f"\n{message}\n") or lines.endswith(f"\n{message}\n")
    )


def log_text(item: LogItem) -> str:
    """Return a log record as console text."""
    level = _field_text(item.level)
    color = 34
    if re.match("err|crit|fatal", level, re.IGNORECASE):
        color = 31
    elif re.match("warn", level, re.IGNORECASE):
        color = 33
    fields = [
        ("2", _field_text(item.time)),
        (f"22;1;{color}", level),
        ("22;39;2", _field_text(item.logger)),
    ]
    shown = " ".join(f"\x1b[{style}m{field}" for style, field in fields if field)
    return f"{shown}\x1b[0m {_field_text(item.message)}"


def indented(value: Any) -> str:
    """Return a plain value as JSON with two spaces of indentation, unless most would be that."""
    compact = dumps(value)
    if not isinstance(value, list | dict):
        return compact
    out: list[str] = []
    try:
        _indent(value, "\n", out, [FIRST_INDENTATION + MAX_INDENTATION * len(compact)])
    except _TooDeepError:
        return compact
    return "".join(out)


class _TooDeepError(Exception):
    pass


def _indent(value: Any, indent: str, out: list[str], room: list[int]) -> None:
    """Add a value to `out`; `room` is how many characters indentation may still have."""
    is_list = isinstance(value, list)
    if not is_list and not isinstance(value, dict):
        out.append(dumps(value))
        return
    room[0] -= len(indent) + len(value) * (len(indent) + 2)
    if room[0] < 0:
        raise _TooDeepError
    mark = "[" if is_list else "{"
    if not value:
        out.append(mark)
    for key, one in enumerate(value) if is_list else value.items():
        name = "" if is_list else f"{dumps(key)}: "
        out.append(f"{mark}{indent}  {name}")
        _indent(one, f"{indent}  ", out, room)
        mark = ","
    out.append((indent if value else "") + ("]" if is_list else "}"))


def _field_text(value: str | float) -> str:
    return value if isinstance(value, str) else dumps(value)
