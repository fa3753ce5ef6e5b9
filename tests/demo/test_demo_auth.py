"""Nobody but the person who started it may talk to the playground.

The cases are what happened to other servers of this sort: a WebSocket that was the one route
without a check, middleware that sees HTTP only, a loopback server without an Origin check,
unanchored patterns for origins, a route that hands the secret out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from backendai_media.demo.server import TEXTS
from backendai_media.server.login import OneTimeCodeLogin

PATHS = [
    "/",
    "/socket",
    "/view.json",
    "/static/demo.js",
    "/assets/js/main.min.js",
    "/nothing",
    "/token",
    "//",
    "/static/../socket",
]
ORIGINS = [
    None,
    "null",
    "",
    "http://evil.example",
    "https://127.0.0.1:{port}",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://127.0.0.1:{port}0",
    "http://127.0.0.1:{port}.evil.example",
    "http://127.0.0.1:{port}@evil.example",
    "http://evil127.0.0.1:{port}",
    "http://127.0.0.1:{port}/",
    "HTTP://127.0.0.1:{port}",
    "http://localhost:{port}",
]
HOSTS = [
    "evil.example",
    "evil.example:{port}",
    "127.0.0.1",
    "127.0.0.1:1",
    "127.0.0.1:{port}.evil.example",
    "0.0.0.0:{port}",
    "",
]


def upgrade(server: Any, **headers: str) -> int:
    """Ask for a WebSocket; return the status that refused it, or 101."""
    origin = headers.pop("origin", None)
    path = headers.pop("path", "/socket")
    try:
        with connect(
            f"ws://127.0.0.1:{server.port}{path}",
            origin=origin,  # type: ignore[arg-type]
            additional_headers=headers,
            proxy=None,
        ):
            return 101
    except InvalidStatus as error:
        return error.response.status_code


def test_demo_the_code_lets_one_browser_in(server: Any) -> None:
    url = server.url
    response = httpx.get(url)
    assert response.status_code == 303
    assert response.headers["location"] == "/"
    cookie = response.headers["set-cookie"]
    assert cookie.startswith(f"backendai-demo-{server.port}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(cookie.split("; "))
    again = httpx.get(url)
    assert again.status_code == 401
    assert "set-cookie" not in again.headers
    assert server.invitation() != url


def test_demo_other_ways_to_ask_do_not_use_a_code_up(server: Any) -> None:
    assert httpx.head(server.url).status_code == 401
    assert httpx.post(server.url, headers={"Origin": server.origin}).status_code == 401
    assert (
        upgrade(server, origin=server.origin, path=f"/socket{server.url.partition('/?')[2]}") == 403
    )
    assert httpx.get(server.url).status_code == 303
    server.invitation()


@pytest.mark.parametrize("path", PATHS)
def test_demo_every_path_needs_the_cookie(server: Any, path: str) -> None:
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH"):
        headers = {"Origin": server.origin}
        response = httpx.request(method, server.origin + path, headers=headers)
        assert response.status_code == 401, method
        assert "set-cookie" not in response.headers
        assert "access-control-allow-origin" not in response.headers
    assert upgrade(server, origin=server.origin, path=path) == 403
    wrong = f"backendai-demo-{server.port}=guess"
    assert upgrade(server, origin=server.origin, path=path, Cookie=wrong) == 403


@pytest.mark.parametrize("origin", ORIGINS)
def test_demo_another_origin_gets_no_websocket(server: Any, origin: str | None) -> None:
    headers = {} if origin is None else {"origin": origin.format(port=server.port)}
    assert upgrade(server, Cookie=server.cookie, **headers) == 403


@pytest.mark.parametrize("origin", [origin for origin in ORIGINS if origin is not None])
def test_demo_another_origin_gets_no_answer(server: Any, origin: str) -> None:
    headers = {"Cookie": server.cookie, "Origin": origin.format(port=server.port)}
    for path in PATHS:
        assert httpx.get(server.origin + path, headers=headers).status_code == 403


@pytest.mark.parametrize("host", HOSTS)
def test_demo_another_host_gets_nothing(server: Any, host: str) -> None:
    host = host.format(port=server.port)
    headers = {"Cookie": server.cookie, "Host": host, "Origin": f"http://{host}"}
    assert httpx.get(f"{server.origin}/", headers=headers).status_code in (400, 421)
    assert upgrade(server, origin=f"http://{host}", Host=host, Cookie=server.cookie) in (400, 403)


def test_demo_its_own_page_gets_both(server: Any) -> None:
    junk = 'other={"json": 1}; =; ' + server.cookie
    assert httpx.get(f"{server.origin}/", headers={"Cookie": junk}).status_code == 200
    assert upgrade(server, origin=server.origin, Cookie=junk) == 101


def test_demo_the_secret_is_in_no_answer(server: Any) -> None:
    secret = server.cookie.partition("=")[2]
    code = server.url.partition("code=")[2]
    for path in PATHS:
        response = httpx.get(server.origin + path, headers={"Cookie": server.cookie})
        assert secret not in response.text
        assert code not in response.text
        assert "set-cookie" not in response.headers


@pytest.mark.parametrize(
    ("site", "mode", "path", "status"),
    [
        ("cross-site", "no-cors", "/static/demo.js", 403),
        ("same-site", "no-cors", "/static/demo.js", 403),
        ("cross-site", "navigate", "/static/demo.js", 403),
        ("cross-site", "navigate", "/", 200),
        ("same-origin", "no-cors", "/static/demo.js", 200),
        ("none", "navigate", "/", 200),
    ],
)
def test_demo_what_browsers_say_of_a_request_counts(
    server: Any, site: str, mode: str, path: str, status: int
) -> None:
    headers = {"Cookie": server.cookie, "Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode}
    assert httpx.get(server.origin + path, headers=headers).status_code == status


def test_demo_a_link_from_another_site_may_bring_the_code(server: Any) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    response = httpx.get(server.url, headers=headers)
    server.invitation()
    assert response.status_code == 200
    assert 'http-equiv="refresh" content="0; url=/"' in response.text


def test_demo_the_policy_is_strict(server: Any) -> None:
    headers = httpx.get(f"{server.origin}/", headers={"Cookie": server.cookie}).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy
    assert "require-trusted-types-for 'script'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cross-origin-resource-policy"] == "same-origin"


def call(login: OneTimeCodeLogin, scope: dict[str, Any]) -> list[Any]:
    """Send a bare request through a login; return what it sends."""
    sent: list[Any] = []

    async def send(message: Any) -> None:
        sent.append(message)

    async def receive() -> Any:
        raise AssertionError("nothing is read before the check")

    asyncio.run(login(scope, receive, send))
    return sent


@pytest.fixture
def wrapped() -> tuple[OneTimeCodeLogin, list[str]]:
    reached: list[str] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        reached.append(scope["type"])

    return OneTimeCodeLogin(app, host="127.0.0.1", port=80, texts=TEXTS), reached


def test_demo_a_second_host_or_origin_header_is_refused(
    wrapped: tuple[OneTimeCodeLogin, list[str]],
) -> None:
    login, reached = wrapped
    host, origin = (b"host", b"127.0.0.1:80"), (b"origin", b"http://127.0.0.1:80")
    cookie = (b"cookie", f"{login.cookie}={login._token}".encode())
    base: dict[str, Any] = {"path": "/", "method": "GET", "query_string": b""}
    for kind in ("http", "websocket"):
        for headers in (
            [host, host, origin, cookie],
            [host, origin, origin, cookie],
            [origin, cookie],
        ):
            call(login, {**base, "type": kind, "headers": headers})
    assert reached == []
    call(login, {**base, "type": "websocket", "headers": [host, origin, cookie]})
    assert reached == ["websocket"]


def test_demo_unknown_kinds_of_request_are_refused(
    wrapped: tuple[OneTimeCodeLogin, list[str]],
) -> None:
    with pytest.raises(RuntimeError):
        call(wrapped[0], {"type": "webtransport", "headers": []})


def test_demo_the_guard_is_the_outermost(make_app: Callable[..., Any]) -> None:
    assert isinstance(make_app(), OneTimeCodeLogin)
