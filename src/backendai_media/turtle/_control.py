"""Events that a host sends to an ipykernel as messages on its control channel.

A kernel reads that channel in a thread of its own, so they arrive while a cell runs; messages of
comms wait until it has ended.
"""

import queue
import sys
from typing import Any, Final

__all__ = ["MESSAGE", "ControlEvents"]

MESSAGE: Final = "backendai_events"
#: Events that are kept while a program does not look.
_MOST: Final = 1_000


class ControlEvents:
    """A source of events. Raises `RuntimeError` where no ipykernel runs."""

    def __init__(self) -> None:
        kernelapp = sys.modules.get("ipykernel.kernelapp")
        app: Any = kernelapp.IPKernelApp if kernelapp else None
        if not app or not app.initialized():
            raise RuntimeError("events come by the control channel of an ipykernel: none runs here")
        self._queue: queue.SimpleQueue[Any] = queue.SimpleQueue()
        app.instance().kernel.control_handlers[MESSAGE] = self._take

    async def _take(self, stream: Any, ident: Any, message: dict[str, Any]) -> None:
        """Take a message, in the thread of the channel."""
        del stream, ident
        for event in message.get("content", {}).get("events", ()):
            if self._queue.qsize() < _MOST:
                self._queue.put(event)

    def __call__(self, seconds: float, /) -> list[Any]:
        """Return what has come; wait for it up to `seconds`."""
        found: list[Any] = []
        try:
            found.append(
                self._queue.get(timeout=max(seconds, 0))
                if seconds > 0
                else self._queue.get_nowait()
            )
            while True:
                found.append(self._queue.get_nowait())
        except queue.Empty:
            return found
