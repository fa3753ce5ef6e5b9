"""How programs end, and are ended.

Of most their terminal tells, which closes. Where a job in the background still has it, one look a
second at all programs does, which costs less than a descriptor for each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from weakref import WeakKeyDictionary

from .processes import POOL
from .pty import Pty

_PERIOD: Final = 1.0
_POLL: Final = 0.02


class Ends:
    """Calls who waits for a program's end, once. One for each event loop, from `ends_of`."""

    def __init__(self) -> None:
        self._calls: dict[Pty, Callable[[], object]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add(self, pty: Pty, call: Callable[[], object]) -> None:
        """Call when the program has ended."""
        self._calls[pty] = call
        self._wait()

    def remove(self, pty: Pty) -> None:
        """Forget it; nothing happens if that was done before."""
        self._calls.pop(pty, None)
        if not self._calls and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _wait(self) -> None:
        if self._timer is None and self._calls:
            self._timer = asyncio.get_running_loop().call_later(_PERIOD, self._look)

    def _look(self) -> None:
        self._timer = None
        for pty in [one for one in self._calls if one.ended()]:
            self._calls.pop(pty)()
        self._wait()


_ALL: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, Ends]] = WeakKeyDictionary()


def ends_of(loop: asyncio.AbstractEventLoop) -> Ends:
    """Return the loop's."""
    return _ALL.setdefault(loop, Ends())


async def end_processes(pty: Pty, patience: float) -> None:
    """Ask what still runs on a terminal to end, and end after `patience` seconds what does not."""

    # Looking for processes takes milliseconds where there are many: not in the loop.
    def aside(work: Callable[[], object]) -> Awaitable[object]:
        return asyncio.get_running_loop().run_in_executor(POOL, work)

    if await aside(pty.hang_up):
        for _ in range(int(patience / _POLL)):
            await asyncio.sleep(_POLL)
            if not await aside(pty.members):
                break
    await aside(pty.kill)
