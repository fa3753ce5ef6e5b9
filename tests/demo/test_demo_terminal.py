"""The playground's tab with a shell."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from starlette.testclient import TestClient
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from backendai_media import demo

from .conftest import Server
from .test_demo_page import axe

TERM2 = [Subprotocol("backendai.term.2")]


def test_demo_terminal_runs_a_shell(page: Page) -> None:
    page.get_by_role("link", name="Terminal").click()
    expect(page.locator(".shell textarea")).to_be_focused()
    expect(page.locator(".play")).to_be_hidden()
    page.keyboard.type("echo $((6 * 7))answer; pwd\n")
    rows = page.locator(".shell .xterm-rows")
    expect(rows).to_contain_text("42answer")
    assert axe(page) == []
    # The same shell after a reload, which stays in the tab.
    page.keyboard.type("kept=yes\n")
    page.reload()
    expect(page.locator(".shell textarea")).to_be_focused()
    expect(rows).to_contain_text("42answer")
    page.keyboard.type("echo it was $kept\n")
    expect(rows).to_contain_text("it was yes")
    page.get_by_role("link", name="Playground").click()
    expect(page.get_by_role("textbox", name="Python code")).to_be_visible()
    expect(page.locator(".shell")).to_be_hidden()
    page.get_by_role("link", name="Terminal").click()
    expect(page.locator(".shell textarea")).to_be_focused()
    page.keyboard.type("exit\n")
    expect(page.locator(".shell")).to_contain_text(re.compile("ended", re.IGNORECASE))


@pytest.mark.parametrize(
    ("cookie", "origin"), [(False, None), (True, "https://elsewhere.example"), (False, "other")]
)
def test_demo_terminal_is_for_this_page_alone(
    server: Server, *, cookie: bool, origin: str | None
) -> None:
    headers = {"Cookie": server.cookie} if cookie else {}
    given = Origin(origin or server.origin)
    url = f"ws://127.0.0.1:{server.port}/terminal/ws"
    with (
        pytest.raises(InvalidStatus) as refused,
        connect(url, origin=given, additional_headers=headers, subprotocols=TERM2, proxy=None),
    ):
        pass
    assert refused.value.response.status_code == 403


def test_demo_terminal_lets_its_page_in(server: Server) -> None:
    headers = {"Cookie": server.cookie}
    url = f"ws://127.0.0.1:{server.port}/terminal/ws"
    origin = Origin(server.origin)
    with connect(
        url, origin=origin, additional_headers=headers, subprotocols=TERM2, proxy=None
    ) as socket:
        assert socket.subprotocol == "backendai.term.2"


def test_demo_without_a_terminal(make_app: Callable[..., Any]) -> None:
    app = demo.create_app(port=8010, terminal=False)
    client = TestClient(app, base_url="http://127.0.0.1:8010")  # its lifespan does not run
    client.get("/", params={"code": app.issue_code()}, follow_redirects=False)
    assert '"terminal": false' in client.get("/").text
    origin = {"Origin": "http://127.0.0.1:8010"}
    assert client.post("/terminal/ticket", headers=origin).status_code == 404
    client = TestClient(other := make_app(), base_url="http://127.0.0.1:8010")
    client.get("/", params={"code": other.issue_code()}, follow_redirects=False)
    assert '"terminal": true' in client.get("/").text
    assert client.post("/terminal/ticket", headers=origin).status_code == 200
