"""asciinema's live view, read as its player reads it."""

import asyncio
from typing import Any

from websockets.typing import Subprotocol

from .conftest import PATIENCE, in_loop
from .server import Page, serving


def number(data: bytes, at: int) -> tuple[int, int]:
    """Return an unsigned LEB128 and where it ends."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        shift, at = shift + 7, at + 1
        if byte < 128:
            return value, at


def event(data: bytes) -> tuple[str, Any]:
    kind = chr(data[0])
    _, at = number(data, 1)
    if kind == "\x04":
        return kind, None
    time, at = number(data, at)
    assert time < 60e6
    value, at = number(data, at)
    if kind == "o":
        assert len(data) == at + value
        return kind, data[at:].decode()
    if kind == "r":
        return kind, (value, number(data, at)[0])
    return kind, value


@in_loop
async def test_a_session_can_be_watched() -> None:
    offered = [Subprotocol(p) for p in ("v1.alis", "v2.asciicast", "v3.asciicast", "raw")]
    async with serving(
        "sh", "-c", "read a; printf '\\355\\225'; sleep .2; printf '\\234'; exit 3"
    ) as server:
        page = Page(server, path="/ws/show")
        await page.come(30, 100)
        socket = await server.socket(user="ann/reader", path="/ws/show", subprotocols=offered)
        assert socket.subprotocol == "v1.alis"
        assert await socket.recv() == b"ALiS\x01"
        # Id and time 0, the size, no theme, nothing to start from.
        assert await socket.recv() == bytes([1, 0, 0, 100, 30, 0, 0])
        await socket.send("nothing that is said here matters")
        await page.type(b"go\n")
        await page.look(lambda: page.exit)
        events = []
        async with asyncio.timeout(PATIENCE):
            async for message in socket:
                assert isinstance(message, bytes)
                events.append(event(message))
        shown = "".join(text for kind, text in events if kind == "o")
        assert shown == "go\r\n한"  # never half a character
        assert events[-2:] == [("x", 3), ("\x04", None)]
        assert socket.close_code == 1000


@in_loop
async def test_sizes_are_told_and_strangers_are_not() -> None:
    from backendai_media.terminal.frames import Resize

    alis = [Subprotocol("v1.alis")]
    async with serving("cat") as server:
        page = Page(server, path="/ws/show")
        await page.come()
        socket = await server.socket(path="/ws/show", subprotocols=alis)
        await socket.recv()
        await socket.recv()
        await page.send(Resize(50, 300))
        message = await socket.recv()
        assert isinstance(message, bytes)
        assert event(message) == ("r", (300, 50))
        await page.leave()
        await socket.close()
        for user, path in (("bob", "/ws/show"), ("ann", "/ws/other"), ("ann", "/ws")):
            socket = await server.socket(user=user, path=path, subprotocols=alis)
            await socket.wait_closed()
            assert socket.close_code == 4404
