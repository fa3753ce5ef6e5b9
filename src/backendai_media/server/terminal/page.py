"""The page with a terminal, what it loads, and the terminal behind it: one ASGI application."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from html import escape
from importlib.resources import files
from urllib.parse import parse_qs

from ...assets.serve import Releases
from ...assets.tags import script_tags
from ...terminal.app import NAME
from ..login import App, Receive, Scope, Send

_ASSETS = "/assets"
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' {socket}; "
    "worker-src 'self' blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "trusted-types backendai-media; require-trusted-types-for 'script'"
)
_HEADERS = [
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"cache-control", b"no-store"),
]


class Front:
    """Serves the page at `/`, the bundle at `/assets`, and passes the rest on to `terminal`.

    `visited` is called with a session's name before the page is given; `fixed` is the name of the
    only session, where every tab shows the same. Everything lies behind a `Guard`.
    """

    def __init__(
        self,
        terminal: App,
        title: str,
        *,
        fixed: str | None = None,
        visited: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._terminal = terminal
        self._title = title
        self._fixed = fixed
        self._visited = visited
        self._releases = Releases(None)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] == "http" and scope["path"] == "/":
            await self._page(scope, send)
        elif scope["type"] == "http" and scope["path"].startswith(_ASSETS + "/"):
            await self._asset(scope, send)
        else:
            await self._terminal(scope, receive, send)

    async def _page(self, scope: Scope, send: Send) -> None:
        asked = parse_qs(scope["query_string"].decode("latin-1")).get("session", [""])[0]
        if self._fixed is None and not NAME.fullmatch(asked):
            # Named in the address, so that a reload comes back to it.
            place = f"/?session={secrets.token_urlsafe(9).strip('-')}".encode()
            await _answer(send, 303, [(b"location", place)], b"")
            return
        name = self._fixed or asked
        self._visited(name)
        page = _fill(self._title, name, f"{_ASSETS}/{self._releases.hash}")
        host = dict(scope["headers"])[b"host"].decode("latin-1")  # the guard has checked it
        socket = f"{'wss' if scope['scheme'] in ('https', 'wss') else 'ws'}://{host}"
        policy = _POLICY.format(socket=socket)
        fields = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-security-policy", policy.encode()),
            *_HEADERS,
        ]
        await _answer(send, 200, fields, page.encode())

    async def _asset(self, scope: Scope, send: Send) -> None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        path = scope["path"].removeprefix(_ASSETS)
        reply = self._releases.answer(scope["method"], path, headers)
        fields = [(name.lower().encode(), value.encode()) for name, value in reply.headers.items()]
        await send({"type": "http.response.start", "status": reply.status, "headers": fields})
        await send({"type": "http.response.body", "body": reply.body})


def _fill(title: str, session: str, root: str) -> str:
    text = files("backendai_media.server.terminal").joinpath("page.html").read_text("utf-8")
    values = {
        "script": script_tags(root, terminal=True),
        "title": escape(title),
        "session": escape(session),
    }
    return re.sub(r"\{\{(script|title|session)\}\}", lambda found: values[found[1]], text)


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    length = (b"content-length", b"%d" % len(body))
    await send({"type": "http.response.start", "status": status, "headers": [*headers, length]})
    await send({"type": "http.response.body", "body": body})
