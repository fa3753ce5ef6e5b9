"""A finder for this package's release, for `runserver` and `collectstatic`."""

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

    Raises `AssetsError` if it was not built.
    """

    def __init__(self, *_: Any, **__: Any) -> None:
        release = bundle()
        self.storage = FileSystemStorage(location=release)
        #: Directory into which `collectstatic` copies the files.
        self.storage.prefix = f"{FOLDER}/{release.name}"  # type: ignore[attr-defined]

    def check(self, **_: Any) -> list[Any]:
        """Return no problems: there is nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **_: Any) -> Any:  # noqa: FBT001, FBT002
        """Return the path of a file, with `find_all` as a list; empty if it is not ours."""
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
