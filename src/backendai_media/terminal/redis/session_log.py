"""What a store has of one session: its record, its log, and whether somebody owns it."""

from __future__ import annotations

from typing import Final

from . import lua
from .client import Link, reaching
from .lua import PREFIX

_COUNT: Final = 32  # entries read at once

Entry = tuple[int, dict[bytes, bytes]]


class Record:
    """Reads for one who follows a session. Everything raises `StoreUnavailableError`."""

    def __init__(self, link: Link, id_: str) -> None:
        self._link = link
        self._id = id_
        self._key = f"{PREFIX}s:{id_}"
        self._cursor = "-"

    async def fields(self) -> dict[bytes, bytes]:
        """Return the record; empty where there is none."""
        with reaching():
            found: dict[bytes, bytes] = await self._link.server.hgetall(self._key)
        return found

    async def more(self) -> tuple[list[Entry], bool]:
        """Return entries of the log behind those read before, and whether there may be more."""
        with reaching():
            entries = await self._link.server.xrange(
                f"{self._key}:log", min=self._cursor, count=_COUNT
            )
        found = []
        for place, fields in entries:
            end, _, count = place.decode().partition("-")
            self._cursor = f"{end}-{int(count) + 1}"
            found.append((int(end), fields))
        return found, len(found) == _COUNT

    async def fate(self) -> tuple[str, bool]:
        """Return why the session is no more, "" where that is not said, and whether it is owned."""
        with reaching():
            async with self._link.server.pipeline(transaction=False) as pipe:
                pipe.get(f"{self._key}:dead")
                pipe.exists(f"{self._key}:lease")
                dead, lease = await pipe.execute()
        return dead.decode() if dead else "", bool(lease)

    async def bury(self, reason: str) -> bool:
        """Clean up after a host that died; False where there was nothing of it any more."""
        return bool(await self._link.run(lua.BURY, self._id, reason))
