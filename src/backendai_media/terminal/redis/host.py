"""Runs the programs of sessions that front ends serve: one of the hosts of a store."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import signal
from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any, Final

from ...errors import LimitError, ProtocolError, StoreUnavailableError, TerminalError
from .. import log
from ..access import Grant
from ..command import Command
from ..limits import Limits
from ..session import Session
from ..tasks import end_tasks
from . import lua
from .client import Link, reaching
from .lua import PREFIX
from .publisher import Publisher
from .remote_viewer import RemoteViewer

LEASE: Final = 10.0
"""Seconds after which a host that says nothing has lost its sessions."""
_ALIVE: Final = 30.0  # for which a host is listed, front ends' likewise shorter
_BATCH: Final = 200
_TRIM: Final = 100  # wishes after which those that are done are taken out of the stream
_WAIT: Final = 1.0
_AGAIN: Final = 0.25


class Owned:
    """A session that this host owns, and how it is known."""

    def __init__(self, session: Session, publisher: Publisher, fields: dict[str, Any]) -> None:
        self.session = session
        self.publisher = publisher
        self.fields = fields
        self.viewers: dict[str, RemoteViewer] = {}


class Host:
    """Serves a store until stopped; then its sessions end, and clients are told."""

    def __init__(
        self, url: str, command: Callable[[Grant], Command], limits: Limits | None = None
    ) -> None:
        self.id = secrets.token_hex(8)
        self.limits = limits or Limits()
        self.sessions: dict[str, Owned] = {}
        self._command = command
        self._link = Link(url)
        self._inbox = f"{PREFIX}h:{self.id}:in"
        self._read_to = "0-0"
        self._done = 0  # since they were last taken out
        self._stopped = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._missing: set[str] = set()

    def stop(self) -> None:
        """Have `serve` return."""
        self._stopped.set()

    async def serve(self) -> None:
        """Run until `stop`."""
        tasks = [asyncio.create_task(self._receive()), asyncio.create_task(self._keep())]
        try:
            await self._stopped.wait()
        finally:
            await end_tasks(tasks)
            await asyncio.gather(*(self._leave(one) for one in list(self.sessions.values())))
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._sign_off()

    def run(self) -> None:
        """Serve in an event loop of its own, uvloop's where it is installed, until SIGTERM."""
        factory: Callable[[], asyncio.AbstractEventLoop] | None = None
        with contextlib.suppress(ImportError):
            factory = import_module("uvloop").new_event_loop
        with asyncio.Runner(loop_factory=factory) as runner:
            for number in (signal.SIGINT, signal.SIGTERM):
                runner.get_loop().add_signal_handler(number, self.stop)
            runner.run(self.serve())

    async def _leave(self, owned: Owned) -> None:
        await owned.session.end()
        await owned.publisher.finish()
        await self._release(
            owned, "The host of this terminal was stopped, and its program with it."
        )

    async def _sign_off(self) -> None:
        with contextlib.suppress(StoreUnavailableError), reaching():
            await self._link.server.delete(f"{PREFIX}h:{self.id}", self._inbox)
            await self._link.server.hdel(f"{PREFIX}hosts", self.id)
        await self._link.close()

    async def _receive(self) -> None:
        """Do what front ends want, in their order."""
        while True:
            try:
                with reaching():
                    found = await self._link.server.xread(
                        {self._inbox: self._read_to}, count=_BATCH, block=int(_WAIT * 1000)
                    )
                for _, entries in found:
                    for place, fields in entries:
                        self._read_to = place.decode()
                        self._done += 1
                        await self._heed(json.loads(fields[b"j"]), fields.get(b"d", b""))
                if self._done >= _TRIM:
                    self._done = 0
                    with reaching():
                        await self._link.server.xtrim(
                            self._inbox, minid=_after(self._read_to), approximate=False
                        )
            except StoreUnavailableError:
                await asyncio.sleep(_AGAIN)

    async def _heed(self, wish: dict[str, Any], data: bytes) -> None:
        if wish["op"] == "open":
            await self._open(wish["id"])
            return
        owned = self.sessions.get(wish["id"])
        if owned is None:
            return
        if wish["op"] == "attach":
            self._attach(owned, wish)
            return
        if wish["op"] == "end":
            self._spawn(owned.session.end())
            return
        viewer = owned.viewers.get(wish["viewer"])
        if viewer is None:
            return
        try:
            viewer.heed(wish, data)
        except ProtocolError as error:
            owned.session.detach(viewer, str(error))
        if viewer.gone:
            owned.viewers.pop(wish["viewer"], None)

    async def _open(self, id_: str) -> None:
        with reaching():
            record = await self._link.server.hgetall(f"{PREFIX}s:{id_}")
        if not record or id_ in self.sessions:
            return
        fields = {name.decode(): value.decode() for name, value in record.items()}
        size = int(fields["rows"]), int(fields["columns"])
        with reaching():
            token = f"{self.id}:{await self._link.server.incr(f'{PREFIX}fence')}"
        try:
            command = self._command(Grant(fields["user"]))
            # Nothing is awaited from here until the publisher follows: no byte may be missed.
            session = Session(id_, command, self.limits, size=size, on_gone=self._gone)
        except TerminalError as error:
            await self._link.run(lua.RELEASE, id_, "", str(error))
            return

        async def lost() -> bool:
            return await self._register(owned)

        publisher = Publisher(session, self._link, token, lost)
        fields["token"] = token
        owned = self.sessions[id_] = Owned(session, publisher, fields)
        session.observers.append(publisher)
        if await self._register(owned):
            publisher.event(k="started")

    async def _register(self, owned: Owned) -> bool:
        """Take or take back the lease; where another has it, end the session."""
        fields, (rows, columns) = owned.fields, owned.session.size
        mine = await self._link.run(
            lua.REGISTER,
            owned.session.name,
            fields["token"],
            int(LEASE * 1000),
            fields["user"],
            fields["name"],
            fields["client"],
            self.id,
            rows,
            columns,
        )
        if not mine:
            log.note("session.fenced", session=owned.session.name)
            self.sessions.pop(owned.session.name, None)
            owned.publisher.stop()
            self._spawn(owned.session.end())
        return bool(mine)

    def _attach(self, owned: Owned, wish: dict[str, Any]) -> None:
        session, client = owned.session, bytes.fromhex(wish["client"])
        make = partial(RemoteViewer, publisher=owned.publisher, wish=wish)
        viewer: Any
        try:
            viewer = session.attach(client, wish["offset"], writable=wish["writable"], make=make)
        except LimitError as error:
            owned.publisher.event(k="refused", viewer=wish["viewer"], reason=str(error))
            return
        owned.viewers = {name: one for name, one in owned.viewers.items() if not one.gone}
        owned.viewers[viewer.name] = viewer
        rows, columns = session.size
        owned.publisher.event(
            k="attached",
            viewer=wish["viewer"],
            received=session.received(client),
            written=session.written(client),
            rows=rows,
            columns=columns,
        )

    async def _keep(self) -> None:
        """Say regularly that this host and its sessions live; see which front ends do."""
        while True:
            try:
                await self._beat()
            except StoreUnavailableError:
                await asyncio.sleep(_AGAIN)
                continue
            await asyncio.sleep(LEASE / 4)

    async def _beat(self) -> None:
        with reaching():
            async with self._link.server.pipeline(transaction=False) as pipe:
                pipe.set(f"{PREFIX}h:{self.id}", "1", px=int(LEASE * 1000))
                pipe.hset(f"{PREFIX}hosts", self.id, len(self.sessions))
                pipe.pexpire(self._inbox, int(_ALIVE * 1000))
                await pipe.execute()
        for owned in list(self.sessions.values()):
            state = await self._link.run(
                lua.RENEW, owned.session.name, owned.fields["token"], int(LEASE * 1000)
            )
            if state == 1:
                continue
            if await self._register(owned):
                log.note("session.restored", session=owned.session.name)
                owned.publisher.restore()
        await self._miss_fronts()

    async def _miss_fronts(self) -> None:
        """Detach the viewers of front ends that were missing twice."""
        fronts = {v.front for o in self.sessions.values() for v in o.viewers.values()}
        gone = set()
        for front in fronts:
            with reaching():
                if not await self._link.server.exists(f"{PREFIX}f:{front}"):
                    gone.add(front)
        for owned in self.sessions.values():
            for name, viewer in list(owned.viewers.items()):
                if viewer.front in gone & self._missing:
                    owned.session.detach(viewer, "its front end is gone")
                    del owned.viewers[name]
        self._missing = gone

    def _gone(self, session: Session) -> None:
        owned = self.sessions.pop(session.name, None)
        if owned:
            self._spawn(self._bury(owned))

    async def _bury(self, owned: Owned) -> None:
        await owned.publisher.finish()
        await self._release(owned, "")

    async def _release(self, owned: Owned, reason: str) -> None:
        with contextlib.suppress(StoreUnavailableError):  # then the lease runs out
            await self._link.run(lua.RELEASE, owned.session.name, owned.fields["token"], reason)

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _after(place: str) -> str:
    time, _, count = place.partition("-")
    return f"{time}-{int(count) + 1}"
