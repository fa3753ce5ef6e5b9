"""`backendai.term.2` on a WebSocket; docs/terminal-protocol.md specifies it."""

from __future__ import annotations

import asyncio

from ..errors import ProtocolError, SessionGoneError
from .channel import Closed
from .connection import Connection
from .frames import (
    Ack,
    ClientFrame,
    End,
    Focus,
    Hello,
    Input,
    Ping,
    Pong,
    Resize,
    ServerFrame,
    Welcome,
)
from .protocol import MAX_FRAME, VERSION, encode, parse
from .store import Place
from .viewer import Viewer


class Term2(Connection):
    """A client that acknowledges, comes back, and loses nothing."""

    __slots__ = ("_ending",)
    dialect = "backendai.term.2"

    async def enter(self) -> Viewer:
        """Read HELLO and answer WELCOME."""
        hello = self._parse(await self.first())
        if not isinstance(hello, Hello):
            raise ProtocolError("the first frame is HELLO")
        if hello.version != VERSION:
            raise Closed(4400, f"this server speaks version {VERSION}")
        grant, limits = self.visit.grant, self.visit.limits
        writable = grant.writable and not hello.read_only
        self.place = place = await self._find(hello)
        viewer, received = await place.join(hello.client, hello.offset, writable=writable)
        live = place.replay.end
        if hello.rows and hello.columns:
            place.resize(viewer, hello.rows, hello.columns)
        welcome = Welcome(
            VERSION,
            place.name,
            writable,
            viewer.position,
            live,
            received,
            limits.window,
            limits.input_window,
            *place.size,
        )
        try:
            await self.channel.send(encode(welcome))
        except BaseException:
            place.detach(viewer)
            raise
        return viewer

    async def _find(self, hello: Hello) -> Place:
        name = hello.session
        # Who has seen something of a session means that one, and no new one of its name.
        if name and (name != self.visit.name or hello.offset is not None):
            try:
                found = await self.visit.store.find(self.visit.grant.user, name)
            except SessionGoneError as error:
                raise Closed(4404, str(error)) from error
            if found is None:
                raise Closed(4404, "There is no such session (any more).")
            return found
        return await self.opened(hello.client, (hello.rows or 24, hello.columns or 80))

    async def heed(self, viewer: Viewer, message: bytes | str) -> None:
        """Do what a frame asks for."""
        place = self.place
        match self._parse(message):
            case Input(sequence, data):
                self.visit.metrics.input += len(data)
                place.type(viewer, sequence, data)
            case Ack(offset):
                viewer.ack(offset)
            case Resize(rows, columns):
                place.resize(viewer, rows, columns)
            case Focus():
                place.focus(viewer)
            case Ping(data):
                await self.channel.send(encode(Pong(data)))
            case End() if viewer.writable:
                self._ending = asyncio.get_running_loop().create_task(place.end())
            case Hello():
                raise ProtocolError("HELLO comes once")
            case _:  # a pong, or of a later version
                pass

    async def say(self, viewer: Viewer, frame: ServerFrame) -> None:  # noqa: ARG002
        """Send a frame."""
        await self.channel.send(encode(frame))

    def _parse(self, data: bytes | str) -> ClientFrame | None:
        if isinstance(data, str):
            raise Closed(1003, "frames are binary")
        if len(data) > MAX_FRAME:
            raise Closed(1009, f"a frame has at most {MAX_FRAME} bytes")
        return parse(data)
