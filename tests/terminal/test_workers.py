"""Workers of one server that have no store: a name never stands for two shells."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from backendai_media.terminal import Command
from backendai_media.terminal.workers import TakenNames
from tests.ports import free_port

from .conftest import PATIENCE, in_loop
from .server import ORIGIN, Page, Server

APP = """
from backendai_media.terminal import Identity, TerminalApp

app = TerminalApp(
    ["bash", "--norc", "--noprofile"],
    authenticate=lambda scope: Identity("ann"),
    allowed_origins=["{origin}"],
    allowed_hosts=["127.0.0.1:{port}"],
    env={{"PS1": "$ "}},
)
"""


OTHER = """
import sys
from backendai_media.terminal.workers import TakenNames

names = TakenNames(["example.org"])
print(names.is_taken("ann", sys.argv[1]), names.take("ann", sys.argv[1]), flush=True)
sys.stdin.read()
"""


def test_a_name_is_one_processes_until_it_ends() -> None:
    """Other names, users and sites are free."""
    name = f"shell-{os.getpid()}"
    names, site = TakenNames(["example.org"]), TakenNames(["example.com"])
    command = [sys.executable, "-c", OTHER, name]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"False True\n"
        assert names.is_taken("ann", name)
        assert not names.take("ann", name)
        assert names.take("eve", name)
        assert names.take("ann", f"{name}-2")
        assert site.take("ann", name)
        assert not names.take("ann", name)
        other.kill()
    assert names.take("ann", name)
    assert names.take("ann", name)
    assert not names.is_taken("ann", name)
    for taken in (("ann", name), ("eve", name), ("ann", f"{name}-2")):
        names.release(*taken)
    site.release("ann", name)


@pytest.fixture
def workers(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """Two workers; their port, and where they log."""
    port, log = free_port(), tmp_path / "log"
    (tmp_path / "shells.py").write_text(APP.format(origin=ORIGIN, port=port))
    command = [sys.executable, "-m", "uvicorn", "--port", str(port), "--workers", "2", "shells:app"]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    with (
        log.open("w") as out,
        subprocess.Popen(command, cwd=tmp_path, env=environment, stderr=out, stdout=out) as process,
    ):
        end = time.monotonic() + PATIENCE
        while log.read_text().count("startup complete") < 2:
            assert time.monotonic() < end, log.read_text()
            time.sleep(0.05)
        yield port, log
        process.terminate()


async def come(page: Page) -> int | None:
    """Connect; return the code if the worker closes at once."""
    try:
        await page.come()
    except ConnectionClosed:
        assert "another worker" in (page.socket.close_reason or "")
        return page.socket.close_code
    return None


def test_two_workers(workers: tuple[int, Path]) -> None:
    """Pages are sent away until they reach the worker that has their shell; the log says why."""
    port, log = workers

    @in_loop
    async def run() -> None:
        server = Server(lambda _: Command(["bash"]), port)
        async with Page(server, path="/ws/mine") as first:
            await first.type(b"X=4\n")
            await first.look(b"X=4\r\n")
            codes: set[int | None] = set()
            for number in range(200):
                page = Page(server, path="/ws/mine")
                codes.add(code := await come(page))
                if code is None:
                    await page.type(b"echo $((X + 38))/%d\n" % number)
                    await page.look(b"42/%d\r\n" % number)
                    await page.leave()
                if len(codes) == 2 and number > 20:
                    break
            assert codes == {None, 1012}, "each worker was reached"
            again = Page(server)  # as after a reload: at a worker that has not heard of it
            again.name, again.offset = "mine", 0
            for _ in range(200):
                if await come(again) is None:
                    await again.leave()
                    break
            else:
                raise AssertionError("it never reached its worker")

    run()
    assert "session.elsewhere session=mine" in log.read_text()
