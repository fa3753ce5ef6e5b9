"""The development server: `http://localhost:8002/latest/js/main.min.js`, always up to date.

Nothing is injected into pages: no live reload, no other script.
"""

from __future__ import annotations

import json
import re
import socket
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from .._imports import requires_extra
from ..assets.files import CONTENT_TYPES
from ..errors import AssetsError
from .bundle import build_quickly

if TYPE_CHECKING:
    from starlette.applications import Starlette

DEFAULT_PORT = 8002
ENTRY = "js/main.min.js"

#: Origins that may load chunks: pages on this machine, and frames, whose origin is opaque.
_LOCAL = re.compile(
    r"null|https?://(localhost|127(\.\d+){3}|\[::1\]|[\w-]+\.localhost)(:\d+)?", re.IGNORECASE
)


class IncrementalBuild:
    """The scripts of a source directory, rebuilt on request if a source has changed.

    A broken source never raises: the last good scripts are kept, and the entry prints in the
    browser's console what the compiler reported.
    """

    def __init__(self, browser: Path, *, log: Callable[[str], None] = print) -> None:
        self._browser = browser
        self._log = log
        self._lock = threading.Lock()
        self._stamp: object = None
        self._files: dict[str, bytes] = {}
        self._error = ""

    def file(self, name: str) -> bytes | None:
        """Return a file of the release `latest`, after a rebuild if one is due.

        Only the entry starts a rebuild: a page with an older entry gets the chunks whose digests
        it knows.
        """
        with self._lock:
            if name == ENTRY or not self._files:
                self._refresh()
            content = self._files.get(name)
            if name == ENTRY and self._error:
                report = f"\nconsole.error({json.dumps(self._error)});\n"
                content = (content or b"") + report.encode()
        return content

    def _refresh(self) -> None:
        stamp = _stamp(self._browser)
        if stamp == self._stamp:
            return
        self._stamp = stamp
        try:
            self._files = build_quickly(self._browser)
        except AssetsError as error:
            self._error = f"The last good build is shown. {error}"
            self._log(str(error))
        else:
            self._error = ""
            self._log("built")


def create_app(builds: IncrementalBuild, *, allow_origins: tuple[str, ...] = ()) -> Starlette:
    """Return the ASGI application of `/latest/…`; `allow_origins` are added to this machine's."""
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import PlainTextResponse, Response
    from starlette.routing import Route

    def serve(request: Request) -> Response:
        origin = request.headers.get("origin", "")
        headers = {
            "cache-control": "no-store",
            "vary": "origin",
            "x-content-type-options": "nosniff",
        }
        if _LOCAL.fullmatch(origin) or origin in allow_origins:
            headers["access-control-allow-origin"] = origin
            headers["cross-origin-resource-policy"] = "cross-origin"
        name = request.path_params["name"]
        content = builds.file(name)
        if content is None:
            return PlainTextResponse(f"There is no /latest/{name}", 404, headers)
        kind = CONTENT_TYPES.get(Path(name).suffix, "application/octet-stream")
        return Response(content, headers={**headers, "content-type": kind})

    return Starlette(routes=[Route("/latest/{name:path}", serve, methods=["GET", "HEAD"])])


def run(browser: Path, *, port: int = DEFAULT_PORT, allow_origins: tuple[str, ...] = ()) -> None:
    """Serve `browser/`, rebuilt as it changes, on both loopback addresses until interrupted.

    Raises `AssetsError` if the port is in use, `MissingExtraError` if packages are missing.
    """
    with requires_extra("demo"):
        import starlette  # noqa: F401
        import uvicorn
    builds = IncrementalBuild(
        browser, log=lambda text: print(f"· {text}", file=sys.stderr, flush=True)
    )
    sockets = _listen(port)
    print(f"http://localhost:{sockets[0].getsockname()[1]}/latest/{ENTRY}", flush=True)
    print("Press Ctrl+C to end it.", flush=True)
    app = create_app(builds, allow_origins=allow_origins)
    config = uvicorn.Config(app, log_level="warning", access_log=False)
    # The first build runs while the first page is opened.
    threading.Thread(target=builds.file, args=(ENTRY,), daemon=True).start()
    uvicorn.Server(config).run(sockets)


def _listen(port: int) -> list[socket.socket]:
    """Return sockets on 127.0.0.1 and, if the machine has it, ::1."""
    try:
        first = socket.create_server(("127.0.0.1", port))
    except OSError as error:
        message = f"Port {port} cannot be used ({error.strerror}); choose another with --port"
        raise AssetsError(message) from error
    try:
        second = socket.create_server(("::1", first.getsockname()[1]), family=socket.AF_INET6)
    except OSError:
        return [first]
    return [first, second]


def _stamp(browser: Path) -> object:
    """Return a value that changes when a source does."""
    paths = sorted(path for path in (browser / "src").rglob("*") if path.is_file())
    states = [(path, path.stat()) for path in paths]
    return [(str(path), state.st_mtime_ns, state.st_size) for path, state in states]
