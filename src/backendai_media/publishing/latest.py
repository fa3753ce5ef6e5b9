"""The pointer to the current release.

`latest.json` names it for programs. `latest/js/main.min.js`, for pages that do not name a hash, is
the entry of the release after a line that sets its address, so that all chunks come from it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec

from ..assets.release import Manifest
from ..errors import AssetsError
from .store_protocol import Object, Store

POINTER = "latest.json"
ENTRY = "js/main.min.js"
LATEST_ENTRY = f"latest/{ENTRY}"
MAX_PREVIOUS = 100


def is_entry(name: str) -> bool:
    """Whether an object is the entry of a release, or a compressed variant of it."""
    return name.removesuffix(".gz").removesuffix(".br").endswith(f"/{ENTRY}")


class Past(msgspec.Struct, frozen=True):
    """A release that was current until `until`."""

    hash: str
    version: str
    until: datetime


class Pointer(msgspec.Struct, frozen=True):
    """The contents of `latest.json`; `integrity` is that of the release's entry.

    `objects` is a digest of the store's listing of the release when it was last verified: while the
    listing is the same, the release need not be verified again.
    """

    hash: str
    version: str
    integrity: str
    since: datetime
    objects: str = ""
    previous: list[Past] = []


class StoredPointer(msgspec.Struct, frozen=True):
    """The pointer in a store, if there is one, and its etag."""

    pointer: Pointer | None = None
    etag: str | None = None

    def knows(self, release: str, objects: str) -> bool:
        """Whether this release is the current one, and is listed as when it was verified."""
        now = self.pointer
        return now is not None and (now.hash, now.objects) == (release, objects)


def read(store: Store) -> StoredPointer:
    """Return the pointer in a store. Raises `AssetsError` if the file is not a pointer."""
    found = store.get(POINTER)
    if not found:
        return StoredPointer()
    try:
        return StoredPointer(msgspec.json.decode(found.content, type=Pointer), found.etag)
    except msgspec.DecodeError as error:
        place = f"{store.address}/{POINTER}"
        raise AssetsError(f"{place} is not a pointer ({error}); move it away") from error


def digest(listing: Mapping[str, Object]) -> str:
    """Return a digest that changes when an object of a release does."""
    total = hashlib.sha256()
    for name, one in sorted(listing.items()):
        total.update(f"{name}\0{one.bytes}\0{one.etag}\n".encode())
    return total.hexdigest()


def successor(before: Pointer | None, manifest: Manifest, objects: str) -> bytes:
    """Return the contents of `latest.json` that make a release the current one."""
    now = since = datetime.now(UTC).replace(microsecond=0)
    previous = list(before.previous) if before else []
    if before and before.hash == manifest.hash:
        since = before.since
    elif before:
        previous.insert(0, Past(before.hash, before.version, now))
    integrity = manifest.files[ENTRY].integrity
    pointer = Pointer(
        manifest.hash, manifest.version, integrity, since, objects, previous[:MAX_PREVIOUS]
    )
    return msgspec.json.format(msgspec.json.encode(pointer), indent=2) + b"\n"


def latest_entry(main: bytes, release: str) -> bytes:
    """Return the entry that loads its chunks from `<prefix>/<release>/`, wherever it is."""
    # A directive only counts at the beginning.
    strict = '"use strict";' if main.startswith(b'"use strict"') else ""
    start = (
        f"{strict}(b=>{{let s=document.currentScript;"
        's&&s.src&&/(^|\\/)latest\\/*$/.test(b.assetRoot??"latest")&&'
        f'(b.assetRoot=new URL("../../{release}",s.src).href)'
        "})(window.BackendAI??={});\n"
    )
    # The source map of the release's entry would be off by one line.
    return start.encode() + re.sub(rb"\n?//# sourceMappingURL=.*\s*$", b"\n", main)
