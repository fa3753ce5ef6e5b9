"""One accepted WebSocket: messages, how fast they may come, and how it is closed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from .limits import Limits

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_REASON: Final = 123  # bytes that a close frame has room for


class Closed(Exception):  # noqa: N818 - it is no error
    """The connection is to be closed with a code, or is closed already without one."""

    def __init__(self, code: int | None = None, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Channel:
    """Receives and sends messages; `heard_at` is when the last one came, by the loop's clock."""

    __slots__ = ("_count", "_limits", "_loop", "_receive", "_second", "_send", "heard_at")

    def __init__(self, receive: Receive, send: Send, limits: Limits) -> None:
        self._receive = receive
        self._send = send
        self._limits = limits
        self._loop = asyncio.get_running_loop()
        self._second, self._count = 0.0, 0
        self.heard_at = self._loop.time()

    async def receive(self) -> bytes | str:
        """Return the next message. Raises `Closed` at the end."""
        await self._brake()
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            raise Closed
        self.heard_at = self._loop.time()
        data = message.get("bytes")
        return message.get("text") or "" if data is None else data

    async def send(self, data: bytes | str) -> None:
        """Send a message, when there is room for it. Raises `OSError` where nobody is there."""
        kind = "text" if isinstance(data, str) else "bytes"
        await self._send({"type": "websocket.send", kind: data})

    async def close(self, code: int, reason: str) -> None:
        """Close; nothing happens if it is closed already."""
        text = reason.encode()[:_REASON].decode("utf-8", "ignore")
        with contextlib.suppress(OSError, RuntimeError):
            await self._send({"type": "websocket.close", "code": code, "reason": text})

    async def _brake(self) -> None:
        """Wait where more messages came within a second than there may."""
        now = self._loop.time()
        if now - self._second >= 1:
            self._second, self._count = now, 0
        self._count += 1
        if self._count > self._limits.frames_per_second:
            await asyncio.sleep(self._second + 1 - now)
