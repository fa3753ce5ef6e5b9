"""A read-only view for asciinema's player: its live stream protocol, ALiS v1.

Every message is binary. Numbers are unsigned LEB128, times microseconds since the previous event.
docs.asciinema.org describes it; the player offers the subprotocol `v1.alis`.
"""

from __future__ import annotations

import asyncio
import codecs
import os
from typing import Final

from .channel import Channel, CloseConnection
from .connection import Connection, ConnectionContext
from .frames import Exit, Gap, Output, Resize, ServerFrame
from .viewer import Viewer

SUBPROTOCOL: Final = "v1.alis"
_MAGIC: Final = b"ALiS\x01"
_NO_THEME: Final = b"\0"


class AlisConnection(Connection):
    """A read-only client that sends no messages."""

    dialect = "alis"

    def __init__(self, context: ConnectionContext, channel: Channel) -> None:
        super().__init__(context, channel)
        self._clock = asyncio.get_running_loop().time
        self._last_event_at = self._clock()
        self._last_id = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    async def handshake(self) -> Viewer:
        """Join the session named in the address and describe it."""
        context = self.context
        user = context.identity.user
        found = await context.store.find(user, context.name) if context.name else None
        if found is None:
            raise CloseConnection(4404, "No such session.")
        self.session = found
        viewer, _ = await found.join(os.urandom(16), None, writable=False)
        await self.channel.send(_MAGIC)
        await self._reset()
        return viewer

    async def handle(self, viewer: Viewer, message: bytes | str) -> None:
        """Ignore the message."""

    async def send(self, viewer: Viewer, frame: ServerFrame) -> None:
        """Send a frame as an event."""
        match frame:
            case Output(_, data):
                text = self._decoder.decode(data).encode()
                if text:
                    await self._event(b"o", leb128(len(text)) + text)
                viewer.ack(viewer.position)
            case Gap(_, end):
                self._decoder.reset()
                await self._reset()
                viewer.ack(end)
            case Resize(rows, columns):
                await self._event(b"r", leb128(columns) + leb128(rows))
            case Exit(code, signal):
                status = code if code is not None else 128 + (signal or 0)
                await self._event(b"x", leb128(status))
                await self.channel.send(b"\x04" + leb128(self._elapsed()))
            case _:
                pass

    async def _reset(self) -> None:
        rows, columns = self.session.size
        size = leb128(columns) + leb128(rows)
        zero = leb128(0)  # as the time, and as the length of the initial screen
        await self.channel.send(b"\x01" + leb128(self._last_id) + zero + size + _NO_THEME + zero)

    async def _event(self, kind: bytes, body: bytes) -> None:
        self._last_id += 1
        await self.channel.send(kind + leb128(self._last_id) + leb128(self._elapsed()) + body)

    def _elapsed(self) -> int:
        """Return the microseconds since the previous event."""
        previous, self._last_event_at = self._last_event_at, self._clock()
        return max(0, int((self._last_event_at - previous) * 1e6))


def leb128(value: int) -> bytes:
    """Return a number as unsigned LEB128."""
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 127 | 128)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)
