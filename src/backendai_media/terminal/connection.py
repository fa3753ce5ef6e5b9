"""One accepted WebSocket: a viewer's frames in both directions."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from .access import Grant
from .errors import LimitError, ProtocolError, TerminalError
from .frames import Ack, End, Focus, Hello, Input, Ping, Resize, ServerFrame, Welcome
from .limits import Limits
from .protocol import MAX_FRAME, VERSION, encode, parse
from .session import Session
from .table import Sessions
from .viewer import Viewer

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]

_REASON: Final = 123  # bytes that a close frame has room for


class _Closed(Exception):  # noqa: N818 - it is no error
    """The connection is to be closed with a code, or is closed already without one."""

    def __init__(self, code: int | None = None, reason: str = "") -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


class Connection:
    """Serves a WebSocket until either side ends it."""

    def __init__(
        self, sessions: Sessions, grant: Grant, limits: Limits, receive: Receive, send: Send
    ) -> None:
        self._sessions = sessions
        self._grant = grant
        self._limits = limits
        self._receive = receive
        self._send = send
        self._loop = asyncio.get_running_loop()
        self._second, self._frames = 0.0, 0

    async def serve(self) -> None:
        """Run until the connection ends. The session goes on."""
        try:
            viewer, welcome = await self._enter()
            try:
                await self._put(welcome)
                await self._both(viewer)
            finally:
                viewer.session.detach(viewer)
        except _Closed as closed:
            if closed.code is not None:
                await self._close(closed.code, closed.reason)
        except ProtocolError as error:
            await self._close(1002, str(error))
        except OSError:  # how servers say that the peer is gone
            pass

    async def _enter(self) -> tuple[Viewer, Welcome]:
        hello = await self._frame(self._limits.hello)
        if not isinstance(hello, Hello):
            raise ProtocolError("the first frame is HELLO")
        if hello.version != VERSION:
            raise _Closed(4400, f"this server speaks version {VERSION}")
        writable = self._grant.writable and not hello.read_only
        session = self._session(hello)
        live = session.replay.end
        try:
            viewer = session.attach(hello.client, hello.offset, writable=writable)
        except LimitError as error:
            raise _Closed(4429, str(error)) from error
        if hello.rows and hello.columns:
            session.resize(viewer, hello.rows, hello.columns)
        return viewer, Welcome(
            VERSION,
            session.name,
            writable,
            viewer.position,
            live,
            session.received(hello.client),
            self._limits.window,
            self._limits.input_window,
            *session.size,
        )

    def _session(self, hello: Hello) -> Session:
        if hello.session:
            found = self._sessions.find(self._grant.user, hello.session)
            if found is None:
                raise _Closed(4404, "There is no such session (any more).")
            return found
        if not self._grant.writable:
            raise _Closed(4404, "Who only looks needs a session to look at.")
        size = (hello.rows or 24, hello.columns or 80)
        try:
            return self._sessions.open(self._grant, hello.client, size)
        except LimitError as error:
            raise _Closed(4429, str(error)) from error
        except TerminalError as error:
            raise _Closed(4500, str(error)) from error

    async def _both(self, viewer: Viewer) -> None:
        tasks = [
            self._loop.create_task(self._listen(viewer)),
            self._loop.create_task(self._tell(viewer)),
        ]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    async def _listen(self, viewer: Viewer) -> None:
        while True:
            frame = await self._frame(self._limits.silence)
            session = viewer.session
            match frame:
                case Input(sequence, data):
                    session.type(viewer, sequence, data)
                case Ack(offset):
                    viewer.ack(offset)
                case Resize(rows, columns):
                    session.resize(viewer, rows, columns)
                case Focus():
                    session.focus(viewer)
                case Ping(data):
                    await self._send({"type": "websocket.send", "bytes": b"\x88" + data})
                case End() if viewer.writable:
                    self._ending = self._loop.create_task(session.end())
                case Hello():
                    raise ProtocolError("HELLO comes once")
                case _:  # a pong, or of a later version
                    pass

    async def _tell(self, viewer: Viewer) -> None:
        while True:
            try:
                async with asyncio.timeout(self._limits.silence / 3):
                    await viewer.wait()
            except TimeoutError:
                await self._put(Ping())
            if viewer.gone:
                raise _Closed(4409, viewer.gone)
            for frame in viewer.take():
                await self._put(frame)
            if viewer.told_exit and viewer.acked == viewer.session.replay.end:
                raise _Closed(1000, "the session ended")

    async def _put(self, frame: ServerFrame) -> None:
        await self._send({"type": "websocket.send", "bytes": encode(frame)})

    async def _frame(self, patience: float) -> object:
        """Return the next frame. Raises `_Closed`, `ProtocolError`."""
        await self._brake()
        try:
            async with asyncio.timeout(patience):
                message = await self._receive()
        except TimeoutError:
            raise _Closed(4408, "nothing came in time") from None
        if message["type"] == "websocket.disconnect":
            raise _Closed
        data = message.get("bytes")
        if data is None:
            raise _Closed(1003, "frames are binary")
        if len(data) > MAX_FRAME:
            raise _Closed(1009, f"a frame has at most {MAX_FRAME} bytes")
        return parse(data)

    async def _brake(self) -> None:
        """Wait where more frames came within a second than there may."""
        now = self._loop.time()
        if now - self._second >= 1:
            self._second, self._frames = now, 0
        self._frames += 1
        if self._frames > self._limits.frames_per_second:
            await asyncio.sleep(self._second + 1 - now)

    async def _close(self, code: int, reason: str) -> None:
        text = reason.encode()[:_REASON].decode("utf-8", "ignore")
        with contextlib.suppress(OSError, RuntimeError):  # it is closed already
            await self._send({"type": "websocket.close", "code": code, "reason": text})
