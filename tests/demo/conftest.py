"""A real server with a real kernel; what talks to it: a raw WebSocket client, a real browser."""

from __future__ import annotations

import json
import os
import queue
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Self

import httpx
import psutil
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 60.0  # seconds for a kernel to start or a run to end, on a busy machine


class Server:
    """A playground in a process of its own."""

    def __init__(self, home: Path, *arguments: str, port: int = 0) -> None:
        program = (
            "import sys; from pathlib import Path; from backendai_media import demo; "
            "demo.run(*map(Path, sys.argv[2:]), port=int(sys.argv[1]), open_browser=False)"
        )
        environment = {**os.environ, "IPYTHONDIR": str(home), "MPLCONFIGDIR": str(home / "mpl")}
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, str(port), *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env=environment,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        self.origin = self.invitation().partition("/?")[0]
        self.port = int(self.origin.rpartition(":")[2])
        self._cookie = ""

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self._lines.put(line)

    def invitation(self) -> str:
        """Return the next address with a code that the server prints."""
        while True:
            line = self._lines.get(timeout=PATIENCE)
            if found := re.search(r"http://\S+\?code=\S+", line):
                self.url = found.group()
                return self.url

    @property
    def cookie(self) -> str:
        """Return the cookie header of a browser that was let in."""
        if not self._cookie:
            response = httpx.get(self.url)
            self._cookie = response.headers["set-cookie"].partition(";")[0]
            self.invitation()
        return self._cookie

    def kernels(self) -> list[psutil.Process]:
        """Return the processes of kernels that this server has started."""
        children = psutil.Process(self.process.pid).children()
        return [child for child in children if child.cmdline()[-1].endswith("kernel.json")]

    def client(self) -> Client:
        """Connect as a page would."""
        return Client(self)

    def stop(self) -> None:
        """End the server as Ctrl+C does, and wait."""
        if self.process.poll() is None:
            self.process.terminate()
        self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()


class Client:
    """The WebSocket of a page, with everything that came in order in `events`."""

    def __init__(self, server: Server, *, acknowledge: bool = True) -> None:
        self.acknowledge = acknowledge
        self.events: list[dict[str, Any]] = []
        self._connecting = connect(
            f"ws://127.0.0.1:{server.port}/socket",
            origin=Origin(server.origin),
            additional_headers={"Cookie": server.cookie},
            max_size=None,
            proxy=None,
        )

    def __enter__(self) -> Self:
        self.socket: ClientConnection = self._connecting.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self.socket.close()

    def send(self, **message: Any) -> None:
        self.socket.send(json.dumps(message))

    def receive(self, timeout: float = PATIENCE) -> list[dict[str, Any]]:
        """Return the events of the next message."""
        text = self.socket.recv(timeout=timeout)
        assert isinstance(text, str)
        events = [json.loads(line) for line in text.splitlines()]
        self.events += events
        if self.acknowledge and events[-1]["type"] == "mark":
            self.send(type="ack", id=events[-1]["id"])
        return events

    def until(
        self, wanted: Callable[[dict[str, Any]], bool], timeout: float = PATIENCE
    ) -> dict[str, Any]:
        """Return the next new event that is `wanted`."""
        end = time.monotonic() + timeout
        while True:
            for event in self.receive(max(end - time.monotonic(), 0.001)):
                if wanted(event):
                    return event

    def kernel(self, state: str, timeout: float = PATIENCE) -> dict[str, Any]:
        """Wait until the kernel is in `state`; it may be already."""
        if self.state == state:
            return next(e for e in reversed(self.events) if e["type"] == "kernel")
        return self.until(lambda e: e["type"] == "kernel" and e["state"] == state, timeout)

    def reset(self) -> None:
        """End what an earlier test has left running, and forget it."""
        cleared, end = False, time.monotonic() + PATIENCE
        while not cleared:
            assert time.monotonic() < end, "a run of an earlier test does not end"
            if self.state != "idle":
                self.send(type="interrupt")
            self.kernel("idle")
            self.send(type="clear")
            cleared = self.until(lambda e: e["type"] in ("hello", "notice"))["type"] == "hello"
        self.events = [event for event in self.events if event["type"] == "kernel"][-1:]

    @property
    def state(self) -> str:
        """What the kernel was said to do last."""
        while not (known := [e["state"] for e in self.events if e["type"] == "kernel"]):
            self.receive()
        return str(known[-1])

    def submit(self, code: str) -> str:
        """Start a run and return its id."""
        self.send(type="run", code=code)
        found = self.until(lambda e: e["type"] == "submitted" and e["code"] == code)
        return str(found["run"])

    def run(self, code: str) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """Execute; return how it finished, and its messages."""
        run = self.submit(code)
        end = self.finish(run)
        return end, self.messages(run)

    def finish(self, run: str, timeout: float = PATIENCE) -> dict[str, Any]:
        """Wait for the end of a run."""
        for event in self.events:
            if event["type"] == "finished" and event["run"] == run:
                return event
        return self.until(lambda e: e["type"] == "finished" and e["run"] == run, timeout)

    def messages(self, run: str) -> list[dict[str, Any]]:
        """Return the Jupyter messages of a run so far."""
        return [e["message"] for e in self.events if e["type"] == "output" and e["run"] == run]

    def text(self, run: str, name: str = "stdout") -> str:
        """Return what a run has written to a stream so far."""
        streams = (m["content"] for m in self.messages(run) if m["msg_type"] == "stream")
        return "".join(content["text"] for content in streams if content["name"] == name)


@pytest.fixture(scope="package")
def make_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Start servers that end with the tests."""
    home, servers = tmp_path_factory.mktemp("ipython"), []

    def make(*arguments: str, port: int = 0) -> Server:
        servers.append(Server(home, *arguments, port=port))
        return servers[-1]

    yield make
    for server in servers:
        server.stop()


@pytest.fixture(scope="package")
def server(make_server: Callable[..., Server]) -> Server:
    """The one playground that most tests share."""
    return make_server()


@pytest.fixture
def client(server: Server) -> Iterator[Client]:
    """A page on a kernel that is ready, with an empty log."""
    with server.client() as client:
        client.reset()
        yield client


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A real Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser profile of its own; no page in it may break its policy or throw."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE * 1000)
    faults: list[str] = []
    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on(
        "console", lambda message: faults.append(message.text) if message.type == "error" else None
    )
    yield context
    context.close()
    gone = (
        "net::ERR_CONNECTION_REFUSED",
        "status of 401",
        "WebSocket connection to",
    )
    assert [fault for fault in faults if not any(text in fault for text in gone)] == []


@pytest.fixture
def page(server: Server, context: BrowserContext) -> Page:
    """The playground with its kernel ready and no runs."""
    with server.client() as client:
        client.reset()
    page = enter(server, context)
    page.locator(".status[data-state=idle]").wait_for()
    return page


def enter(server: Server, context: BrowserContext) -> Page:
    """Open the playground as a person does, with the address from the terminal."""
    page = context.new_page()
    page.goto(server.url)
    server.invitation()
    return page


@pytest.fixture
def make_app() -> Callable[..., Any]:
    """Make the ASGI application without serving it."""
    from backendai_media.demo import create_app

    return lambda path=None: create_app(path, port=8010)


@pytest.fixture(scope="package")
def notebook() -> Path:
    """A notebook that `make_notebook.py` has run: plots, tables, errors, streams."""
    return Path(__file__).with_name("sample.ipynb")
