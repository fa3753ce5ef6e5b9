"""A viewer's WebSocket, whatever dialect it speaks."""

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
from . import log
from .access import Grant
from .channel import Channel, Closed
from .frames import Output, Ping, ServerFrame
from .limits import Limits
from .metrics import Metrics
from .store import Place, Store
from .tasks import end_tasks
from .viewer import Viewer


@dataclass(frozen=True, slots=True)
class Visit:
    """Who wants which session ("" for any) of what store."""

    store: Store
    grant: Grant
    name: str
    limits: Limits
    metrics: Metrics


class Connection(ABC):
    """Serves a WebSocket until either side ends it. The session goes on."""

    #: What log records call it.
    dialect = ""

    __slots__ = (
        "_error",
        "_news",
        "_ping",
        "_task",
        "_teller",
        "_tick",
        "channel",
        "place",
        "visit",
    )

    def __init__(self, visit: Visit, channel: Channel) -> None:
        self.visit = visit
        self.channel = channel
        self.place: Place
        self._task: asyncio.Task[None] | None = None  # the one that listens
        self._error: Exception | None = None  # why it has to end
        self._teller: asyncio.Task[None] | None = None  # while there is something to tell
        self._news = False
        self._tick: asyncio.TimerHandle | None = None
        self._ping = False

    async def serve(self) -> None:
        """Run until the connection ends."""
        try:
            try:
                viewer = await self.enter()
            except LimitError as error:
                raise Closed(4429, str(error)) from error
            await self._serve(viewer)
        except Closed as closed:
            if closed.code is not None:
                await self.channel.close(closed.code, closed.reason)
        except ProtocolError as error:
            await self.channel.close(1002, str(error))
        except SessionGoneError as error:
            await self.channel.close(4404, str(error))
        except StoreUnavailableError as error:
            await self.channel.close(1012, str(error))
        except OSError:  # how servers say that the peer is gone
            pass

    @abstractmethod
    async def enter(self) -> Viewer:
        """Find out what the client wants, set `place` and return a viewer of it."""

    @abstractmethod
    async def heed(self, viewer: Viewer, message: bytes | str) -> None:
        """Do what a message asks for. Raises `Closed`, `ProtocolError`."""

    @abstractmethod
    async def say(self, viewer: Viewer, frame: ServerFrame) -> None:
        """Tell the client."""

    async def first(self) -> bytes | str:
        """Return the message that introduces a client. Raises `Closed`."""
        try:
            async with asyncio.timeout(self.visit.limits.hello):
                return await self.channel.receive()
        except TimeoutError:
            raise Closed(4408, "nothing came in time") from None

    async def opened(self, client: bytes, size: tuple[int, int]) -> Place:
        """Return the session that the visit is for, a new one where there is none."""
        visit = self.visit
        if not visit.grant.writable:
            found = await visit.store.find(visit.grant.user, visit.name) if visit.name else None
            if found is None:
                raise Closed(4404, "Who only looks needs a session to look at.")
            return found
        try:
            return await visit.store.open(visit.grant, client, size, visit.name)
        except (LimitError, StoreUnavailableError):
            raise
        except TerminalError as error:
            raise Closed(4500, str(error)) from error

    async def _serve(self, viewer: Viewer) -> None:
        who = {"session": self.place.name, "dialect": self.dialect, "writes": viewer.writable}
        log.note("viewer.came", **who)
        metrics = self.visit.metrics
        metrics.viewers += 1
        metrics.connections += 1
        try:
            await self._listen(viewer)
        finally:
            viewer.on_news = None
            metrics.viewers -= 1
            if self._tick:
                self._tick.cancel()
                self._tick = None
            if teller := self._teller:
                await end_tasks([teller])
            self.place.detach(viewer)
            log.note("viewer.left", **who)

    async def _listen(self, viewer: Viewer) -> None:
        """Heed what comes. An idle connection has no task but this one, which `_end` wakes."""
        task, self._error = asyncio.current_task(), None
        self._task = task
        self._watch(viewer)
        viewer.on_news = partial(self._wake, viewer)
        viewer.wake()
        try:
            while True:
                await self.heed(viewer, await self.channel.receive())
        except asyncio.CancelledError:
            error: Exception | None = self._error
            if error is None or task is None or task.uncancel():
                raise
            raise error from None
        finally:
            self._task = None

    def _wake(self, viewer: Viewer) -> None:
        self._news = True
        if self._teller is None:
            self._teller = asyncio.get_running_loop().create_task(self._tell(viewer))

    async def _tell(self, viewer: Viewer) -> None:
        try:
            while self._news:
                self._news = False
                await self._say_news(viewer)
        except Exception as error:  # noqa: BLE001 - raised again by `serve`
            self._end(error)
        finally:
            self._teller = None

    async def _say_news(self, viewer: Viewer) -> None:
        if viewer.gone:
            raise viewer.away or Closed(4409, viewer.gone)
        if self._ping:
            self._ping = False
            await self.say(viewer, Ping())
        for frame in viewer.take():
            if isinstance(frame, Output):
                self.visit.metrics.output += len(frame.data)
            await self.say(viewer, frame)
        if viewer.told_exit and viewer.acked == viewer.session.replay.end:
            raise Closed(1000, "the session ended")

    def _watch(self, viewer: Viewer) -> None:
        """Ping a client while nothing comes from it, and give it up in the end."""
        loop, silence = asyncio.get_running_loop(), self.visit.limits.silence
        if loop.time() - self.channel.heard_at >= silence:
            self._end(Closed(4408, "nothing came in time"))
            return
        if self._tick:
            self._ping = True
            viewer.wake()
        self._tick = loop.call_later(silence / 3, self._watch, viewer)

    def _end(self, error: Exception) -> None:
        if self._error is None and self._task is not None:
            self._error = error
            self._task.cancel()
