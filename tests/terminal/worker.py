"""A front end or a PTY host as a process of its own: `python -m tests.terminal.worker`."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

from backendai_media.server import http
from backendai_media.server.launch import server_config
from backendai_media.terminal import Command, Limits, TerminalApp
from backendai_media.terminal.dialect_backendai import MAX_MESSAGE_BYTES
from backendai_media.terminal.redis.host import Host
from tests.ports import free_port

from .server import ORIGIN, Page, Server, by_header


def front(url: str, port: int) -> None:
    app = TerminalApp(
        ["cat"],
        authenticate=by_header,
        allowed_origins=[ORIGIN],
        allowed_hosts=[f"127.0.0.1:{port}"],
        limits=Limits(sessions=1000, sessions_per_user=1000),
        store=url or None,
    )
    config = server_config(
        app,
        max_message=MAX_MESSAGE_BYTES,
        port=port,
        timeout_graceful_shutdown=1,
        ws_ping_interval=None,
    )
    http.Server(config).run()


def host(url: str, *argv: str) -> None:
    command = Command(argv, cwd="/")
    asyncio.run(Host(url, lambda _: command, Limits(hang_up_timeout=0.5)).serve())


@contextlib.contextmanager
def process(kind: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run one; it is killed in the end."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)}
    argv = [sys.executable, "-m", "tests.terminal.worker", kind, *arguments]
    with subprocess.Popen(argv, env=environment) as one:
        try:
            yield one
        finally:
            one.kill()


@contextlib.contextmanager
def fronts(url: str, count: int) -> Iterator[list[tuple[subprocess.Popen[bytes], Remote]]]:
    """Run front ends, with "" alone and without a store, and wait until they listen."""
    with contextlib.ExitStack() as stack:
        found = []
        for _ in range(count):
            port = free_port()
            found.append((stack.enter_context(process("front", url, str(port))), Remote(port)))
        for _, server in found:
            end = time.monotonic() + 60
            while True:
                with (
                    contextlib.suppress(OSError),
                    socket.create_connection(("127.0.0.1", server.port)),
                ):
                    break
                assert time.monotonic() < end
                time.sleep(0.05)
        yield found


class Remote(Server):
    """A server in another process."""

    def __init__(self, port: int) -> None:
        super().__init__(lambda _: Command(["cat"]), port)


async def persist(page: Page, attempts: int = 200, **options: Any) -> Any:
    """Come back as a page does: again and again, until somebody answers."""
    for _ in range(attempts):
        with contextlib.suppress(Exception):
            return await page.come(**options)
        await asyncio.sleep(0.1)
    raise AssertionError("nobody answers")


if __name__ == "__main__":
    kind, url, *rest = sys.argv[1:]
    if kind == "front":
        front(url, int(rest[0]))
    else:
        host(url, *rest)
