"""Long data put away while a page is made: parsers and copies would take long for pictures."""

from __future__ import annotations

import re
import secrets
from string import ascii_letters, digits

__all__ = ["Away"]

#: Fewer characters are not worth it.
_LEAST = 2000
_BEGINS = "base64,"
#: What may come behind it.
_ENDS = "\"' \n)>&\\"
_BASE64 = f"{ascii_letters}{digits}+/=".encode()


class Away:
    """Short words that stand for long pieces of markup. Nobody can guess them."""

    def __init__(self) -> None:
        self._token = f"t{secrets.token_hex(12)}n"
        self._kept: list[str] = []

    def put(self, markup: str) -> str:
        """Return what stands for a piece of markup: itself where it is short."""
        if len(markup) < _LEAST:
            return markup
        self._kept.append(markup)
        return f"{self._token}{len(self._kept) - 1}t"

    def put_base64(self, text: str) -> str:
        """Return text with words in the place of long base64, which is as safe anywhere as here."""
        if len(text) < _LEAST or (at := text.find(_BEGINS)) < 0:
            return text
        out: list[str] = []
        done = 0
        while at >= 0:
            start = at + len(_BEGINS)
            end = len(text)
            for character in _ENDS:
                if (found := text.find(character, start, end)) >= 0:
                    end = found
            data = text[start:end]
            if (
                len(data) >= _LEAST
                and data.isascii()
                and not data.encode().translate(None, _BASE64)
            ):
                out += [text[done:start], self.put(data)]
                done = end
            at = text.find(_BEGINS, end)
        return "".join([*out, text[done:]])

    def bring_back(self, markup: str) -> str:
        """Return markup with what was put away in its place."""
        if not self._kept:
            return markup
        words = re.compile(f"{self._token}([0-9]+)t")
        return words.sub(lambda found: self._kept[int(found.group(1))], markup)
