"""Notices when programs exit, and ends their processes.

Most exits show as the end of a terminal's output. If a background job keeps the terminal open, one
check per second over all programs finds the exit, which is cheaper than a descriptor for each.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Final
from weakref import WeakKeyDictionary

from .processes import POOL
from .pty import Pty

_CHECK_SECONDS: Final = 1.0
_POLL_SECONDS: Final = 0.02


class ExitWatcher:
    """Calls a function once when a program has exited. `exit_watcher` returns an event loop's."""

    def __init__(self) -> None:
        self._calls: dict[Pty, Callable[[], object]] = {}
        self._timer: asyncio.TimerHandle | None = None

    def add(self, pty: Pty, call: Callable[[], object]) -> None:
        """Call `call` when the program has exited."""
        self._calls[pty] = call
        self._schedule()

    def remove(self, pty: Pty) -> None:
        """Stop watching; removing a program twice is allowed."""
        self._calls.pop(pty, None)
        if not self._calls and self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _schedule(self) -> None:
        if self._timer is None and self._calls:
            self._timer = asyncio.get_running_loop().call_later(_CHECK_SECONDS, self._check)

    def _check(self) -> None:
        self._timer = None
        for pty in [pty for pty in self._calls if pty.ended()]:
            self._calls.pop(pty)()
        self._schedule()


_WATCHERS: Final[WeakKeyDictionary[asyncio.AbstractEventLoop, ExitWatcher]] = WeakKeyDictionary()


def exit_watcher(loop: asyncio.AbstractEventLoop) -> ExitWatcher:
    """Return the exit watcher of an event loop."""
    return _WATCHERS.setdefault(loop, ExitWatcher())


async def end_processes(pty: Pty, grace_seconds: float) -> None:
    """Hang up the processes on a terminal, and kill those left after `grace_seconds`."""

    # Finding processes takes milliseconds if there are many: not in the event loop.
    def in_thread(work: Callable[[], object]) -> Awaitable[object]:
        return asyncio.get_running_loop().run_in_executor(POOL, work)

    if await in_thread(pty.hang_up):
        for _ in range(int(grace_seconds / _POLL_SECONDS)):
            await asyncio.sleep(_POLL_SECONDS)
            if not await in_thread(pty.members):
                break
    await in_thread(pty.kill)
