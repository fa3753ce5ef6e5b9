"""A directory, served by a web server, as a store."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from ..errors import AssetsError
from .store_protocol import Object, Packing, Stored, md5_hex

_UNFINISHED = ".part-"


class LocalStore:
    """A directory in which files are replaced atomically."""

    def __init__(self, root: Path, packing: Packing = "variants") -> None:
        self.packing = packing
        self.address = str(root)
        self._root = root

    def listing(self, under: str = "") -> dict[str, Object]:
        """Return the files in a directory, at any depth, by name."""
        found = {}
        for path in sorted((self._root / under).rglob("*")):
            if path.is_file() and not path.name.startswith(_UNFINISHED):
                facts = path.stat()
                modified = datetime.fromtimestamp(facts.st_mtime, UTC)
                name = path.relative_to(self._root).as_posix()
                found[name] = Object(facts.st_size, modified, md5_hex(path.read_bytes()))
        return found

    def get(self, name: str) -> Stored | None:
        """Return a file's content, or `None` if it does not exist."""
        try:
            content = (self._root / name).read_bytes()
        except FileNotFoundError:
            return None
        return Stored(content, md5_hex(content))

    def put(self, name: str, body: bytes, headers: Mapping[str, str]) -> None:  # noqa: ARG002
        """Write a file atomically; `headers` are up to the web server."""
        path = self._root / name
        scratch = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            descriptor, scratch = tempfile.mkstemp(dir=path.parent, prefix=_UNFINISHED)
            with os.fdopen(descriptor, "wb") as file:
                file.write(body)
                file.flush()
                os.fsync(descriptor)
            Path(scratch).chmod(0o644)
            Path(scratch).replace(path)
        except OSError as error:
            if scratch:
                Path(scratch).unlink(missing_ok=True)
            raise AssetsError(f"{path}: cannot be written: {error.strerror}") from error

    def replace(self, name: str, body: bytes, headers: Mapping[str, str], etag: str | None) -> bool:
        """Write a file if it still has this etag (`None`: none yet); return whether it had."""
        now = self.get(name)
        if (now.etag if now else None) != etag:
            return False
        self.put(name, body, headers)
        return True

    def delete(self, names: Sequence[str]) -> None:
        """Delete files, and directories that become empty."""
        for name in names:
            path = self._root / name
            try:
                path.unlink(missing_ok=True)
                self._remove_empty(path.parent)
            except OSError as error:
                raise AssetsError(f"{path}: cannot be deleted: {error.strerror}") from error

    def _remove_empty(self, folder: Path) -> None:
        while folder != self._root and folder.is_dir():
            left = list(folder.iterdir())
            if any(not path.name.startswith(_UNFINISHED) for path in left):
                return
            for path in left:
                path.unlink()
            folder.rmdir()
            folder = folder.parent
