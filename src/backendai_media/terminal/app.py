"""Terminals as an ASGI application, to run by itself or to mount in another."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Final

from ..errors import StoreUnavailableError, TerminalError
from . import dialect_alis, metrics
from .access import Authenticate, Door, Grant, RefusedError, Scope, header
from .channel import Channel, Receive, Send
from .command import Command
from .connection import Connection, Visit
from .dialect_alis import Alis
from .dialect_backendai import Legacy
from .dialect_term2 import Term2
from .limits import Limits
from .memory_store import Sessions
from .metrics import Metrics
from .observer import Observer
from .protocol import SUBPROTOCOL
from .session import Session
from .store import Store

#: How a client may call a session.
NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")

_HEADERS = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"vary", b"origin"),
]


class TerminalApp:
    """Serves the WebSockets `…/ws` and `…/ws/<session>`, `POST …/ticket` and `GET …/metrics`.

    docs/terminal-server.md shows how it is used, docs/terminal-protocol.md what it speaks.

    `authenticate` is a token (sent as `Authorization: Bearer`) or a function that gets the ASGI
    scope and returns a `Grant`, or None for who is not let in; it may be async. Whatever else it
    does refuses. `allowed_origins` are the origins of the pages that may connect, like
    `https://example.org`; `allowed_hosts` are those origins' hosts by default. `command` is a list
    of arguments, run with `env`, `cwd`, `user` and `process_limits` as `Command` takes them, or a
    function that returns a `Command` for a `Grant`. `store` is None for sessions in this process,
    or the address of a Redis or Valkey server, `redis://…`, whose PTY hosts run the sessions.
    `observe` gives those who follow a new session. With `metrics_token`, `GET …/metrics` answers
    who sends it as `Authorization: Bearer`.

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
        store: str | None = None,
        observe: Callable[[Session], Observer | None] = lambda _: None,
        metrics_token: str | None = None,
    ) -> None:
        self.limits = limits or Limits()
        self.metrics = Metrics()
        self._door = Door(authenticate, allowed_origins, allowed_hosts, self.limits)
        if metrics_token is not None and len(metrics_token) < 16:
            raise TerminalError("The metrics' token is guessed easily: take 16 characters or more.")
        self._metrics_token = metrics_token
        self.sessions: Store
        if store is not None:
            from .redis.store import RedisStore

            self.sessions = RedisStore(store, self.limits)
            return
        if not callable(command):
            fixed = Command(command, cwd=cwd, env=env, user=user, limits=process_limits)
        self.sessions = Sessions(
            command if callable(command) else lambda _: fixed, self.limits, observe
        )

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
        kind = "application/json"
        try:
            if _path(scope) == "/metrics":
                status, body = HTTPStatus.OK, await self._measure(scope)
                kind = metrics.TYPE
            else:
                origin = self._door.check_source(scope)
                extra = [
                    (b"access-control-allow-origin", origin.encode()),
                    (b"access-control-allow-credentials", b"true"),
                    (b"access-control-allow-headers", b"authorization"),
                ]
                status, body = await self._ticket(scope)
        except RefusedError as refusal:
            self.metrics.refused[refusal.status.value] += 1
            status, body = refusal.status, _json(error=str(refusal))
        except StoreUnavailableError as error:
            status, body = HTTPStatus.SERVICE_UNAVAILABLE, _json(error=str(error))
        await _answer(send, status, body, extra, kind=kind)

    async def _measure(self, scope: Scope) -> bytes:
        """Return the metrics, for who has the token: scrapers have no origin."""
        self._door.check_host(scope)
        if self._metrics_token is None or scope["method"] != "GET":
            raise RefusedError(HTTPStatus.NOT_FOUND, "There is nothing here.")
        right = f"Bearer {self._metrics_token}".encode()
        given = header(scope, b"authorization")
        if len(given) != 1 or not hmac.compare_digest(given[0].encode(), right):
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "The metrics' token is wanted.")
        return self.metrics.render(await self.sessions.count()).encode()

    async def _ticket(self, scope: Scope) -> tuple[HTTPStatus, bytes]:
        if _path(scope) != "/ticket":
            raise RefusedError(HTTPStatus.NOT_FOUND, "There is nothing here.")
        if scope["method"] == "OPTIONS":
            return HTTPStatus.NO_CONTENT, b""
        if scope["method"] != "POST":
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "Tickets are had by POST.")
        ticket = await self._door.issue(await self._door.check_person(scope), self.sessions)
        self.metrics.tickets += 1
        return HTTPStatus.OK, _json(ticket=ticket, expires=self.limits.ticket_life)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        try:
            grant, name = await self._admit(scope)
            dialect = _dialect(scope["subprotocols"])
        except (RefusedError, StoreUnavailableError) as refusal:
            status = getattr(refusal, "status", HTTPStatus.SERVICE_UNAVAILABLE)
            self.metrics.refused[status.value] += 1
            if "websocket.http.response" in scope.get("extensions", {}):
                body = _json(error=str(refusal))
                await _answer(send, status, body, [], prefix="websocket.http.response")
            else:
                await send({"type": "websocket.close", "code": 1008})
            return
        chosen, kind = dialect
        await send({"type": "websocket.accept", "subprotocol": chosen})
        visit = Visit(self.sessions, grant, name, self.limits, self.metrics)
        await kind(visit, Channel(receive, send, self.limits)).serve()

    async def _admit(self, scope: Scope) -> tuple[Grant, str]:
        self._door.check_source(scope)
        path = _path(scope)
        name = path.removeprefix("/ws/") if path != "/ws" else ""
        if path != "/ws" and not (path.startswith("/ws/") and NAME.fullmatch(name)):
            raise RefusedError(HTTPStatus.NOT_FOUND, "There is nothing here.")
        _dialect(scope.get("subprotocols", ()))
        return await self._door.check_visitor(scope, self.sessions), name


def _dialect(offered: Collection[str]) -> tuple[str | None, type[Connection]]:
    """Return the subprotocol to answer with and what speaks it."""
    if SUBPROTOCOL in offered:
        return SUBPROTOCOL, Term2
    if dialect_alis.SUBPROTOCOL in offered:
        return dialect_alis.SUBPROTOCOL, Alis
    if offered:
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"Ask for the subprotocol {SUBPROTOCOL}.")
    return None, Legacy


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _json(**values: object) -> bytes:
    return json.dumps(values).encode()


async def _answer(  # noqa: PLR0913 - a response's parts
    send: Send,
    status: HTTPStatus,
    body: bytes,
    extra: list[tuple[bytes, bytes]],
    *,
    prefix: str = "http.response",
    kind: str = "application/json",
) -> None:
    typed = [(b"content-type", kind.encode())] if body else []
    headers = [*_HEADERS, *typed, *extra, (b"content-length", b"%d" % len(body))]
    await send({"type": f"{prefix}.start", "status": status.value, "headers": headers})
    await send({"type": f"{prefix}.body", "body": body})
