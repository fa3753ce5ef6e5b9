"""The JSON dialects, around a real program: what Backend.AI's servers send, byte for byte."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import fcntl
import json
import os
import pty
import struct
import termios
import time
from collections.abc import Callable
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from .servers import Loop


class _Served:
    """What runs until it is closed."""

    _loop: Loop
    _server: Server

    def close(self) -> None:
        async def stop() -> None:
            self._server.close()
            await self._server.wait_closed()

        self._loop.run(stop())
        self._loop.close()


class JsonServer(_Served):
    """Runs a shell for each connection.

    `frames`: "text" or "binary". `received` holds every message as it came; `script`, where it is
    given, is sent instead of a shell's output.
    """

    def __init__(
        self, path: str, frames: str = "text", script: list[Any] | None = None, close: int = 1000
    ) -> None:
        self.received: list[dict[str, Any]] = []
        self.script = script
        self.protocols: list[Any] = []
        self._close = close
        self._binary = frames == "binary"
        self._loop = Loop()
        self._server = self._loop.run(self._start())
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"ws://127.0.0.1:{port}{path}"

    async def _start(self) -> Server:
        return await serve(self._serve, "127.0.0.1", 0, compression=None)

    async def _serve(self, page: ServerConnection) -> None:
        self.protocols.append(page.request.headers.get("Sec-WebSocket-Protocol"))  # type: ignore[union-attr]
        # Pages go as they like, also without a word.
        with contextlib.suppress(ConnectionClosed):
            await (self._shell(page) if self.script is None else self._follow(page, self.script))

    async def _follow(self, page: ServerConnection, script: list[Any]) -> None:
        for message in script:
            await self._put(page, message)
        async for text in page:
            self.received.append(json.loads(text))
            if self.received[-1].get("type") == "restart":
                await page.close(self._close, "as the test wants")

    async def _put(self, page: ServerConnection, message: dict[str, Any]) -> None:
        text = json.dumps(message)
        await page.send(text.encode() if self._binary else text)

    async def _shell(self, page: ServerConnection) -> None:
        loop = asyncio.get_running_loop()
        master, slave = pty.openpty()
        shell = await asyncio.create_subprocess_exec(
            *("setsid", "--ctty", "bash", "--norc", "--noprofile"),
            env={**os.environ, "PS1": "$ ", "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"},
            stdin=slave,
            stdout=slave,
            stderr=slave,
        )
        os.close(slave)
        queue: asyncio.Queue[bytes] = asyncio.Queue()

        def read() -> None:
            try:
                # Small reads cut characters.
                queue.put_nowait(os.read(master, 7))
            except OSError:
                loop.remove_reader(master)
                queue.put_nowait(b"")

        async def tell() -> None:
            with contextlib.suppress(ConnectionClosed):
                while data := await queue.get():
                    out = base64.b64encode(data).decode()
                    await self._put(page, {"type": "out", "data": out})
                await page.close(1000, "the shell ended")

        loop.add_reader(master, read)
        teller = asyncio.create_task(tell())
        try:
            async for text in page:
                message = json.loads(text)
                self.received.append(message)
                if message["type"] == "stdin":
                    os.write(master, base64.b64decode(message["chars"]))
                elif message["type"] == "resize":
                    size = struct.pack("HHHH", message["rows"], message["cols"], 0, 0)
                    fcntl.ioctl(master, termios.TIOCSWINSZ, size)
                elif message["type"] == "restart":
                    again = base64.b64encode(b"Restarting...\r\n").decode()
                    await self._put(page, {"type": "out", "data": again})
        finally:
            teller.cancel()
            loop.remove_reader(master)
            os.close(master)
            with contextlib.suppress(ProcessLookupError):
                shell.kill()
            await shell.wait()


class Raw(_Served):
    """Sends the given frames to each who connects, or `greets`, and keeps what it hears."""

    def __init__(self, frames: list[bytes | str], protocol: str, *, greets: bool = True) -> None:
        self._greets = greets
        self.received: list[bytes] = []
        self._frames = frames
        self._loop = Loop()
        self._server = self._loop.run(self._start(protocol))
        self.url = f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/ws"

    async def _start(self, protocol: str) -> Server:
        return await serve(
            self._serve, "127.0.0.1", 0, compression=None, subprotocols=[Subprotocol(protocol)]
        )

    async def _serve(self, page: ServerConnection) -> None:
        with contextlib.suppress(ConnectionClosed):
            if self._greets:
                self.received.append(await page.recv(decode=False))
            for frame in self._frames:
                await page.send(frame)
            async for data in page:
                self.received.append(data if isinstance(data, bytes) else data.encode())

    def wait(self, condition: Callable[[], bool], seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, "it did not happen"
            time.sleep(0.02)
