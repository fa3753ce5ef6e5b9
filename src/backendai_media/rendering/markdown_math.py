r"""Rules for formulas in Markdown, as in `browser/src/renderers/markdown/math.ts`.

`$…$`, `$$…$$`, `\(…\)`, `\[…\]` (the latter two with one or two backslashes), environments, and
references to equations.
"""

from __future__ import annotations

import re
import string
from bisect import bisect_left
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from .._spec import MARKDOWN_MAX_FORMULA_LINES

__all__ = ["add_math_rules"]

#: One backslash is an escape in Markdown, too.
_ESCAPES = frozenset({"\\[", "\\("})
_WORD = re.compile(r"\w", re.ASCII)
#: What words in brackets lack: `\[1\]`, `\[edit\]`.
_SIGN = re.compile(r"[^\w\s.,;:!?'\"]|_")
#: A reference to an equation, which is a formula by itself.
_REFERENCE = re.compile(r"\\(?:eq)?ref\{[^{}\s$`\\]{1,100}\}")
#: An amount and what follows it in texts, as in `$ 5 and …` and `$5, 6 …`.
_AMOUNT = re.compile(r"[0-9][0-9.,]*\s+(?:[^\W\d_]{2}|[0-9])|\s+[0-9][0-9.,]*\s+[^\W\d_]{2}")
_DIGITS = frozenset("0123456789")
_LETTERS = frozenset(string.ascii_letters)
_AFTER = re.compile(r"[A-Za-z]|\s{0,9}[0-9]")
_OPENING = re.compile(r"(\\\\?)([(\[])|\\begin\{([a-zA-Z]{1,20}\*?)\}")

_ENDING = re.compile(r"\\end\{[a-zA-Z]{1,20}\*?\}")


def add_math_rules(parser: MarkdownIt) -> None:
    """Add the rules; their tokens are `math` (if hidden, in display style) and `math_block`."""
    parser.inline.ruler.before("escape", "math", _inline)
    ends = ["paragraph", "reference", "blockquote", "list"]
    parser.block.ruler.before("fence", "math_block", _block, {"alt": ends})


def _opening(source: str, at: int) -> tuple[str, str] | None:
    """Return the delimiters of a formula that starts at `at`, except for a single `$`."""
    if source.startswith("$$", at):
        return "$$", "$$"
    found = _OPENING.match(source, at)
    if not found:
        return None
    slashes, bracket, name = found.groups()
    close = f"\\end{{{name}}}" if name else slashes + (")" if bracket == "(" else "]")
    return found.group(), close


def _inline(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser's
    source, start = state.src, state.pos
    if source[start] not in "$\\":
        return False
    found = _spans(state, source, start)
    if not found:
        return False
    content, end, is_display = found
    if not content.strip() or end > state.posMax:
        return False
    if not silent:
        token = state.push("math", "", 0)
        token.content = content
        token.markup = source[start:end]
        token.hidden = is_display
    state.pos = end
    return True


def _spans(state: StateInline, source: str, start: int) -> tuple[str, int, bool] | None:
    """Return a formula, its end, and whether it is in display style."""
    found = _opening(source, start)
    if found:
        opened, close = found
        # A delimiter is searched for once, not from each opening one.
        ends = state.env.setdefault("ends", {}).setdefault(source, {})
        if close.startswith("\\e"):
            end = _end_of_environment(ends, source, close, start)
        else:
            end = ends.get(close, 0)
            if 0 <= end < start + len(opened):
                end = ends[close] = source.find(close, start + len(opened))
        if end < 0 or (opened in _ESCAPES and _is_escaped(source, start, end)):
            return None
        whole = end + len(close)
        if opened.startswith("\\b"):
            return source[start:whole], whole, True
        return source[start + len(opened) : end], whole, not opened.endswith("(")
    if source[start] != "$":
        reference = _REFERENCE.match(source, start)
        return (reference.group(), reference.end(), False) if reference else None
    ending = _next_dollar(source, start + 1)
    if (
        ending < 0
        or source[ending + 1 : ending + 2] in _DIGITS
        or _are_signs(source, start, ending)
    ):
        return None
    content = source[start + 1 : ending]
    return None if "`" in content else (content, ending + 1, False)


def _end_of_environment(ends: dict[str, Any], source: str, close: str, start: int) -> int:
    """Return where an environment ends, or -1. There may be very many names."""
    known = ends.get("")
    if known is None:
        known = ends[""] = {}
        for found in _ENDING.finditer(source):
            known.setdefault(found.group(), []).append(found.start())
    places = known.get(close, [])
    place = bisect_left(places, start)
    return places[place] if place < len(places) else -1


def _is_escaped(source: str, start: int, end: int) -> bool:
    r"""Whether `\[` or `\(` in a line is a bracket: in a word, or close to what is in it."""
    if start and _WORD.match(source, start - 1):
        return True
    return source[start + 1] == "[" and not (source[start + 2] + source[end - 1]).isspace()


def _are_signs(source: str, start: int, end: int) -> bool:
    """Return whether two dollars may belong to prices and names rather than to a formula.

    That is where white space is next to one of them inside. In some languages, words follow
    formulas without a space.
    """
    opens_wide = not source[start + 1].strip()
    if not opens_wide and source[end - 1].strip():
        return False
    before = start
    while opens_wide and before > 0 and not source[before - 1].strip():
        before -= 1
    return (
        source[start - 1 : start] in _LETTERS
        or source[before - 1 : before] in _DIGITS
        or bool(_AFTER.match(source, end + 1))
        or bool(_AMOUNT.match(source, start + 1, end))
    )


def _next_dollar(source: str, start: int) -> int:
    """Return the position of the next `$` that is not escaped, or -1."""
    at = source.find("$", start)
    while at >= 0:
        slashes = at
        while slashes >= start and source[slashes - 1] == "\\":
            slashes -= 1
        if (at - slashes) % 2 == 0:
            return at
        at = source.find("$", at + 1)
    return -1


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Parse a formula that fills whole lines."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.sCount[start] - state.blkIndent >= 4 or state.src[begin : begin + 1] not in {
        "$",
        "\\",
    }:
        return False
    found = _opening(state.src, begin)
    if not found or found[0].endswith("("):
        return False
    opened, close = found
    last = _last_line(state, (start, end), close, begin + len(opened))
    if last is None:
        return False
    whole = state.getLines(start, last + 1, state.blkIndent, keepLastLF=False).strip()
    content = whole if opened.startswith("\\b") else whole[len(opened) : -len(close)]
    if not content.strip():
        return False
    is_padded = (content[0] + content[-1]).isspace()
    if opened == "\\[" and not is_padded and not _SIGN.search(content):
        return False
    if not silent:
        state.line = last + 1
        token = state.push("math_block", "", 0)
        token.map = [start, state.line]
        token.block = True
        token.content = content
        token.markup = whole
    return True


def _last_line(state: StateBlock, lines: tuple[int, int], close: str, begin: int) -> int | None:
    """Return the last line of a formula, if it is in the same block quote or list item."""
    start, end = lines
    most = min(end, start + MARKDOWN_MAX_FORMULA_LINES)
    limit = state.eMarks[most - 1]
    at = state.src.find(close, begin, limit)
    if at < 0:
        return None
    last = next((line for line in range(start, most) if state.eMarks[line] > at), None)
    if last is None or state.src[at + len(close) : state.eMarks[last]].strip():
        return None
    inside = all(
        state.isEmpty(line) or state.sCount[line] >= state.blkIndent
        for line in range(start, last + 1)
    )
    return last if inside else None
