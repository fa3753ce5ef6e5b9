"""One accepted WebSocket: its messages, their rate, and its close."""

from __future__ import annotations

import asyncio
import contextlib
from typing import Final

from .._asgi import Receive, Send
from .limits import Limits

_MAX_REASON_BYTES: Final = 123  # of a close frame


class CloseConnection(Exception):  # noqa: N818 - not an error
    """Ends a connection: with a close code, or without one if the peer has closed it."""

    def __init__(self, code: int | None = None, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Channel:
    """Receives and sends messages; `received_at` is the loop time of the last one received."""

    __slots__ = ("_count", "_limits", "_loop", "_receive", "_second", "_send", "received_at")

    def __init__(self, receive: Receive, send: Send, limits: Limits) -> None:
        self._receive = receive
        self._send = send
        self._limits = limits
        self._loop = asyncio.get_running_loop()
        self._second, self._count = 0.0, 0
        self.received_at = self._loop.time()

    async def receive(self) -> bytes | str:
        """Return the next message. Raises `CloseConnection` if the peer has disconnected."""
        await self._throttle()
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            raise CloseConnection
        self.received_at = self._loop.time()
        data = message.get("bytes")
        return message.get("text") or "" if data is None else data

    async def send(self, data: bytes | str) -> None:
        """Send a message, waiting for room. Raises `OSError` if the peer has disconnected."""
        kind = "text" if isinstance(data, str) else "bytes"
        await self._send({"type": "websocket.send", kind: data})

    async def close(self, code: int, reason: str) -> None:
        """Close; closing twice is allowed."""
        text = reason.encode()[:_MAX_REASON_BYTES].decode("utf-8", "ignore")
        with contextlib.suppress(OSError, RuntimeError):
            await self._send({"type": "websocket.close", "code": code, "reason": text})

    async def _throttle(self) -> None:
        """Wait if more messages than allowed have come within a second."""
        now = self._loop.time()
        if now - self._second >= 1:
            self._second, self._count = now, 0
        self._count += 1
        if self._count > self._limits.frames_per_second:
            await asyncio.sleep(self._second + 1 - now)
