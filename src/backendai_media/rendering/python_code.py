"""Syntax highlighting of Python by one regular expression, which is faster than a lexer."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Callable

from .markup import text

__all__ = ["highlight"]

_LITERALS = {"True", "False", "None"}
_KEYWORDS = "|".join(sorted({*keyword.kwlist} - _LITERALS - {"def", "class"}, reverse=True))
_NAMES = {name for name in dir(builtins) if not name.startswith("_")} - _LITERALS
_BUILTINS = "|".join(sorted(_NAMES, reverse=True))
_STRING = (
    r'"""(?>[^\\"]++|\\.|"(?!""))*+(?:"""|\Z)'
    r"|'''(?>[^\\']++|\\.|'(?!''))*+(?:'''|\Z)"
    r'|"(?>[^"\\\n]++|\\.)*+"?'
    r"|'(?>[^'\\\n]++|\\.)*+'?"
)
_TOKENS = re.compile(
    r"(?P<comment>\#[^\n]*)"
    rf"|(?P<string>(?:(?<!\w)(?i:[rbfut]|[fbt]r|r[fbt]))?(?:{_STRING}))"
    r"|(?P<meta>^[ \t]*(?:@[\w.]+|[%!][^\n]*))"
    r"|(?<![\w.])(?:"
    r"(?P<number>0[xXoObB][\da-fA-F_]+|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?[jJ]?)"
    r"|(?P<defined>(?:def|class)\b)(?P<between>[ \t]*)(?P<title>\w*)"
    rf"|(?P<keyword>(?:{_KEYWORDS})\b)|(?P<literal>(?:True|False|None)\b)"
    rf"|(?P<built_in>(?:{_BUILTINS})\b))",
    re.MULTILINE | re.DOTALL,
)


def highlight(source: str) -> str:
    """Return source text as markup with a span for each highlighted token."""
    # Most sources contain nothing to escape.
    escaped: Callable[[str], str] = str if text(source) == source else text
    parts: list[str] = []
    at = 0
    for found in _TOKENS.finditer(source):
        kind = found.lastgroup or ""
        if at < found.start():
            parts.append(escaped(source[at : found.start()]))
        at = found.end()
        if kind == "title":
            parts.append(f'<span class="code-keyword">{found["defined"]}</span>{found["between"]}')
            parts.append(f'<span class="code-title">{escaped(found["title"])}</span>')
        else:
            parts.append(f'<span class="code-{kind}">{escaped(found.group())}</span>')
    return "".join([*parts, escaped(source[at:])])
