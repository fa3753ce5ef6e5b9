"""Answers requests for the files of a release, for any web framework.

Names are looked up in the manifest, so that no path leads out of the release. Compressed variants
are created on the first request, and kept.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from .files import CONTENT_TYPES
from .locate import bundle
from .release import MANIFEST, read

#: Responses to `/<hash>/…` never change; others are revalidated.
IMMUTABLE = "public, max-age=31536000, immutable"
FRESH = "no-cache"

METHODS = "GET, HEAD, OPTIONS"
#: Framed renderers have an opaque origin, so every origin is allowed.
SHARED = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Range, If-None-Match, If-Range",
    "Access-Control-Max-Age": "86400",
}
#: Smaller files, and formats that are compressed already, are sent uncompressed.
_MIN_COMPRESSED_BYTES = 256
_PACKED = (".woff2", ".png", ".jpg", ".webp", ".avif", ".gif")


class Reply(NamedTuple):
    """Status, headers and body of a response; the body is empty for `HEAD`."""

    status: int
    headers: dict[str, str]
    body: bytes = b""

    async def send(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        """Send it as an ASGI application does."""
        fields = [(name.lower().encode(), value.encode()) for name, value in self.headers.items()]
        await send({"type": "http.response.start", "status": self.status, "headers": fields})
        await send({"type": "http.response.body", "body": self.body})


class Files:
    """The files of one release, from its directory or from memory.

    Raises `AssetsError` if the directory is not a release.
    """

    def __init__(self, source: Path | Mapping[str, bytes]) -> None:
        if isinstance(source, Path):
            self._names = {*read(source).files, MANIFEST}
            self._read: Callable[[str], bytes] = lambda name: (source / name).read_bytes()
        else:
            self._names = set(source)
            self._read = source.__getitem__
        self._variants: dict[tuple[str, str], bytes] = {}

    def answer(
        self, method: str, name: str, headers: Mapping[str, str], *, caching: str = FRESH
    ) -> Reply:
        """Return the response for one file; names of `headers` are in lower case."""
        if method == "OPTIONS":
            return Reply(204, {**SHARED, **_PREFLIGHT, "Allow": METHODS})
        if method not in ("GET", "HEAD"):
            return _plain(405, "only GET, HEAD and OPTIONS are allowed\n", method, Allow=METHODS)
        if name not in self._names:
            return _plain(404, "not found\n", method)
        asked = headers.get("range", "") if method == "GET" else ""
        # A range refers to the uncompressed file.
        coding = "" if asked else self._coding(name, headers.get("accept-encoding", ""))
        body = self._variant(name, coding)
        given = self._headers(name, coding, body, caching)
        if _matches(headers.get("if-none-match", ""), given["ETag"]):
            del given["Content-Type"]
            given.pop("Content-Encoding", None)
            return Reply(304, given)
        if headers.get("if-range", given["ETag"]) == given["ETag"]:
            body, status = _cut(asked, body, given)
        else:
            status = 200
        given["Content-Length"] = str(len(body))
        return Reply(status, given, b"" if method == "HEAD" else body)

    def _headers(self, name: str, coding: str, body: bytes, caching: str) -> dict[str, str]:
        suffix = PurePosixPath(name).suffix
        found = {
            **SHARED,
            "Content-Type": CONTENT_TYPES.get(suffix, "application/octet-stream"),
            "Cache-Control": caching,
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:20]}"',
            "Accept-Ranges": "bytes",
            "Vary": "Accept-Encoding",
        }
        if coding:
            found["Content-Encoding"] = coding
        if f"{name}.map" in self._names:
            found["SourceMap"] = f"{PurePosixPath(name).name}.map"
        return found

    def _coding(self, name: str, accepted: str) -> str:
        """Return the best coding that the client accepts, if it makes the file smaller."""
        if name.endswith(_PACKED) or len(self._variant(name, "")) < _MIN_COMPRESSED_BYTES:
            return ""
        qualities = _qualities(accepted)
        codings = [one for one in _ENCODERS if qualities.get(one, qualities.get("*", 0)) > 0]
        best = max(codings, key=lambda one: qualities.get(one, qualities.get("*", 0)), default="")
        return best if len(self._variant(name, best)) < len(self._variant(name, "")) else ""

    def _variant(self, name: str, coding: str) -> bytes:
        if (name, coding) not in self._variants:
            body = self._read(name) if not coding else _ENCODERS[coding](self._variant(name, ""))
            self._variants[name, coding] = body
        return self._variants[name, coding]


class Releases:
    """This package's release, or the given one, as `/<hash>/…` and `/latest/…`.

    Raises `AssetsError` if it was not built.
    """

    def __init__(self, release: Path | None = None) -> None:
        release = release or bundle()
        self.hash = read(release).hash
        self._files = Files(release)

    def answer(self, method: str, path: str, headers: Mapping[str, str]) -> Reply:
        """Return the response for `/<hash>/<name>`; names of `headers` are in lower case."""
        first, _, name = path.removeprefix("/").partition("/")
        if first not in (self.hash, "latest"):
            name = ""
        caching = IMMUTABLE if first == self.hash else FRESH
        return self._files.answer(method, name, headers, caching=caching)


def _plain(status: int, text: str, method: str, **headers: str) -> Reply:
    shown = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": FRESH}
    shown["Content-Length"] = str(len(text))
    return Reply(status, {**SHARED, **shown, **headers}, b"" if method == "HEAD" else text.encode())


def _matches(tags: str, etag: str) -> bool:
    found = [one.strip().removeprefix("W/") for one in tags.split(",")]
    return etag in found or found == ["*"]


def _qualities(accepted: str) -> dict[str, float]:
    """Parse `Accept-Encoding` into the quality of each coding."""
    found = {}
    for one in accepted.lower().split(","):
        name, _, rest = one.partition(";")
        quality = re.fullmatch(r"\s*q=([01](?:\.\d{0,3})?)\s*", rest)
        found[name.strip()] = float(quality[1]) if quality else 1.0
    return found


def _cut(asked: str, body: bytes, headers: dict[str, str]) -> tuple[bytes, int]:
    """Return the requested range and the status; several ranges return the whole body."""
    found = re.fullmatch(r"bytes=\s*(\d*)-(\d*)\s*", asked, re.ASCII | re.IGNORECASE)
    if not found or not any(found.groups()):
        return body, 200
    first, last = found.groups()
    size = len(body)
    start = int(first) if first else max(0, size - int(last))
    stop = min(size, int(last) + 1) if first and last else size
    if start >= size or (first and last and int(last) < start):
        headers["Content-Range"] = f"bytes */{size}"
        return b"", 416
    headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    return body[start:stop], 206


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, 9, mtime=0)


_ENCODERS: dict[str, Callable[[bytes], bytes]] = {"gzip": _gzip}
try:
    import brotli
except ImportError:
    pass
else:

    def _brotli(content: bytes) -> bytes:
        # The best level takes about a second per megabyte.
        quality = 11 if len(content) < 200_000 else 9
        packed: bytes = brotli.compress(content, quality=quality)
        return packed

    _ENCODERS = {"br": _brotli, **_ENCODERS}
