"""A front end's presence in the store: its heartbeat, its requests to hosts, and notifications."""

from __future__ import annotations

import asyncio
import contextlib
import json
import secrets
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final, Protocol

from ...errors import StoreUnavailableError, TerminalError
from ..tasks import end_tasks
from .client import RedisClient, translate_errors
from .lua import PREFIX

FRONT_END_GONE: Final = "this viewer's front end is gone"
_TTL_SECONDS: Final = 8.0  # after which a front end without a heartbeat is gone
_INBOX_TTL_SECONDS: Final = 60.0
_MAX_WAITING: Final = 5000  # requests in a host's inbox, beyond which sending pauses
_FULL_INBOX_SECONDS: Final = 0.05
_READ_SECONDS: Final = 5.0
_RETRY_SECONDS: Final = 0.25
_FLUSH_TIMEOUT_SECONDS: Final = 1.0


class Follower(Protocol):
    """Follows one session's log."""

    id: str
    channel: str

    def notify(self) -> None:
        """Read the log soon."""

    def lose(self, error: TerminalError) -> None:
        """Stop following because of `error`."""


class FrontEnd:
    """Sends requests to hosts, and tells followers when their sessions' logs have new entries."""

    def __init__(self, redis: RedisClient) -> None:
        self.id = secrets.token_hex(8)
        self.redis = redis
        self._followers: dict[str, Follower] = {}
        self._requests: list[tuple[str, bytes, bytes]] = []
        self._has_requests = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self._started = False
        self._starting = asyncio.Lock()
        self._pubsub: Any = None
        self._pubsub_lock = asyncio.Lock()
        self._reading: asyncio.Future[Any] | None = None  # the interruptible part of a read
        self._changes = 0  # of subscriptions that wait for the lock

    async def start(self) -> None:
        """Start, unless that is done. Raises `StoreUnavailableError`."""
        async with self._starting:
            if self._started:
                return
            with translate_errors():
                await self._set_alive()
                self._pubsub = self.redis.commands.pubsub()
                await self._pubsub.subscribe(f"{PREFIX}f:{self.id}:news")
            self._started = True
            for work in (self._beat(), self._send_requests(), self._receive_notifications()):
                self.spawn(work)

    async def close(self) -> None:
        """Lose all followers, send the remaining requests, and stop."""
        self._lose(StoreUnavailableError("The server is shutting down."))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_FLUSH_TIMEOUT_SECONDS):
                while self._requests and self._started:  # noqa: ASYNC110 - it ends
                    await asyncio.sleep(0.01)
        await end_tasks(self._tasks)
        if self._pubsub is not None:
            await self._pubsub.aclose()

    def send(self, host: str, request: dict[str, Any], data: bytes = b"") -> None:
        """Send a request to a host; requests arrive in order."""
        self._requests.append((host, json.dumps(request).encode(), data))
        self._has_requests.set()

    def spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        """Run a coroutine until it ends or this front end is closed."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def subscribe(self, follower: Follower) -> None:
        """Notify a follower of new log entries. Raises `StoreUnavailableError`."""
        self._followers[follower.id] = follower
        await self._change_subscriptions(self._pubsub.subscribe, follower.channel)

    async def unsubscribe(self, follower: Follower) -> None:
        """Stop notifying a follower."""
        if self._followers.get(follower.id) is follower:
            del self._followers[follower.id]
            with contextlib.suppress(StoreUnavailableError):
                await self._change_subscriptions(self._pubsub.unsubscribe, follower.channel)

    def following(self, id_: str) -> Follower | None:
        """Return the follower of a session."""
        return self._followers.get(id_)

    async def _set_alive(self) -> None:
        await self.redis.commands.set(f"{PREFIX}f:{self.id}", "1", px=int(_TTL_SECONDS * 1000))

    async def _beat(self) -> None:
        while True:
            with contextlib.suppress(StoreUnavailableError), translate_errors():
                await self._set_alive()
            await asyncio.sleep(_TTL_SECONDS / 4)

    async def _send_requests(self) -> None:
        while True:
            await self._has_requests.wait()
            self._has_requests.clear()
            requests, self._requests = self._requests, []
            try:
                if await self._append(requests) > _MAX_WAITING:
                    await asyncio.sleep(_FULL_INBOX_SECONDS)
            except StoreUnavailableError as error:
                self._lose(error)

    async def _append(self, requests: list[tuple[str, bytes, bytes]]) -> int:
        """Append requests to the hosts' inboxes; return the length of the longest inbox."""
        inboxes = {host: f"{PREFIX}h:{host}:in" for host, _, _ in requests}
        with translate_errors():
            async with self.redis.commands.pipeline(transaction=False) as pipe:
                for host, request, data in requests:
                    pipe.xadd(inboxes[host], {"j": request, "d": data} if data else {"j": request})
                for inbox in inboxes.values():
                    pipe.pexpire(inbox, int(_INBOX_TTL_SECONDS * 1000))
                for inbox in inboxes.values():
                    pipe.xlen(inbox)
                answers = await pipe.execute()
        return max(answers[len(answers) - len(inboxes) :], default=0)

    async def _receive_notifications(self) -> None:
        while True:
            try:
                async with self._pubsub_lock:
                    with translate_errors():
                        message = await self._read_message()
                if message:
                    id_ = message["channel"].decode()[len(PREFIX) + 2 : -len(":news")]
                    if follower := self._followers.get(id_):
                        follower.notify()
            except StoreUnavailableError as error:
                self._lose(error)
                await asyncio.sleep(_RETRY_SECONDS)

    async def _read_message(self) -> Any:
        """Return the next message, or None after a while or when interrupted."""
        await self._pubsub.connect()
        message = self._pubsub.get_message(ignore_subscribe_messages=True, timeout=_READ_SECONDS)
        self._reading = asyncio.ensure_future(message)
        try:
            return await self._reading
        except asyncio.CancelledError:
            if not self._changes:
                raise
            return None
        finally:
            self._reading = None

    async def _change_subscriptions(
        self, change: Callable[[str], Awaitable[None]], channel: str
    ) -> None:
        # Two tasks must not use redis-py's PubSub at once: after an error both would reconnect it.
        self._changes += 1
        if self._reading is not None:
            self._reading.cancel()
        try:
            async with self._pubsub_lock:
                with translate_errors():
                    await change(channel)
        finally:
            self._changes -= 1

    def _lose(self, error: StoreUnavailableError) -> None:
        for follower in list(self._followers.values()):
            follower.lose(error)
