"""A session to look at in asciinema's player: its live streams' protocol, ALiS v1.

Every message is binary. Numbers are unsigned LEB128, times microseconds since the event before.
docs.asciinema.org describes it; the player offers the subprotocol `v1.alis`.
"""

from __future__ import annotations

import asyncio
import codecs
import os
from typing import Final

from .channel import Channel, Closed
from .connection import Connection, Visit
from .frames import Exit, Gap, Output, Resize, ServerFrame
from .viewer import Viewer

SUBPROTOCOL: Final = "v1.alis"
_MAGIC: Final = b"ALiS\x01"
_NO_THEME: Final = b"\0"


class Alis(Connection):
    """A viewer that only looks, and says nothing."""

    dialect = "alis"

    def __init__(self, visit: Visit, channel: Channel) -> None:
        super().__init__(visit, channel)
        self._clock = asyncio.get_running_loop().time
        self._at = self._clock()
        self._id = 0
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    async def enter(self) -> Viewer:
        """Join the session of the address and describe it."""
        visit = self.visit
        found = await visit.store.find(visit.grant.user, visit.name) if visit.name else None
        if found is None:
            raise Closed(4404, "There is no such session.")
        self.place = found
        viewer, _ = await found.join(os.urandom(16), None, writable=False)
        await self.channel.send(_MAGIC)
        await self._reset()
        return viewer

    async def heed(self, viewer: Viewer, message: bytes | str) -> None:
        """Ignore it."""

    async def say(self, viewer: Viewer, frame: ServerFrame) -> None:
        """Send an event."""
        match frame:
            case Output(_, data):
                text = self._decoder.decode(data).encode()
                if text:
                    await self._event(b"o", number(len(text)) + text)
                viewer.ack(viewer.position)
            case Gap(_, end):
                self._decoder.reset()
                await self._reset()
                viewer.ack(end)
            case Resize(rows, columns):
                await self._event(b"r", number(columns) + number(rows))
            case Exit(code, signal):
                status = code if code is not None else 128 + (signal or 0)
                await self._event(b"x", number(status))
                await self.channel.send(b"\x04" + number(self._elapsed()))
            case _:
                pass

    async def _reset(self) -> None:
        rows, columns = self.place.size
        size = number(columns) + number(rows)
        nothing = number(0)
        await self.channel.send(b"\x01" + number(self._id) + nothing + size + _NO_THEME + nothing)

    async def _event(self, kind: bytes, rest: bytes) -> None:
        self._id += 1
        await self.channel.send(kind + number(self._id) + number(self._elapsed()) + rest)

    def _elapsed(self) -> int:
        before, self._at = self._at, self._clock()
        return max(0, int((self._at - before) * 1e6))


def number(value: int) -> bytes:
    """Return an unsigned LEB128."""
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)
