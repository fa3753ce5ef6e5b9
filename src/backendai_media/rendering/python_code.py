"""Syntax highlighting of Python by one regular expression, which is faster than a lexer."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Callable

from pygments.regexopt import regex_opt

from .markup import text

__all__ = ["highlight"]

_LITERALS = {"True", "False", "None"}
_KEYWORDS = regex_opt({*keyword.kwlist} - _LITERALS - {"def", "class"})
_NAMES = {name for name in dir(builtins) if not name.startswith("_")} - _LITERALS
_BUILTINS = regex_opt(_NAMES)
_STRING = (
    r'"""(?>[^\\"]++|\\.|"(?!""))*+(?:"""|\Z)'
    r"|'''(?>[^\\']++|\\.|'(?!''))*+(?:'''|\Z)"
    r'|"(?>[^"\\\n]++|\\.)*+"?'
    r"|'(?>[^'\\\n]++|\\.)*+'?"
)
_PREFIX = "(?i:[rbfut]|[fbt]r|r[fbt])"
_META = r"[ \t]*+(?:@[\w.]+|[%!][^\n]*)"
# Most of a source is passed over by this, which looks at each word once.
_REST = (
    rf"(?!\A{_META})(?>[^\w#\"'\n.]++|\.\w*+|\n(?!{_META})"
    rf"|(?!\d|(?:def|class|True|False|None|{_KEYWORDS}|{_BUILTINS})\b|{_PREFIX}[\"'])\w++)*+"
)
_TOKENS = re.compile(
    rf"(?:{_REST})?(?:\Z|(?P<comment>\#[^\n]*)"
    rf"|(?P<string>{_STRING})"
    r"|\b(?<!\.)(?:"
    rf"(?P<prefixed>{_PREFIX}(?:{_STRING}))"
    r"|(?P<number>\d(?>(?<=0)[xXoObB][\da-fA-F_]+|[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?[jJ]?))"
    r"|(?P<defined>(?:def|class)\b)(?P<between>[ \t]*)(?P<title>\w*)"
    rf"|(?P<keyword>{_KEYWORDS}\b)|(?P<literal>(?:True|False|None)\b)"
    rf"|(?P<built_in>{_BUILTINS}\b))"
    rf"|\n?(?P<meta>^{_META}))",
    re.MULTILINE | re.DOTALL,
)
_CLASSES = {"prefixed": "string"}


def highlight(source: str) -> str:
    """Return source text as markup with a span for each highlighted token."""
    # Most sources contain nothing to escape.
    escaped: Callable[[str], str] = str if text(source) == source else text
    parts: list[str] = []
    at = 0
    for found in _TOKENS.finditer(source):
        kind = found.lastgroup
        if not kind:
            break
        start = found.start("defined" if kind == "title" else kind)
        if at < start:
            parts.append(escaped(source[at:start]))
        at = found.end()
        if kind == "title":
            parts.append(f'<span class="code-keyword">{found["defined"]}</span>{found["between"]}')
            parts.append(f'<span class="code-title">{escaped(found["title"])}</span>')
        else:
            name = _CLASSES.get(kind, kind)
            parts.append(f'<span class="code-{name}">{escaped(source[start:at])}</span>')
    return "".join([*parts, escaped(source[at:])])
