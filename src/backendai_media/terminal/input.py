"""Writes viewers' input to a program's terminal."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..errors import ProtocolError
from .pty import Pty

_MAX_TURN_BYTES: Final = 1 << 15  # written in one turn of the loop
_MAX_CLIENTS: Final = 1000  # whose sequence numbers are kept


@dataclass(slots=True)
class _Client:
    received: int = 0
    written: int = 0
    waiting: int = 0  # bytes


class InputQueue:
    """Writes input in order, each piece once, as the terminal takes it; never blocks.

    `window` is the number of bytes that one client may have unwritten. `on_written` is called with
    a client and its newest sequence number that the terminal has taken.
    """

    __slots__ = (
        "_clients",
        "_closed",
        "_loop",
        "_on_written",
        "_pty",
        "_queue",
        "_watching",
        "_window",
    )

    def __init__(self, pty: Pty, window: int, on_written: Callable[[bytes, int], None]) -> None:
        self._pty = pty
        self._window = window
        self._on_written = on_written
        self._loop = asyncio.get_running_loop()
        self._clients: dict[bytes, _Client] = {}  # in the order of their last input
        self._queue: deque[tuple[bytes, int, memoryview]] | None = None  # None while empty
        self._watching = False
        self._closed = False

    def received(self, client: bytes) -> int:
        """Return the newest sequence number received from the client; 0 for an unknown client."""
        state = self._clients.get(client)
        return state.received if state else 0

    def written(self, client: bytes) -> int:
        """Return the newest sequence number of the client that the terminal has taken."""
        state = self._clients.get(client)
        return state.written if state else 0

    def add(self, client: bytes, sequence: int, data: bytes) -> None:
        """Queue input; input queued before is ignored.

        Raises `ProtocolError` if input is missing before it, or if it exceeds the window.
        """
        state = self._clients.get(client)
        if state is None:
            state = self._clients[client] = _Client(sequence - 1, sequence - 1)
            self._evict()
        if sequence <= state.received:
            if sequence <= state.written:
                self._on_written(client, state.written)
            return
        if sequence != state.received + 1:
            raise ProtocolError(f"input {state.received + 1} is missing before {sequence}")
        if state.waiting + len(data) > self._window:
            raise ProtocolError(f"more than {self._window} bytes of input are unwritten")
        state.received = sequence
        state.waiting += len(data)
        self._clients[client] = self._clients.pop(client)
        if self._queue is None:
            self._queue = deque()
        self._queue.append((client, sequence, memoryview(data)))
        if not self._watching:
            self._write()

    def close(self) -> None:
        """Stop writing; input still queued or added later counts as written and is dropped."""
        self._closed = True
        self._watch(wanted=False)
        self._drop()

    def _write(self) -> None:
        budget = _MAX_TURN_BYTES
        while (queue := self._queue) and budget > 0:
            client, sequence, data = queue[0]
            count = self._pty.write(data[:budget]) if data and not self._closed else 0
            if count < 0 or self._closed:
                self._drop()
                break
            if count < len(data):
                queue[0] = client, sequence, data[count:]
                self._clients[client].waiting -= count
                budget -= count
                if count == 0:
                    break
                continue
            self._done(queue, count)
            budget -= count
        self._watch(wanted=bool(self._queue))

    def _done(self, queue: deque[tuple[bytes, int, memoryview]], count: int) -> None:
        client, sequence, _ = queue.popleft()
        if not queue:
            self._queue = None
        state = self._clients[client]
        state.waiting -= count
        state.written = sequence
        self._on_written(client, sequence)

    def _drop(self) -> None:
        while queue := self._queue:
            self._done(queue, len(queue[0][2]))

    def _watch(self, *, wanted: bool) -> None:
        if wanted and not self._watching:
            self._loop.add_writer(self._pty.fd, self._write)
        elif self._watching and not wanted:
            self._loop.remove_writer(self._pty.fd)
        self._watching = wanted

    def _evict(self) -> None:
        if len(self._clients) > _MAX_CLIENTS:
            idle = next((key for key, state in self._clients.items() if not state.waiting), None)
            if idle is not None:
                del self._clients[idle]
