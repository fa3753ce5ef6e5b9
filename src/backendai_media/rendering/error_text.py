"""Errors, logs and JSON as text, like `browser/src/renderers/tools/`."""

from __future__ import annotations

import re
from typing import Any

from ..model import ErrorItem, LogItem
from ..model.jsonio import dumps

__all__ = ["error_text", "indented", "log_text"]


def error_text(item: ErrorItem) -> str:
    """Return an error as console text."""
    trace = "\n".join(item.traceback)
    # IPython's traceback contains the error; others may not.
    if item.name in trace and item.message in trace:
        return trace
    return "\n".join([f"\x1b[1;31m{item.name}:\x1b[0m {item.message}", *item.traceback])


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
    """Return a plain value as JSON with two spaces of indentation."""
    out: list[str] = []
    _indent(value, "\n", out)
    return "".join(out)


def _indent(value: Any, indent: str, out: list[str]) -> None:
    is_list = isinstance(value, list)
    if not is_list and not isinstance(value, dict):
        out.append(dumps(value))
        return
    mark = "[" if is_list else "{"
    if not value:
        out.append(mark)
    for key, one in enumerate(value) if is_list else value.items():
        name = "" if is_list else f"{dumps(key)}: "
        out.append(f"{mark}{indent}  {name}")
        _indent(one, f"{indent}  ", out)
        mark = ","
    out.append((indent if value else "") + ("]" if is_list else "}"))


def _field_text(value: str | float) -> str:
    return value if isinstance(value, str) else dumps(value)
