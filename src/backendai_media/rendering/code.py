"""Syntax highlighting, with the classes of the browser's highlighter."""

from __future__ import annotations

from functools import cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType
from pygments.util import ClassNotFound

from .._spec import CODE_MAX_LENGTH, CODE_MAX_LINE_LENGTH
from .markup import text
from .python_code import highlight as python

__all__ = ["cost", "highlight"]

#: Token types of Pygments → names of highlight.js; a token without a name has its parent's.
_CLASSES = {
    Token.Comment: "comment",
    Token.Comment.Preproc: "meta",
    Token.Keyword: "keyword",
    Token.Keyword.Constant: "literal",
    Token.Keyword.Type: "type",
    Token.Literal.Number: "number",
    Token.Literal.String: "string",
    Token.Literal.String.Regex: "regexp",
    Token.Name.Attribute: "attr",
    Token.Name.Builtin: "built_in",
    Token.Name.Class: "title",
    Token.Name.Decorator: "meta",
    Token.Name.Exception: "built_in",
    Token.Name.Function: "title",
    Token.Name.Tag: "name",
    Token.Operator.Word: "keyword",
    Token.Generic.Deleted: "deletion",
    Token.Generic.Inserted: "addition",
    Token.Generic.Heading: "section",
    Token.Generic.Subheading: "meta",
    Token.Generic.Prompt: "meta",
}
_PYTHON = {"python", "python2", "python3", "ipython", "ipython2", "ipython3", "py"}


def cost(source: str, language: str) -> float:
    """Return the operations that highlighting takes."""
    language = language.lower()
    if len(source) > CODE_MAX_LENGTH:
        return 0
    if language in _PYTHON:
        return 2 * len(source)
    return 10 * len(source) if _lexer(language) else 0


def highlight(source: str, language: str) -> str:
    """Return source text as markup with a span for each highlighted token.

    Languages without a lexer are not highlighted.
    """
    language = language.lower()
    if len(source) > CODE_MAX_LENGTH:
        return text(source)
    if language in _PYTHON:
        return python(source)
    lexer = _lexer(language)
    if not lexer or max(map(len, source.split("\n"))) > CODE_MAX_LINE_LENGTH:
        return text(source)
    parts: list[str] = []
    last, run = "", ""
    for kind, part in lexer.get_tokens(source):
        name = _class(kind)
        if name == last:
            run += part
            continue
        parts.append(_span(run, last))
        last, run = name, part
    return "".join([*parts, _span(run, last)])


def _span(source: str, name: str) -> str:
    if not name:
        return text(source)
    # The names are those listed above, so they need no escaping.
    return f'<span class="code-{name}">{text(source)}</span>'


@cache
def _lexer(language: str) -> Lexer | None:
    try:
        return get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return None


@cache
def _class(kind: _TokenType) -> str:
    while kind is not Token:
        if kind in _CLASSES:
            return _CLASSES[kind]
        kind = kind.parent
    return ""
