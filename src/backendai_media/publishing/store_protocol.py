"""The interface of stores: objects that can be listed, read and written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec

__all__ = ["Object", "Packing", "Store", "Stored", "md5_hex"]

#: How text is compressed: the file itself, in additional files, or not at all.
Packing = Literal["encoded", "variants", "none"]


class Object(msgspec.Struct, frozen=True):
    """An entry of a listing. For most stores `etag` is the MD5 of the body."""

    bytes: int
    modified: datetime
    etag: str = ""


class Stored(msgspec.Struct, frozen=True):
    """An object's content, decompressed, and its etag."""

    content: bytes
    etag: str = ""


class Store(Protocol):
    """A place to publish to. All methods raise `AssetsError` with a message of one line."""

    address: str
    packing: Packing

    def listing(self, under: str = "") -> dict[str, Object]:
        """Return the objects in a directory, at any depth, by name."""

    def get(self, name: str) -> Stored | None:
        """Return an object's content, or `None` if it does not exist."""

    def put(self, name: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Write an object atomically: readers get the old one or the new one."""

    def replace(self, name: str, body: bytes, headers: Mapping[str, str], etag: str | None) -> bool:
        """Write an object if it still has this etag (`None`: none yet); return whether it had."""

    def delete(self, names: Sequence[str]) -> None:
        """Delete objects; one that does not exist is not an error."""


def md5_hex(content: bytes) -> str:
    """Return an MD5 as most stores use it for etags."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
