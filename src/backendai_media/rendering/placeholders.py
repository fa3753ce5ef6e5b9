"""Placeholders for long data while a page is built: parsing and copying images takes long."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from string import ascii_letters, digits

from .markup import quoted

__all__ = ["Placeholders"]

#: Shorter data is not worth a placeholder.
_MIN_CHARACTERS = 2000
_START = "base64,"
#: A character that may follow base64.
_END = re.compile(r"""["' \n)>&\\]""")
_BASE64 = f"{ascii_letters}{digits}+/=".encode()


class Placeholders:
    """Replaces long pieces of markup by short tokens that cannot be guessed."""

    def __init__(self) -> None:
        self._token = f"t{secrets.token_hex(12)}n"
        self._stashed: list[str] = []

    def stash(self, markup: str) -> str:
        """Return a placeholder for a piece of markup, or the markup itself if it is short."""
        if len(markup) < _MIN_CHARACTERS:
            return markup
        self._stashed.append(markup)
        return f"{self._token}{len(self._stashed) - 1}t"

    def stash_value(self, value: str) -> str:
        """Return a placeholder for the text of an attribute, or the text itself if it is short."""
        return value if len(value) < _MIN_CHARACTERS else self.stash(quoted(value))

    def stash_base64(self, text: str) -> str:
        """Return text with long base64 replaced by placeholders; base64 is safe anywhere."""
        if len(text) < _MIN_CHARACTERS or (at := text.find(_START)) < 0:
            return text
        out: list[str] = []
        done = 0
        while at >= 0:
            start = at + len(_START)
            ending = _END.search(text, start)
            end = ending.start() if ending else len(text)
            data = text[start:end]
            if (
                len(data) >= _MIN_CHARACTERS
                and data.isascii()
                and not data.encode().translate(None, _BASE64)
            ):
                out += [text[done:start], self.stash(data)]
                done = end
            at = text.find(_START, end)
        return "".join([*out, text[done:]])

    def restore(self, markup: str) -> str:
        """Return markup with all placeholders replaced."""
        return "".join(self.pieces(markup))

    def pieces(self, markup: str) -> Iterator[str]:
        """Yield the pieces of markup with all placeholders replaced."""
        first, *others = markup.split(self._token)
        yield first
        for piece in others:
            number, end, rest = piece.partition("t")
            is_whole = end and number.isdecimal()
            yield from (self._stashed[int(number)], rest) if is_whole else (self._token, piece)
