"""A session that runs elsewhere, as a front end's viewers see it."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from typing import TYPE_CHECKING, Any, Final

from ...errors import LimitError, SessionGoneError, StoreUnavailableError, TerminalError
from ..frames import Exit
from ..replay import Replay
from ..viewer import Viewer
from .lua import PREFIX
from .replica_viewer import Visitor
from .session_log import Record

if TYPE_CHECKING:
    from .store import RedisStore

_POLL: Final = 2.0  # seconds after which one looks without having been woken
_DEAD: Final = 5.0  # without a lease, after which the host is given up
_SOON: Final = 0.02  # seconds in which more may be acknowledged
_PATIENCE: Final = 10.0  # for a host to answer
LOST: Final = "The store of terminals lost its data, and this terminal was not brought back."
_GONE: Final = "The host of this terminal is gone, and its program with it."


class Mirror:
    """A `Place` that follows the log of a session while somebody looks."""

    def __init__(self, store: RedisStore, id_: str) -> None:
        self.id = id_
        self.channel = f"{PREFIX}s:{id_}:news"
        self.name = ""
        self.limits = store.limits
        self.size = (24, 80)
        self.replay = Replay(store.limits.replay)
        self.exit: Exit | None = None
        self.viewers: list[Visitor] = []
        self._store = store
        self._host = ""
        self._record = Record(store.link, id_)
        self._joining: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self._saying: asyncio.TimerHandle | None = None
        self._pulling = asyncio.Lock()
        self._news = asyncio.Event()
        self._changed = asyncio.Condition()
        self._started = False
        self._lost: TerminalError | None = None
        self._missing_at: float | None = None
        self._following: asyncio.Task[None] | None = None

    async def loaded(self) -> None:
        """Wait until everything that the log has is here. Raises `SessionGoneError`."""
        if self._following is None:
            await self._store.watch(self)
            if self._following is None:
                self._following = self._store.spawn(self._follow())
        await self._pull()
        if not self._host:
            record = await self._record.fields()
            if not record:
                await self._look_after()
                raise self._lost or SessionGoneError(_GONE)
            self.name, self._host = record[b"name"].decode(), record[b"host"].decode()
            if not self._started:
                self.size = int(record[b"rows"]), int(record[b"columns"])

    async def begun(self) -> None:
        """Wait until the program runs. Raises `SessionGoneError` where it does not start."""
        await self._until(lambda: self._started)

    async def join(
        self, client: bytes, offset: int | None, *, writable: bool
    ) -> tuple[Viewer, int]:
        """Return a new viewer and the newest number of the client's inputs that are there."""
        name = secrets.token_hex(8)
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._joining[name] = answer
        try:
            self._send(
                op="attach",
                viewer=name,
                client=client.hex(),
                offset=offset,
                writable=writable,
                front=self._store.id,
            )
            async with asyncio.timeout(_PATIENCE):
                told = await answer
        except TimeoutError:
            raise StoreUnavailableError("The host of this terminal does not answer.") from None
        finally:
            self._joining.pop(name, None)
        if told["k"] == "refused":
            raise LimitError(told["reason"])
        if offset is None or offset > self.replay.end:
            offset = self.replay.beginning()
        received = told["received"]
        viewer = Visitor(self, client, offset, writable=writable, name=name, received=received)
        if told["written"]:
            viewer.note_written(told["written"])
        self.viewers.append(viewer)
        return viewer, received

    def detach(self, viewer: Viewer, reason: str = "it left") -> None:
        """Remove a viewer; nothing happens if it was removed before."""
        if viewer.gone:
            return
        self._say_acked()  # from there the program waits for who comes back
        if viewer.told_exit:
            self._say(viewer, op="told")
        self._say(viewer, op="detach")
        self._remove(viewer, reason)

    def type(self, viewer: Viewer, sequence: int, data: bytes) -> None:
        """Carry input to the program. Raises `ProtocolError`."""
        if viewer.writable and isinstance(viewer, Visitor):
            viewer.typed(sequence, len(data))
            self._say(viewer, data, op="input", n=sequence)

    def resize(self, viewer: Viewer, rows: int, columns: int) -> None:
        """Note a viewer's size."""
        if viewer.writable:
            self._say(viewer, op="size", rows=rows, columns=columns)

    def focus(self, viewer: Viewer) -> None:
        """Give the terminal the size of this viewer."""
        if viewer.writable:
            self._say(viewer, op="focus")

    def nudge(self) -> None:
        """Make the program draw anew."""
        if self.viewers:
            self._say(self.viewers[0], op="nudge")

    def resume(self) -> None:
        """Tell the host what viewers have acknowledged: a part of the window at once, or soon."""
        step = self.limits.window // 4
        if any(viewer.acked - viewer.said >= step for viewer in self.viewers):
            self._say_acked()
        elif self._saying is None:
            self._saying = asyncio.get_running_loop().call_later(_SOON, self._say_acked)

    def _say_acked(self) -> None:
        if self._saying is not None:
            self._saying.cancel()
            self._saying = None
        for viewer in self.viewers:
            if viewer.acked > viewer.said:
                viewer.said = viewer.acked
                self._say(viewer, op="ack", offset=viewer.acked)

    async def end(self) -> None:
        """End the program and everything it started."""
        self._send(op="end")
        await self._until(lambda: self.exit is not None)

    def poke(self) -> None:
        """Look for news."""
        self._news.set()

    def lose(self, error: TerminalError) -> None:
        """Tell all viewers that this is over, for now or for good."""
        self._lost = error
        for future in self._joining.values():
            if not future.done():
                future.set_exception(error)
        for viewer in list(self.viewers):
            viewer.away = error
            self._remove(viewer, str(error))
        self._news.set()
        self._store.spawn(self._stop())

    def _say(self, viewer: Viewer, data: bytes = b"", **wish: object) -> None:
        if isinstance(viewer, Visitor):
            self._send(data, viewer=viewer.name, **wish)

    def _send(self, data: bytes = b"", **wish: object) -> None:
        self._store.send(self._host, {"id": self.id, **wish}, data)

    def _remove(self, viewer: Viewer, reason: str) -> None:
        viewer.gone = reason
        viewer.wake()
        self.viewers = [one for one in self.viewers if one is not viewer]

    async def _until(self, condition: Any) -> None:
        try:
            async with asyncio.timeout(_PATIENCE), self._changed:
                await self._changed.wait_for(lambda: self._lost or condition())
        except TimeoutError:
            raise StoreUnavailableError("The host of this terminal does not answer.") from None
        if self._lost and not condition():
            raise self._lost

    async def _follow(self) -> None:
        """Read what comes until nobody looks any more."""
        try:
            while self._lost is None:
                woken = await self._wait()
                read = await self._pull()
                if self._lost is None and (not woken or not read):
                    await self._look_after()
                if not woken and not self.viewers and not self._joining:
                    break
        except StoreUnavailableError as error:
            self.lose(error)
        finally:
            self._following = None
        await self._stop()

    async def _wait(self) -> bool:
        try:
            async with asyncio.timeout(_POLL):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    async def _stop(self) -> None:
        await self._store.forget(self)
        async with self._changed:
            self._changed.notify_all()

    async def _pull(self) -> int:
        """Read the log from where this one is, and return how many entries that were."""
        read = 0
        async with self._pulling:
            more = True
            while more:
                entries, more = await self._record.more()
                for end, fields in entries:
                    self._take(end, fields)
                read += len(entries)
        async with self._changed:
            self._changed.notify_all()
        return read

    def _take(self, end: int, fields: dict[bytes, bytes]) -> None:
        if (data := fields.get(b"o")) is not None:
            self._output(end, data)
            return
        event = json.loads(fields[b"e"])
        match event["k"]:
            case "started":
                self._started = True
            case "attached":
                self._started = True
                self._resize(event)
                self._answer(event)
            case "refused":
                self._answer(event)
            case "written":
                client = bytes.fromhex(event["client"])
                for viewer in self.viewers:
                    if viewer.client == client:
                        viewer.taken(event["n"])
            case "size":
                self._resize(event)
            case "gone":
                self._leave(event)
            case "exit":
                self._started = True
                self.exit = Exit(event["code"], event["signal"])
                for viewer in self.viewers:
                    viewer.wake()

    def _output(self, end: int, data: bytes) -> None:
        start = end - len(data)
        if self.replay.end == 0 and start:
            self.replay = Replay(self.limits.replay, start)
        if start > self.replay.end:
            self.lose(StoreUnavailableError("This server fell behind; come back for the rest."))
            return
        self._started = True
        self.replay.append(data[self.replay.end - start :])
        for viewer in self.viewers:
            viewer.wake()

    def _answer(self, event: dict[str, Any]) -> None:
        future = self._joining.get(event["viewer"])
        if future and not future.done():
            future.set_result(event)

    def _resize(self, event: dict[str, Any]) -> None:
        size = event["rows"], event["columns"]
        if size != self.size:
            self.size = size
            for viewer in self.viewers:
                viewer.note_size(*size)

    def _leave(self, event: dict[str, Any]) -> None:
        for viewer in self.viewers:
            if viewer.name == event["viewer"]:
                if "front end" in event["reason"]:
                    viewer.away = StoreUnavailableError(event["reason"])
                self._remove(viewer, event["reason"])

    async def _look_after(self) -> None:
        """Find out whether the session still has a host, and clean up after one that died."""
        dead, owned = await self._record.fate()
        if dead:
            self.lose(SessionGoneError(dead))
        elif owned or not self._started or self.exit:
            self._missing_at = None
        elif self._missing_at is None:
            self._missing_at = time.monotonic()
        elif time.monotonic() - self._missing_at > _DEAD:
            self.lose(SessionGoneError(_GONE if await self._record.bury(_GONE) else LOST))
