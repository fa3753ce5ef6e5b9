"""`backendai.term.2` over a WebSocket; docs/terminal-protocol.md specifies it."""

from __future__ import annotations

import asyncio

from ..errors import ProtocolError, SessionGoneError
from .channel import CloseConnection
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
from .protocol import MAX_FRAME_BYTES, VERSION, encode, parse
from .store import SessionHandle
from .viewer import Viewer


class Term2Connection(Connection):
    """A client that acknowledges output and resumes where it was cut off."""

    __slots__ = ("_ending",)
    dialect = "backendai.term.2"

    async def handshake(self) -> Viewer:
        """Read HELLO and answer with WELCOME."""
        hello = self._parse(await self.receive_first())
        if not isinstance(hello, Hello):
            raise ProtocolError("the first frame must be HELLO")
        if hello.version != VERSION:
            raise CloseConnection(4400, f"this server speaks version {VERSION}")
        limits = self.context.limits
        writable = self.context.identity.writable and not hello.read_only
        self.session = session = await self._find(hello)
        viewer, received = await session.join(hello.client, hello.offset, writable=writable)
        live = session.replay.end
        if hello.rows and hello.columns:
            session.resize(viewer, hello.rows, hello.columns)
        welcome = Welcome(
            VERSION,
            session.name,
            writable,
            viewer.position,
            live,
            received,
            limits.window,
            limits.input_window,
            *session.size,
        )
        try:
            await self.channel.send(encode(welcome))
        except BaseException:
            session.detach(viewer)
            raise
        return viewer

    async def _find(self, hello: Hello) -> SessionHandle:
        name = hello.session
        # A client that has seen output of a session must not get a new one of the same name.
        if name and (name != self.context.name or hello.offset is not None):
            try:
                found = await self.context.store.find(self.context.identity.user, name)
            except SessionGoneError as error:
                raise CloseConnection(4404, str(error)) from error
            if found is None:
                raise CloseConnection(4404, "No such session.")
            return found
        return await self.open_session(hello.client, (hello.rows or 24, hello.columns or 80))

    async def handle(self, viewer: Viewer, message: bytes | str) -> None:
        """Handle one client frame. Raises `CloseConnection` and `ProtocolError`."""
        session = self.session
        match self._parse(message):
            case Input(sequence, data):
                self.context.metrics.input += len(data)
                session.type(viewer, sequence, data)
            case Ack(offset):
                viewer.ack(offset)
            case Resize(rows, columns):
                session.resize(viewer, rows, columns)
            case Focus():
                session.focus(viewer)
            case Ping(data):
                await self.channel.send(encode(Pong(data)))
            case End() if viewer.writable:
                self._ending = asyncio.get_running_loop().create_task(session.end())
            case Hello():
                raise ProtocolError("HELLO must come only once")
            case _:  # a pong, or a frame of a later version
                pass

    async def send(self, viewer: Viewer, frame: ServerFrame) -> None:  # noqa: ARG002
        """Send a frame."""
        await self.channel.send(encode(frame))

    def _parse(self, data: bytes | str) -> ClientFrame | None:
        if isinstance(data, str):
            raise CloseConnection(1003, "frames must be binary")
        if len(data) > MAX_FRAME_BYTES:
            raise CloseConnection(1009, f"a frame has at most {MAX_FRAME_BYTES} bytes")
        return parse(data)
