"""Tags whose elements would swallow what follows, as text (GFM 6.11).

They are those of elements that hold text only, and others that are not closed where they were
opened. As `browser/src/renderers/markdown/raw.ts`; `docs/markdown.md` has the rules.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

__all__ = ["add_raw_rules"]

_TAG = re.compile(
    "<(?P<slash>/?)(?:(?P<always>title|textarea|xmp|noembed|noframes|plaintext)"
    "|(?P<paired>style|script|iframe|select|template|noscript)"
    "|(?P<far>svg|math|video|audio|canvas|datalist|meter|progress))"
    r"(?=[\s>]|/>|\Z)",
    re.IGNORECASE | re.ASCII,
)
_BLOCK = re.compile(r"<(style|script|textarea)(?=[\s>]|\Z)", re.IGNORECASE | re.ASCII)

#: Where a tag begins: in which token, and at which place of its content.
_Place = tuple[Token, int]


def add_raw_rules(parser: MarkdownIt) -> None:
    """Add the rules."""
    ends = ["paragraph", "reference", "blockquote"]
    parser.block.ruler.before("html_block", "raw", _block, {"alt": ends})
    parser.core.ruler.push("raw", _escape)


def _escape(state: StateCore) -> None:
    if "<" not in state.src:
        return
    tags = _Tags()
    for token in state.tokens:
        if token.type == "html_block":
            tags.read(token)
            continue
        tags.flush()
        if token.type == "inline":
            for one in token.children or ():
                if one.type == "html_inline":
                    tags.read(one)
            tags.flush()
    tags.flush()
    for places in tags.far.values():
        tags.text += places
    tags.write()


class _Tags:
    def __init__(self) -> None:
        #: Those that become text.
        self.text: list[_Place] = []
        #: Elements that are open in this paragraph or block of HTML.
        self.open: dict[str, _Place] = {}
        #: Those whose ends may come later in the text.
        self.far: dict[str, list[_Place]] = {}

    def flush(self) -> None:
        self.text += self.open.values()
        self.open.clear()

    def read(self, token: Token) -> None:
        for found in _TAG.finditer(token.content):
            place = token, found.start()
            is_end = bool(found["slash"])
            if found["always"]:
                self.text.append(place)
            elif found["far"]:
                outer = self.far.setdefault(found["far"].lower(), [])
                end = token.content.find(">", found.end())
                if is_end:
                    del outer[-1:]
                elif token.content[end - 1] != "/":
                    outer.append(place)
            else:
                name = found["paired"].lower()
                before = self.open.pop(name, None)
                if is_end and not before:
                    self.text.append(place)
                elif not is_end:
                    self.text += [before] if before else []
                    self.open[name] = place

    def write(self) -> None:
        places: dict[int, tuple[Token, list[int]]] = {}
        for token, at in self.text:
            places.setdefault(id(token), (token, []))[1].append(at)
        for token, starts in places.values():
            content, parts, since = token.content, [], 0
            for at in sorted(starts):
                parts += [content[since:at], "&lt;"]
                since = at + 1
            token.content = "".join([*parts, content[since:]])


def _block(state: StateBlock, start: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """Parse a block of HTML that would go on to the end of the text as a paragraph."""
    begin = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start):
        return False
    found = _BLOCK.match(state.src, begin, state.eMarks[start])
    if not found or _is_closed(state, found[1].lower(), begin):
        return False
    paragraph = state.md.block.ruler.getRules("")[-1]
    return silent or paragraph(state, start, end, False)  # noqa: FBT003


def _is_closed(state: StateBlock, name: str, start: int) -> bool:
    """Whether an end tag comes later. The last of each is searched for once."""
    ends: dict[str, int] = state.env.setdefault("raw_ends", {})
    if name not in ends:
        ends[name] = state.src.lower().rfind(f"</{name}")
    return ends[name] > start
