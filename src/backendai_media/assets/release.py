"""Releases on disk: `<directory>/<hash>/` with a `manifest.json` of their files."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

import msgspec

from ..errors import AssetsError
from .files import digest

MANIFEST = "manifest.json"


class File(msgspec.Struct, frozen=True):
    """One file in a manifest.

    `bytes`, `gzip` and `brotli` are sizes in bytes; `integrity` is for `<script>`; `type` is the
    value of `Content-Type`; `needs` are the files that it loads.
    """

    bytes: int
    gzip: int
    integrity: str
    brotli: int = 0
    type: str = "application/octet-stream"
    needs: list[str] = []


class Manifest(msgspec.Struct, frozen=True):
    """The contents of `manifest.json`. `sources` is the digest of the sources of the release."""

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
        """The digest of all files except the manifest, 20 hex digits."""
        return self.manifest.hash

    @property
    def files(self) -> dict[str, File]:
        """The files by their names in the release, without the manifest."""
        return self.manifest.files

    def check(self) -> list[str]:
        """Return what is wrong with the files, one line each."""
        wrong = []
        for name, about in self.files.items():
            path = self.path / name
            if not path.is_file():
                wrong.append(f"{name} is missing")
            elif integrity(path.read_bytes()) != about.integrity:
                wrong.append(f"{name} is not what was built")
        return wrong


def integrity(content: bytes) -> str:
    """Return the value of the attribute `integrity` for a content."""
    return f"sha256-{base64.b64encode(hashlib.sha256(content).digest()).decode()}"


def read(directory: Path) -> Release:
    """Return the release in `directory`. Raises `AssetsError` if there is none."""
    try:
        text = (directory / MANIFEST).read_bytes()
    except OSError as error:
        raise AssetsError(f"{directory} is not a release: it has no {MANIFEST}") from error
    try:
        manifest = msgspec.json.decode(text, type=Manifest)
    except msgspec.DecodeError as error:
        raise AssetsError(
            f"{directory / MANIFEST} is not the manifest of a release: {error}"
        ) from error
    outside = [name for name in manifest.files if name.startswith("/") or ".." in name.split("/")]
    if outside:
        raise AssetsError(f"{directory / MANIFEST} names a file outside the release: {outside[0]}")
    return Release(directory, manifest)


def is_intact(directory: Path) -> bool:
    """Whether a directory contains a complete, unchanged release and nothing else."""
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
    """Return the intact releases in a directory, oldest first."""
    if not assets.is_dir():
        return []
    intact = [path for path in assets.iterdir() if path.is_dir() and is_intact(path)]
    return [
        read(path) for path in sorted(intact, key=lambda path: (path / MANIFEST).stat().st_mtime)
    ]
