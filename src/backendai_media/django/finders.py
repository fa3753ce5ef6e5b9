"""Finds the package's own release, so that `runserver` serves and `collectstatic` carries it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import get_files
from django.core.files.storage import FileSystemStorage

from ..assets import bundle
from .root import FOLDER


class BundleFinder(BaseFinder):
    """The release as `backendai-media/<hash>/…` below `STATIC_URL`.

    Raises `AssetsError` where none was built.
    """

    def __init__(self, *_: Any, **__: Any) -> None:
        release = bundle()
        self.storage = FileSystemStorage(location=release)
        #: Where `collectstatic` puts the files of a storage.
        self.storage.prefix = f"{FOLDER}/{release.name}"  # type: ignore[attr-defined]

    def check(self, **_: Any) -> list[Any]:
        """Nothing about it can be set up wrongly."""
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:  # noqa: FBT001, FBT002
        """Return where a file is, or with `find_all` a list; what is no file of ours is empty."""
        prefix = f"{self.storage.prefix}/"  # type: ignore[attr-defined]
        name = path.removeprefix(prefix)
        found = []
        if name != path and name in set(get_files(self.storage)):
            found = [self.storage.path(name)]
        return found if find_all else next(iter(found), [])

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Any]]:
        """List the files with their storage."""
        for name in get_files(self.storage, list(ignore_patterns or [])):
            yield name, self.storage
