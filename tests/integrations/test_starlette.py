"""The application for Starlette and FastAPI."""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from pathlib import Path

import fastapi
import httpx
import pytest
from itsdangerous import TimestampSigner
from starlette.applications import Starlette
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.templating import Jinja2Templates
from starlette.types import Message, Scope

from backendai_media.starlette import BackendAIMedia
from backendai_media.terminal import Identity

from .conftest import SCRIPT

pytestmark = pytest.mark.anyio

PAGE = "{{ backendai_media_scripts(nonce='n') }}{{ backendai_media_result([], id='c') }}"
BOTH = [Starlette, fastapi.FastAPI]


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


def application(kind: type[Starlette], pages: Path, media: BackendAIMedia) -> Starlette:
    (pages / "page.html").write_text(PAGE)
    templates = Jinja2Templates(pages)
    media.install(templates)

    def page(request: Request) -> Response:
        return templates.TemplateResponse(request, "page.html")

    app = kind(routes=[Route("/", page)])
    app.mount(media.path, media)
    return app


def client(app: Starlette, root_path: str = "") -> httpx.AsyncClient:
    transport = httpx.ASGITransport(app, root_path=root_path)
    return httpx.AsyncClient(transport=transport, base_url="http://a.example")


@pytest.mark.parametrize("kind", BOTH)
async def test_a_page_and_what_it_names(
    kind: type[Starlette], tmp_path: Path, own: Path, integrity: str
) -> None:
    async with client(application(kind, tmp_path, BackendAIMedia())) as http:
        text = (await http.get("/")).text
        path = f"/backendai-media/{own.name}/js/main.min.js"
        assert f'src="{path}"' in text
        assert f'integrity="{integrity}"' in text
        assert 'nonce="n"' in text
        assert 'data-backendai-result="c">[]</script>' in text
        script = await http.get(path)
    assert script.content == (own / "js/main.min.js").read_bytes()
    assert script.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert script.headers["access-control-allow-origin"] == "*"
    assert script.headers["content-encoding"] in ("br", "gzip")


@pytest.mark.parametrize("kind", BOTH)
async def test_what_the_server_answers(kind: type[Starlette], tmp_path: Path, made: Path) -> None:
    app = application(kind, tmp_path, BackendAIMedia(path="/assets", release=made))
    name = f"/assets/{made.name}/js/main.min.js"
    async with client(app) as http:
        part = await http.get(name, headers={"range": "bytes=1-3"})
        assert (part.status_code, part.content) == (206, SCRIPT[1:4])
        assert (await http.get(name, headers={"range": "bytes=9999-"})).status_code == 416
        packed = await http.get(name, headers={"accept-encoding": "gzip"})
        assert packed.content == SCRIPT
        assert int(packed.headers["content-length"]) == len(gzip.compress(SCRIPT, 9))
        known = {"accept-encoding": "gzip", "if-none-match": packed.headers["etag"]}
        assert (await http.get(name, headers=known)).status_code == 304
        head = await http.head(name)
        assert (head.status_code, head.content) == (200, b"")
        assert (await http.options(name)).headers["access-control-allow-origin"] == "*"
        assert (await http.post(name)).status_code == 405
        outside = ["", f"{made.name}/", "../x", f"{made.name}/%2e%2e/x", f"{made.name}/..%2f..%2fx"]
        for path in outside:
            assert (await http.get(f"/assets/{path}")).status_code == 404, path


@pytest.mark.parametrize("kind", BOTH)
async def test_below_a_prefix(kind: type[Starlette], tmp_path: Path, own: Path) -> None:
    app = application(kind, tmp_path, BackendAIMedia())
    async with client(app, root_path="/before") as http:
        text = (await http.get("/before/")).text
        assert f'src="/before/backendai-media/{own.name}/js/' in text
        path = text.partition('src="')[2].partition('"')[0]
        assert (await http.get(path)).status_code == 200


async def test_mounted_within_a_mount(made: Path) -> None:
    inner = Starlette(routes=[Mount("/b", BackendAIMedia(release=made))])
    async with client(Starlette(routes=[Mount("/a", inner)])) as http:
        assert (await http.get(f"/a/b/{made.name}/js/main.min.js")).content == SCRIPT


async def test_asset_root_of_a_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: Path
) -> None:
    media = BackendAIMedia("https://cdn.example/x")
    assert media.asset_root() == "https://cdn.example/x"
    async with client(application(Starlette, tmp_path, media)) as http:
        assert 'src="https://cdn.example/x/js/main.min.js"' in (await http.get("/")).text
    monkeypatch.setenv("BACKENDAI_ASSET_ROOT", "//env.example/y")
    assert media.asset_root() == "//env.example/y"


async def test_a_websocket_is_refused() -> None:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await BackendAIMedia()({"type": "websocket", "path": "/", "headers": []}, receive, send)
    assert sent == [{"type": "websocket.close", "code": 1000}]


@pytest.mark.parametrize("user", [None, "ann"])
async def test_users_of_sessions_have_terminals(user: str | None) -> None:
    """As docs/terminal-server.md has it: the middleware reads the cookie of WebSockets, too."""
    found: list[Identity | None] = []

    async def terminals(scope: Scope, _receive: object, _send: object) -> None:
        session = scope["session"]
        found.append(Identity(session["user"]) if "user" in session else None)

    app = SessionMiddleware(Starlette(routes=[Mount("/terminals", terminals)]), secret_key="x")
    content = b64encode(json.dumps({"user": user} if user else {}).encode())
    cookie = b"session=" + TimestampSigner("x").sign(content)
    scope: Scope = {
        "type": "websocket",
        "path": "/terminals/ws",
        "headers": [(b"cookie", cookie)],
        "subprotocols": [],
    }

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(_: Message) -> None:
        """Nobody listens."""

    await app(scope, receive, send)
    assert found == [Identity(user) if user else None]
