"""Kinds of cells and columns, as `spec/tables.md` has them."""

import re
from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from .._spec import TABLE_MAX_TYPED_UNITS
from .media_types import SPACES

__all__ = ["Kind", "kind_of", "sample"]

Kind: TypeAlias = Literal["number", "date", "boolean", "text"]

# ASCII: letters of other alphabets have the same capitals as some of these.
_FLAGS = re.IGNORECASE | re.ASCII
_NUMBER = re.compile(
    r"[-+]?(?:[0-9]+(?:[.,][0-9]*)?|\.[0-9]+)(?:e[-+]?[0-9]+)?|[-+]?inf(?:inity)?", _FLAGS
)
# Zeros in front are part of a name, as in a postal code.
_CODE = re.compile(r"[-+]?0[0-9]")
_DATE = re.compile(
    r"[0-9]{4}[-/][0-9][0-9]?[-/][0-9][0-9]?"
    r"(?:[T ][0-9][0-9]?:[0-9][0-9](?::[0-9][0-9](?:[.,][0-9]+)?)?"
    r" *(?:Z|UTC|[-+][0-9][0-9](?::?[0-9][0-9])?)?)?"
)
_MISSING = re.compile(r"|-?nan|na|nat|null|none|n/a|<na>|#n/?a", _FLAGS)


def kind_of(texts: Iterable[str | None]) -> Kind:
    """Return the kind that all texts have in common, apart from missing ones."""
    found: Kind | None = None
    for text in texts:
        if text is None:
            continue
        if len(text) > TABLE_MAX_TYPED_UNITS:
            return "text"
        if _MISSING.fullmatch(text.strip(SPACES)):
            continue
        kind = _kind(text)
        if kind == "text" or (found and found != kind):
            return "text"
        found = kind
    return found or "text"


def _kind(text: str) -> Kind:
    inner = text.strip(SPACES)
    if _NUMBER.fullmatch(inner) and not _CODE.match(inner):
        return "number"
    if _DATE.fullmatch(text):
        return "date"
    return "boolean" if text.lower() in {"true", "false"} else "text"


def sample(rows: int, most: int) -> Iterator[int]:
    """Yield the places of about `most` of `rows` rows: the first ones, and some of the others."""
    yield from range(min(rows, -(-most // 2)))
    yield from range(-(-most // 2), rows, max(1, 2 * rows // most))
