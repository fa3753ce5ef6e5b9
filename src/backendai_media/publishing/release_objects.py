"""The objects that a release becomes: names, bodies, headers, and how to know them again."""

from __future__ import annotations

import gzip

import msgspec

from .._imports import requires_extra
from ..assets.release import MANIFEST, Release
from .store_protocol import Packing, md5_hex

FOREVER = "public, max-age=31536000, immutable"
#: Two thirds of the time of 9, and a thousandth more bytes.
LEVEL = 7
#: What is compressed must get smaller than this.
GAIN = 0.9
SCRIPT = "text/javascript; charset=utf-8"
#: Headers of what names the current release.
REVISED = {
    "Content-Type": "application/json",
    "Cache-Control": "public, max-age=60",
}


class Wanted(msgspec.Struct, frozen=True):
    """An object as the store shall have it.

    One with an MD5 of `checksums` holds the same content, compressed or not.
    """

    name: str
    content: bytes
    body: bytes
    headers: dict[str, str]
    checksums: frozenset[str]


def of_release(release: Release, packing: Packing) -> list[Wanted]:
    """Return the objects that a release becomes."""
    wanted = []
    for name, about in release.files.items():
        content = (release.path / name).read_bytes()
        place = f"{release.hash}/{name}"
        wanted += of_file(place, content, about.type, FOREVER, packing)
    # Programs read this one, and not all of them decompress.
    manifest = (release.path / MANIFEST).read_bytes()
    place = f"{release.hash}/{MANIFEST}"
    return [*wanted, *of_file(place, manifest, "application/json", FOREVER, "none")]


def count(release: Release, packing: Packing) -> int:
    """Return how many objects publishing a release takes, about."""
    beside = packing == "beside"
    files = release.files.values()
    packed = sum(one.gzip < GAIN * one.bytes for one in files) if beside else 0
    return len(files) + 2 * packed + (5 if beside else 3)


def of_file(name: str, content: bytes, kind: str, caching: str, packing: Packing) -> list[Wanted]:
    """Return the objects that a file becomes.

    One that gains by it is stored with gzip where packing is "inside"; where it is "beside", it is
    stored as it is, and with gzip and with Brotli beside it, for the server to choose.
    """
    packed = gzip.compress(content, LEVEL, mtime=0)
    # The byte that names the operating system differs between Python's versions.
    packed = packed[:9] + b"\xff" + packed[10:]
    gains = len(packed) < GAIN * len(content)
    headers = {"Content-Type": kind, "Cache-Control": caching}
    if packing == "inside" and gains:
        headers["Content-Encoding"] = "gzip"
        return [_wanted(name, content, packed, headers, content, packed)]
    whole = _wanted(name, content, content, headers, content)
    if packing != "beside" or not gains:
        return [whole]
    variants = {".gz": packed, ".br": _brotli(content)}
    return [
        *(_wanted(f"{name}{end}", body, body, headers, body) for end, body in variants.items()),
        whole,
    ]


def _wanted(
    name: str, content: bytes, body: bytes, headers: dict[str, str], *alike: bytes
) -> Wanted:
    checksums = frozenset(map(md5_hex, alike))
    return Wanted(name, content, body, headers, checksums)


def _brotli(content: bytes) -> bytes:
    with requires_extra("assets"):
        import brotli
    packed: bytes = brotli.compress(content, quality=11)
    return packed
