"""The objects of a release in a store: names, bodies, headers and checksums."""

from __future__ import annotations

import gzip

import msgspec

from .._imports import requires_extra
from ..assets.release import MANIFEST, Release
from .store_protocol import Packing, md5_hex

CACHE_IMMUTABLE = "public, max-age=31536000, immutable"
#: Takes two thirds of the time of level 9, for 0.1 % more bytes.
GZIP_LEVEL = 7
#: Files are compressed if they get smaller than this.
MAX_PACKED_RATIO = 0.9
SCRIPT = "text/javascript; charset=utf-8"
#: Headers of the pointer to the current release.
POINTER_HEADERS = {
    "Content-Type": "application/json",
    "Cache-Control": "public, max-age=60",
}


class ReleaseObject(msgspec.Struct, frozen=True):
    """The desired state of one stored object.

    An object with one of the MD5 `checksums` has the same content, compressed or not.
    """

    name: str
    content: bytes
    body: bytes
    headers: dict[str, str]
    checksums: frozenset[str]


def objects_of_release(release: Release, packing: Packing) -> list[ReleaseObject]:
    """Return the objects of a release."""
    objects = []
    for name, about in release.files.items():
        content = (release.path / name).read_bytes()
        place = f"{release.hash}/{name}"
        objects += objects_of_file(place, content, about.type, CACHE_IMMUTABLE, packing)
    # Programs read the manifest, and not all of them decompress.
    manifest = (release.path / MANIFEST).read_bytes()
    place = f"{release.hash}/{MANIFEST}"
    return [
        *objects,
        *objects_of_file(place, manifest, "application/json", CACHE_IMMUTABLE, "none"),
    ]


def count_objects(release: Release, packing: Packing) -> int:
    """Return the approximate number of objects of a release."""
    has_variants = packing == "variants"
    files = release.files.values()
    packed = sum(one.gzip < MAX_PACKED_RATIO * one.bytes for one in files) if has_variants else 0
    return len(files) + 2 * packed + (5 if has_variants else 3)


def objects_of_file(
    name: str, content: bytes, kind: str, caching: str, packing: Packing
) -> list[ReleaseObject]:
    """Return the objects of a file.

    If it compresses well, it is stored with gzip if `packing` is "encoded"; if it is "variants", it
    is stored uncompressed, with gzip and with Brotli, for the server to choose.
    """
    packed = gzip.compress(content, GZIP_LEVEL, mtime=0)
    # The byte that names the operating system differs between Python's versions.
    packed = packed[:9] + b"\xff" + packed[10:]
    gains = len(packed) < MAX_PACKED_RATIO * len(content)
    headers = {"Content-Type": kind, "Cache-Control": caching}
    if packing == "encoded" and gains:
        headers["Content-Encoding"] = "gzip"
        return [_object(name, content, packed, headers, content, packed)]
    whole = _object(name, content, content, headers, content)
    if packing != "variants" or not gains:
        return [whole]
    variants = {".gz": packed, ".br": _brotli(content)}
    return [
        *(_object(f"{name}{end}", body, body, headers, body) for end, body in variants.items()),
        whole,
    ]


def _object(
    name: str, content: bytes, body: bytes, headers: dict[str, str], *alike: bytes
) -> ReleaseObject:
    checksums = frozenset(map(md5_hex, alike))
    return ReleaseObject(name, content, body, headers, checksums)


def _brotli(content: bytes) -> bytes:
    with requires_extra("assets"):
        import brotli
    packed: bytes = brotli.compress(content, quality=11)
    return packed
