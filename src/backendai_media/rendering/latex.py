"""Formulas as MathML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from .console import console
from .context import Context, MessageError, RenderError
from .markup import element, text
from .svg_mathml import rebuild

__all__ = ["formula"]

_ENVIRONMENTS = (
    "equation|align|alignat|gather|multline|eqnarray|displaymath|math|array|[bpvBV]?matrix|cases"
)
_OPENING = re.compile(rf"(\$\$|\\\[|\\\(|(?<!\\)\$|\\begin\{{((?:{_ENVIRONMENTS})\*?)\}})")
_CLOSINGS = {"$$": "$$", "\\[": "\\]", "\\(": "\\)", "$": "$"}


def formula(type_: str, data: Any, context: Context) -> str:
    """Return LaTeX with formulas as MathML; the text between them is unchanged."""
    if not isinstance(data, str):
        raise RenderError("expected text")
    context.meter.grant(len(data))
    parts = list(_parts(data))
    try:
        inner = (
            _mixed(data, parts, context)
            if parts
            else _mathml(data.strip(), context, is_display=True)
        )
    except MessageError as error:
        reason = context.translate(error.id_, **error.values)
        note = element("div", text(reason), class_="backendai-static-note")
        inner = console(data, type_, context) + note
    return element("div", inner, class_="backendai-static-latex")


def _mathml(source: str, context: Context, *, is_display: bool) -> str:
    made = context.formulas.convert(source, context.meter, is_display=is_display)
    return rebuild(made, confined=False, meter=context.meter)


def _parts(data: str) -> Iterator[tuple[int, int, str, bool]]:
    """Yield the start and the end of each formula, its source, and whether it is displayed."""
    at = 0
    # A delimiter that is missing is searched for once, not from each opening one.
    missing: set[str] = set()
    while found := _OPENING.search(data, at):
        opened, name = found.groups()
        at = found.end()
        close = f"\\end{{{name}}}" if name else _CLOSINGS[opened]
        # One character at least is between the delimiters.
        end = -1 if close in missing else data.find(close, at + 1)
        if end < 0:
            missing.add(close)
        if end < 0 or (opened == "$" and (data[at] == "$" or data[end - 1] == "\\")):
            at = found.start() + 1
            continue
        if name:
            yield found.start(), end + len(close), data[found.start() : end + len(close)], True
        else:
            yield found.start(), end + len(close), data[at:end], opened in {"$$", "\\["}
        at = end + len(close)


def _mixed(data: str, parts: list[tuple[int, int, str, bool]], context: Context) -> str:
    inner = []
    at = 0
    for start, end, source, is_display in parts:
        inner.append(text(data[at:start]))
        inner.append(_mathml(source, context, is_display=is_display))
        at = end
    return "".join([*inner, text(data[at:])])
