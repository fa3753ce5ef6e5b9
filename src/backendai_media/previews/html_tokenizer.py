"""Splits HTML into tags and text, in linear time for any input.

Only for previews: its results never become HTML again. (The standard library's parser takes
minutes for half a megabyte of unclosed tags.)
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import NamedTuple

__all__ = ["Token", "tokens"]

_TAG = re.compile(r"(/?)([A-Za-z][\w:-]{0,40})")
#: Elements whose contents are neither text of the page nor tags.
_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in ("script", "style", "textarea")}
_MAX_ATTRIBUTE_CHARACTERS = 500


class Token(NamedTuple):
    """A tag (`/name` for an end tag) with its attributes as text; or text, if the tag is `""`."""

    tag: str
    text: str


def tokens(html: str) -> Iterator[Token]:
    """Yield the tags and texts of HTML; a tag without its `>` is text."""
    at, close = 0, -1
    while (start := html.find("<", at)) >= 0:
        if start > at:
            yield Token("", unescape(html[at:start]))
        if html.startswith("<!--", start):
            end = html.find("-->", start + 4)
            if end < 0:
                return
            at = end + 3
            continue
        if close <= start:
            close = html.find(">", start)
            if close < 0:
                at = start
                break
        at = close + 1
        if found := _TAG.match(html, start + 1, close):
            name = found[2].lower()
            yield Token(
                found[1] + name,
                html[found.end() : min(close, found.end() + _MAX_ATTRIBUTE_CHARACTERS)],
            )
            if not found[1] and (raw := _RAW.get(name)):
                end_tag = raw.search(html, at)
                if not end_tag:
                    return
                at = end_tag.start()
        elif html[start + 1] not in "!?/":
            yield Token("", "<")
            at = start + 1
    if rest := html[at:]:
        yield Token("", unescape(rest))
