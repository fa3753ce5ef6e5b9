"""Updates a directory of releases, keeping only the newest ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from ..assets.release import Release, is_intact, read, releases


class Update(msgspec.Struct, frozen=True):
    """The release that was written, and the directories that were (or would be) removed."""

    release: Release
    removed: list[Path]


def update(out: Path, built: Path, *, keep: int = 0, dry_run: bool = False) -> Update:
    """Put the release `built` into `out` and delete older ones there, except the newest `keep`.

    Only directories that contain a complete release and nothing else are deleted: files of the
    user stay. With `dry_run`, nothing changes. Raises `AssetsError` if `built` is not a release.
    """
    release = read(built)
    place = out / release.hash
    if not dry_run and not is_intact(place):
        # Copied without times, so that it is the newest; damaged files are repaired.
        shutil.copytree(built, place, copy_function=shutil.copyfile, dirs_exist_ok=True)
    old = [other.path for other in releases(out) if other.hash != release.hash]
    removed = old[: len(old) - keep] if keep else old
    if not dry_run:
        for path in removed:
            shutil.rmtree(path)
    return Update(Release(place, release.manifest), removed)
