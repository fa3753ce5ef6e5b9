"""Terminals as an ASGI application, to run by itself or to mount in another."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path

from .access import Authenticate, Door, Grant, RefusedError, Scope
from .command import Command
from .connection import Connection, Receive, Send
from .limits import Limits
from .protocol import SUBPROTOCOL
from .table import Sessions

_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"vary", b"origin"),
]


class TerminalApp:
    """Serves `POST …/ticket` and the WebSocket `…/ws`; docs/terminal-protocol.md says how.

    `authenticate` is a token (sent as `Authorization: Bearer`) or a function that gets the ASGI
    scope and returns a `Grant`, or None for who is not let in; it may be async. Whatever else it
    does refuses. `allowed_origins` are the origins of the pages that may connect, like
    `https://example.org`; `allowed_hosts` are those origins' hosts by default. `command` is a list
    of arguments, run with `env`, `cwd`, `user` and `process_limits` as `Command` takes them, or a
    function that returns a `Command` for a `Grant`.

    Everything is checked now: raises `TerminalError`.
    """

    def __init__(  # noqa: PLR0913 - these are its settings
        self,
        command: Sequence[str] | Callable[[Grant], Command] = ("bash", "-l"),
        *,
        authenticate: str | Authenticate,
        allowed_origins: Collection[str],
        allowed_hosts: Collection[str] | None = None,
        env: Mapping[str, str | None] | None = None,
        cwd: str | Path | None = None,
        user: str | None = None,
        process_limits: Mapping[str, int] | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self._door = Door(authenticate, allowed_origins, allowed_hosts, self.limits)
        if not callable(command):
            fixed = Command(command, cwd=cwd, env=env, user=user, limits=process_limits)
        self.sessions = Sessions(command if callable(command) else lambda _: fixed, self.limits)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            raise RuntimeError(f"no {scope['type']} here")

    async def close(self) -> None:
        """End all sessions: at the end of the server; where this is mounted, the host calls it."""
        await self.sessions.close()

    async def _live(self, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await self.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _http(self, scope: Scope, send: Send) -> None:
        extra: list[tuple[bytes, bytes]] = []
        try:
            origin = self._door.check_source(scope)
            extra = [
                (b"access-control-allow-origin", origin.encode()),
                (b"access-control-allow-credentials", b"true"),
                (b"access-control-allow-headers", b"authorization"),
            ]
            status, body = await self._ticket(scope)
        except RefusedError as refusal:
            status, body = refusal.status, _json(error=str(refusal))
        await _answer(send, status, body, extra)

    async def _ticket(self, scope: Scope) -> tuple[HTTPStatus, bytes]:
        if _path(scope) != "/ticket":
            raise RefusedError(HTTPStatus.NOT_FOUND, "There is nothing here.")
        if scope["method"] == "OPTIONS":
            return HTTPStatus.NO_CONTENT, b""
        if scope["method"] != "POST":
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "Tickets are had by POST.")
        ticket = self._door.issue(await self._door.check_person(scope))
        return HTTPStatus.OK, _json(ticket=ticket, expires=self.limits.ticket_life)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        try:
            grant = await self._admit(scope)
        except RefusedError as refusal:
            if "websocket.http.response" in scope.get("extensions", {}):
                body = _json(error=str(refusal))
                await _answer(send, refusal.status, body, [], prefix="websocket.http.response")
            else:
                await send({"type": "websocket.close", "code": 1008})
            return
        await send({"type": "websocket.accept", "subprotocol": SUBPROTOCOL})
        await Connection(self.sessions, grant, self.limits, receive, send).serve()

    async def _admit(self, scope: Scope) -> Grant:
        self._door.check_source(scope)
        if _path(scope) != "/ws":
            raise RefusedError(HTTPStatus.NOT_FOUND, "There is nothing here.")
        if SUBPROTOCOL not in scope.get("subprotocols", ()):
            raise RefusedError(HTTPStatus.BAD_REQUEST, f"Ask for the subprotocol {SUBPROTOCOL}.")
        return await self._door.check_visitor(scope)


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _json(**values: object) -> bytes:
    return json.dumps(values).encode()


async def _answer(
    send: Send,
    status: HTTPStatus,
    body: bytes,
    extra: list[tuple[bytes, bytes]],
    *,
    prefix: str = "http.response",
) -> None:
    kind = [(b"content-type", b"application/json")] if body else []
    headers = [*_HEADERS, *kind, *extra, (b"content-length", b"%d" % len(body))]
    await send({"type": f"{prefix}.start", "status": status.value, "headers": headers})
    await send({"type": f"{prefix}.body", "body": body})
