"""Source text in colours, with the classes of the browser's highlighter."""

from __future__ import annotations

from functools import cache

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Token, _TokenType
from pygments.util import ClassNotFound

from .markup import element, text

__all__ = ["highlight"]

#: Longest source, in characters, that gets colours.
LONGEST = 200_000
#: The names that highlight.js has for what Pygments finds; a token's own name or a parent's counts.
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
_ALIASES = {"ipython": "python", "ipython2": "python", "ipython3": "python", "py": "python"}


def highlight(source: str, language: str) -> str:
    """Return source text with a span for each token that has a colour; no lexer: without."""
    lexer = _lexer(_ALIASES.get(language.lower(), language.lower()))
    if not lexer or len(source) > LONGEST:
        return text(source)
    return "".join(
        element("span", text(part), class_=f"code-{name}") if (name := _class(kind)) else text(part)
        for kind, part in lexer.get_tokens(source)
    )


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
