"""Bounds the work of the Markdown parser: what exceeds it is shown as its source.

The parser is asked in all its loops: at each place of a text and at each line, again for each
level of quotes and lists.
"""

from __future__ import annotations

import re
from typing import Any

from markdown_it import MarkdownIt, rules_inline
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, hr, table
from markdown_it.rules_core import StateCore, linkify
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .languages import MessageId
from .limits import Meter

__all__ = ["add_limits", "spend"]

#: Markdown may take three times as long as other types.
_SHARE = 1 / 3
#: Microseconds, about: a place where rules are tried, one that is known already; a line.
_PLACE, _KNOWN_PLACE, _LINE, _CHARACTER, _CELL = 20, 1.5, 50, 0.1, 20
_RULE = re.compile(r"([-*_])(?>[ \t]*+\1)*+[ \t]*+")
_SCHEME = re.compile("[A-Za-z][A-Za-z0-9.+-]*$")

_ADDRESSES: MessageId = "left_out_formatting"
_REST: MessageId = "left_out_formatting"


class _OverLimitError(Exception):
    pass


def add_limits(parser: MarkdownIt) -> None:
    """Let a parser end early where `env["meter"]`, a `Meter`, has no room."""
    parser.inline = _Inline.of(parser.inline)
    parser.inline.ruler.before("text", "limit", _place)
    alternatives = ["paragraph", "reference", "blockquote", "list", "table"]
    parser.inline.ruler.at("linkify", _address)
    parser.block.ruler.before("table", "limit", _line, {"alt": alternatives})
    parser.block.ruler.at("hr", _rule, {"alt": alternatives[:-1]})
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.at("block", _blocks)
    parser.core.ruler.at("inline", _inlines)
    parser.core.ruler.at("linkify", _links)


def spend(env: Any, microseconds: float, what: MessageId) -> bool:
    """Return whether there is room for work in Markdown; if not, `what` is left out."""
    meter: Meter = env["meter"]
    return meter.spend(microseconds * _SHARE, what)


class _Inline(ParserInline):
    @classmethod
    def of(cls, parser: ParserInline) -> _Inline:
        made = cls.__new__(cls)
        made.__dict__.update(parser.__dict__)
        return made

    def skipToken(self, state: StateInline) -> None:  # noqa: N802 - the parser's
        if not spend(state.env, _KNOWN_PLACE, _REST):
            raise _OverLimitError
        super().skipToken(state)


def _place(state: StateInline, silent: bool) -> bool:  # noqa: ARG001, FBT001 - the parser's
    if not spend(state.env, _PLACE, _REST):
        raise _OverLimitError
    return False


def _address(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Find an address, where a scheme comes before `://`; the rule searches the whole text."""
    if not state.src.startswith("://", state.pos) or not _SCHEME.search(state.pending[-64:]):
        return False
    cost = (state.posMax - state.pos) / 2000 + len(state.pending) / 20
    return spend(state.env, cost, _ADDRESSES) and rules_inline.linkify(state, silent)


def _line(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001
    length = state.eMarks[start] - state.bMarks[start]
    if not spend(state.env, _LINE + length * _CHARACTER, _REST):
        raise _OverLimitError
    return False


def _rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Parse a horizontal rule; the parser looks at each character, again at each level of lists."""
    begin = state.bMarks[start] + state.tShift[start]
    found = _RULE.fullmatch(state.src, begin, state.eMarks[start])
    return bool(found) and hr(state, start, end, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Parse a table; its rows are completed to the width of its head, however short they are."""
    if not silent and start + 2 < end:
        columns = state.src.count("|", state.bMarks[start], state.eMarks[start])
        rule = state.src[state.bMarks[start + 1] : state.eMarks[start + 1]]
        if columns and not rule.strip(" \t>|:-"):
            row = start + 2
            while row < end and not state.isEmpty(row):
                row += 1
            if not spend(state.env, (row - start) * columns * _CELL, "left_out_formatting"):
                return False
    return table(state, start, end, silent)


def _blocks(state: StateCore) -> None:
    try:
        state.md.block.parse(state.src, state.md, state.env, state.tokens)
    except _OverLimitError:
        _end_at_last_block(state)


def _end_at_last_block(state: StateCore) -> None:
    """Keep the blocks that are complete; the rest becomes code."""
    tokens = state.tokens
    complete = line = 0
    last: list[int] | None = None
    for place, token in enumerate(tokens):
        if token.level == 0 and token.nesting >= 0:
            last = token.map
        if token.level == 0 and token.nesting <= 0 and last:
            complete, line = place + 1, last[1]
    del tokens[complete:]
    rest = Token("code_block", "code", 0)
    rest.content = "\n".join(state.src.split("\n")[line:])
    tokens.append(rest)


def _inlines(state: StateCore) -> None:
    for token in state.tokens:
        if token.type != "inline":
            continue
        content = token.content
        token.children = []
        if content and not state.md.inline.terminator_re.search(content):
            # The rules would find nothing in it but text.
            spend(state.env, _PLACE, _REST)
            token.children = [_text(content)]
            continue
        try:
            state.md.inline.parse(content, state.md, state.env, token.children)
        except _OverLimitError:
            token.children = [_text(content)]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def _links(state: StateCore) -> None:
    """Find addresses in texts: each mark of one may make the search go through the whole text."""
    tokens = state.tokens
    state.tokens = [
        token
        for token in tokens
        if token.type == "inline"
        and (marks := sum(map(token.content.lower().count, (":", "@", "www."))))
        and spend(state.env, marks * (40 + len(token.content) / 1000), _ADDRESSES)
    ]
    linkify(state)
    state.tokens = tokens
