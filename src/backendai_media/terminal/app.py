"""Terminals as an ASGI application, to run by itself or to mount in another."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Final, NoReturn

from .._asgi import Receive, Scope, Send, header_values, refuse_websocket, respond
from ..errors import StoreUnavailableError, TerminalError
from . import dialect_alis
from .access import (
    MIN_TOKEN_CHARS,
    AuthenticateCallback,
    Authenticator,
    Identity,
    RefusedError,
)
from .channel import Channel
from .command import Command
from .connection import Connection, ConnectionContext
from .dialect_alis import AlisConnection
from .dialect_backendai import BackendAIConnection
from .dialect_term2 import Term2Connection
from .limits import Limits
from .memory_store import MemoryStore
from .monitoring import METRICS_TYPE, Metrics
from .protocol import SUBPROTOCOL
from .session import Session
from .store import Store
from .viewer import Observer

#: The session names that clients may choose.
SESSION_NAME: Final = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]{0,63}")

_HEADERS: Final = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"vary", b"origin"),
]


class TerminalApp:
    """Serves the WebSockets `…/ws` and `…/ws/<session>`, `POST …/ticket` and `GET …/metrics`.

    docs/terminal-server.md shows how to use it, docs/terminal-protocol.md specifies the protocol.

    `authenticate` is a token (sent as `Authorization: Bearer`) or a function, which may be async,
    from the ASGI scope to an `Identity`, or to None if the user is unknown; any other result, and
    any exception, refuses the request. `allowed_origins` are the origins of the pages that may
    connect, like `https://example.org`; `allowed_hosts` defaults to those origins' hosts.

    `command` is a list of arguments, run with `env`, `cwd`, `user` and `process_limits` as
    `Command` takes them, or a function from an `Identity` to a `Command`. `store` is None to keep
    sessions in this process, or the address of a Redis or Valkey server, `redis://…`, whose PTY
    hosts run the programs. `observe` returns an observer of a new session, or None. With
    `metrics_token`, `GET …/metrics` answers requests that send it as `Authorization: Bearer`.

    Raises `TerminalError` if an argument is invalid, `MissingExtraError` if `store` is given and
    the redis package is not installed.
    """

    def __init__(  # noqa: PLR0913 - these are its settings
        self,
        command: Sequence[str] | Callable[[Identity], Command] = ("bash", "-l"),
        *,
        authenticate: str | AuthenticateCallback,
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
        self._auth = Authenticator(authenticate, allowed_origins, allowed_hosts, self.limits)
        if metrics_token is not None and len(metrics_token) < MIN_TOKEN_CHARS:
            raise TerminalError(
                f"metrics_token is too short: use at least {MIN_TOKEN_CHARS} characters."
            )
        self._metrics_token = metrics_token
        self.sessions: Store
        if store is not None:
            from .redis.store import RedisStore

            self.sessions = RedisStore(store, self.limits)
            return
        if not callable(command):
            fixed = Command(command, cwd=cwd, env=env, user=user, limits=process_limits)
        self.sessions = MemoryStore(
            command if callable(command) else lambda _: fixed,
            self.limits,
            observe,
            self._auth.hosts,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection. Raises `RuntimeError` for an unknown connection type."""
        if scope["type"] == "lifespan":
            await self._lifespan(receive, send)
        elif scope["type"] == "http":
            await self._http(scope, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            raise RuntimeError(f"unsupported connection type {scope['type']!r}")

    async def close(self) -> None:
        """End all sessions. A mounted application's host calls this at shutdown."""
        await self.sessions.close()

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while (await receive())["type"] != "lifespan.shutdown":
            await send({"type": "lifespan.startup.complete"})
        await self.close()
        await send({"type": "lifespan.shutdown.complete"})

    async def _http(self, scope: Scope, send: Send) -> None:
        extra: list[tuple[bytes, bytes]] = []
        content_type = b"application/json"
        try:
            if _path(scope) == "/metrics":
                status, body = HTTPStatus.OK, await self._render_metrics(scope)
                content_type = METRICS_TYPE.encode()
            else:
                explains = scope["method"] == "GET" and _path(scope).startswith("/ws")
                # Browsers send no Origin with what a page reads from its own server.
                if explains and not header_values(scope, b"origin"):
                    self._auth.check_host(scope)
                else:
                    extra = _cors(self._auth.check_origin(scope))
                if explains:
                    await self._explain(scope)
                status, body = await self._issue_ticket(scope)
        except (RefusedError, StoreUnavailableError) as error:
            status, body = self._refusal(error)
        if body:
            extra.append((b"content-type", content_type))
        await respond(send, status, body, [*_HEADERS, *extra])

    async def _render_metrics(self, scope: Scope) -> bytes:
        self._auth.check_host(scope)  # scrapers send no Origin
        if self._metrics_token is None or scope["method"] != "GET":
            raise RefusedError(HTTPStatus.NOT_FOUND, "Not found.")
        expected = f"Bearer {self._metrics_token}".encode()
        given = header_values(scope, b"authorization")
        if len(given) != 1 or not hmac.compare_digest(given[0].encode(), expected):
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "Missing or invalid metrics token.")
        return self.metrics.render(await self.sessions.count()).encode()

    async def _explain(self, scope: Scope) -> NoReturn:
        """Raise `RefusedError` as for a WebSocket at this address: pages cannot see that one."""
        _session_name(scope)
        await self._auth.identify_websocket(scope, self.sessions)
        raise RefusedError(HTTPStatus.UPGRADE_REQUIRED, "Open a WebSocket here.")

    async def _issue_ticket(self, scope: Scope) -> tuple[HTTPStatus, bytes]:
        if _path(scope) != "/ticket":
            raise RefusedError(HTTPStatus.NOT_FOUND, "Not found.")
        if scope["method"] == "OPTIONS":
            return HTTPStatus.NO_CONTENT, b""
        if scope["method"] != "POST":
            raise RefusedError(HTTPStatus.METHOD_NOT_ALLOWED, "Use POST to request a ticket.")
        identity = await self._auth.identify(scope)
        ticket = await self._auth.issue_ticket(identity, self.sessions)
        self.metrics.tickets += 1
        return HTTPStatus.OK, _encode(ticket=ticket, expires=self.limits.ticket_lifetime)

    def _refusal(self, error: RefusedError | StoreUnavailableError) -> tuple[HTTPStatus, bytes]:
        """Return the status and body that report an error, and count it."""
        status = HTTPStatus.SERVICE_UNAVAILABLE
        if isinstance(error, RefusedError):
            status = error.status
        self.metrics.refused[status.value] += 1
        return status, _encode(error=str(error))

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()  # websocket.connect
        try:
            identity, name = await self._admit(scope)
            subprotocol, connection_type = _negotiate(scope["subprotocols"])
        except (RefusedError, StoreUnavailableError) as error:
            status, body = self._refusal(error)
            if "websocket.http.response" in scope.get("extensions", {}):
                headers = [*_HEADERS, (b"content-type", b"application/json")]
                await respond(send, status, body, headers, kind="websocket.http.response")
            else:
                await refuse_websocket(send)
            return
        await send({"type": "websocket.accept", "subprotocol": subprotocol})
        context = ConnectionContext(self.sessions, identity, name, self.limits, self.metrics)
        await connection_type(context, Channel(receive, send, self.limits)).serve()

    async def _admit(self, scope: Scope) -> tuple[Identity, str]:
        self._auth.check_origin(scope)
        name = _session_name(scope)
        _negotiate(scope.get("subprotocols", ()))  # before a ticket is used up
        return await self._auth.identify_websocket(scope, self.sessions), name


def _negotiate(offered: Collection[str]) -> tuple[str | None, type[Connection]]:
    """Return the subprotocol to answer with and the connection class that speaks it."""
    if SUBPROTOCOL in offered:
        return SUBPROTOCOL, Term2Connection
    if dialect_alis.SUBPROTOCOL in offered:
        return dialect_alis.SUBPROTOCOL, AlisConnection
    if offered:
        raise RefusedError(HTTPStatus.BAD_REQUEST, f"Request the subprotocol {SUBPROTOCOL}.")
    return None, BackendAIConnection


def _cors(origin: str) -> list[tuple[bytes, bytes]]:
    return [
        (b"access-control-allow-origin", origin.encode()),
        (b"access-control-allow-credentials", b"true"),
        (b"access-control-allow-headers", b"authorization"),
    ]


def _session_name(scope: Scope) -> str:
    """Return the name in the address of a WebSocket, or "" for any. Raises `RefusedError`."""
    path = _path(scope)
    name = path.removeprefix("/ws/") if path != "/ws" else ""
    if path != "/ws" and not (path.startswith("/ws/") and SESSION_NAME.fullmatch(name)):
        raise RefusedError(HTTPStatus.NOT_FOUND, "Not found.")
    return name


def _path(scope: Scope) -> str:
    path: str = scope["path"]
    return path.removeprefix(scope.get("root_path", ""))


def _encode(**values: object) -> bytes:
    return json.dumps(values).encode()
