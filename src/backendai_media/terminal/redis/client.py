"""A connection to the server: its commands, its scripts, and what its failures mean."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from ..._imports import requires_extra
from ...errors import StoreUnavailableError, TerminalError
from .. import log
from .lua import PREFIX

with requires_extra("redis"):
    import redis.asyncio as client
    from redis.exceptions import RedisError

SCHEMES: Final = ("redis://", "rediss://", "unix://", "valkey://", "valkeys://")
_PATIENCE: Final = 10.0  # seconds for a command; reads that wait have another


class Link:
    """Commands for one server; each raises `StoreUnavailableError` while it cannot be reached."""

    def __init__(self, url: str) -> None:
        if not url.startswith(SCHEMES):
            raise TerminalError(
                f"{url.rpartition('@')[2]!r} is no store: one is like redis://host/0"
            )
        # Never retried by the client: what is not known to have happened is settled here.
        self.server: Any = client.from_url(
            url.replace("valkey", "redis", 1),
            socket_timeout=_PATIENCE,
            socket_connect_timeout=_PATIENCE,
            retry=None,
            protocol=2,
        )
        self._scripts: dict[str, Any] = {}

    async def run(self, script: str, *arguments: str | float | bytes) -> Any:
        """Run a script of `scripts`; the prefix is its first argument."""
        if script not in self._scripts:
            self._scripts[script] = self.server.register_script(script)
        with reaching():
            return await self._scripts[script](args=[PREFIX, *arguments])

    async def close(self) -> None:
        """Close all connections."""
        await self.server.aclose()


@contextmanager
def reaching() -> Iterator[None]:
    """Turn the client's errors into `StoreUnavailableError`."""
    try:
        yield
    except (RedisError, OSError, TimeoutError) as error:
        log.note("store.away", logging.WARNING, error=f"{type(error).__name__}: {error}")
        raise StoreUnavailableError(
            "The store of terminals is away; they come back with it."
        ) from error
