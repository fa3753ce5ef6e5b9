"""Real servers of terminals, each of its dialect, and what lies between them and a page."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar, cast

import httpx
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from backendai_media.server.http import Server
from backendai_media.server.launch import server_config
from backendai_media.terminal import Identity, Limits, TerminalApp
from backendai_media.terminal.memory_store import MemoryStore
from tests.ports import free_port

PATIENCE = 60.0
Value = TypeVar("Value")


class Loop:
    """An event loop in a thread of its own."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, job: Coroutine[Any, Any, Value]) -> Value:
        return asyncio.run_coroutine_threadsafe(job, self.loop).result(PATIENCE)

    def close(self) -> None:
        async def end() -> None:
            # Whoever connects at the last moment is not waited for by a server that closes.
            rest = asyncio.all_tasks() - {asyncio.current_task()}
            for task in rest:
                task.cancel()
            if rest:
                await asyncio.wait(rest, timeout=PATIENCE)
            await asyncio.sleep(0)  # what they left is closed

        self.run(end())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(PATIENCE)
        self.loop.close()


class Ours:
    """`TerminalApp` on uvicorn, for pages of one origin.

    `reader`: they may only look. `release`: it serves the page of `backendai-media terminal`
    itself, at `page`, with scripts from that release, and for that page alone.
    """

    def __init__(
        self,
        origin: str,
        *command: str,
        reader: bool = False,
        limits: dict[str, Any] | None = None,
        release: Path | None = None,
        cwd: str = "/",
    ) -> None:
        self._loop = Loop()
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        self.port = listener.getsockname()[1]
        self.host = f"127.0.0.1:{self.port}"
        self.url = f"ws://{self.host}/ws"
        self.page = f"http://{self.host}/"
        self.proxies: list[Proxy] = []
        #: Whether who comes is signed in.
        self.known = True
        self.app = TerminalApp(
            command or ("bash", "--norc", "--noprofile"),
            authenticate=lambda _: Identity("ann", writable=not reader) if self.known else None,
            allowed_origins=[self.page.rstrip("/") if release else origin],
            allowed_hosts=[self.host],
            env={"PS1": "$ ", "HISTFILE": "", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"},
            cwd=cwd,
            limits=Limits(**{"hang_up_timeout": 0.5, **(limits or {})}),
        )
        self._served = _with_page(self.app, release) if release else self.app
        self._server = self._loop.run(self._start(listener))

    async def _start(self, listener: socket.socket) -> Server:
        config = server_config(
            self._served,
            max_message=1 << 16,
            log_level="critical",
            timeout_graceful_shutdown=1,
            lifespan="off",
        )
        server = Server(config)
        self._task = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.01)
        return server

    @property
    def sessions(self) -> list[Any]:
        return list(cast(MemoryStore, self.app.sessions))

    def call(self, job: Callable[[], Value]) -> Value:
        """Run in the server's loop."""

        async def run() -> Value:
            return job()

        return self._loop.run(run())

    def proxy(self) -> Proxy:
        made = Proxy(self._loop, self.port)
        self.proxies.append(made)
        return made

    def close(self) -> None:
        async def stop() -> None:
            for proxy in self.proxies:
                proxy.close()
            self._server.should_exit = True
            await self.app.close()
            await self._task

        self._loop.run(stop())
        self._loop.close()


def _with_page(app: TerminalApp, release: Path) -> Any:
    """Return the application behind its page, under a policy that lets only that page's scripts in."""
    page = files("backendai_media.server.terminal").joinpath("page.html").read_text("utf-8")
    scripts = "".join(
        f'<script src="/release/js/{name}"></script>' for name in ("main.min.js", "terminal.js")
    )
    for name, value in {"script": scripts, "title": "Terminal", "session": ""}.items():
        page = page.replace("{{" + name + "}}", value)
    policy = (
        "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; "
        "require-trusted-types-for 'script'; trusted-types backendai-media"
    )

    async def show(_: object) -> HTMLResponse:
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    return Starlette(
        routes=[
            Route("/", show),
            Mount("/release", StaticFiles(directory=release)),
            Mount("/", app),
        ]
    )


class Proxy:
    """A TCP proxy that cuts, and falls silent without a word."""

    def __init__(self, loop: Loop, port: int) -> None:
        self._loop, self._port = loop, port
        self._pairs: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._open = asyncio.Event()
        self.passed = 0
        self.opened = 0
        self.refusing = False
        self._server = loop.run(self._start())
        self.host = f"127.0.0.1:{self._server.sockets[0].getsockname()[1]}"
        self.url = f"ws://{self.host}/ws"

    async def _start(self) -> asyncio.Server:
        self._open.set()
        return await asyncio.start_server(self._serve, "127.0.0.1", 0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.refusing:
            writer.transport.abort()
            return
        self.opened += 1
        other_reader, other = await asyncio.open_connection("127.0.0.1", self._port)
        pair = writer, other
        self._pairs.add(pair)
        with contextlib.suppress(OSError):
            # The server knows itself by its own name.
            head = await reader.readuntil(b"\r\n\r\n")
            other.write(re.sub(rb"(?i)host: \S+", b"Host: 127.0.0.1:%d" % self._port, head))
            ways = self._pass(reader, other), self._pass(other_reader, writer)
            try:
                await asyncio.gather(*ways)
            except asyncio.CancelledError:
                for one in pair:
                    one.transport.abort()
                raise
        self._pairs.discard(pair)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65536):
                await self._open.wait()
                self.passed += len(data)
                writer.write(data)
                await writer.drain()
        writer.close()

    def cut(self) -> None:
        """Reset all connections."""

        def abort() -> None:
            for pair in self._pairs:
                for writer in pair:
                    writer.transport.abort()

        self._loop.loop.call_soon_threadsafe(abort)

    def freeze(self, on: bool) -> None:
        """Pass nothing on, or all again. Connections opened since are passed when it is over."""
        job = self._open.clear if on else self._open.set
        self._loop.loop.call_soon_threadsafe(job)

    def close(self) -> None:
        self._server.close()
        for pair in self._pairs:
            for writer in pair:
                writer.transport.abort()


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[None]:
    """Run a server until it is no more needed."""
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        end = time.monotonic() + PATIENCE
        while not answers(port):
            assert process.poll() is None, f"{command[0]} ended at once"
            assert time.monotonic() < end, f"{command[0]} does not answer"
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


@contextmanager
def jupyter(origin: str, home: Path) -> Iterator[Callable[[], str]]:
    """Run a Jupyter Server; what it gives starts a terminal and returns its address."""
    port, token = free_port(), secrets.token_hex(16)
    options = {
        "ServerApp.port": port,
        "ServerApp.ip": "127.0.0.1",
        "ServerApp.allow_origin": origin,
        "ServerApp.allow_root": True,
        "ServerApp.open_browser": False,
        "ServerApp.root_dir": str(home),
        "IdentityProvider.token": token,
        "ServerApp.terminado_settings": {"shell_command": ["bash", "--norc", "--noprofile"]},
    }
    config = home / "config.json"
    nested: dict[str, dict[str, Any]] = {}
    for name, value in options.items():
        section, _, key = name.partition(".")
        nested.setdefault(section, {})[key] = value
    config.write_text(json.dumps(nested))
    command = [sys.executable, "-m", "jupyter_server", f"--config={config}"]
    with running(command, port, HOME=str(home), PS1="$ "):

        def start() -> str:
            made = httpx.post(
                f"http://127.0.0.1:{port}/api/terminals",
                headers={"Authorization": f"token {token}"},
            )
            name = made.raise_for_status().json()["name"]
            return f"ws://127.0.0.1:{port}/terminals/websocket/{name}?token={token}"

        yield start


def find_ttyd() -> str | None:
    """Return where ttyd is: `TTYD`, or on the path."""
    return os.environ.get("TTYD") or shutil.which("ttyd")


@contextmanager
def ttyd(path: str, *command: str) -> Iterator[str]:
    """Run ttyd, and return its address."""
    port = free_port()
    arguments = [path, "-p", str(port), "-i", "127.0.0.1", "-W", *command]
    with running(arguments, port, PS1="$ "):
        yield f"ws://127.0.0.1:{port}/ws"
