"""A directory of releases in which only the newest are kept."""

from __future__ import annotations

import shutil
from pathlib import Path

import msgspec

from ..assets.release import Release, is_own, read, releases


class Update(msgspec.Struct, frozen=True):
    """The release that was written, and the directories that went, or would have."""

    release: Release
    removed: list[Path]


def update(out: Path, built: Path, *, keep: int = 0, dry_run: bool = False) -> Update:
    """Put the release `built` into `out` and delete older ones there, except the newest `keep`.

    Only directories that hold a whole release and nothing else are deleted: what a person put
    there stays. With `dry_run`, nothing changes.
    """
    release = read(built)
    place = out / release.hash
    if not dry_run and not is_own(place):
        # Its files are as new as the directory's latest release; what was damaged is mended.
        shutil.copytree(built, place, copy_function=shutil.copyfile, dirs_exist_ok=True)
    old = [other.path for other in releases(out) if other.hash != release.hash]
    removed = old[: len(old) - keep] if keep else old
    if not dry_run:
        for path in removed:
            shutil.rmtree(path)
    return Update(Release(place, release.manifest), removed)
