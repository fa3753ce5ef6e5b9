"""Finds bare addresses by the rules of GFM (6.9), in the place of the parser's own finder.

As `browser/src/renderers/markdown/addresses.ts`; `docs/markdown.md` has the rules.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["Addresses"]

_MARK = re.compile(r"://|www\.|@", re.IGNORECASE)
# Quotation marks end an address, and the punctuation of Chinese and Japanese, after which there is
# no blank.
_ENDS = r'\s<"`\u201c\u201d\u3000-\u3003\u3008-\u3011\uff01-\uff0f\uff1a-\uff20\uff5b-\uff65'
_REST = re.compile(rf"(?>[^{_ENDS}\[\]]++|\[[^{_ENDS}\[\]]*+\])*+")
_HOST = re.compile(r"(?:[^/?#@]*@)?([\w.-]*[\w-])")
#: Characters in which a domain, and a name before it, have to be.
MAX_HOST = 600
#: In mail, characters before the `@` are 64 at most (RFC 5321).
_MAILBOX = re.compile(r"(?<![\w.+-])(?:mailto:)?[\w.+-]{1,64}\Z", re.IGNORECASE | re.ASCII)
_MAIL_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[\w-]*[^\W_]", re.ASCII)
_MORE = re.compile(r"[\w-]", re.ASCII)
_SCHEME = re.compile(r"(?<![a-z0-9])https?\Z", re.IGNORECASE)
_WEB = re.compile("https?://", re.IGNORECASE)
_ENTITY = re.compile(r"&[A-Za-z0-9]{1,32};\Z")
#: Characters after which `www.` is in the middle of a word or of an address.
_INSIDE = re.compile(r"[^\W_]|[/.:@\\-]")
_AT_END = frozenset("?!.,:*_~'}")


@dataclass(frozen=True, slots=True)
class Match:
    """An address in a text, as the parser wants it; `schema` is `""` for `www.…`."""

    schema: str
    index: int
    last_index: int
    text: str
    url: str


class Addresses:
    """The parser's finder of addresses."""

    def pretest(self, text: str) -> bool:
        """Return whether there may be an address."""
        return bool(_MARK.search(text))

    def test(self, text: str) -> bool:
        """Return whether there is an address."""
        return bool(_MARK.search(text) and self.match(text))

    def match(self, text: str) -> list[Match] | None:
        """Return all addresses in a text, if there are any."""
        found: list[Match] = []
        last = 0
        for mark in _MARK.finditer(text):
            at, one = mark.start(), None
            if at < last:
                continue
            if mark[0] == "@":
                one = _mail_at(text, last, at)
            elif mark[0] == "://":
                if scheme := _SCHEME.search(text[max(last, at - 6) : at]):
                    one = _address_at(text, at - len(scheme[0]), at + 3, 1)
            elif not at or not _INSIDE.match(text, at - 1):
                one = _address_at(text, at, at + 4, 2)
            if one:
                found.append(one)
                last = one.last_index
        return found or None

    def match_at_start(self, text: str) -> Match | None:
        """Return the address with a scheme that a text begins with, if it does."""
        found = _WEB.match(text)
        return _address_at(text, 0, found.end(), 1) if found else None


def _trimmed(address: str) -> str:
    """Return an address without the punctuation at its end, which belongs to the sentence."""
    # So are brackets that were opened before it.
    opened = address.count("(") - address.count(")")
    end = len(address)
    while end:
        last = address[end - 1]
        if last == ")" and opened < 0:
            opened += 1
        elif last == ";":
            entity = _ENTITY.search(address[max(0, end - 34) : end])
            end -= len(entity[0]) - 1 if entity else 0
        elif last not in _AT_END:
            break
        end -= 1
    return address[:end]


def _address_at(text: str, start: int, at: int, parts: int) -> Match | None:
    """Return the address whose scheme, or `www.`, is before `at`; its domain has so many parts."""
    # What has no domain is not read to its end: marks in it begin others.
    if not _has_domain(text[at : at + MAX_HOST], parts):
        return None
    found = _REST.match(text, at)
    rest = _trimmed(found[0]) if found else ""
    if not _has_domain(rest, parts):
        return None
    whole = text[start:at] + rest
    if at - start > 4:
        return Match("http:", start, start + len(whole), whole, whole)
    return Match("", start, start + len(whole), whole, f"http://{whole}")


def _has_domain(rest: str, parts: int) -> bool:
    host = _HOST.match(rest)
    domain = host[1].split(".") if host else [""]
    return len(domain) >= parts and "" not in domain and "_" not in "".join(domain[-2:])


def _mail_at(text: str, start: int, at: int) -> Match | None:
    """Return the address of mail whose `@` is at `at`, beginning from `start` on."""
    box = _MAILBOX.search(text[max(start, at - 72) : at])
    host = _MAIL_HOST.match(text, at + 1) if box else None
    if not box or not host or _MORE.match(text, host.end()):
        return None
    whole = f"{box[0]}@{host[0]}"
    url = whole if whole[:7].lower() == "mailto:" else f"mailto:{whole}"
    return Match("mailto:", at - len(box[0]), host.end(), whole, url)
