"""Authentication: who may use a terminal. Every doubt refuses the request."""

from __future__ import annotations

import hashlib
import hmac
import inspect
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Protocol
from urllib.parse import parse_qs, urlsplit

from .._asgi import Scope, header_values
from ..errors import TerminalError
from .limits import Limits
from .monitoring import LOGGER

MIN_TOKEN_CHARS: Final = 16
_MAX_ADDRESSES: Final = 10_000  # whose failures are counted
_FAILURE_SECONDS: Final = 60


@dataclass(frozen=True, slots=True)
class Identity:
    """The user of a request, as `authenticate` returns it, and whether the user may type."""

    user: str
    writable: bool = True


AuthenticateCallback = Callable[[Scope], Identity | Awaitable[Identity | None] | None]


class TicketStore(Protocol):
    """Keeps tickets by their digests."""

    async def keep_ticket(self, digest: bytes, identity: Identity, lifetime: float) -> bool:
        """Keep a ticket for `lifetime` seconds; return False if there are too many."""

    async def take_ticket(self, digest: bytes) -> Identity | None:
        """Remove a ticket and return its identity; None if it is unknown, used or expired."""


class RefusedError(TerminalError):
    """A request is refused with an HTTP status; the message is sent to the client."""

    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


class Authenticator:
    """Checks the Host, the Origin and the user of requests.

    Raises `TerminalError` if an argument is invalid.
    """

    def __init__(
        self,
        authenticate: str | AuthenticateCallback,
        origins: Collection[str],
        hosts: Collection[str] | None,
        limits: Limits,
    ) -> None:
        if isinstance(origins, str) or isinstance(hosts, str):
            raise TerminalError("allowed_origins and allowed_hosts must be lists.")
        self._origins = frozenset(map(_check_origin, origins))
        names = [urlsplit(origin).netloc for origin in origins] if hosts is None else hosts
        self.hosts = frozenset(name.lower() for name in names)
        if not isinstance(authenticate, str) and not callable(authenticate):
            raise TerminalError(
                "authenticate must be a token or a function that returns an Identity."
            )
        if isinstance(authenticate, str) and len(authenticate) < MIN_TOKEN_CHARS:
            raise TerminalError(
                f"The token is too short: use at least {MIN_TOKEN_CHARS} characters."
            )
        self._token = _digest(authenticate) if isinstance(authenticate, str) else None
        self._callback = None if isinstance(authenticate, str) else authenticate
        self._failures = _Failures(limits.failures)
        self._ticket_lifetime = limits.ticket_lifetime

    def check_origin(self, scope: Scope) -> str:
        """Return the Origin. Raises `RefusedError` if Host or Origin is not allowed."""
        self.check_host(scope)
        origins = header_values(scope, b"origin")
        if len(origins) != 1 or origins[0] not in self._origins:
            raise RefusedError(HTTPStatus.FORBIDDEN, "This origin is not allowed.")
        return origins[0]

    def check_host(self, scope: Scope) -> None:
        """Raise `RefusedError` if Host is not allowed."""
        hosts = header_values(scope, b"host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            raise RefusedError(HTTPStatus.MISDIRECTED_REQUEST, "This host is not served here.")

    async def identify(self, scope: Scope) -> Identity:
        """Return who sent a request, by the token or the callback.

        Raises `RefusedError` if that is unknown, or after too many failures from its address.
        """
        address = (scope.get("client") or ("",))[0]
        # Checking a token is cheap, so nobody else's failures lock its bearer out.
        if self._callback is not None:
            self._failures.check(address)
        identity = (
            await _call(self._callback, scope) if self._callback else self._identify_by_token(scope)
        )
        if identity is not None:
            return identity
        self._failures.add(address)
        self._failures.check(address)
        raise RefusedError(HTTPStatus.UNAUTHORIZED, "Sign in first.")

    async def identify_websocket(self, scope: Scope, tickets: TicketStore) -> Identity:
        """Return who opens a WebSocket: by its ticket if it has one, else as `identify` does.

        Raises `RefusedError`, also if the ticket is unknown, used or expired.
        """
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if (given := query.get("ticket")) is None:
            return await self.identify(scope)
        ticket = given[0] if len(given) == 1 else ""
        # Looked up by digest, so that timing reveals nothing about valid tickets.
        identity = await tickets.take_ticket(_digest(ticket)) if ticket else None
        if identity is None:
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "The ticket has been used or has expired.")
        return identity

    async def issue_ticket(self, identity: Identity, tickets: TicketStore) -> str:
        """Return a new ticket. Raises `RefusedError` if too many are unused."""
        ticket = secrets.token_urlsafe(24)
        if not await tickets.keep_ticket(_digest(ticket), identity, self._ticket_lifetime):
            raise RefusedError(
                HTTPStatus.TOO_MANY_REQUESTS, "Too many tickets; try again in a moment."
            )
        return ticket

    def _identify_by_token(self, scope: Scope) -> Identity | None:
        values = header_values(scope, b"authorization")
        kind, _, token = values[0].partition(" ") if len(values) == 1 else ("", "", "")
        matches = hmac.compare_digest(_digest(token.strip()), self._token or b"")
        return Identity("") if matches and kind.lower() == "bearer" else None


class _Failures:
    """Counts failures by address, each for a minute."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def check(self, address: str) -> None:
        """Raise `RefusedError` if the address has too many failures."""
        since, count = self._counts.get(address, (0.0, 0))
        if count > self._limit and time.monotonic() - since < _FAILURE_SECONDS:
            raise RefusedError(
                HTTPStatus.TOO_MANY_REQUESTS, "Too many attempts; try again in a minute."
            )

    def add(self, address: str) -> None:
        since, count = self._counts.get(address, (0.0, 0))
        now = time.monotonic()
        is_recent = count and now - since < _FAILURE_SECONDS
        self._counts[address] = (since, count + 1) if is_recent else (now, 1)
        self._counts.move_to_end(address)
        if len(self._counts) > _MAX_ADDRESSES:
            self._counts.popitem(last=False)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def _check_origin(origin: str) -> str:
    parts = urlsplit(origin)
    default = {"http": ":80", "https": ":443"}.get(parts.scheme)
    exact = f"{parts.scheme}://{parts.netloc}" == origin == origin.lower()
    if default is None or not exact or "*" in origin or "@" in origin or not parts.hostname:
        raise TerminalError(f"{origin!r} is not an origin (expected e.g. https://example.org)")
    if parts.netloc.endswith(default):
        raise TerminalError(f"Browsers omit {default} from an origin; remove it from {origin!r}.")
    return origin


async def _call(callback: AuthenticateCallback, scope: Scope) -> Identity | None:
    """Return the callback's answer if it is an identity; anything else is logged and refused."""
    try:
        answer: object = callback(scope)
        if inspect.isawaitable(answer):
            answer = await answer
    except Exception:  # noqa: BLE001 - any failure must refuse
        LOGGER.exception("authenticate failed; the request is refused")
        return None
    if isinstance(answer, Identity):
        return answer
    if answer is not None:
        LOGGER.error("authenticate must return an Identity or None; the request is refused")
    return None
