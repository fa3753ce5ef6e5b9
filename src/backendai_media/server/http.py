"""uvicorn's HTTP protocol with a bound on connections whose request does not come.

uvicorn waits forever for a request's head, and counts such connections towards its limit: whoever
opens enough of them and says nothing locks everybody else out.
"""

from __future__ import annotations

import asyncio
import os
import socket
from typing import TYPE_CHECKING, Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

#: Seconds that the head of a request may take to arrive.
REQUEST_TIMEOUT = 10.0


#: Connections that asyncio accepts in one go, in which nobody else is served; those that may wait.
ACCEPTED_AT_ONCE = 4
MAX_PENDING = 1024


class Server(uvicorn.Server):
    """Accepts few connections at once, so that opening many keeps nobody waiting."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen. `backlog` is both numbers for asyncio; the system's is set again."""
        await super().startup(sockets)
        for listener in (one for server in self.servers for one in server.sockets):
            with socket.socket(fileno=os.dup(listener.fileno())) as same:
                same.listen(MAX_PENDING)


class BoundedProtocol(H11Protocol):
    """Closes a connection whose request takes too long to come, and the oldest of too many.

    `waiting` are the connections of one server without a request, each with what ends its wait; the
    oldest is first.
    """

    def __init__(
        self,
        *args: Any,
        waiting: dict[BoundedProtocol, asyncio.TimerHandle],
        max_waiting: int,
        request_timeout: float,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._waiting = waiting
        self._max_waiting = max_waiting
        self._request_timeout = request_timeout

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Start to wait for a request."""
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._settle()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take a part of a request. A part of its head does not prolong the wait."""
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        """Wait for the next request; until its first byte comes, uvicorn's own timeout holds."""
        super().on_response_complete()
        self._settle()

    def _watch(self) -> None:
        has_request = self.cycle is not None and not self.cycle.response_complete
        # One that has become a WebSocket is none of uvicorn's HTTP connections any more.
        if has_request or self not in self.connections or self.transport.is_closing():
            self._settle()
        elif self not in self._waiting:
            if len(self._waiting) >= self._max_waiting:
                next(iter(self._waiting)).give_up()
            self._waiting[self] = self.loop.call_later(self._request_timeout, self.give_up)

    def _settle(self) -> None:
        timer = self._waiting.pop(self, None)
        if timer is not None:
            timer.cancel()

    def give_up(self) -> None:
        """Close the connection."""
        self._settle()
        self.transport.abort()


def bounded_protocol(
    max_waiting: int, request_timeout: float = REQUEST_TIMEOUT
) -> Callable[..., BoundedProtocol]:
    """Return what makes the connections of one server.

    Of more than `max_waiting` connections without a request the oldest is closed, as is one whose
    request takes more than `request_timeout` seconds to come.
    """
    waiting: dict[BoundedProtocol, asyncio.TimerHandle] = {}

    def make(*args: Any, **kwargs: Any) -> BoundedProtocol:
        return BoundedProtocol(
            *args,
            waiting=waiting,
            max_waiting=max_waiting,
            request_timeout=request_timeout,
            **kwargs,
        )

    return make
