"""LaTeX: formulas, and text with formulas in it, by the rules of `renderers/latex` in the browser.

What it becomes is sanitised and confined like any other HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .context import Context, MessageError, RenderError
from .formulas import reason_of
from .html import confine, sanitize
from .markup import element, text

__all__ = ["formula"]

#: Longest LaTeX, in characters.
MAX_SOURCE = 200_000
#: Operations of a piece of LaTeX, however short.
LATEX_OPERATIONS = 150
_OPENING = re.compile(
    r"\\begin\{([A-Za-z0-9_]{1,20}\*?)\}|\$\$?|\\[(\[]|(\\(?:eq)?ref\{[^{}]{1,100}\})|\\.",
    re.DOTALL,
)
_ENDING = re.compile(r"\\end\{([A-Za-z0-9_]{1,20}\*?)\}")
_CLOSINGS = {"$": "$", "$$": "$$", "\\(": "\\)", "\\[": "\\]"}
_SIGNS = re.compile(r"\\.|[{}$]", re.DOTALL)
#: What formulas have, and few texts.
_FORMULA = re.compile(r"[\\^_]")
_ESCAPED = re.compile(r"\\([$%#_{}]|&amp;)")
_LINE_END = re.compile(r"\\\\|\\newline\b")
_STYLED = re.compile(r"\\(textbf|textit|texttt|emph)\{([^{}\\]*)\}")
_STYLES = {"textbf": "b", "textit": "i", "emph": "em", "texttt": "code"}
_PARAGRAPH = re.compile(r"\n[ \t]*+\n\s*+")


@dataclass(frozen=True)
class _Span:
    """Text, or a formula with its delimiters; then `content` is what is between them."""

    text: str
    content: str | None = None
    is_display: bool = False


def formula(type_: str, data: Any, context: Context) -> str:
    """Return LaTeX as HTML with MathML; a formula that is not understood stays as its source."""
    if not isinstance(data, str):
        raise RenderError("expected text")
    if len(data) > MAX_SOURCE:
        raise MessageError("latex_too_long")
    context.meter.grant(len(data))
    if not context.meter.spend(LATEX_OPERATIONS, "left_out_parts"):
        raise MessageError("latex_too_long")
    made = _write(data.strip(), type_, context)
    content, styles, is_paper = sanitize(made, context)
    sheets = [context.markdown, context.formulas.style, *styles]
    return confine(content, sheets, context, is_paper=is_paper)


def _write(source: str, type_: str, context: Context) -> str:
    spans = list(_spans(source))
    # No delimiters: all of it is a formula, if it looks like one.
    is_bare = len(spans) == 1 and spans[0].content is None
    if is_bare and (type_ == "application/x-tex" or _FORMULA.search(source)):
        spans = [_Span(source, source, is_display=True)]
    reasons: dict[str, None] = {}
    made = ""
    context.formulas.begin()
    for span in spans:
        if span.content is None:
            made += _text(span.text)
            continue
        try:
            made += context.formulas.convert(
                span.content, context.meter, is_display=span.is_display
            )
        except RenderError as error:
            reason = reason_of(error, context.translate)
            reasons[reason] = None
            made += element("code", text(span.text), class_="math-error", title=reason)
    said = [element("p", text(reason), class_="math-reason") for reason in reasons]
    return "".join([made, *said, context.formulas.references.reasons(made)])


def _text(source: str) -> str:
    """Return text between formulas: characters that need a backslash, lines, paragraphs."""
    made = _ESCAPED.sub(r"\1", text(source))
    made = _LINE_END.sub("<br>", made)
    made = _STYLED.sub(lambda found: element(_STYLES[found[1]], found[2]), made)
    return _PARAGRAPH.sub("<br><br>", made.replace("~", "\u00a0"))


def _spans(source: str) -> Iterator[_Span]:
    """Divide a source. Without a closing delimiter all of it is text."""
    # A delimiter that is missing is searched for once, not from each opening one.
    missing: set[str] = set()
    # There may be very many names of environments.
    last = {found[1]: found.start() for found in _ENDING.finditer(source)}
    shown = at = 0
    while found := _OPENING.search(source, at):
        opened, name, at = found.group(), found[1], found.end()
        if found[2]:  # a reference, which is a formula by itself
            if found.start() > shown:
                yield _Span(source[shown : found.start()])
            yield _Span(opened, opened)
            shown = at
            continue
        close = f"\\end{{{name}}}" if name else _CLOSINGS.get(opened, "")
        if not close or close in missing or (name and last.get(name, -1) < at):
            continue
        end = _closing_dollar(source, at, missing) if opened == "$" else source.find(close, at)
        if end < 0:
            missing.add(close)
            continue
        whole = source[found.start() : end + len(close)]
        if found.start() > shown:
            yield _Span(source[shown : found.start()])
        content = whole if name else source[at:end]
        yield _Span(whole, content, is_display=opened not in {"$", "\\("})
        at = shown = end + len(close)
    if shown < len(source):
        yield _Span(source[shown:])


def _closing_dollar(source: str, start: int, missing: set[str]) -> int:
    r"""Return the position of `$`, if possible not in braces, as those of `\text{if $x$}` are."""
    if "{" not in missing:
        depth = 0
        for found in _SIGNS.finditer(source, start):
            sign = found.group()
            depth += (sign == "{") - (sign == "}")
            if sign == "$" and depth <= 0:
                return found.start()
        missing.add("{")
    return next(
        (found.start() for found in _SIGNS.finditer(source, start) if found.group() == "$"), -1
    )
