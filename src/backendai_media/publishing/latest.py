"""What says which release is the current one.

`latest.json` names it, for programs. `latest/js/main.min.js`, for pages that do not name a hash, is
the release's own entry with its address in front, so that every chunk comes from that release.
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
HISTORY = 100


def is_entry(name: str) -> bool:
    """Tell whether an object is the entry of a release, or a variant of it."""
    return name.removesuffix(".gz").removesuffix(".br").endswith(f"/{ENTRY}")


class Past(msgspec.Struct, frozen=True):
    """A release that was the current one until then."""

    hash: str
    version: str
    until: datetime


class Pointer(msgspec.Struct, frozen=True):
    """What `latest.json` holds; `integrity` is that of the release's entry.

    `objects` is a digest of how the store listed the release when all of it was found to be right:
    as long as it lists it so, nothing of it has to be looked at again.
    """

    hash: str
    version: str
    integrity: str
    since: datetime
    objects: str = ""
    previous: list[Past] = []


class Found(msgspec.Struct, frozen=True):
    """The pointer that a store has, if it has one, and its etag."""

    pointer: Pointer | None = None
    etag: str | None = None

    def knows(self, release: str, objects: str) -> bool:
        """Tell whether this release is the current one, and is listed as when it was published."""
        now = self.pointer
        return now is not None and (now.hash, now.objects) == (release, objects)


def read(store: Store) -> Found:
    """Return what a store has; raises `AssetsError` where the file is none of ours."""
    found = store.get(POINTER)
    if not found:
        return Found()
    try:
        return Found(msgspec.json.decode(found.content, type=Pointer), found.etag)
    except msgspec.DecodeError as error:
        place = f"{store.address}/{POINTER}"
        raise AssetsError(f"{place} is no pointer ({error}); move it away") from error


def digest(listing: Mapping[str, Object]) -> str:
    """Return what changes when an object of a release does."""
    total = hashlib.sha256()
    for name, one in sorted(listing.items()):
        total.update(f"{name}\0{one.bytes}\0{one.etag}\n".encode())
    return total.hexdigest()


def successor(before: Pointer | None, manifest: Manifest, objects: str) -> bytes:
    """Return the content of the pointer that makes a release the current one."""
    now = since = datetime.now(UTC).replace(microsecond=0)
    previous = list(before.previous) if before else []
    if before and before.hash == manifest.hash:
        since = before.since
    elif before:
        previous.insert(0, Past(before.hash, before.version, now))
    integrity = manifest.files[ENTRY].integrity
    pointer = Pointer(
        manifest.hash, manifest.version, integrity, since, objects, previous[:HISTORY]
    )
    return msgspec.json.format(msgspec.json.encode(pointer), indent=2) + b"\n"


def latest_entry(main: bytes, release: str) -> bytes:
    """Return the entry that loads its chunks from `<prefix>/<release>/`, wherever it stands."""
    # A directive counts only where it comes first.
    strict = '"use strict";' if main.startswith(b'"use strict"') else ""
    start = (
        f"{strict}(b=>{{let s=document.currentScript;"
        's&&s.src&&/(^|\\/)latest\\/*$/.test(b.assetRoot??"latest")&&'
        f'(b.assetRoot=new URL("../../{release}",s.src).href)'
        "})(window.BackendAI??={});\n"
    )
    # The map beside the release's entry would be one line off.
    return start.encode() + re.sub(rb"\n?//# sourceMappingURL=.*\s*$", b"\n", main)
