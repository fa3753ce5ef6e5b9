"""Pictures beside a notebook, which its Markdown cells show."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from urllib.parse import unquote

__all__ = ["LocalPictures"]

_TYPES = {
    ".apng": "image/apng",
    ".avif": "image/avif",
    ".bmp": "image/bmp",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webp": "image/webp",
}
#: A relative path without a query, as the page accepts it.
_PATH = re.compile(
    rf"(?![\w+.-]*:|[/\\])[^?#]*(?:{'|'.join(map(re.escape, _TYPES))})", re.IGNORECASE
)
#: Bytes of a picture, and of all pictures of a notebook, that are embedded.
MAX_PICTURE_BYTES, MAX_BYTES = 20 << 20, 100 << 20


class LocalPictures:
    """Addresses of pictures beside a notebook: as they are, or with what is in the files."""

    def __init__(self, folder: Path | None = None) -> None:
        """`folder`: that of the notebook, from below which pictures are embedded."""
        self._folder = folder.resolve() if folder else None
        self._known: dict[str, str | None] = {}
        self._left = MAX_BYTES
        #: Whether there are addresses that stay.
        self.are_kept = False
        #: Pictures that cannot be embedded, and why.
        self.missing: dict[str, str] = {}

    def address(self, given: str) -> str | None:
        """Return the address of a picture; `None` if it is none, or cannot be embedded."""
        if not _PATH.fullmatch(given):
            return None
        if not self._folder:
            self.are_kept = True
            return given
        if given not in self._known:
            self._known[given] = self._embedded(self._folder, given)
        return self._known[given]

    def _embedded(self, folder: Path, given: str) -> str | None:
        try:
            # After links: the notebook may be a stranger's.
            path = (folder / unquote(given)).resolve()
            if not path.is_relative_to(folder):
                self.missing[given] = "is outside the notebook's folder"
            elif not path.is_file():
                self.missing[given] = "does not exist"
            elif path.stat().st_size > min(MAX_PICTURE_BYTES, self._left):
                self.missing[given] = "is too large"
            else:
                content = path.read_bytes()
                self._left -= len(content)
                type_ = _TYPES[path.suffix.lower()]
                return f"data:{type_};base64,{base64.b64encode(content).decode()}"
        except (OSError, ValueError, KeyError):
            self.missing[given] = "cannot be read"
        return None
