"""Errors, logs and JSON as text, like `browser/src/renderers/tools/`."""

from __future__ import annotations

import re
from typing import Any

from ..model import ErrorItem, LogItem
from ..model.jsonio import dumps

__all__ = ["error_text", "indented", "log_text"]


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
