"""Media types of the files of a release, and its digest. Standard library only."""

import hashlib

__all__ = ["CONTENT_TYPES", "digest"]

#: Suffix → value of `Content-Type`.
CONTENT_TYPES = {
    ".cjs": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".cts": "text/plain; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".svelte": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ts": "text/plain; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


def digest(files: dict[str, bytes]) -> str:
    """Return a digest of names and contents, 20 hex digits."""
    total = hashlib.sha256()
    for name, content in sorted(files.items()):
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    return total.hexdigest()[:20]
