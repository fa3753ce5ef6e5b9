"""The WebSocket of one page: its requests, and the log at the page's own pace."""

from __future__ import annotations

import asyncio
from typing import Final

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

from .inbox import Inbox
from .page_protocol import Ack, Mark, Notice, decode, encode
from .playground_session import Session
from .run_log import Cursor

PIECE_BYTES: Final = 1 << 16  # of the log in one message
#: More than what answers a widget: that never waits until the page has drawn.
MAX_UNACKNOWLEDGED: Final = 8
MAX_INVALID_MESSAGES: Final = 20


class Connection:
    """Serves one accepted WebSocket until either side ends it."""

    def __init__(self, socket: WebSocket, session: Session) -> None:
        self._socket = socket
        self._session = session
        self._inbox = Inbox()
        self._cursor = Cursor()
        self._sent = 0
        self._seen = 0

    async def serve(self) -> None:
        """Run until the page disconnects."""
        self._session.inboxes.add(self._inbox)
        self._inbox.put(*self._session.greet())
        sender = asyncio.create_task(self._send())
        try:
            await self._receive()
        except WebSocketDisconnect:
            pass
        finally:
            self._session.inboxes.discard(self._inbox)
            sender.cancel()
            await asyncio.gather(sender, return_exceptions=True)

    async def _receive(self) -> None:
        invalid = 0
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            try:
                request = decode(message.get("text") or message.get("bytes") or b"")
            except (msgspec.MsgspecError, UnicodeError, RecursionError):
                invalid += 1
                if invalid > MAX_INVALID_MESSAGES:
                    await self._socket.close(1008, "not understood")
                    return
                self._inbox.put(Notice("The server did not understand what this page sent."))
                continue
            if isinstance(request, Ack):
                self._seen = min(max(self._seen, request.id), self._sent)
                self._inbox.wake()
            else:
                self._session.handle(request, self._inbox)

    async def _send(self) -> None:
        while True:
            await self._inbox.wait()
            while lines := self._next():
                await self._socket.send_text(lines.decode())

    def _next(self) -> bytes:
        """Return what to send now: events first, then a piece of the log if the page keeps up."""
        if events := self._inbox.take():
            return b"".join(map(encode, events))
        log = self._session.log
        if self._sent - self._seen >= MAX_UNACKNOWLEDGED:
            return b""
        lines = log.read(self._cursor, PIECE_BYTES)
        if not lines:
            return b""
        self._sent += 1
        return lines + encode(Mark(self._sent, log.unread(self._cursor)))
