"""The application on a real server, and clients of it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Self

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from backendai_media.server import http
from backendai_media.server.launch import server_config
from backendai_media.terminal import Command, Identity, Limits, TerminalApp
from backendai_media.terminal.dialect_backendai import MAX_MESSAGE_BYTES
from backendai_media.terminal.frames import (
    Ack,
    ClientFrame,
    Exit,
    Gap,
    Hello,
    Input,
    Output,
    Ping,
    Pong,
    Welcome,
    Written,
)
from backendai_media.terminal.redis.host import Host

from .conftest import PATIENCE
from .wire import decode, pack

ORIGIN = "https://pages.example"
TOKEN = "correct horse battery staple"


def by_header(scope: Any) -> Identity | None:
    """Let in whom the header names: "ann" may type, "ann/reader" may look."""
    for name, value in scope["headers"]:
        if name == b"x-user":
            user, _, role = value.decode().partition("/")
            return Identity(user, writable=role != "reader")
    return None


class Server:
    """Where the application listens."""

    app: TerminalApp

    def __init__(self, command: Callable[[Identity], Command], port: int) -> None:
        self.command = command
        self.port = port
        self.url = f"http://127.0.0.1:{port}"

    def socket(self, *, user: str | None = "ann", path: str = "/ws", **options: Any) -> connect:
        headers = {"X-User": user} if user else {}
        defaults: dict[str, Any] = {
            "origin": Origin(ORIGIN),
            "subprotocols": [Subprotocol("backendai.term.2")],
            "additional_headers": headers,
            "compression": None,
            "max_size": 1 << 20,
            "proxy": None,
        }
        url = f"ws://127.0.0.1:{self.port}{path}"
        return connect(url, **defaults | options)


#: Where sessions are: "" in the server itself, else a store's address.
STORE = [""]


@asynccontextmanager
async def hosting(
    url: str, command: Callable[[Identity], Command], limits: Limits
) -> AsyncIterator[Host]:
    """Run a PTY host for a store, in this loop."""
    host = Host(url, command, limits)
    task = asyncio.create_task(host.serve())
    try:
        yield host
    finally:
        host.stop()
        await task


@asynccontextmanager
async def serving(
    *command: str, wrap: Any = lambda app: app, hosted: bool = True, **options: Any
) -> AsyncIterator[Server]:
    """Run the application on uvicorn, in this loop, and what the store needs."""
    async with AsyncExitStack() as stack:
        yield await _serve(stack, command, wrap, hosted=hosted, **options)


async def _serve(
    stack: AsyncExitStack, command: tuple[str, ...], wrap: Any, *, hosted: bool, **options: Any
) -> Server:
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    bounds = Limits(**{"hang_up_timeout": 0.5, **options.pop("limits", {})})
    settings: dict[str, Any] = {
        "authenticate": by_header,
        "allowed_origins": [ORIGIN],
        "allowed_hosts": [f"127.0.0.1:{port}"],
        "store": STORE[0] or None,
    }
    fixed = Command(
        command or ("cat",), cwd="/", env=options.pop("env", None), user=options.pop("user", None)
    )
    served = Server(lambda _: fixed, port)

    def chosen(grant: Identity) -> Command:
        return served.command(grant)

    settings |= options
    if settings["store"] and hosted:
        await stack.enter_async_context(hosting(settings["store"], chosen, bounds))
    app = served.app = TerminalApp(chosen, limits=bounds, **settings)
    config = server_config(
        wrap(app),
        max_message=MAX_MESSAGE_BYTES,
        log_level="critical",
        timeout_graceful_shutdown=5,
        lifespan="on",
    )
    server = http.Server(config)
    task = asyncio.create_task(server.serve(sockets=[listener]))

    async def stop() -> None:
        server.should_exit = True
        await task
        await app.close()
        listener.close()

    stack.push_async_callback(stop)
    async with asyncio.timeout(PATIENCE):
        while not server.started:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.01)
    return served


class Page:
    """What a page does: keeps its place, resends, acknowledges, comes back after cuts."""

    def __init__(self, server: Server, **options: Any) -> None:
        self.server = server
        self.id = os.urandom(16)
        self.name = ""
        self.offset: int | None = None
        self.seen = bytearray()
        self.gaps: list[Gap] = []
        self.exit: Exit | None = None
        self.written = 0
        self.sequence = 0
        self.read_only = False
        self._unsent: dict[int, bytes] = {}
        self._options = options
        self.socket: ClientConnection

    async def come(self, rows: int = 24, columns: int = 80) -> Welcome:
        """Connect, and send again what the server has not received."""
        self.socket = await self.server.socket(**self._options)
        hello = Hello(2, self.id, self.name, self.offset, rows, columns, self.read_only)
        await self.send(hello)
        async with asyncio.timeout(PATIENCE):
            welcome = decode(await self.binary())
        assert isinstance(welcome, Welcome)
        if welcome.offset != self.offset:
            self.seen, self.offset = bytearray(), welcome.offset
        self.name = welcome.session
        self._unsent = {n: d for n, d in self._unsent.items() if n > welcome.received}
        for number, data in self._unsent.items():
            await self.send(Input(number, data))
        return welcome

    async def __aenter__(self) -> Self:
        await self.come()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.leave()

    async def leave(self) -> None:
        """Close in order."""
        await self.socket.close()

    def cut(self) -> None:
        """Lose the connection without a word."""
        self.socket.transport.abort()

    async def send(self, frame: ClientFrame) -> None:
        await self.socket.send(pack(frame))

    async def binary(self) -> bytes:
        data = await self.socket.recv()
        assert isinstance(data, bytes)
        return data

    async def type(self, data: bytes) -> None:
        self.sequence += 1
        self._unsent[self.sequence] = data
        await self.send(Input(self.sequence, data))

    async def glance(self, *, ack: bool = True) -> None:
        """Take one frame if it comes soon."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(0.02):
                await self.take(ack=ack)

    async def take(self, *, ack: bool = True) -> None:
        """Take one frame."""
        match decode(await self.binary()):
            case Output(offset, data):
                assert offset == self.offset, "a byte is lost or doubled"
                self.seen += data
                self.offset = offset + len(data)
                if ack:
                    await self.send(Ack(self.offset))
            case Gap(start, end) as gap:
                assert start == self.offset
                self.gaps.append(gap)
                self.seen, self.offset = bytearray(), end
                await self.send(Ack(end))
            case Written(sequence):
                self.written = sequence
            case Exit() as how:
                self.exit = how
            case Ping(data):
                await self.send(Pong(data))

    async def look(self, until: Any, *, ack: bool = True) -> None:
        done = until if callable(until) else lambda: until in self.seen
        async with asyncio.timeout(PATIENCE):
            while not done():
                await self.take(ack=ack)

    async def close_code(self) -> tuple[int | None, str | None]:
        """Return how the server closed, after whatever else it said."""
        async with asyncio.timeout(PATIENCE):
            with contextlib.suppress(Exception):
                while True:
                    await self.socket.recv()
        await self.socket.wait_closed()
        return self.socket.close_code, self.socket.close_reason
