"""Puts a release where visitors get it, and moves the pointer to it, or back.

Chunks go first, the entry after them and the pointer last of all, each group read back before the
next: a visitor never meets half a release, and what fails or is interrupted changes nothing for
anybody. What is there already stays, so that the next run goes on where the last one ended.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec

from ..assets import bundle
from ..assets.release import MANIFEST, Manifest, Release, integrity, is_own, read, releases
from ..errors import AssetsError
from . import latest
from .latest import ENTRY
from .parallel import each
from .release_objects import REVISED, SCRIPT, Wanted, of_file, of_release
from .store_protocol import Object, Store

HASH = re.compile(r"[0-9a-f]{20}")


class Action(msgspec.Struct, frozen=True):
    """Something that is done to one object, and why."""

    do: Literal["write", "skip", "delete"]
    name: str
    reason: str
    bytes: int = 0


#: Is told of each action when it is done, or would be.
Watcher = Callable[[Action], None]


class Published(msgspec.Struct, frozen=True):
    """What `upload` and `rollback` did, or would do; `previous` was the current release before."""

    destination: str
    hash: str
    version: str
    previous: str | None
    actions: list[Action]


def find_release(assets: Path | None) -> Release:
    """Return the release to publish: of a directory that `update` writes, or itself one.

    Without one, that of `./assets` where there is one, else the package's own. Raises `AssetsError`
    where there is none, or several.
    """
    place = assets or Path("assets")
    if (place / MANIFEST).is_file():
        return read(place)
    found = releases(place)
    if len(found) > 1:
        names = ", ".join(f"{one.path.name} ({one.manifest.version})" for one in found)
        raise AssetsError(f"{place} holds {names}; name one: --assets {found[-1].path}")
    if not found and assets:
        raise AssetsError(
            f"{assets} holds no release; make one: backendai-media update --assets {assets}"
        )
    return found[0] if found else read(bundle())


def upload(
    store: Store,
    release: Release,
    *,
    force: bool = False,
    watch: Watcher = lambda _: None,
) -> Published:
    """Publish a release. With `force`, what is there already is written too.

    Raises `AssetsError` where the release is not what was built, the store refuses, or gives back
    something else than was written; what visitors have is untouched then.
    """
    main = _entry(release)
    before, there = latest.read(store), store.listing(release.hash)
    if not force and before.knows(release.hash, latest.digest(there)):
        actions = [Action("skip", name, "is there", one.bytes) for name, one in there.items()]
        actions.append(Action("skip", latest.POINTER, "is there"))
    else:
        _check(release)
        actions = []
        for group in _groups(of_release(release, store.packing)):
            todo = {one.name: "forced" for one in group} if force else _plan(store, group, there)
            actions += _perform(store, group, todo, watch)
        actions.append(_point(store, release.manifest, before, watch))
    actions += _put_entry(store, release.hash, main, watch)
    return _published(store, release.manifest, before, actions)


def _check(release: Release) -> None:
    if not is_own(release.path.resolve()):
        wrong = release.check() or [f"its files are not those of the hash {release.hash}"]
        raise AssetsError(f"{release.path} is damaged: {wrong[0]}; build it again")


def _entry(release: Release) -> bytes:
    path = release.path / ENTRY
    main = path.read_bytes() if path.is_file() and ENTRY in release.files else b""
    if not main or integrity(main) != release.files[ENTRY].integrity:
        raise AssetsError(f"{release.path} is damaged: {ENTRY} is not what was built")
    return main


def rollback(store: Store, release_hash: str, *, watch: Watcher = lambda _: None) -> Published:
    """Make a release that was published before the current one again.

    Raises `AssetsError`, and changes nothing, where it is not there whole and unchanged.
    """
    before = latest.read(store)
    manifest = remote_manifest(store, release_hash)
    main = _checked(store, manifest)
    actions = [_point(store, manifest, before, watch)]
    actions += _put_entry(store, manifest.hash, main, watch)
    return _published(store, manifest, before, actions)


def _checked(store: Store, manifest: Manifest) -> bytes:
    """Read every file of a published release and compare it; return its entry."""
    names = sorted(manifest.files)
    found = each(lambda name: store.get(f"{manifest.hash}/{name}"), names)
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
    """Return the manifest of a published release; raises `AssetsError` where there is none."""
    if not HASH.fullmatch(release_hash):
        raise AssetsError(f"{release_hash} is no hash of a release: it has 20 hex digits")
    place = f"{store.address}/{release_hash}/{MANIFEST}"
    found = store.get(f"{release_hash}/{MANIFEST}")
    if not found:
        folders = [name.removesuffix(f"/{MANIFEST}") for name in store.listing()]
        known = ", ".join(sorted(one for one in folders if HASH.fullmatch(one))) or "none"
        raise AssetsError(f"{place} does not exist; releases there: {known}")
    try:
        manifest = msgspec.json.decode(found.content, type=Manifest)
    except msgspec.DecodeError as error:
        raise AssetsError(f"{place} is no manifest of a release: {error}") from error
    if manifest.hash != release_hash or ENTRY not in manifest.files:
        raise AssetsError(f"{place} is not that of this release")
    return manifest


def _groups(wanted: list[Wanted]) -> tuple[list[Wanted], list[Wanted]]:
    """Return what an entry needs, and the entry with its variants."""
    others = [one for one in wanted if not latest.is_entry(one.name)]
    return others, [one for one in wanted if latest.is_entry(one.name)]


def _plan(store: Store, wanted: list[Wanted], there: dict[str, Object]) -> dict[str, str]:
    """Return why each object must be written; those that hold what they shall are left out."""
    reasons = {one.name: "not there" for one in wanted if one.name not in there}
    unsure = [
        one for one in wanted if one.name in there and there[one.name].etag not in one.checksums
    ]
    # Other compressors give other bytes, and stores that encrypt other etags: read and compare.
    contents = each(lambda one: store.get(one.name), unsure)
    for one, stored in zip(unsure, contents, strict=True):
        if not stored or stored.content != one.content:
            reasons[one.name] = "differs"
    return reasons


def _perform(
    store: Store, group: list[Wanted], todo: dict[str, str], watch: Watcher
) -> list[Action]:
    """Write what must be written, in parallel, and make sure that it is there then."""

    def act(one: Wanted) -> Action:
        if reason := todo.get(one.name):
            store.put(one.name, one.body, one.headers)
            action = Action("write", one.name, reason, len(one.body))
        else:
            action = Action("skip", one.name, "is there", len(one.body))
        watch(action)
        return action

    actions = each(act, group) if todo else [act(one) for one in group]
    written = [one for one in group if one.name in todo]
    if written:
        there = store.listing(written[0].name.split("/", maxsplit=1)[0])
        for name in _plan(store, written, there):
            raise AssetsError(f"{store.address}/{name} is not what was written; publish again")
    return actions


def _point(store: Store, manifest: Manifest, before: latest.Found, watch: Watcher) -> Action:
    """Make a release the current one; raises `AssetsError` where another did so meanwhile."""
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
        if not store.replace(latest.POINTER, body, REVISED, before.etag):
            place = f"{store.address}/{latest.POINTER}"
            raise AssetsError(f"{place} was changed by another meanwhile; look, then repeat this")
    watch(action)
    return action


def _put_entry(store: Store, release_hash: str, main: bytes, watch: Watcher) -> list[Action]:
    """Write the entry for pages that do not name a hash."""
    content = latest.latest_entry(main, release_hash)
    caching = REVISED["Cache-Control"]
    entry = of_file(latest.LATEST_ENTRY, content, SCRIPT, caching, store.packing)
    return _perform(store, entry, _plan(store, entry, store.listing("latest")), watch)


def _published(
    store: Store, manifest: Manifest, before: latest.Found, actions: list[Action]
) -> Published:
    previous = before.pointer.hash if before.pointer else None
    return Published(store.address, manifest.hash, manifest.version, previous, actions)
