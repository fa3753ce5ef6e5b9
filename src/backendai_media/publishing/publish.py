"""Uploads releases, and moves the pointer to the current one.

Chunks are written first, then the entry, and the pointer last, and each group is read back before
the next: visitors never see an incomplete release, and a failed upload changes nothing for them.
Existing objects are kept, so that an interrupted upload can be resumed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from ..assets import bundle
from ..assets.release import MANIFEST, Manifest, Release, integrity, is_intact, read, releases
from ..errors import AssetsError
from . import latest
from .latest import ENTRY
from .parallel import map_parallel
from .release_objects import (
    POINTER_HEADERS,
    SCRIPT,
    ReleaseObject,
    objects_of_file,
    objects_of_release,
)
from .store_protocol import Object, Store

HASH = re.compile(r"[0-9a-f]{20}")


class Action(msgspec.Struct, frozen=True):
    """What is done to one object, and why."""

    do: Literal["write", "skip", "delete"]
    name: str
    reason: str
    bytes: int = 0


#: Called with each action when it is done, or would be.
ActionCallback = Callable[[Action], None]


class Published(msgspec.Struct, frozen=True):
    """What `upload` or `rollback` did, or would do; `previous` was the current release before."""

    destination: str
    hash: str
    version: str
    previous: str | None
    actions: list[Action]


def find_release(assets: Path | None) -> Release:
    """Return the release to publish: `assets` itself, or the one in the directory.

    By default that in `./assets` if there is one, else the package's own. Raises `AssetsError` if
    there is none, or several.
    """
    place = assets or Path("assets")
    if (place / MANIFEST).is_file():
        return read(place)
    found = releases(place)
    if len(found) > 1:
        names = ", ".join(f"{one.path.name} ({one.manifest.version})" for one in found)
        raise AssetsError(f"{place} has {names}; select one: --assets {found[-1].path}")
    if not found and assets:
        raise AssetsError(
            f"{assets} has no release; create one: backendai-media update --assets {assets}"
        )
    return found[0] if found else read(bundle())


def upload(
    store: Store,
    release: Release,
    *,
    force: bool = False,
    on_action: ActionCallback = lambda _: None,
) -> Published:
    """Publish a release. With `force`, existing objects are overwritten.

    Raises `AssetsError` if the release is damaged, or if the store refuses or does not return what
    was written; the current release is unchanged then.
    """
    main = _entry(release)
    before, there = latest.read(store), store.listing(release.hash)
    if not force and before.knows(release.hash, latest.digest(there)):
        actions = [Action("skip", name, "is there", one.bytes) for name, one in there.items()]
        actions.append(Action("skip", latest.POINTER, "is there"))
    else:
        _check(release)
        actions = []
        for group in _groups(objects_of_release(release, store.packing)):
            todo = {one.name: "forced" for one in group} if force else _plan(store, group, there)
            actions += _perform(store, group, todo, on_action)
        actions.append(_point(store, release.manifest, before, on_action))
    actions += _put_entry(store, release.hash, main, on_action)
    return _published(store, release.manifest, before, actions)


def _check(release: Release) -> None:
    if not is_intact(release.path.resolve()):
        wrong = release.check() or [f"its files are not those of the hash {release.hash}"]
        raise AssetsError(f"{release.path} is damaged: {wrong[0]}; build it again")


def _entry(release: Release) -> bytes:
    path = release.path / ENTRY
    main = path.read_bytes() if path.is_file() and ENTRY in release.files else b""
    if not main or integrity(main) != release.files[ENTRY].integrity:
        raise AssetsError(f"{release.path} is damaged: {ENTRY} is not what was built")
    return main


def rollback(
    store: Store, release_hash: str, *, on_action: ActionCallback = lambda _: None
) -> Published:
    """Make an earlier release the current one again.

    Raises `AssetsError`, and changes nothing, if it is incomplete or damaged.
    """
    before = latest.read(store)
    manifest = remote_manifest(store, release_hash)
    main = _checked(store, manifest)
    actions = [_point(store, manifest, before, on_action)]
    actions += _put_entry(store, manifest.hash, main, on_action)
    return _published(store, manifest, before, actions)


def _checked(store: Store, manifest: Manifest) -> bytes:
    """Read and verify all files of a published release; return its entry."""
    names = sorted(manifest.files)
    found = map_parallel(lambda name: store.get(f"{manifest.hash}/{name}"), names)
    contents: dict[str, bytes] = {}
    for name, stored in zip(names, found, strict=True):
        place = f"{store.address}/{manifest.hash}/{name}"
        if stored is None:
            raise AssetsError(f"{place} is missing; upload that release again")
        if integrity(stored.content) != manifest.files[name].integrity:
            raise AssetsError(f"{place} is not what was built; upload that release again")
        contents[name] = stored.content
    return contents[ENTRY]


def remote_manifest(store: Store, release_hash: str) -> Manifest:
    """Return the manifest of a published release. Raises `AssetsError` if there is none."""
    if not HASH.fullmatch(release_hash):
        raise AssetsError(f"{release_hash} is not the hash of a release, which has 20 hex digits")
    place = f"{store.address}/{release_hash}/{MANIFEST}"
    found = store.get(f"{release_hash}/{MANIFEST}")
    if not found:
        folders = [name.removesuffix(f"/{MANIFEST}") for name in store.listing()]
        known = ", ".join(sorted(one for one in folders if HASH.fullmatch(one))) or "none"
        raise AssetsError(f"{place} does not exist; releases there: {known}")
    try:
        manifest = msgspec.json.decode(found.content, type=Manifest)
    except msgspec.DecodeError as error:
        raise AssetsError(f"{place} is not the manifest of a release: {error}") from error
    if manifest.hash != release_hash or ENTRY not in manifest.files:
        raise AssetsError(f"{place} is the manifest of another release")
    return manifest


def _groups(objects: list[ReleaseObject]) -> tuple[list[ReleaseObject], list[ReleaseObject]]:
    """Return the chunks and other files, and the entry with its variants."""
    others = [one for one in objects if not latest.is_entry(one.name)]
    return others, [one for one in objects if latest.is_entry(one.name)]


def _plan(
    store: Store, objects: list[ReleaseObject], existing: dict[str, Object]
) -> dict[str, str]:
    """Return why objects must be written, by name; those that are up to date are left out."""
    reasons = {one.name: "not there" for one in objects if one.name not in existing}
    unsure = [
        one
        for one in objects
        if one.name in existing and existing[one.name].etag not in one.checksums
    ]
    # Other compressors or encryption change the etag: read and compare the content.
    contents = map_parallel(lambda one: store.get(one.name), unsure)
    for one, stored in zip(unsure, contents, strict=True):
        if not stored or stored.content != one.content:
            reasons[one.name] = "differs"
    return reasons


def _perform(
    store: Store, group: list[ReleaseObject], todo: dict[str, str], on_action: ActionCallback
) -> list[Action]:
    """Write objects in parallel, and verify that they were written."""

    def act(one: ReleaseObject) -> Action:
        if reason := todo.get(one.name):
            store.put(one.name, one.body, one.headers)
            action = Action("write", one.name, reason, len(one.body))
        else:
            action = Action("skip", one.name, "is there", len(one.body))
        on_action(action)
        return action

    actions = map_parallel(act, group) if todo else [act(one) for one in group]
    written = [one for one in group if one.name in todo]
    if written:
        there = store.listing(written[0].name.split("/", maxsplit=1)[0])
        for name in _plan(store, written, there):
            raise AssetsError(f"{store.address}/{name} is not what was written; publish again")
    return actions


def _point(
    store: Store, manifest: Manifest, before: latest.StoredPointer, on_action: ActionCallback
) -> Action:
    """Make a release the current one. Raises `AssetsError` if the pointer changed meanwhile."""
    current = before.pointer
    objects = latest.digest(store.listing(manifest.hash))
    body = latest.successor(current, manifest, objects)
    if before.knows(manifest.hash, objects):
        action = Action("skip", latest.POINTER, "is there", len(body))
    else:
        named = f"names {current.hash}" if current else "not there"
        same = current is not None and current.hash == manifest.hash
        reason = "objects were written" if same else named
        action = Action("write", latest.POINTER, reason, len(body))
        if not store.replace(latest.POINTER, body, POINTER_HEADERS, before.etag):
            place = f"{store.address}/{latest.POINTER}"
            raise AssetsError(
                f"{place} was changed by someone else meanwhile; check it, then try again"
            )
    on_action(action)
    return action


def _put_entry(
    store: Store, release_hash: str, main: bytes, on_action: ActionCallback
) -> list[Action]:
    """Write the entry for pages that do not name a hash."""
    content = latest.latest_entry(main, release_hash)
    caching = POINTER_HEADERS["Cache-Control"]
    entry = objects_of_file(latest.LATEST_ENTRY, content, SCRIPT, caching, store.packing)
    return _perform(store, entry, _plan(store, entry, store.listing("latest")), on_action)


def _published(
    store: Store, manifest: Manifest, before: latest.StoredPointer, actions: list[Action]
) -> Published:
    previous = before.pointer.hash if before.pointer else None
    return Published(store.address, manifest.hash, manifest.version, previous, actions)
