"""Older clients' JSON, with the messages that such clients send."""

import asyncio
import json
import socket
from base64 import b64decode, b64encode
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection

from tests import VECTORS

from .conftest import PATIENCE, in_loop, python
from .server import Page, Server, serving
from .test_session import COUNTING, FLOOD, RAW

VECTOR = json.loads((VECTORS / "14_pty_messages.json").read_text(encoding="utf-8"))


async def come(server: Server, name: str = "one", **options: Any) -> ClientConnection:
    return await server.socket(path=f"/ws/{name}", subprotocols=None, **options)


async def say(socket: ClientConnection, text: bytes, **more: object) -> None:
    message = {"type": "stdin", "chars": b64encode(text).decode(), **more}
    await socket.send(json.dumps(message))


async def look(socket: ClientConnection, wanted: bytes) -> bytes:
    seen = b""
    async with asyncio.timeout(PATIENCE):
        while wanted not in seen:
            message = await socket.recv()
            assert isinstance(message, str)  # what the oldest front ends can read
            told = json.loads(message)
            assert set(told) == {"type", "data"}
            assert told["type"] == "out"
            seen += b64decode(told["data"], validate=True)
    return seen


@pytest.mark.parametrize("side", ["client_to_server", "client_to_server_webterm_js_2018"])
def test_the_messages_of_older_clients(side: str) -> None:
    @in_loop
    async def run() -> None:
        code = (
            RAW + "os.write(1, os.read(0, 99) + b'!' + b'%d,%d;' % os.get_terminal_size()[::-1]);"
        )
        async with serving(*python(code * 1 + "time.sleep(99)")) as server:
            socket = await come(server)
            await look(socket, b"ready")
            for message in VECTOR[side]:
                await socket.send(json.dumps(message))
                if message["type"] == "stdin" and message is VECTOR[side][0]:
                    await look(socket, b64decode(message["chars"]) + b"!24,80;")
                if message["type"] == "resize":
                    place = await server.app.sessions.find("ann", "one")
                    assert place
                    async with asyncio.timeout(PATIENCE):
                        while place.size != (message["rows"], message["cols"]):  # noqa: ASYNC110
                            await asyncio.sleep(0.01)
            seen = await look(socket, b"Restarting...\r\n")  # the last message
            assert seen.endswith(b"Restarting...\r\n")
            await look(socket, b"ready")
            await socket.close()

    run()


@in_loop
async def test_both_kinds_of_client_share_a_session() -> None:
    async with serving("cat") as server:
        page = Page(server, path="/ws/shared")
        await page.come()
        old = await come(server, "shared")
        await say(old, b"old\n", sid="x")
        await page.look(b"old\r\nold\r\n")
        await page.type(b"new\n")
        await look(old, b"new\r\nnew\r\n")
        again = await come(server, "shared")
        seen = await look(again, b"new\r\nnew\r\n")
        assert seen.startswith(b"\x1bc")  # it may have another screen still
        assert b"old\r\nold\r\n" in seen
        assert page.name == "shared"
        assert await server.app.sessions.count() == 1
        await page.leave()


@in_loop
async def test_a_big_paste_in_one_message_arrives_whole_without_a_window() -> None:
    data = bytes(range(256)) * 2000
    async with serving(*python(RAW + COUNTING), str(len(data))) as server:
        socket = await come(server, max_size=None)
        await look(socket, b"ready")
        await say(socket, data)
        await look(socket, b"%d " % len(data))
        await socket.wait_closed()
        assert socket.close_code == 1000
        assert socket.close_reason == "The program ended: code 0."


@in_loop
async def test_tcp_holds_a_flood_back() -> None:
    async with serving(*FLOOD) as server:
        # One that takes little, so that what lies between is full soon.
        narrow = socket.socket()
        narrow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        narrow.connect(("127.0.0.1", server.port))
        page = await come(server, max_queue=1, sock=narrow)
        place = await server.app.sessions.find("ann", "one")
        assert place
        last = -1
        async with asyncio.timeout(PATIENCE):
            while place.replay.end != last:
                last = place.replay.end
                await asyncio.sleep(0.3)
        assert last < 1 << 24
        page.transport.abort()  # closing in order would wait behind the flood


@in_loop
async def test_readers_cannot_type_and_nonsense_is_refused() -> None:
    async with serving("cat") as server:
        writer = await come(server)
        reader = await come(server, user="ann/reader")
        await say(reader, b"evil\n")
        await reader.send(json.dumps({"type": "restart"}))
        await reader.send(json.dumps({"type": "resize", "rows": 5, "cols": 5}))
        await say(writer, b"good\n")
        assert b"evil" not in await look(reader, b"good\r\ngood\r\n")
        for nonsense in ("", "{", "[]", "[" * 100_000, json.dumps({"type": "stdin", "chars": "*"})):
            bad = await come(server)
            await bad.send(nonsense)
            await bad.wait_closed()
            assert bad.close_code == 1002, nonsense[:20]
        for odd in (
            {},
            {"type": 5},
            {"type": "resize", "rows": "x", "cols": -1},
            {"type": "stdin"},
        ):
            await writer.send(json.dumps(odd))
        await say(writer, b"still\n")
        await look(writer, b"still\r\nstill\r\n")
        await writer.close()
        nobody = await come(server, "none", user="ann/reader")
        await nobody.wait_closed()
        assert nobody.close_code == 4404
