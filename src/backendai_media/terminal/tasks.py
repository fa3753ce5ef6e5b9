"""Timers by name, and the end of tasks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, Final

_AGAIN: Final = 0.5  # seconds


async def end_tasks(tasks: Iterable[asyncio.Task[Any]]) -> None:
    """Cancel tasks and wait until they have ended, however they do.

    Once is not enough: where it comes together with a result, a library's timeout can take a
    cancellation for its own, and the task goes on.
    """
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        done, left = await asyncio.wait(left, timeout=_AGAIN)
        for task in done:
            if not task.cancelled():
                task.exception()  # looked at, so that asyncio does not tell of it


class Timers:
    """The timers of one owner, in the running loop."""

    __slots__ = ("_handles", "_loop")

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._handles: dict[str, asyncio.TimerHandle] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._handles

    def set(self, name: str, delay: float, call: Callable[[], None]) -> None:
        """Call once after `delay` seconds, instead of what was set under that name."""

        def fire() -> None:
            self._handles.pop(name, None)
            call()

        self.cancel(name)
        self._handles[name] = self._loop.call_later(delay, fire)

    def cancel(self, *names: str) -> None:
        """Forget these; all of them where none is named."""
        for name in names or list(self._handles):
            if handle := self._handles.pop(name, None):
                handle.cancel()
