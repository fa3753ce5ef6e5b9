"""What publishing needs of a place for releases: objects that can be listed, read and written."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

import msgspec

__all__ = ["Object", "Packing", "Store", "Stored", "md5_hex"]

#: How text is compressed: the file itself, in variants beside it, or not at all.
Packing = Literal["inside", "beside", "none"]


class Object(msgspec.Struct, frozen=True):
    """What a listing says of an object. At most stores `etag` is the MD5 of the body."""

    bytes: int
    modified: datetime
    etag: str = ""


class Stored(msgspec.Struct, frozen=True):
    """An object's content, decoded, and its etag."""

    content: bytes
    etag: str = ""


class Store(Protocol):
    """What publishing needs of a place. Every method raises `AssetsError` in one line."""

    address: str
    packing: Packing

    def listing(self, under: str = "") -> dict[str, Object]:
        """Return the objects in a directory, at any depth, by name."""

    def get(self, name: str) -> Stored | None:
        """Return an object's content, or `None` where there is none."""

    def put(self, name: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Write an object; whoever reads meanwhile gets the old one or the new one, whole."""

    def replace(self, name: str, body: bytes, headers: Mapping[str, str], etag: str | None) -> bool:
        """Write an object if it still has this etag (`None`: is not there); tell whether it had."""

    def delete(self, names: Sequence[str]) -> None:
        """Delete objects; one that is gone already is no error."""


def md5_hex(content: bytes) -> str:
    """Return the MD5 of a content as most stores write it in an etag."""
    return hashlib.md5(content, usedforsecurity=False).hexdigest()
