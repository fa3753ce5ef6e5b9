"""A front end's side of a store: finds sessions, opens them, and carries what viewers say."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import Coroutine
from typing import Any, Final

from ...errors import LimitError, SessionGoneError, StoreUnavailableError, TerminalError
from ..access import Grant
from ..limits import Limits
from ..tasks import end_tasks
from . import lua
from .client import Link, reaching
from .lua import PREFIX
from .replica import LOST, Mirror

_ALIVE: Final = 8.0  # seconds after which a front end that says nothing is gone
_SETTLE: Final = 8.0  # in which hosts bring sessions back to a server that lost its data
_FULL: Final = 5000  # wishes that wait at a host, from which on one waits
_NO_HOST: Final = "No host runs terminals for this store; start one with --pty-host."


class RedisStore:
    """A `Store` in a Redis or Valkey server, at `redis://…`."""

    def __init__(self, url: str, limits: Limits) -> None:
        self.id = secrets.token_hex(8)
        self.limits = limits
        self.link = Link(url)
        self.mirrors: dict[str, Mirror] = {}
        self._wishes: list[tuple[str, bytes, bytes]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._started = False
        self._starting = asyncio.Lock()
        self._more = asyncio.Event()
        self._pubsub: Any = None
        self._epoch: bytes | None = None
        self._lost_at = float("-inf")

    async def open(
        self, grant: Grant, client: bytes, size: tuple[int, int], name: str = ""
    ) -> Mirror:
        """Return the user's session of that name, or the one that the client opened, or a new one.

        Raises `LimitError` where there are too many, `TerminalError` where it does not start.
        """
        await self._start()
        new = secrets.token_urlsafe(16)
        found, how = await self.link.run(
            lua.OPEN,
            new,
            grant.user,
            name or new,
            client.hex(),
            "1" if name else "0",
            *size,
            self.limits.sessions_per_user,
            self.limits.sessions,
        )
        if how == b"full":
            raise LimitError("There are too many terminals; close one.")
        if how == b"no host":
            raise StoreUnavailableError(_NO_HOST)
        mirror = await self._mirror(found.decode())
        try:
            await mirror.begun()
        except SessionGoneError as error:
            raise TerminalError(str(error)) from error
        await self._check_epoch(found=True)
        return mirror

    async def find(self, user: str, name: str) -> Mirror | None:
        """Return the user's session of that name; raises `SessionGoneError` if it has ended."""
        await self._start()
        with reaching():
            found = await self.link.server.hget(f"{PREFIX}names:{user}", name)
            why = await self.link.server.get(f"{PREFIX}dead:{user}:{name}")
        await self._check_epoch(found=found is not None)
        if found is None:
            if why:
                raise SessionGoneError(why.decode())
            return None
        return await self._mirror(found.decode())

    async def keep_ticket(self, digest: bytes, grant: Grant, life: float) -> bool:
        """Keep a ticket for `life` seconds; False where too many are kept."""
        value = json.dumps([grant.user, grant.writable])
        now = int(time.time() * 1000)
        arguments = (digest.hex(), value, int(life * 1000), now, self.limits.tickets)
        return bool(await self.link.run(lua.KEEP_TICKET, *arguments))

    async def take_ticket(self, digest: bytes) -> Grant | None:
        """Return what a ticket grants, once."""
        value = await self.link.run(lua.TAKE_TICKET, digest.hex())
        return Grant(*json.loads(value)) if value else None

    async def count(self) -> int:
        """Return how many sessions there are."""
        with reaching():
            return int(await self.link.server.hlen(f"{PREFIX}sessions"))

    async def close(self) -> None:
        """Leave; the sessions go on."""
        for mirror in list(self.mirrors.values()):
            mirror.lose(StoreUnavailableError("This server stops."))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(1):
                while self._wishes and self._started:  # noqa: ASYNC110 - it ends
                    await asyncio.sleep(0.01)
        await end_tasks(self._tasks)
        if self._pubsub is not None:
            await self._pubsub.aclose()
        await self.link.close()

    def send(self, host: str, wish: dict[str, Any], data: bytes = b"") -> None:
        """Have a host do something; wishes arrive in their order."""
        self._wishes.append((host, json.dumps(wish).encode(), data))
        self._more.set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run something until it ends or this front end does."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def watch(self, mirror: Mirror) -> None:
        """Have the mirror woken when there is something new."""
        with reaching():
            await self._pubsub.subscribe(mirror.channel)

    async def forget(self, mirror: Mirror) -> None:
        """Wake it no more."""
        if self.mirrors.get(mirror.id) is mirror:
            del self.mirrors[mirror.id]
            with contextlib.suppress(StoreUnavailableError), reaching():
                await self._pubsub.unsubscribe(mirror.channel)

    async def _mirror(self, id_: str) -> Mirror:
        mirror = self.mirrors.get(id_)
        if mirror is None:
            mirror = self.mirrors[id_] = Mirror(self, id_)
        try:
            await mirror.loaded()
        except BaseException:
            await self.forget(mirror)
            raise
        return mirror

    async def _start(self) -> None:
        async with self._starting:
            if self._started:
                return
            with reaching():
                await self.link.server.set(f"{PREFIX}f:{self.id}", "1", px=int(_ALIVE * 1000))
                self._pubsub = self.link.server.pubsub()
                await self._pubsub.subscribe(f"{PREFIX}f:{self.id}:news")
            self._started = True
            for work in (self._beat(), self._carry(), self._hear()):
                self.spawn(work)

    async def _check_epoch(self, *, found: bool) -> None:
        """Raise `StoreUnavailableError`, or `SessionGoneError` if the server lost its data."""
        with reaching():
            epoch = await self.link.server.get(f"{PREFIX}epoch")
        if self._epoch is not None and epoch != self._epoch:
            self._lost_at = time.monotonic()
        self._epoch = epoch or self._epoch if found else epoch
        since = time.monotonic() - self._lost_at
        if not found and since < _SETTLE:
            raise StoreUnavailableError(
                "The store of terminals lost its data; they are being brought back."
            )
        if not found and since < 3600:
            raise SessionGoneError(LOST)

    async def _beat(self) -> None:
        while True:
            with contextlib.suppress(StoreUnavailableError), reaching():
                await self.link.server.set(f"{PREFIX}f:{self.id}", "1", px=int(_ALIVE * 1000))
            await asyncio.sleep(_ALIVE / 4)

    async def _carry(self) -> None:
        while True:
            await self._more.wait()
            self._more.clear()
            wishes, self._wishes = self._wishes, []
            try:
                while await self._put(wishes) > _FULL:
                    wishes = []
                    await asyncio.sleep(0.05)
            except StoreUnavailableError as error:
                self._lose(error)

    async def _put(self, wishes: list[tuple[str, bytes, bytes]]) -> int:
        """Append the wishes to their hosts' streams; return how many wait there at most."""
        inboxes = {host: f"{PREFIX}h:{host}:in" for host, _, _ in wishes}
        with reaching():
            async with self.link.server.pipeline(transaction=False) as pipe:
                for host, wish, data in wishes:
                    pipe.xadd(inboxes[host], {"j": wish, "d": data} if data else {"j": wish})
                for inbox in inboxes.values():
                    pipe.pexpire(inbox, 60_000)
                for inbox in inboxes.values():
                    pipe.xlen(inbox)
                answers = await pipe.execute()
        return max(answers[len(answers) - len(inboxes) :], default=0)

    async def _hear(self) -> None:
        """Wake mirrors of whose sessions there is news."""
        while True:
            try:
                with reaching():
                    message = await self._pubsub.get_message(
                        ignore_subscribe_messages=True, timeout=5
                    )
                if message:
                    id_ = message["channel"].decode()[len(PREFIX) + 2 : -len(":news")]
                    if mirror := self.mirrors.get(id_):
                        mirror.poke()
            except StoreUnavailableError as error:
                self._lose(error)
                await asyncio.sleep(0.25)

    def _lose(self, error: StoreUnavailableError) -> None:
        for mirror in list(self.mirrors.values()):
            mirror.lose(error)
