"""What follows from the name of a media type; `spec/types.md` has the rules."""

import re
from functools import cache
from typing import Literal

from .._spec import JSON_TYPES, PAYLOADS

__all__ = ["SPACES", "Payload", "is_json", "payload_of", "rank_of", "row_of", "type_name"]

Payload = Literal["text", "binary", "json"]

#: What JavaScript's `trim` removes; Python's `strip` differs in a few characters.
SPACES = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)

#: What a type may share with its other versions: those of Vega from the fourth on.
_VERSION = re.compile(r"v([4-9]|[1-9][0-9]+)[+.]json\Z")


def type_name(text: str) -> str:
    """Return a media type as it is looked up: trimmed, in lower case, without parameters."""
    return text.split(";", 1)[0].strip(SPACES).lower()


def is_json(type_: str) -> bool:
    """Whether the payloads of a (lower-case) type are JSON values.

    Altair 6.3 writes `.json` at the end of its type.
    """
    return type_ == "application/json" or type_.endswith(("+json", ".json")) or type_ in JSON_TYPES


def row_of(type_: str) -> str | None:
    """Return the row of `spec/types.json` for a (lower-case) type; `None` for an unknown type.

    It is the type's own row, that of its versions, that of other JSON, or its family's, like
    `image/*`.
    """
    if type_ in PAYLOADS:
        return type_
    if (versions := _VERSION.sub("v*+json", type_)) in PAYLOADS:
        return versions
    top, slash, _ = type_.partition("/")
    family = "application/*+json" if is_json(type_) else f"{top}{slash}*"
    return family if family in PAYLOADS else None


def payload_of(type_: str) -> Payload | None:
    """Return the kind of payload of a (lower-case) type; `None` for any value."""
    row = row_of(type_)
    return PAYLOADS[row] if row else None


def rank_of(type_: str) -> int:
    """Return the rank of a (lower-case) type, 0 for the best; -1 for an unknown type."""
    row = row_of(type_)
    return _ranks()[row] if row else -1


@cache
def _ranks() -> dict[str, int]:
    return {name: rank for rank, name in enumerate(PAYLOADS)}
