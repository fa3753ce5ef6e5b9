"""The application inside others: Starlette, FastAPI, Django."""

import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import django
import pytest
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from fastapi import FastAPI
from starlette.applications import Starlette
from starlette.routing import Mount

from backendai_media.terminal import TerminalApp

from .conftest import children, in_loop
from .server import Page, serving


def in_starlette(app: TerminalApp) -> Any:
    @asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        yield
        await app.close()

    return Starlette(routes=[Mount("/tools/term", app)], lifespan=life)


def in_fastapi(app: TerminalApp) -> Any:
    @asynccontextmanager
    async def life(_: FastAPI) -> AsyncIterator[None]:
        yield
        await app.close()

    api = FastAPI(lifespan=life)
    api.mount("/tools/term", app)

    @api.get("/other")
    def other() -> str:
        return "here"

    return api


def in_django(app: TerminalApp) -> Any:
    """As docs/terminal-server.md shows: Django serves HTTP, and no WebSockets or lifespan."""
    pages = get_asgi_application()

    async def both(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan" or scope["path"].startswith("/tools/term/"):
            inner = dict(scope, root_path=scope.get("root_path", "") + "/tools/term")
            await app(inner if scope["type"] != "lifespan" else scope, receive, send)
        else:
            await pages(scope, receive, send)

    return both


def hello(_: HttpRequest) -> HttpResponse:
    return HttpResponse("here")


urlpatterns = [path("other", hello)]


@pytest.fixture(scope="module", autouse=True)
def _django() -> None:
    if not settings.configured:
        settings.configure(
            ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY="x", USE_TZ=True
        )
        django.setup()


Wrap = Callable[[TerminalApp], Callable[..., Awaitable[None]]]


@pytest.mark.parametrize("wrap", [in_starlette, in_fastapi, in_django])
def test_mounted(wrap: Wrap) -> None:
    @in_loop
    async def run() -> None:
        import httpx

        async with serving("cat", wrap=wrap) as server:
            async with Page(server, path="/tools/term/ws/one") as page:
                await page.type(b"hello\n")
                await page.look(b"hello\r\nhello\r\n")
                assert page.name == "one"
                assert len(children()) == 1
            async with httpx.AsyncClient(trust_env=False) as client:
                headers = {"origin": "https://pages.example", "x-user": "ann"}
                answer = await client.post(f"{server.url}/tools/term/ticket", headers=headers)
                assert answer.status_code == 200
                if wrap is not in_starlette and __name__ == settings.ROOT_URLCONF:
                    assert "here" in (await client.get(f"{server.url}/other")).text
            ticket = answer.json()["ticket"]
            async with Page(server, user=None, path=f"/tools/term/ws?ticket={ticket}"):
                pass
            for wrong in ("/tools/term/other", "/tools/term/ws/a%2Fb"):
                with pytest.raises(Exception, match="404"):
                    await server.socket(path=wrong)

    run()
    assert children() == []  # the host's lifespan closed it


def test_nothing_of_a_web_framework_is_needed() -> None:
    code = (
        "import sys; from backendai_media.terminal import TerminalApp; "
        "found = {'starlette', 'django', 'uvicorn', 'websockets', 'redis'} & set(sys.modules); "
        "sys.exit(str(found) if found else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
