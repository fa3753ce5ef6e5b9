"""A store in a Redis or Valkey server, as front ends use it."""

from __future__ import annotations

import json
import secrets
import time
from typing import Final

from ...errors import LimitError, SessionGoneError, StoreUnavailableError, TerminalError
from ..access import Identity
from ..limits import Limits
from . import lua
from .client import RedisClient, translate_errors
from .front_end import FrontEnd
from .lua import PREFIX
from .replica import SessionReplica
from .session_log import DATA_LOST

_RESTORE_SECONDS: Final = 8.0  # for hosts to restore sessions to a server that lost its data
_REPORT_LOSS_SECONDS: Final = 3600  # for which missing sessions are explained by that
_NO_HOST: Final = "No host runs terminals for this store; start one with --pty-host."


class RedisStore:
    """A `Store` in the server at `url`, like `redis://host:6379/0`.

    Raises `TerminalError` if `url` is not an address of a store.
    """

    def __init__(self, url: str, limits: Limits) -> None:
        self.redis = RedisClient(url)
        self._limits = limits
        self._front_end = FrontEnd(self.redis)
        self._epoch: bytes | None = None
        self._data_lost_at = float("-inf")

    async def open(
        self, identity: Identity, client: bytes, size: tuple[int, int], name: str = ""
    ) -> SessionReplica:
        """Return the user's session of that name, the one the client opened, or a new one.

        Raises `LimitError` if there are too many sessions, `TerminalError` if the program cannot
        start, `StoreUnavailableError` if the store cannot be reached or has no host.
        """
        await self._front_end.start()
        new = secrets.token_urlsafe(16)
        found, how = await self.redis.run(
            lua.OPEN,
            new,
            identity.user,
            name or new,
            client.hex(),
            "1" if name else "0",
            *size,
            self._limits.sessions_per_user,
            self._limits.sessions,
        )
        if how == b"full":
            raise LimitError("Too many terminals are open; close one.")
        if how == b"no host":
            raise StoreUnavailableError(_NO_HOST)
        replica = await self._replica(found.decode())
        try:
            await replica.wait_started()
        except SessionGoneError as error:
            raise TerminalError(str(error)) from error
        await self._check_epoch(found=True)
        return replica

    async def find(self, user: str, name: str) -> SessionReplica | None:
        """Return the user's session of that name.

        Raises `SessionGoneError` if it has ended, `StoreUnavailableError` if the store cannot be
        reached or is being restored.
        """
        await self._front_end.start()
        with translate_errors():
            found = await self.redis.commands.hget(f"{PREFIX}names:{user}", name)
            reason = await self.redis.commands.get(f"{PREFIX}dead:{user}:{name}")
        await self._check_epoch(found=found is not None)
        if found is None:
            if reason:
                raise SessionGoneError(reason.decode())
            return None
        return await self._replica(found.decode())

    async def keep_ticket(self, digest: bytes, identity: Identity, lifetime: float) -> bool:
        """Keep a ticket for `lifetime` seconds; return False if there are too many."""
        value = json.dumps([identity.user, identity.writable])
        now = int(time.time() * 1000)
        arguments = (digest.hex(), value, int(lifetime * 1000), now, self._limits.tickets)
        return bool(await self.redis.run(lua.KEEP_TICKET, *arguments))

    async def take_ticket(self, digest: bytes) -> Identity | None:
        """Remove a ticket and return its identity; None if it is unknown, used or expired."""
        value = await self.redis.run(lua.TAKE_TICKET, digest.hex())
        return Identity(*json.loads(value)) if value else None

    async def count(self) -> int:
        """Return the number of open sessions."""
        with translate_errors():
            return int(await self.redis.commands.hlen(f"{PREFIX}sessions"))

    async def close(self) -> None:
        """Disconnect; the sessions go on."""
        await self._front_end.close()
        await self.redis.close()

    async def _replica(self, id_: str) -> SessionReplica:
        replica = self._front_end.following(id_)
        if not isinstance(replica, SessionReplica):
            replica = SessionReplica(self._front_end, self._limits, id_)
        try:
            await replica.load()
        except BaseException:
            await self._front_end.unsubscribe(replica)
            raise
        return replica

    async def _check_epoch(self, *, found: bool) -> None:
        """Find out whether the server has lost its data.

        If so and a session was not `found`, raises `StoreUnavailableError` while hosts may still
        restore it, and `SessionGoneError` after that.
        """
        with translate_errors():
            epoch = await self.redis.commands.get(f"{PREFIX}epoch")
        if self._epoch is not None and epoch != self._epoch:
            self._data_lost_at = time.monotonic()
        self._epoch = epoch or self._epoch if found else epoch
        since = time.monotonic() - self._data_lost_at
        if not found and since < _RESTORE_SECONDS:
            raise StoreUnavailableError(
                "The session store lost its data; sessions are being restored."
            )
        if not found and since < _REPORT_LOSS_SECONDS:
            raise SessionGoneError(DATA_LOST)
