"""Metrics and log: what is counted and written down, and what never is."""

import json
import logging

import httpx
import pytest

from backendai_media.terminal import TerminalApp, TerminalError
from backendai_media.terminal.monitoring import LOGGER, JsonFormatter, log

from .conftest import in_loop
from .server import ORIGIN, TOKEN, Page, Server, serving

SECRET = "a token for the scraper"


async def ask(server: Server, path: str = "/metrics", **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await client.get(server.url + path, headers=headers)


def values(text: str) -> dict[str, float]:
    rows = [row.rsplit(" ", 1) for row in text.splitlines() if not row.startswith("#")]
    return {name.removeprefix("backendai_terminal_"): float(value) for name, value in rows}


@in_loop
async def test_metrics_are_for_who_has_their_token() -> None:
    async with serving("cat", metrics_token=SECRET) as server, Page(server) as page:
        await page.type(b"hello\n")
        await page.look(b"hello\r\nhello\r\n")
        for wrong in (
            {},
            {"authorization": "Bearer x"},
            {"authorization": SECRET},
            {"x-user": "ann"},
        ):
            assert (await ask(server, **wrong)).status_code == 401
        assert (
            await ask(server, host="evil.example", authorization=f"Bearer {SECRET}")
        ).status_code == 421
        answer = await ask(server, authorization=f"Bearer {SECRET}")
        assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
        found = values(answer.text)
        assert (found["sessions"], found["viewers"], found["connections_total"]) == (1, 1, 1)
        assert (found["output_bytes_total"], found["input_bytes_total"]) == (14, 6)
        assert found['refused_total{status="401"}'] == 4
        for row in answer.text.splitlines():
            assert row.startswith(("# HELP backendai_", "# TYPE backendai_", "backendai_terminal_"))
    async with serving("cat") as server:
        assert (await ask(server, authorization=f"Bearer {SECRET}")).status_code == 404
    with pytest.raises(TerminalError, match="metrics_token is too short"):
        TerminalApp(["cat"], authenticate=TOKEN, allowed_origins=[ORIGIN], metrics_token="short")


def test_the_log_tells_lives_and_no_contents(caplog: pytest.LogCaptureFixture) -> None:
    @in_loop
    async def run() -> None:
        async with serving("sh", "-c", "read word; exit 7") as server, Page(server) as page:
            await page.type(b"confidential\n")
            await page.look(lambda: page.exit)

    with caplog.at_level(logging.INFO, "backendai_media.terminal"):
        run()
    records = [r.terminal for r in caplog.records if r.name == LOGGER.name]  # type: ignore[attr-defined]
    assert [r["event"] for r in records] == [
        "session.started",
        "viewer.attached",
        "session.ended",
        "viewer.detached",
    ]
    assert records[2]["code"] == 7
    text = "\n".join(map(JsonFormatter().format, caplog.records))
    assert "confidential" not in text


def test_lines_of_json(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, LOGGER.name):
        log("session.started", session="a\nb", pid=5)
        try:
            json.loads("")
        except ValueError:
            LOGGER.exception("it failed")
    first, second = (json.loads(JsonFormatter().format(record)) for record in caplog.records)
    assert (first["event"], first["session"], first["pid"]) == ("session.started", "a\nb", 5)
    assert second["level"] == "error"
    assert "JSONDecodeError" in second["trace"]
