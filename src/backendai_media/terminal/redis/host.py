"""A PTY host: runs the programs of sessions that front ends serve."""

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
from ..access import Identity
from ..command import Command
from ..limits import Limits
from ..monitoring import log
from ..session import Session
from ..tasks import end_tasks
from . import lua
from .client import RedisClient, translate_errors
from .front_end import FRONT_END_GONE
from .lua import PREFIX
from .publisher import Publisher
from .remote_viewer import RemoteViewer

LEASE_SECONDS: Final = 10.0
"""Seconds after which a host without a heartbeat loses its sessions."""
_INBOX_TTL_SECONDS: Final = 30.0
_READ_COUNT: Final = 200  # requests read at once
_TRIM_INTERVAL: Final = 100  # handled requests after which they are removed from the inbox
_READ_TIMEOUT_SECONDS: Final = 1.0
_RETRY_SECONDS: Final = 0.25


class HostedSession:
    """A session that this host owns, with its record in the store."""

    def __init__(self, session: Session, publisher: Publisher, fields: dict[str, Any]) -> None:
        self.session = session
        self.publisher = publisher
        self.fields = fields
        self.viewers: dict[str, RemoteViewer] = {}


class Host:
    """Serves the store at `url` until stopped; its sessions end with it.

    `command` returns what to run for a user. Raises `TerminalError` if `url` is not an address of a
    store.
    """

    def __init__(
        self, url: str, command: Callable[[Identity], Command], limits: Limits | None = None
    ) -> None:
        self.id = secrets.token_hex(8)
        self.limits = limits or Limits()
        self.sessions: dict[str, HostedSession] = {}
        self._command = command
        self._redis = RedisClient(url)
        self._inbox = f"{PREFIX}h:{self.id}:in"
        self._read_to = "0-0"
        self._handled = 0  # requests since the inbox was last trimmed
        self._stopped = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._missing_fronts: set[str] = set()

    def stop(self) -> None:
        """Make `serve` return."""
        self._stopped.set()

    async def serve(self) -> None:
        """Run until `stop`."""
        tasks = [asyncio.create_task(self._receive()), asyncio.create_task(self._keep_alive())]
        try:
            await self._stopped.wait()
        finally:
            await end_tasks(tasks)
            await asyncio.gather(
                *(self._shut_down(hosted) for hosted in list(self.sessions.values()))
            )
            await asyncio.gather(*self._tasks, return_exceptions=True)
            await self._unregister()

    def run(self) -> None:
        """Serve in a new event loop, uvloop's if it is installed, until SIGINT or SIGTERM."""
        factory: Callable[[], asyncio.AbstractEventLoop] | None = None
        with contextlib.suppress(ImportError):
            factory = import_module("uvloop").new_event_loop
        with asyncio.Runner(loop_factory=factory) as runner:
            for number in (signal.SIGINT, signal.SIGTERM):
                runner.get_loop().add_signal_handler(number, self.stop)
            runner.run(self.serve())

    async def _shut_down(self, hosted: HostedSession) -> None:
        await hosted.session.end()
        await hosted.publisher.finish()
        await self._release(hosted, "This session's host was stopped, and its program with it.")

    async def _unregister(self) -> None:
        with contextlib.suppress(StoreUnavailableError), translate_errors():
            await self._redis.commands.delete(f"{PREFIX}h:{self.id}", self._inbox)
            await self._redis.commands.hdel(f"{PREFIX}hosts", self.id)
        await self._redis.close()

    async def _receive(self) -> None:
        """Handle the front ends' requests, in order."""
        while True:
            try:
                with translate_errors():
                    found = await self._redis.commands.xread(
                        {self._inbox: self._read_to},
                        count=_READ_COUNT,
                        block=int(_READ_TIMEOUT_SECONDS * 1000),
                    )
                for _, entries in found:
                    for id_, fields in entries:
                        self._read_to = id_.decode()
                        self._handled += 1
                        await self._handle(json.loads(fields[b"j"]), fields.get(b"d", b""))
                if self._handled >= _TRIM_INTERVAL:
                    self._handled = 0
                    with translate_errors():
                        await self._redis.commands.xtrim(
                            self._inbox, minid=_after(self._read_to), approximate=False
                        )
            except StoreUnavailableError:
                await asyncio.sleep(_RETRY_SECONDS)

    async def _handle(self, request: dict[str, Any], data: bytes) -> None:
        if request["op"] == "open":
            await self._open(request["id"])
            return
        hosted = self.sessions.get(request["id"])
        if hosted is None:
            return
        if request["op"] == "attach":
            self._attach(hosted, request)
            return
        if request["op"] == "end":
            self._spawn(hosted.session.end())
            return
        viewer = hosted.viewers.get(request["viewer"])
        if viewer is None:
            return
        try:
            viewer.handle(request, data)
        except ProtocolError as error:
            hosted.session.detach(viewer, str(error))
        if viewer.detach_reason:
            hosted.viewers.pop(request["viewer"], None)

    async def _open(self, id_: str) -> None:
        with translate_errors():
            record = await self._redis.commands.hgetall(f"{PREFIX}s:{id_}")
        if not record or id_ in self.sessions:
            return
        fields = {name.decode(): value.decode() for name, value in record.items()}
        size = int(fields["rows"]), int(fields["columns"])
        with translate_errors():
            token = f"{self.id}:{await self._redis.commands.incr(f'{PREFIX}fence')}"
        try:
            command = self._command(Identity(fields["user"]))
            # Nothing is awaited before the publisher is attached, so that it misses no byte.
            session = Session(id_, command, self.limits, size=size, on_expired=self._on_expired)
        except TerminalError as error:
            await self._redis.run(lua.RELEASE, id_, "", str(error))
            return

        async def on_lost() -> bool:
            return await self._register(hosted)

        publisher = Publisher(session, self._redis, token, on_lost)
        fields["token"] = token
        hosted = self.sessions[id_] = HostedSession(session, publisher, fields)
        session.observers.append(publisher)
        if await self._register(hosted):
            publisher.event(k="started")

    async def _register(self, hosted: HostedSession) -> bool:
        """Take the lease, or take it back; if another host has it, end the session."""
        fields, (rows, columns) = hosted.fields, hosted.session.size
        is_owner = await self._redis.run(
            lua.REGISTER,
            hosted.session.name,
            fields["token"],
            int(LEASE_SECONDS * 1000),
            fields["user"],
            fields["name"],
            fields["client"],
            self.id,
            rows,
            columns,
        )
        if not is_owner:
            log("session.fenced", session=hosted.session.name)
            self.sessions.pop(hosted.session.name, None)
            hosted.publisher.stop()
            self._spawn(hosted.session.end())
        return bool(is_owner)

    def _attach(self, hosted: HostedSession, request: dict[str, Any]) -> None:
        session, client = hosted.session, bytes.fromhex(request["client"])
        make = partial(RemoteViewer, publisher=hosted.publisher, request=request)
        viewer: Any  # a RemoteViewer
        try:
            viewer = session.attach(
                client, request["offset"], writable=request["writable"], make=make
            )
        except LimitError as error:
            hosted.publisher.event(k="refused", viewer=request["viewer"], reason=str(error))
            return
        hosted.viewers = {
            id_: other for id_, other in hosted.viewers.items() if not other.detach_reason
        }
        hosted.viewers[viewer.id] = viewer
        rows, columns = session.size
        hosted.publisher.event(
            k="attached",
            viewer=request["viewer"],
            received=session.received(client),
            written=session.written(client),
            rows=rows,
            columns=columns,
        )

    async def _keep_alive(self) -> None:
        """Renew the leases of this host and its sessions, and check which front ends are alive."""
        while True:
            try:
                await self._beat()
            except StoreUnavailableError:
                await asyncio.sleep(_RETRY_SECONDS)
                continue
            await asyncio.sleep(LEASE_SECONDS / 4)

    async def _beat(self) -> None:
        with translate_errors():
            async with self._redis.commands.pipeline(transaction=False) as pipe:
                pipe.set(f"{PREFIX}h:{self.id}", "1", px=int(LEASE_SECONDS * 1000))
                pipe.hset(f"{PREFIX}hosts", self.id, len(self.sessions))
                pipe.pexpire(self._inbox, int(_INBOX_TTL_SECONDS * 1000))
                await pipe.execute()
        for hosted in list(self.sessions.values()):
            state = await self._redis.run(
                lua.RENEW, hosted.session.name, hosted.fields["token"], int(LEASE_SECONDS * 1000)
            )
            if state == 1:
                continue
            if await self._register(hosted):
                log("session.restored", session=hosted.session.name)
                hosted.publisher.restore()
        await self._check_front_ends()

    async def _check_front_ends(self) -> None:
        """Detach the viewers of front ends that were missing twice in a row."""
        fronts = {
            viewer.front for hosted in self.sessions.values() for viewer in hosted.viewers.values()
        }
        missing = set()
        for front in fronts:
            with translate_errors():
                if not await self._redis.commands.exists(f"{PREFIX}f:{front}"):
                    missing.add(front)
        for hosted in self.sessions.values():
            for id_, viewer in list(hosted.viewers.items()):
                if viewer.front in missing & self._missing_fronts:
                    hosted.session.detach(viewer, FRONT_END_GONE)
                    del hosted.viewers[id_]
        self._missing_fronts = missing

    def _on_expired(self, session: Session) -> None:
        hosted = self.sessions.pop(session.name, None)
        if hosted:
            self._spawn(self._remove(hosted))

    async def _remove(self, hosted: HostedSession) -> None:
        await hosted.publisher.finish()
        await self._release(hosted, "")

    async def _release(self, hosted: HostedSession, reason: str) -> None:
        with contextlib.suppress(StoreUnavailableError):  # the lease expires then
            await self._redis.run(lua.RELEASE, hosted.session.name, hosted.fields["token"], reason)

    def _spawn(self, work: Any) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _after(id_: str) -> str:
    """Return the next possible id of a stream's entry."""
    time, _, count = id_.partition("-")
    return f"{time}-{int(count) + 1}"
