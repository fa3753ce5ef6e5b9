"""Links from one notebook to others that become pages with it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from .anchors import public_id

__all__ = ["OtherPages", "known_by"]

#: A relative path of a notebook, and a place in it.
_PATH = re.compile(r"(?![\w+.-]*:|[/\\])([^?#]*\.ipynb)(?:#(.*))?", re.DOTALL)


def known_by(path: Path) -> str:
    """Return the name of a file in what `OtherPages` gets, however links lead there."""
    return os.path.abspath(path)  # noqa: PTH100 - `..` goes, symbolic links stay


class OtherPages:
    """What links to notebooks lead to: their pages, relative to the page of this one."""

    def __init__(self, source: Path, target: Path, pages: Mapping[str, Path]) -> None:
        """`pages` has the page of each notebook's file (`known_by`)."""
        self._folder, self._home, self._pages = source.parent, target.parent, pages

    def address(self, given: str) -> str | None:
        """Return the address of the page of a notebook; `None` if it has none."""
        found = _PATH.fullmatch(given)
        if not found:
            return None
        page = self._pages.get(known_by(self._folder / unquote(found[1])))
        if not page:
            return None
        try:
            path = quote(Path(os.path.relpath(page, self._home)).as_posix())
        except ValueError:  # on another drive
            return None
        return f"{path}#{quote(public_id(unquote(found[2])))}" if found[2] else path
