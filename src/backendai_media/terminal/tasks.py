"""Named timers, and cancellation of tasks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, Final

_RETRY_SECONDS: Final = 0.5


async def end_tasks(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel tasks and wait until all have finished, whatever their outcome.

    A task is cancelled repeatedly: a library's timeout that expires at the same moment can swallow
    the first cancellation, and the task would go on.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        done, pending = await asyncio.wait(pending, timeout=_RETRY_SECONDS)
        for task in done:
            if not task.cancelled():
                task.exception()  # retrieved, so that asyncio does not log it


class Timers:
    """The named timers of one object, in the running event loop."""

    __slots__ = ("_handles", "_loop")

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._handles: dict[str, asyncio.TimerHandle] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._handles

    def set(self, name: str, delay: float, call: Callable[[], None]) -> None:
        """Call `call` once after `delay` seconds, replacing the timer of that name."""

        def fire() -> None:
            self._handles.pop(name, None)
            call()

        self.cancel(name)
        self._handles[name] = self._loop.call_later(delay, fire)

    def cancel(self, *names: str) -> None:
        """Cancel these timers, or all of them if no name is given."""
        for name in names or list(self._handles):
            if handle := self._handles.pop(name, None):
                handle.cancel()
