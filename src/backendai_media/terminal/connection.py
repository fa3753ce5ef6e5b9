"""One viewer's WebSocket; each dialect is a subclass."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import partial

from ..errors import (
    LimitError,
    ProtocolError,
    SessionGoneError,
    StoreUnavailableError,
    TerminalError,
)
from .access import Identity
from .channel import Channel, CloseConnection
from .frames import Output, Ping, ServerFrame
from .limits import Limits
from .monitoring import Metrics, log
from .store import SessionHandle, Store
from .tasks import end_tasks
from .viewer import Viewer


@dataclass(frozen=True, slots=True)
class ConnectionContext:
    """Who connects, and to which session of the store ("" for any)."""

    store: Store
    identity: Identity
    name: str
    limits: Limits
    metrics: Metrics


class Connection(ABC):
    """Serves a WebSocket until either side closes it; the session goes on."""

    #: The name in log records.
    dialect = ""

    __slots__ = (
        "_error",
        "_has_updates",
        "_keepalive",
        "_ping_due",
        "_receiver",
        "_sender",
        "channel",
        "context",
        "session",
    )

    def __init__(self, context: ConnectionContext, channel: Channel) -> None:
        self.context = context
        self.channel = channel
        self.session: SessionHandle
        self._receiver: asyncio.Task[None] | None = None
        self._sender: asyncio.Task[None] | None = None  # only while there is something to send
        self._error: Exception | None = None  # why the receiver was cancelled
        self._has_updates = False
        self._keepalive: asyncio.TimerHandle | None = None
        self._ping_due = False

    async def serve(self) -> None:
        """Run until the connection is closed."""
        try:
            try:
                viewer = await self.handshake()
            except LimitError as error:
                raise CloseConnection(4429, str(error)) from error
            await self._serve(viewer)
        except CloseConnection as close:
            if close.code is not None:
                await self.channel.close(close.code, close.reason)
        except ProtocolError as error:
            await self.channel.close(1002, str(error))
        except SessionGoneError as error:
            await self.channel.close(4404, str(error))
        except StoreUnavailableError as error:
            await self.channel.close(1012, str(error))
        except OSError:  # the peer has disconnected
            pass

    @abstractmethod
    async def handshake(self) -> Viewer:
        """Find the session the client asks for, set `session`, and return a viewer of it."""

    @abstractmethod
    async def handle(self, viewer: Viewer, message: bytes | str) -> None:
        """Handle one client message. Raises `CloseConnection` and `ProtocolError`."""

    @abstractmethod
    async def send(self, viewer: Viewer, frame: ServerFrame) -> None:
        """Send a frame to the client."""

    async def receive_first(self) -> bytes | str:
        """Return the client's first message. Raises `CloseConnection` if it does not come."""
        try:
            async with asyncio.timeout(self.context.limits.hello_timeout):
                return await self.channel.receive()
        except TimeoutError:
            raise CloseConnection(
                4408, "timed out waiting for the client's first message"
            ) from None

    async def open_session(self, client: bytes, size: tuple[int, int]) -> SessionHandle:
        """Return the session the context names; a new one if it does not exist.

        Raises `CloseConnection` if the program cannot start, or if a read-only client names no
        existing session.
        """
        context = self.context
        if not context.identity.writable:
            found = (
                await context.store.find(context.identity.user, context.name)
                if context.name
                else None
            )
            if found is None:
                raise CloseConnection(4404, "A read-only client must name an existing session.")
            return found
        try:
            return await context.store.open(context.identity, client, size, context.name)
        except (LimitError, StoreUnavailableError):
            raise
        except TerminalError as error:
            raise CloseConnection(4500, str(error)) from error

    async def _serve(self, viewer: Viewer) -> None:
        fields = {
            "session": self.session.name,
            "dialect": self.dialect,
            "writable": viewer.writable,
        }
        log("viewer.attached", **fields)
        metrics = self.context.metrics
        metrics.viewers += 1
        metrics.connections += 1
        try:
            await self._receive(viewer)
        finally:
            viewer.on_update = None
            metrics.viewers -= 1
            if self._keepalive:
                self._keepalive.cancel()
                self._keepalive = None
            if sender := self._sender:
                await end_tasks([sender])
            self.session.detach(viewer)
            log("viewer.detached", **fields)

    async def _receive(self, viewer: Viewer) -> None:
        """Handle messages. It is an idle connection's only task; `_fail` cancels it."""
        task, self._error = asyncio.current_task(), None
        self._receiver = task
        self._check_alive(viewer)
        viewer.on_update = partial(self._on_update, viewer)
        viewer.notify()
        try:
            while True:
                await self.handle(viewer, await self.channel.receive())
        except asyncio.CancelledError:
            error: Exception | None = self._error
            if error is None or task is None or task.uncancel():
                raise
            raise error from None
        finally:
            self._receiver = None

    def _on_update(self, viewer: Viewer) -> None:
        self._has_updates = True
        if self._sender is None:
            self._sender = asyncio.get_running_loop().create_task(self._send_updates(viewer))

    async def _send_updates(self, viewer: Viewer) -> None:
        try:
            while self._has_updates:
                self._has_updates = False
                await self._send_pending(viewer)
        except Exception as error:  # noqa: BLE001 - raised again by `_receive`
            self._fail(error)
        finally:
            self._sender = None

    async def _send_pending(self, viewer: Viewer) -> None:
        if viewer.detach_reason:
            raise viewer.error or CloseConnection(4409, viewer.detach_reason)
        if self._ping_due:
            self._ping_due = False
            await self.send(viewer, Ping())
        for frame in viewer.take():
            if isinstance(frame, Output):
                self.context.metrics.output += len(frame.data)
            await self.send(viewer, frame)
        if viewer.exit_sent and viewer.acked == viewer.session.replay.end:
            raise CloseConnection(1000, "the session ended")

    def _check_alive(self, viewer: Viewer) -> None:
        """Ping the client regularly, and close the connection if nothing comes for too long."""
        loop, timeout = asyncio.get_running_loop(), self.context.limits.keepalive_timeout
        if loop.time() - self.channel.received_at >= timeout:
            self._fail(CloseConnection(4408, "timed out: no message from the client"))
            return
        if self._keepalive:
            self._ping_due = True
            viewer.notify()
        self._keepalive = loop.call_later(timeout / 3, self._check_alive, viewer)

    def _fail(self, error: Exception) -> None:
        if self._error is None and self._receiver is not None:
            self._error = error
            self._receiver.cancel()
