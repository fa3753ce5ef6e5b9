"""What a release's files are served as, and the digest that names it. Standard library only."""

import hashlib

__all__ = ["CONTENT_TYPES", "digest"]

#: What each kind of file of a release is served as.
CONTENT_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".ts": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


def digest(files: dict[str, bytes]) -> str:
    """Return 20 hex digits over relative names and contents."""
    total = hashlib.sha256()
    for name, content in sorted(files.items()):
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()[:20]
