"""The routes of the playground, all of them behind a `OneTimeCodeLogin`."""

from __future__ import annotations

import contextlib
import json
import secrets
import shutil
import sys
from collections.abc import AsyncIterator
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.staticfiles import StaticFiles
from starlette.websockets import WebSocket

from .. import assets
from .._asgi import App, Message, Receive, Scope, Send
from ..errors import AssetsError, DemoError
from ..server.login import LoginTexts, OneTimeCodeLogin
from . import gallery
from .saved_file import Document

if TYPE_CHECKING:
    from ..terminal import TerminalApp

_STATIC = Path(__file__).with_name("static")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; "
    "img-src 'self' data: blob:; media-src data: blob:; connect-src 'self' ws://{host}; "
    "frame-src 'self' blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; trusted-types backendai-media; "
    "require-trusted-types-for 'script'"
)
TEXTS = LoginTexts(
    cookie="backendai-demo",
    title="Backend.AI Media playground",
    login="Open the playground from the terminal",
)
_HEADERS = (
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
)
#: The only path that the page itself frames.
_FRAME = "/assets/frame.html"


def build(
    document: Document | None, *, host: str, port: int, terminal: bool = True
) -> OneTimeCodeLogin:
    """Return the application: the playground, or a view of `document`.

    Raises `AssetsError` if the page was not built.
    """
    if not (_STATIC / "demo.js").exists():
        raise AssetsError("The playground's page is not built; run scripts/build")

    async def application(scope: Scope, receive: Receive, send: Send) -> None:
        await app(scope, receive, send)

    login = OneTimeCodeLogin(application, host=host, port=port, texts=TEXTS)
    shells = _terminals(login) if terminal and document is None else None
    routes: list[BaseRoute] = [
        Mount("/assets", _bundle),
        Mount("/static", StaticFiles(directory=_STATIC)),
    ]
    routes += _play(shells) if document is None else _show(document)
    inner = Starlette(routes=routes, lifespan=_with_session if document is None else None)
    inner.state.terminals = shells
    app = _Headers(inner)
    return login


async def _bundle(scope: Scope, receive: Receive, send: Send) -> None:
    # Looked up each time: in a checkout it may have been rebuilt.
    await StaticFiles(directory=assets.bundle())(scope, receive, send)


def _play(terminal: TerminalApp | None) -> list[BaseRoute]:
    async def page(request: Request) -> Response:
        found = {"examples": gallery.examples(), "libraries": gallery.libraries()}
        return _page(request, {"mode": "play", "terminal": terminal is not None, **found})

    async def socket(websocket: WebSocket) -> None:
        from .page_connection import Connection

        await websocket.accept()
        await Connection(websocket, websocket.app.state.session).serve()

    more = [Mount("/terminal", terminal)] if terminal is not None else []
    return [Route("/", page), WebSocketRoute("/socket", socket), *more]


def _show(document: Document) -> list[BaseRoute]:
    async def page(request: Request) -> Response:
        return _page(request, {"mode": "view", "name": document.path.name})

    def view(_: Request) -> Response:
        try:
            body = msgspec.json.encode(document.view())
        except DemoError as error:
            return Response(str(error), 500, media_type="text/plain")
        return Response(body, media_type="application/json")

    return [Route("/", page), Route("/view.json", view)]


@contextlib.asynccontextmanager
async def _with_session(app: Starlette) -> AsyncIterator[None]:
    from .playground_session import Session

    app.state.session = session = Session()
    session.spawn(session.kernel.start())
    try:
        yield
    finally:
        await session.close()
        if app.state.terminals is not None:
            await app.state.terminals.close()


def _page(request: Request, data: dict[str, Any]) -> Response:
    nonce = secrets.token_urlsafe(16)
    text = json.dumps(msgspec.to_builtins(data)).replace("<", "\\u003c")
    template = Template(files("backendai_media.demo").joinpath("page.html").read_text("utf-8"))
    response = HTMLResponse(template.substitute(nonce=nonce, data=text))
    # The login has checked the Host header, so it can be put into a policy.
    policy = _POLICY.format(nonce=nonce, host=request.headers["host"])
    response.headers["content-security-policy"] = policy
    return response


def _terminals(login: OneTimeCodeLogin) -> TerminalApp | None:
    """Return the terminals: shells on this machine, for users who may run code anyway.

    `None` on systems without pseudo-terminals.
    """
    if sys.platform not in ("linux", "darwin"):
        return None
    from ..terminal import Identity, TerminalApp

    def authenticate(scope: Any) -> Identity | None:
        # Checked again, so that the endpoint does not rely on being wrapped.
        return Identity("local") if login.is_logged_in(scope) else None

    return TerminalApp(
        ["bash", "-l"] if shutil.which("bash") else ["sh"],
        authenticate=authenticate,
        allowed_origins=login.origins,
        cwd=Path.cwd(),
    )


class _Headers:
    """Adds headers to every response."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                cache = (b"cache-control", b"no-cache" if scope["path"] != "/" else b"no-store")
                framed = b"SAMEORIGIN" if scope["path"] == _FRAME else b"DENY"
                added = (*_HEADERS, (b"x-frame-options", framed), cache)
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, add if scope["type"] == "http" else send)
