"""The connection to the Redis or Valkey server: commands, scripts, and errors."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from ..._imports import requires_extra
from ...errors import StoreUnavailableError, TerminalError
from ..monitoring import log
from .lua import PREFIX

with requires_extra("redis"):
    from redis import asyncio as redis_asyncio
    from redis.exceptions import RedisError

SCHEMES: Final = ("redis://", "rediss://", "unix://", "valkey://", "valkeys://")
_COMMAND_TIMEOUT_SECONDS: Final = 10.0  # blocking reads have their own


class RedisClient:
    """A client of one server; `commands` is redis-py's.

    Raises `TerminalError` if the address is not one of a store.
    """

    def __init__(self, url: str) -> None:
        if not url.startswith(SCHEMES):
            raise TerminalError(
                f"{url.rpartition('@')[2]!r} is not a store's address"
                " (expected e.g. redis://host/0)"
            )
        # Never retried by redis-py: after an error this package decides what may be repeated.
        self.commands: Any = redis_asyncio.from_url(
            url.replace("valkey", "redis", 1),
            socket_timeout=_COMMAND_TIMEOUT_SECONDS,
            socket_connect_timeout=_COMMAND_TIMEOUT_SECONDS,
            retry=None,
            protocol=2,
        )
        self._scripts: dict[str, Any] = {}

    async def run(self, script: str, *arguments: str | float | bytes) -> Any:
        """Run a script of `lua`; the prefix is its first argument.

        Raises `StoreUnavailableError` if the server cannot be reached.
        """
        if script not in self._scripts:
            self._scripts[script] = self.commands.register_script(script)
        with translate_errors():
            return await self._scripts[script](args=[PREFIX, *arguments])

    async def close(self) -> None:
        """Close all connections."""
        await self.commands.aclose()


@contextmanager
def translate_errors() -> Iterator[None]:
    """Raise redis-py's and the network's errors as `StoreUnavailableError`."""
    try:
        yield
    except (RedisError, OSError, TimeoutError) as error:
        log("store.unreachable", logging.WARNING, error=f"{type(error).__name__}: {error}")
        raise StoreUnavailableError(
            "The session store is unreachable; sessions resume when it is back."
        ) from error
