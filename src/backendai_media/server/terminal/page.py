"""An ASGI application of the terminal's page, its assets, and the terminal application."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from html import escape
from importlib.resources import files
from urllib.parse import parse_qs

from ..._asgi import App, Receive, Scope, Send, respond
from ...assets.serve import Releases
from ...assets.tags import script_tags
from ...terminal.app import SESSION_NAME

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


class TerminalPage:
    """Serves the page at `/`, the bundle at `/assets`, and passes the rest on to `terminal`.

    With `session` every tab shows the session of that name, otherwise each has its own. `on_visit`
    is called with the session's name before the page is sent. The application must be wrapped in
    a `OneTimeCodeLogin`, which checks the Host.
    """

    def __init__(
        self,
        terminal: App,
        title: str,
        *,
        session: str | None = None,
        on_visit: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._terminal = terminal
        self._title = title
        self._session = session
        self._on_visit = on_visit
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
        if self._session is None and not SESSION_NAME.fullmatch(asked):
            # The address names the session, so that a reload returns to it.
            location = f"/?session={secrets.token_urlsafe(9).strip('-')}".encode()
            await respond(send, 303, b"", [(b"location", location)])
            return
        name = self._session or asked
        self._on_visit(name)
        page = _fill(self._title, name, f"{_ASSETS}/{self._releases.hash}")
        host = dict(scope["headers"])[b"host"].decode("latin-1")  # checked by the login
        socket = f"{'wss' if scope['scheme'] in ('https', 'wss') else 'ws'}://{host}"
        policy = _POLICY.format(socket=socket)
        fields = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-security-policy", policy.encode()),
            *_HEADERS,
        ]
        await respond(send, 200, page.encode(), fields)

    async def _asset(self, scope: Scope, send: Send) -> None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        path = scope["path"].removeprefix(_ASSETS)
        reply = self._releases.answer(scope["method"], path, headers)
        await reply.send(send)


def _fill(title: str, session: str, root: str) -> str:
    text = files("backendai_media.server.terminal").joinpath("page.html").read_text("utf-8")
    values = {
        "script": script_tags(root, terminal=True),
        "title": escape(title),
        "session": escape(session),
    }
    return re.sub(r"\{\{(script|title|session)\}\}", lambda found: values[found[1]], text)
