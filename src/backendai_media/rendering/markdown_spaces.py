"""Characters that are no blanks in CommonMark (2.1), such as U+00A0 and U+3000.

The parser takes them away at both ends of paragraphs and headings, the browser's does not.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, heading, lheading, paragraph
from markdown_it.rules_core import StateCore

__all__ = ["add_space_rules"]

_Rule = Callable[[StateBlock, int, int, bool], bool]
_BLANKS = " \t\r\n"
#: What is taken away, but blanks.
_SPACES = re.compile(r"[^\S \t\r\n]")


def add_space_rules(parser: MarkdownIt) -> None:
    """Replace the rules for paragraphs and headings."""
    parser.core.ruler.before("block", "spaces", _look)
    ends = ["paragraph", "reference", "blockquote"]
    parser.block.ruler.at("heading", _whole(heading, _heading), {"alt": ends})
    parser.block.ruler.at("lheading", _whole(lheading, _paragraph))
    parser.block.ruler.at("paragraph", _whole(paragraph, _paragraph))


def _look(state: StateCore) -> None:
    state.env["has_spaces"] = bool(_SPACES.search(state.src))


def _whole(rule: _Rule, content: Callable[[str], str]) -> _Rule:
    """Return a rule that keeps more of its lines than `rule`."""

    def kept(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        if not rule(state, start, end, silent):
            return False
        token = None if silent else state.tokens[-2]
        if token and token.map and state.env["has_spaces"]:
            first, after = token.map
            lines = state.getLines(first, after, state.blkIndent, keepLastLF=False)
            token.content = content(lines)
        return True

    return kept


def _paragraph(lines: str) -> str:
    return lines.strip(_BLANKS)


def _heading(line: str) -> str:
    content = line.strip(_BLANKS).lstrip("#")
    opened = content.rstrip("#")
    # A sequence of `#` closes it only after a blank.
    is_closed = not opened or opened[-1] in _BLANKS
    return (opened if is_closed else content).strip(_BLANKS)
