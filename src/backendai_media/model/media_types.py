"""The table of types, and what follows from it for types that are not in it."""

import json
from functools import cache
from pathlib import Path
from typing import Literal

Payload = Literal["text", "binary", "json"]

#: What JavaScript's `trim` removes; Python's `strip` differs in a few characters.
SPACES = "\t\n\v\f\r \xa0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)


@cache
def table() -> dict[str, Payload]:
    """Return media type → what its payload is; streams and their like are no media."""
    text = (Path(__file__).parent.parent / "types.json").read_text(encoding="utf-8")
    return {row["type"]: row["payload"] for row in json.loads(text) if "/" in row["type"]}


def type_name(text: str) -> str:
    """Return a type string as it is looked up: trimmed, lowered, without parameters."""
    return text.split(";", 1)[0].strip(SPACES).lower()


def payload_of(type_: str) -> Payload | None:
    """Return what payloads of a (lowered) type are; `None`: any value.

    A type that is not in the table has its family's: `image/*`, or any JSON.
    """
    family = "application/json" if type_.endswith("json") else f"{type_.partition('/')[0]}/*"
    return table().get(type_) or table().get(family)
