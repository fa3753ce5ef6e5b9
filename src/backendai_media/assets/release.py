"""Releases on disk: `<directory>/<hash>/` with a `manifest.json` that proves them to be ours."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import msgspec

from ..errors import AssetsError
from .files import digest

MANIFEST = "manifest.json"


class File(msgspec.Struct, frozen=True):
    """What a manifest says of one file.

    `bytes`, `gzip` and `brotli` are sizes, as it is and compressed; `integrity` is for `<script>`;
    `type` is the value of `Content-Type`; `needs` names the files that it loads.
    """

    bytes: int
    gzip: int
    integrity: str
    brotli: int = 0
    type: str = "application/octet-stream"
    needs: list[str] = []


class Manifest(msgspec.Struct, frozen=True):
    """What `manifest.json` holds. `sources` is the digest of what the release was built from."""

    version: str
    hash: str
    files: dict[str, File]
    sources: str = ""


class Release(msgspec.Struct, frozen=True):
    """A release in the directory `path`."""

    path: Path
    manifest: Manifest

    @property
    def hash(self) -> str:
        """20 hex digits over all files but the manifest."""
        return self.manifest.hash

    @property
    def files(self) -> dict[str, File]:
        """Files by their names in the release; the manifest is none of them."""
        return self.manifest.files

    def check(self) -> list[str]:
        """Return what is wrong with the files, a line each."""
        wrong = []
        for name, about in self.files.items():
            path = self.path / name
            if not path.is_file():
                wrong.append(f"{name} is missing")
            elif integrity(path.read_bytes()) != about.integrity:
                wrong.append(f"{name} is not what was built")
        return wrong


def integrity(content: bytes) -> str:
    """Return the value of the attribute `integrity` for a file of this content."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"


def read(directory: Path) -> Release:
    """Return the release in `directory`; raises `AssetsError` where there is none."""
    try:
        text = (directory / MANIFEST).read_bytes()
    except OSError as error:
        raise AssetsError(f"{directory} is no release: it has no {MANIFEST}") from error
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.DecodeError as error:
        raise AssetsError(f"{directory / MANIFEST} is no manifest of a release: {error}") from error
    outside = [name for name in manifest.files if name.startswith("/") or ".." in name.split("/")]
    if outside:
        raise AssetsError(f"{directory / MANIFEST} names a file outside the release: {outside[0]}")
    return Release(directory, manifest)


def is_own(directory: Path) -> bool:
    """Tell whether a directory holds a release, whole and unchanged, and nothing else."""
    try:
        release = read(directory)
    except AssetsError:
        return False
    names = {
        path.relative_to(directory).as_posix() for path in directory.rglob("*") if path.is_file()
    }
    return (
        release.hash == directory.name
        and names == {*release.files, MANIFEST}
        and digest({name: (directory / name).read_bytes() for name in release.files})
        == release.hash
    )


def releases(assets: Path) -> list[Release]:
    """Return the releases in a directory that prove to be ours, oldest first."""
    if not assets.is_dir():
        return []
    own = [path for path in assets.iterdir() if path.is_dir() and is_own(path)]
    return [read(path) for path in sorted(own, key=lambda path: (path / MANIFEST).stat().st_mtime)]
