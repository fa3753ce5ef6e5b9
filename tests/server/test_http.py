"""Connections whose request does not come, on a real server."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from itertools import pairwise
from typing import Any

import httpx
import pytest
from websockets.asyncio.client import connect

from backendai_media._asgi import Receive, Scope, Send, respond
from backendai_media.server.http import ACCEPTED_AT_ONCE, Server, bounded_protocol
from backendai_media.server.launch import server_config
from tests.terminal.conftest import PATIENCE, in_loop

HEAD = b"GET / HTTP/1.1\r\nHost: here\r\n"


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        if scope["path"] == "/slow":
            await asyncio.sleep(0.5)
        await respond(send, 200, b"here", [])
        return
    await receive()
    await send({"type": "websocket.accept"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"]})


@asynccontextmanager
async def serving(**options: Any) -> AsyncIterator[int]:
    """Run a server; → its port."""
    async with running(**options) as (_, port):
        yield port


@asynccontextmanager
async def running(**options: Any) -> AsyncIterator[tuple[Server, int]]:
    with closing(socket.socket()) as listener:
        listener.bind(("127.0.0.1", 0))
        config = server_config(
            application, max_message=1000, lifespan="off", log_level="critical", **options
        )
        server = Server(config)
        task = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110 - it has no event
            await asyncio.sleep(0.01)
        yield server, listener.getsockname()[1]
        server.should_exit = True
        await task


async def come(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", port)


async def ended(reader: asyncio.StreamReader) -> bytes:
    """Return what comes until the server closes the connection."""
    async with asyncio.timeout(PATIENCE):
        try:
            return await reader.read()
        except ConnectionResetError:
            return b""


async def drip(writer: asyncio.StreamWriter, data: bytes) -> None:
    for byte in data:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(0.02)


@in_loop
async def test_who_says_nothing_locks_nobody_out() -> None:
    async with serving(limit_concurrency=100) as port, httpx.AsyncClient(trust_env=False) as client:
        silent = [await come(port) for _ in range(300)]
        answers = [await client.get(f"http://127.0.0.1:{port}/") for _ in range(5)]
        assert [answer.status_code for answer in answers] == [200] * 5
        for reader, _ in silent[:200]:
            assert await ended(reader) == b""
        # Those of last are still waited for.
        reader, writer = silent[-1]
        writer.write(HEAD + b"Connection: close\r\n\r\n")
        assert (await ended(reader)).endswith(b"here")
        for _, writer in silent:
            writer.close()


@pytest.mark.parametrize("first", [b"", HEAD + b"\r\n"], ids=["at once", "after a request"])
@in_loop
async def test_a_head_that_drips_is_not_waited_for(first: bytes) -> None:
    async with serving(http=bounded_protocol(10, request_timeout=0.3)) as port:
        reader, writer = await come(port)
        writer.write(first)
        if first:
            assert await reader.readuntil(b"here")
        with pytest.raises(ConnectionError):
            await drip(writer, HEAD + b"X: y\r\n" * 100)
        writer.close()


@in_loop
async def test_what_has_come_is_not_hurried() -> None:
    """A slow answer, a pause between two requests and a WebSocket outlast the time for a head."""
    async with (
        serving(http=bounded_protocol(10, request_timeout=0.2)) as port,
        connect(f"ws://127.0.0.1:{port}/", proxy=None) as websocket,
    ):
        reader, writer = await come(port)
        writer.write(HEAD.replace(b"/", b"/slow", 1) + b"\r\n")
        assert (await reader.readuntil(b"here")).startswith(b"HTTP/1.1 200")
        await asyncio.sleep(0.5)
        writer.write(HEAD + b"Connection: close\r\n\r\n")
        assert (await ended(reader)).endswith(b"here")
        writer.close()
        await websocket.send("still here")
        assert await websocket.recv() == "still here"


@in_loop
async def test_a_burst_of_connections_is_accepted_bit_by_bit() -> None:
    async with running() as (server, port):
        # The loop stands still meanwhile: the system takes them all.
        clients = [socket.create_connection(("127.0.0.1", port), PATIENCE) for _ in range(200)]
        known = [0]
        async with asyncio.timeout(PATIENCE):
            while known[-1] < len(clients):
                await asyncio.sleep(0)
                known.append(len(server.server_state.connections))
        assert max(after - before for before, after in pairwise(known)) <= 2 * ACCEPTED_AT_ONCE
        for one in clients:
            one.close()
