"""Footnotes as GitHub has them: `[^name]`, and `[^name]: text` anywhere; all texts go to the end.

As `browser/src/renderers/markdown/footnotes.ts`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from .markup import element

__all__ = ["add_footnote_rules"]

_REFERENCE = re.compile(r"\[\^([^\s\[\]^]{1,99})\]")
_TEXT = re.compile(rf"{_REFERENCE.pattern}:[ \t]*")
#: Columns by which further paragraphs of a footnote are indented.
_INDENT = 4
#: Lines of a footnote; the next ones are no part of it.
_MAX_LINES = 1_000


@dataclass
class _Note:
    number: int = 0
    count: int = 0


@dataclass
class _Notes:
    #: Names that have a text.
    known: dict[str, _Note] = field(default_factory=dict)
    numbers: int = 0
    #: The text of one is being read: there are none in it.
    is_inside: bool = False


def add_footnote_rules(parser: MarkdownIt) -> None:
    """Add the rules."""
    ends = ["paragraph", "reference", "blockquote"]
    parser.block.ruler.before("reference", "footnote", _block, {"alt": ends})
    parser.inline.ruler.before("link", "footnote", _inline)
    parser.core.ruler.push("footnotes", _gather)
    for rule in (_footnote_ref, _footnote_open, _footnote_back, _footnote_close):
        parser.add_render_rule(rule.__name__[1:], rule)


def _notes(env: Any) -> _Notes:
    found: _Notes = env.setdefault("footnotes", _Notes())
    return found


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    begin = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith("[^", begin):
        return False
    notes = _notes(state.env)
    found = _TEXT.match(state.src, begin, state.eMarks[start])
    if notes.is_inside or not found:
        return False
    if silent:
        return True
    text, following = _lines(state, start, end, found.end())
    label = found[1].lower()
    notes.known[label] = _Note()
    token = state.push("footnote_open", "li", 1)
    token.map = [start, following]
    token.info = label
    inner = len(state.tokens)
    notes.is_inside = True
    state.md.block.parse(text, state.md, state.env, state.tokens)
    notes.is_inside = False
    for one in state.tokens[inner:]:
        one.level += state.level
    state.push("footnote_back", "", 0)
    state.push("footnote_close", "li", -1)
    state.line = following
    return True


def _lines(state: StateBlock, start: int, end: int, at: int) -> tuple[str, int]:
    """Return the lines of a footnote whose text begins at `at`, and the number of the next one."""
    lines = [state.src[at : state.eMarks[start]]]
    others = state.md.block.ruler.getRules("paragraph")
    following = start + 1
    for line in range(start + 1, min(end, start + _MAX_LINES)):
        if state.isEmpty(line):
            lines.append("")
            continue
        indent = state.sCount[line] - state.blkIndent
        # A line that is not indented goes on with the paragraph before it.
        goes_on = (
            line == following
            and indent >= 0
            and not any(rule(state, line, end, True) for rule in others)  # noqa: FBT003
        )
        if indent < _INDENT and not goes_on:
            break
        kept = state.blkIndent + min(indent, _INDENT)
        lines.append(state.getLines(line, line + 1, kept, keepLastLF=False))
        following = line + 1
    return "\n".join(lines[: following - start]), following


def _inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    if not state.src.startswith("[^", state.pos):
        return False
    notes = _notes(state.env)
    found = _REFERENCE.match(state.src, state.pos, state.posMax)
    note = notes.known.get(found[1].lower()) if found else None
    if not found or not note:
        return False
    if not silent:
        if not note.number:
            notes.numbers += 1
            note.number = notes.numbers
        note.count += 1
        token = state.push("footnote_ref", "", 0)
        token.content = str(note.number)
        token.info = f"{note.number}-{note.count}" if note.count > 1 else token.content
    state.pos = found.end()
    return True


def _gather(state: StateCore) -> None:
    """Put all footnotes to the end: those that were referred to, in that order, then the others."""
    notes = _notes(state.env)
    if not notes.known:
        return
    rest: list[Token] = []
    texts: dict[int, list[Token]] = {}
    opened: list[Token] | None = None
    for token in state.tokens:
        if token.type == "footnote_open":
            # Of two with a name, references are to the first.
            note = notes.known.pop(token.info, _Note())
            notes.numbers += not note.number
            number = note.number or notes.numbers
            token.content = str(number)
            token.info = token.content if note.count else ""
            opened = texts[number] = []
        (rest if opened is None else opened).append(token)
        if opened and token.type == "footnote_back":
            token.info = opened[0].info
            # It follows the last words.
            if opened[-2].type == "paragraph_close":
                opened[-2:] = reversed(opened[-2:])
        elif token.type == "footnote_close":
            opened = None
    for number in sorted(texts):
        rest += texts[number]
    if texts:
        # Those have the list around them.
        texts[min(texts)][0].markup = texts[max(texts)][-1].markup = "list"
    state.tokens = rest


def _footnote_ref(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    number, place = tokens[index].content, tokens[index].info
    link = element("a", number, href=f"#fn-{number}", id=f"fnref-{place}")
    return element("sup", link, class_="footnote-ref")


def _footnote_open(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    before = '<section class="footnotes">\n<ol>\n' if tokens[index].markup else ""
    return f'{before}<li id="fn-{tokens[index].content}">\n'


def _footnote_back(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    number = tokens[index].info
    back = element("a", "↩", href=f"#fnref-{number}", class_="footnote-back")
    return f" {back}" if number else ""


def _footnote_close(_: Any, tokens: Sequence[Token], index: int, *__: Any) -> str:
    return "</li>\n</ol>\n</section>\n" if tokens[index].markup else "</li>\n"
