"""Deletes published releases that are no longer needed."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta

import msgspec

from ..assets.release import MANIFEST, Manifest
from ..errors import AssetsError
from . import latest
from .publish import HASH, Action, ActionCallback
from .store_protocol import Object, Store

_UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


def parse_grace(text: str) -> timedelta:
    """Parse a duration: `7d`, `12h`, `30m`, `10s` or `0`. Raises `AssetsError` for other text."""
    match = re.fullmatch(r"(\d{1,6})([dhms])|0", text.strip())
    if not match:
        raise AssetsError(f"{text!r} is not a duration (expected e.g. 7d, 12h, 30m or 0)")
    return timedelta(**{_UNITS[match[2]]: int(match[1])}) if match[2] else timedelta()


def prune(
    store: Store,
    grace: timedelta,
    *,
    keep: Collection[str] = (),
    on_action: ActionCallback = lambda _: None,
) -> list[Action]:
    """Delete releases that were replaced longer ago than `grace`, while pages may still be open.

    For one that was never current, its last change counts. Only files that a release's own
    manifest names are deleted; the current release and those in `keep` are kept.
    """
    current = latest.read(store).pointer
    kept = {*keep, *([current.hash] if current else [])}
    until: dict[str, datetime] = {}
    for past in current.previous if current else []:
        until.setdefault(past.hash, past.until)
    actions = []
    for name, objects in _releases(store).items():
        replaced = until.get(name) or max(one.modified for one in objects.values())
        if name not in kept and datetime.now(UTC) - replaced >= grace:
            reason = f"replaced {replaced:%Y-%m-%d %H:%M} UTC"
            actions += _delete(store, name, objects, reason, on_action)
    return actions


def _releases(store: Store) -> dict[str, dict[str, Object]]:
    """Return the objects of each directory that is named like a release."""
    found: dict[str, dict[str, Object]] = {}
    for name, one in store.listing().items():
        folder = name.split("/")[0]
        if HASH.fullmatch(folder) and "/" in name:
            found.setdefault(folder, {})[name] = one
    return found


def _delete(
    store: Store,
    folder: str,
    objects: dict[str, Object],
    reason: str,
    on_action: ActionCallback,
) -> list[Action]:
    """Delete the entry first and the manifest last: if interrupted, the rest goes next time."""
    stored = store.get(f"{folder}/{MANIFEST}")
    try:
        manifest = msgspec.json.decode(stored.content, type=Manifest) if stored else None
    except msgspec.DecodeError:
        return []
    if not manifest or manifest.hash != folder:
        return []
    named = {f"{folder}/{name}{end}" for name in manifest.files for end in ("", ".gz", ".br")}
    ours = sorted(named & objects.keys())
    entry = [name for name in ours if latest.is_entry(name)]
    chunks = [name for name in ours if name not in entry]
    groups = [entry, chunks, [f"{folder}/{MANIFEST}"]]
    actions = []
    for group in groups:
        if group:
            store.delete(group)
        for name in group:
            actions.append(Action("delete", name, reason, objects[name].bytes))
            on_action(actions[-1])
    return actions
