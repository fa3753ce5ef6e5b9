"""Splits markup into tags and text, in linear time for any input.

(The standard library's parser looks for each missing end again and again.) What is made of the
parts is written anew and escaped, so a browser may split the same markup differently.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Container, Iterator
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from .._spec import HTML_MAX_ATTRIBUTES, HTML_MAX_FORMATTING_LEVELS, HTML_MAX_NESTING_LEVELS

__all__ = [
    "ARIA_REFERENCES",
    "Tag",
    "attribute",
    "attributes",
    "flattened",
    "lightened",
    "tokens",
    "unwrapped",
]

_OPEN = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)")
_TAG = re.compile(rf"""{_OPEN.pattern}([^"'>]*+(?>(?:"[^"]*+"|'[^']*+')[^"'>]*+)*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*)"|'([^']*)'|([^\s"'>]++)))?""")
# As HTML's parser reads them: an attribute; a tag, or a comment of some kind, with what ends it.
_ONE = (
    r"""[\t\n\f\r /]*+[^\t\n\f\r />][^\t\n\f\r />=]*+"""
    r"""(?>[\t\n\f\r ]*+=[\t\n\f\r ]*+(?:"[^"]*+"?+|'[^']*+'?+|[^\t\n\f\r >]*+))?+"""
)
_NAMED = r"</?[A-Za-z][^\t\n\f\r />]*+"
_WHOLE = re.compile(rf"{_NAMED}(?>{_ONE})*+[\t\n\f\r /]*+>?|<[!?/][^>]*+>?")
_CROWDED = re.compile(rf"{_NAMED}(?:{_ONE}){{{HTML_MAX_ATTRIBUTES}}}(?={_ONE})")
#: Characters of a tag that may have too many attributes, and of a text in which a tag is far.
_LONG, _FAR = 2 * HTML_MAX_ATTRIBUTES, 16_384
_PIECE = re.compile(rf"(?s:.{{{_FAR}}})[^&\u00a0]*+")
#: What the sanitiser looks ahead from, or what it writes anew and moves the rest for.
_SLOW = re.compile("[&\u00a0]")
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style")}
_SECTIONS = {"<!--": "-->", "<![CDATA[": "]]>", "<!": ">", "<?": ">"}
#: Attributes that name other elements of the page.
ARIA_REFERENCES = frozenset(
    "aria-actions aria-activedescendant aria-controls aria-describedby aria-details "
    "aria-errormessage aria-flowto aria-labelledby aria-owns".split()
)
#: Elements that end by themselves where another one starts, or have no contents.
_ENDED = frozenset(
    "a area base br col colgroup dd dt embed frame hr img input keygen li link meta nobr p param "
    "rp rt source tbody td tfoot th thead tr track wbr".split()
)
#: Elements that a parser opens again in the next paragraph where they were not closed.
_FORMATTING = frozenset("b big code em font i s small strike strong tt u".split())


class Tag(NamedTuple):
    """A tag, or text if `name` is empty."""

    name: str
    attributes: dict[str, str]
    text: str = ""
    is_end: bool = False
    is_empty: bool = False


def tokens(markup: str) -> Iterator[Tag]:
    """Yield the tags and texts of markup; of a tag without an end, and after it, nothing."""
    at = 0
    while (start := markup.find("<", at)) >= 0:
        if start > at:
            yield Tag("", {}, unescape(markup[at:start]))
        if found := _TAG.match(markup, start):
            at = found.end()
            slash, name, inside = found.groups()
            if len(inside) < 2:
                tag = _bare(name.lower(), slash, inside)
            else:
                is_empty = inside.rstrip().endswith("/")
                tag = Tag(name.lower(), attributes(inside), "", bool(slash), is_empty)
            yield tag
            if tag.name in _RAW and not slash:
                end = _RAW[tag.name].search(markup, at)
                if not end:
                    return
                at = end.start()
        elif _OPEN.match(markup, start):
            return
        elif section := next((one for one in _SECTIONS if markup.startswith(one, start)), None):
            end_at = markup.find(_SECTIONS[section], start + len(section))
            if end_at < 0:
                return
            at = end_at + len(_SECTIONS[section])
        else:
            yield Tag("", {}, "<")
            at = start + 1
    if at < len(markup):
        yield Tag("", {}, unescape(markup[at:]))


@lru_cache(256)
def _bare(name: str, slash: str, inside: str) -> Tag:
    """Return a tag without attributes: there are few."""
    return Tag(name, {}, "", bool(slash), inside == "/")


def attributes(inside: str) -> dict[str, str]:
    """Return the attributes in a tag, of which `inside` is what follows its name."""
    given: dict[str, str] = {}
    for found in _ATTRIBUTE.finditer(inside):
        name, *values = found.groups()
        given.setdefault(name.lower(), unescape(next(filter(None, values), "")))
        if len(given) >= HTML_MAX_ATTRIBUTES:
            break
    return given


def attribute(inside: str, name: str) -> str:
    """Return one of the `attributes`; others, which may hold a whole document, are not decoded."""
    for found, _ in zip(_ATTRIBUTE.finditer(inside), range(HTML_MAX_ATTRIBUTES), strict=False):
        if found[1].lower() == name:
            return unescape(next(filter(None, found.groups()[1:]), ""))
    return ""


def flattened(markup: str) -> tuple[str, bool, Collection[str]]:
    """Return HTML without tags that are nested too deeply, whether there are any, and the names.

    Names of elements that end by themselves are not among them.

    A parser takes time for each tag in proportion to the depth, and for each paragraph to the
    formatting that was not closed. The count may be too large, never too small.
    """
    opened: dict[str, int] = {}
    dropped: dict[str, int] = {}
    depth = formatting = at = 0
    out: list[str] = []
    for found in _OPEN.finditer(markup):
        end, name = found.groups()
        name = name.lower()
        if name in _ENDED:
            continue
        is_formatting = name in _FORMATTING
        if end:
            if count := dropped.get(name):
                dropped[name] = count - 1
            elif count := opened.get(name):
                opened[name] = count - 1
                depth -= 1
                formatting -= is_formatting
                continue
            else:
                continue
        elif depth < HTML_MAX_NESTING_LEVELS and (
            not is_formatting or formatting < HTML_MAX_FORMATTING_LEVELS
        ):
            opened[name] = opened.get(name, 0) + 1
            depth += 1
            formatting += is_formatting
            continue
        else:
            dropped[name] = dropped.get(name, 0) + 1
        if found.start() < at:
            continue
        out.append(markup[at : found.start()])
        at = markup.find(">", found.end()) + 1
        if not at:
            at = len(markup)
            break
    return "".join([*out, markup[at:]]) if at else markup, at > 0, opened


def unwrapped(markup: str, names: Container[str]) -> str:
    """Return HTML without the tags of some elements; their contents stay."""

    def kept(found: re.Match[str]) -> str:
        name = _OPEN.match(found[0])
        return "" if name and name[2].lower() in names else found[0]

    return _WHOLE.sub(kept, markup)


def lightened(markup: str) -> tuple[str, bool]:
    """Return HTML that the sanitiser reads in linear time, and whether attributes are missing.

    Its parser compares each attribute of an element with those before it, of which there are only
    so many here; and at each `&` it looks for the next tag, which a comment makes near. Texts of
    many no-break spaces are divided in the same way.
    """
    out: list[str] = []
    kept = at = 0
    is_light = False
    for start, end in _spans(markup):
        if start - at > _FAR and _SLOW.search(markup, at, start):
            out += (markup[kept:at], _PIECE.sub(r"\g<0><!---->", markup[at:start]))
            kept = start
        if end - start > _LONG and (found := _CROWDED.match(markup, start)):
            out.append(markup[kept : found.end()])
            # A tag without an end, at that of all, stands for nothing.
            is_closed = markup.endswith(">", start, end)
            kept = end - is_closed
            is_light = is_light or is_closed
        at = end
    return "".join([*out, markup[kept:]]), is_light


def _spans(markup: str) -> Iterator[tuple[int, int]]:
    """Yield where tags start and end; at last, the end of all."""
    for found in _WHOLE.finditer(markup):
        yield found.span()
    yield len(markup), len(markup)
