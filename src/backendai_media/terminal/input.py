"""What viewers type, on its way into a program's terminal."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from ..errors import ProtocolError
from .pty import Pty

_BUDGET: Final = 1 << 15  # bytes written in one turn of the loop
_CLIENTS: Final = 1000  # remembered


@dataclass(slots=True)
class _Client:
    received: int = 0
    written: int = 0
    waiting: int = 0  # bytes


class InputQueue:
    """Writes input in order, each piece once, as the terminal takes it; never blocks.

    `on_written` is called with a client and the newest of its sequence numbers that are written.
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
        self._clients: dict[bytes, _Client] = {}  # who typed last comes last
        self._queue: deque[tuple[bytes, int, memoryview]] | None = None  # where there is some
        self._watching = False
        self._closed = False

    def received(self, client: bytes) -> int:
        """Return the newest sequence number that came from the client, 0 for an unknown one."""
        state = self._clients.get(client)
        return state.received if state else 0

    def written(self, client: bytes) -> int:
        """Return the newest sequence number of the client that the program's terminal has."""
        state = self._clients.get(client)
        return state.written if state else 0

    def add(self, client: bytes, sequence: int, data: bytes) -> None:
        """Queue input that was not queued before.

        Raises `ProtocolError` where some is missing before it, or where the client sends more than
        it may before the program takes it.
        """
        state = self._clients.get(client)
        if state is None:
            state = self._clients[client] = _Client(sequence - 1, sequence - 1)
            self._forget()
        if sequence <= state.received:
            if sequence <= state.written:
                self._on_written(client, state.written)
            return
        if sequence != state.received + 1:
            raise ProtocolError(f"input {state.received + 1} is missing before {sequence}")
        if state.waiting + len(data) > self._window:
            raise ProtocolError(f"more than {self._window} bytes of input wait for the program")
        state.received = sequence
        state.waiting += len(data)
        self._clients[client] = self._clients.pop(client)
        if self._queue is None:
            self._queue = deque()
        self._queue.append((client, sequence, memoryview(data)))
        if not self._watching:
            self._write()

    def close(self) -> None:
        """Write no more; what comes is taken and dropped."""
        self._closed = True
        self._watch(wanted=False)
        self._drop()

    def _write(self) -> None:
        budget = _BUDGET
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

    def _forget(self) -> None:
        if len(self._clients) > _CLIENTS:
            idle = next((key for key, state in self._clients.items() if not state.waiting), None)
            if idle is not None:
                del self._clients[idle]
