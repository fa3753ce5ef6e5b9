"""Events for one page that are not in the log."""

from __future__ import annotations

import asyncio

from .page_protocol import Event, Hello
from .page_protocol import Kernel as KernelEvent


class Inbox:
    """Events for one page that are not in the log. It stays small: states replace each other."""

    def __init__(self) -> None:
        self._events: list[Event] = []
        self._ready = asyncio.Event()

    def put(self, *events: Event) -> None:
        """Add events; a kernel state that was not sent yet is replaced."""
        for event in events:
            if isinstance(event, Hello):
                self._events = []
            elif isinstance(event, KernelEvent):
                self._events = [old for old in self._events if not isinstance(old, KernelEvent)]
            self._events.append(event)
        del self._events[:-100]
        self._ready.set()

    def wake(self) -> None:
        """Wake the reader: the log has grown."""
        self._ready.set()

    async def wait(self) -> None:
        """Wait for an event, or for `wake`."""
        await self._ready.wait()

    def take(self) -> list[Event]:
        """Return and remove all events."""
        self._ready.clear()
        events, self._events = self._events, []
        return events
