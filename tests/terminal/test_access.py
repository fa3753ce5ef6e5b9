"""Who gets in: asked of a real server, refused before the upgrade."""

import asyncio
import logging
import secrets
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.routing import Mount
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin, Subprotocol

from backendai_media.terminal import Identity
from backendai_media.terminal.frames import Hello
from tests import FULL

from .conftest import in_loop
from .server import ORIGIN, TOKEN, Page, Server, by_header, serving
from .wire import pack


async def refusal(server: Server, **options: Any) -> int:
    """Return the status with which a WebSocket is refused."""
    with pytest.raises(InvalidStatus) as refused:
        await server.socket(**options)
    assert await server.app.sessions.count() == 0
    return refused.value.response.status_code


async def ask(server: Server, method: str = "POST", path: str = "/ticket", **headers: str) -> Any:
    """Return the answer to a request, by default as the page would send it."""
    defaults = {"origin": ORIGIN, "x-user": "ann"}
    sent = {name: value for name, value in (defaults | headers).items() if value}
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.request(method, server.url + path, headers=sent)


@in_loop
async def test_origins_are_exact() -> None:
    async with serving() as server:
        for origin in (
            None,
            "null",
            "http://pages.example",
            "https://pages.example:8443",
            "https://pages.example.evil.example",
            "https://evilpages.example",
            "https://sub.pages.example",
            "HTTPS://PAGES.EXAMPLE",
            f"http://127.0.0.1:{server.port}",
            "https://pagesxexample",
        ):
            assert await refusal(server, origin=origin and Origin(origin)) == 403
            answer = await ask(server, origin=origin or "")
            assert answer.status_code == 403
            assert "access-control-allow-origin" not in answer.headers
        twice = {"X-User": "ann", "Origin": ORIGIN}
        assert await refusal(server, additional_headers=twice) in (400, 403)


@in_loop
async def test_hosts_are_exact() -> None:
    async with serving() as server:
        for host in ("evil.example", f"evil.example:{server.port}", "127.0.0.1", "localhost"):
            answer = await ask(server, host=host)
            assert answer.status_code == 421
    async with serving(allowed_hosts=None) as server:  # those of the origins
        assert (await ask(server)).status_code == 421
        assert await refusal(server) == 421
        assert (await ask(server, host="pages.example")).status_code == 200


@in_loop
async def test_a_plain_request_says_why_a_websocket_is_refused() -> None:
    async with serving() as server:
        for origin in (ORIGIN, ""):  # pages of the server itself send none
            for path in ("/ws", "/ws/one"):
                answer = await ask(server, "GET", path, origin=origin, **{"x-user": ""})
                assert (answer.status_code, answer.json()) == (401, {"error": "Sign in first."})
                assert (await ask(server, "GET", path, origin=origin)).status_code == 426
            assert (await ask(server, "GET", "/ws/a b", origin=origin)).status_code == 404
            ticket = (await ask(server)).json()["ticket"]
            path = f"/ws?ticket={ticket}"
            assert (await ask(server, "GET", path, origin=origin)).status_code == 426
            assert (await ask(server, "GET", path, origin=origin)).status_code == 401
        assert (await ask(server, "GET", "/ws", origin="https://evil.example")).status_code == 403
        assert (await ask(server, "GET", "/ws", origin="", host="evil.example")).status_code == 421
        assert await server.app.sessions.count() == 0


@in_loop
async def test_the_host_is_asked_inside_the_endpoint() -> None:
    async def refuse_all(request: Any, call_next: Any) -> Any:
        raise AssertionError

    def wrap(app: Any) -> Any:  # what its name says: sockets pass it unseen
        guard = Middleware(BaseHTTPMiddleware, dispatch=refuse_all)
        return Starlette(routes=[Mount("/", app)], middleware=[guard])

    async with serving(wrap=wrap) as server:
        assert await refusal(server, user=None) == 401


@pytest.mark.parametrize("answer", [None, False, True, "ann", 1, {"user": "ann"}, Identity])
def test_nothing_but_a_grant_lets_in(answer: Any) -> None:
    @in_loop
    async def run() -> None:
        for authenticate in (lambda _: answer, _later(answer)):
            async with serving(authenticate=authenticate) as server:
                assert await refusal(server) == 401
                assert (await ask(server)).status_code == 401

    run()


def _later(answer: Any) -> Any:
    async def authenticate(scope: Any) -> Any:
        await asyncio.sleep(0)
        return answer

    return authenticate


@in_loop
async def test_a_check_that_fails_lets_nobody_in() -> None:
    def broken(scope: Any) -> Identity:
        raise KeyError("database")

    async with serving(authenticate=broken) as server:
        assert await refusal(server) == 401
    async with serving(authenticate=_later(Identity("ann"))) as server, Page(server) as page:
        assert page.name


@in_loop
async def test_other_paths_and_protocols() -> None:
    async with serving() as server:
        assert await refusal(server, subprotocols=[Subprotocol("tty")]) == 400
        assert await refusal(server, subprotocols=[Subprotocol("tty")]) == 400
        for path in ("/", "/ticket", "/ws/", "/other"):
            assert await refusal(server, path=path) == 404
        assert (await ask(server, path="/ws")).status_code == 404
        assert (await ask(server, "GET")).status_code == 405


@in_loop
async def test_a_token() -> None:
    async with serving(authenticate=TOKEN) as server:
        for wrong in ("-", f"Bearer {TOKEN}x", f"Basic {TOKEN}", "Bearer", f"Bearer {TOKEN[:-1]}"):
            assert (await ask(server, authorization=wrong)).status_code == 401
            assert await refusal(server, additional_headers={"Authorization": wrong}) == 401
        assert await refusal(server, path=f"/ws?token={quote(TOKEN)}") == 401
        right = {"Authorization": f"Bearer {TOKEN}"}
        async with Page(server, additional_headers=right) as page:
            assert page.name


@in_loop
async def test_tickets_work_once_and_carry_their_rights() -> None:
    async with serving() as server:
        answer = await ask(server, **{"x-user": "ann/reader"})
        assert answer.headers["cache-control"] == "no-store"
        assert answer.json()["expires"] == 30
        path = f"/ws?ticket={answer.json()['ticket']}"
        socket = await server.socket(path=path, user=None)
        await socket.send(pack(Hello(2, b"c" * 16)))
        await socket.wait_closed()
        assert socket.close_code == 4404  # who only looks opens nothing
        assert await refusal(server, path=path, user=None) == 401
        # A ticket that does not work is not made good by other marks.
        for wrong in (path, "/ws?ticket=", f"{path}&ticket=other", "/ws?ticket=%ff%00é"):
            assert await refusal(server, path=wrong.replace("é", "%C3%A9")) == 401


@in_loop
async def test_tickets_age_and_are_bounded() -> None:
    async with serving(limits={"ticket_lifetime": 0.2, "tickets": 5}) as server:
        tickets = [(await ask(server)).json()["ticket"] for _ in range(5)]
        await asyncio.sleep(0.3)
        for ticket in tickets:
            assert await refusal(server, path=f"/ws?ticket={ticket}", user=None) == 401
    async with serving(limits={"tickets": 2}) as server:
        statuses = [(await ask(server)).status_code for _ in range(4)]
        assert statuses == [200, 200, 429, 429]


@in_loop
async def test_pages_of_other_origins_may_ask_where_they_are_allowed() -> None:
    async with serving(authenticate=TOKEN) as server:
        answer = await ask(server, "OPTIONS")
        assert answer.status_code == 204
        assert answer.headers["access-control-allow-origin"] == ORIGIN
        assert answer.headers["access-control-allow-headers"] == "authorization"
        assert answer.headers["vary"] == "origin"
        assert (await ask(server, "OPTIONS", origin="https://evil.example")).status_code == 403


@in_loop
async def test_guessing_is_cut_short_and_locks_nobody_out_who_has_a_token() -> None:
    asked = 0

    def count(scope: Any) -> Identity | None:
        nonlocal asked
        asked += 1
        return by_header(scope)

    async with serving(authenticate=count, limits={"failures": 5}) as server:
        ticket = (await ask(server)).json()["ticket"]
        statuses = [(await ask(server, **{"x-user": ""})).status_code for _ in range(10)]
        assert statuses == [401] * 5 + [429] * 5
        assert asked == 1 + 6
        assert await refusal(server, user=None) == 429
        async with Page(server, path=f"/ws?ticket={ticket}") as page:
            assert page.name
    async with serving(authenticate=TOKEN, limits={"failures": 5}) as server:
        for _ in range(10):
            await ask(server, authorization="Bearer wrong")
        assert (await ask(server, authorization=f"Bearer {TOKEN}")).status_code == 200


@in_loop
async def test_a_storm_of_wrong_tokens_disturbs_no_session() -> None:
    async with serving() as server, Page(server) as page:

        async def storm() -> None:
            async with httpx.AsyncClient(trust_env=False) as client:
                for _ in range(250 if FULL else 50):
                    answer = await client.post(f"{server.url}/ticket", headers={"origin": ORIGIN})
                    assert answer.status_code in (401, 429)

        storms = asyncio.gather(storm(), storm())
        for n in range(20):
            await page.type(b"%d.\n" % n)
            await page.look(b"%d.\r\n%d.\r\n" % (n, n))
        await storms


def test_nothing_secret_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "backendai_media")
    word = secrets.token_hex()

    @in_loop
    async def run() -> None:
        async with serving(authenticate=TOKEN) as server:
            answer = await ask(server, authorization=f"Bearer {TOKEN}")
            await ask(server, authorization=f"Bearer {TOKEN}x")
            ticket = answer.json()["ticket"]
            async with Page(server, path=f"/ws?ticket={ticket}") as page:
                await page.type(word.encode() + b"\n")
                await page.look(word.encode())
            assert ticket not in caplog.text

    run()
    assert "started" in caplog.text
    assert "ended" in caplog.text
    assert TOKEN not in caplog.text
    assert word not in caplog.text
