"""The ASGI interface as our own applications use it: its types, headers, and plain responses."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]
Headers = Iterable[tuple[bytes, bytes]]


def header_values(scope: Scope, name: bytes) -> list[str]:
    """Return all values of a request header; `name` is in lower case."""
    headers: Headers = scope["headers"]
    return [value.decode("latin-1") for key, value in headers if key.lower() == name]


async def respond(
    send: Send,
    status: int,
    body: bytes = b"",
    headers: Headers = (),
    *,
    kind: str = "http.response",
) -> None:
    """Send a whole response. `kind` is `websocket.http.response` to deny a WebSocket."""
    length = (b"content-length", b"%d" % len(body))
    await send({"type": f"{kind}.start", "status": int(status), "headers": [*headers, length]})
    await send({"type": f"{kind}.body", "body": body})


async def refuse_websocket(send: Send) -> None:
    """Close a WebSocket before accepting it, which servers answer with 403."""
    await send({"type": "websocket.close", "code": 1008})
