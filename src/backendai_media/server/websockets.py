"""uvicorn's WebSockets, made smaller: a terminal's connection is idle most of its life."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveEvent, ASGISendEvent


class SmallProtocol(WebSocketsSansIOProtocol):
    """Forgets the handshake when it is over: half of what a connection holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue: Any = _Inbox()

    async def send(self, message: ASGISendEvent) -> None:
        """Do what an application wants, and forget."""
        await super().send(message)
        if message["type"] == "websocket.accept" and self.handshake_complete:
            # Whoever wants to know of them has seen them.
            self.scope["headers"] = []
            self.request.headers.clear()
            self.response.headers.clear()


class _Inbox:
    """What uvicorn uses of `asyncio.Queue`, which is 3 KB without a message in it."""

    __slots__ = ("_messages", "_waiter")

    def __init__(self) -> None:
        # uvicorn reads no more while there is one: a long list there cannot be.
        self._messages: list[ASGIReceiveEvent] = []
        self._waiter: asyncio.Future[None] | None = None

    def put_nowait(self, message: ASGIReceiveEvent) -> None:
        self._messages.append(message)
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def empty(self) -> bool:
        return not self._messages

    async def get(self) -> ASGIReceiveEvent:
        while not self._messages:
            self._waiter = asyncio.get_running_loop().create_future()
            try:
                await self._waiter
            finally:
                self._waiter = None
        return self._messages.pop(0)
