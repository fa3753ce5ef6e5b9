"""uvicorn's WebSocket protocol with less memory per connection: terminals are mostly idle."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveEvent, ASGISendEvent


class SmallProtocol(WebSocketsSansIOProtocol):
    """Releases the handshake's data after it: half of a connection's memory."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.queue: Any = _Inbox()

    async def send(self, message: ASGISendEvent) -> None:
        """Handle an application's event."""
        await super().send(message)
        if message["type"] == "websocket.accept" and self.handshake_complete:
            # The application has read them by now.
            self.scope["headers"] = []
            self.request.headers.clear()
            self.response.headers.clear()


class _Inbox:
    """The part of `asyncio.Queue` that uvicorn uses; an empty one of those takes 3 KB."""

    __slots__ = ("_messages", "_waiter")

    def __init__(self) -> None:
        # A short list: uvicorn stops reading while a message is queued.
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
