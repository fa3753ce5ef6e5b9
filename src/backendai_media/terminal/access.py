"""Who may use a terminal: asked inside the endpoint itself, and refused in any doubt."""

from __future__ import annotations

import hashlib
import hmac
import inspect
import logging
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Collection, Iterable, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final, Protocol
from urllib.parse import parse_qs, urlsplit

from ..errors import TerminalError
from .limits import Limits

Scope = MutableMapping[str, Any]

_ADDRESSES: Final = 10_000  # whose failures are counted
_TOKEN: Final = 16  # characters of a token that is not guessed
_LOG: Final = logging.getLogger("backendai_media.terminal")


@dataclass(frozen=True, slots=True)
class Grant:
    """What `authenticate` gives: whose sessions may be used, and whether to type in them."""

    user: str
    writable: bool = True


Authenticate = Callable[[Scope], Grant | Awaitable[Grant | None] | None]


class Tickets(Protocol):
    """Where tickets are kept, by their digests."""

    async def keep_ticket(self, digest: bytes, grant: Grant, life: float) -> bool:
        """Keep a ticket for `life` seconds; False where too many are kept."""

    async def take_ticket(self, digest: bytes) -> Grant | None:
        """Return what a ticket grants, once."""


class RefusedError(TerminalError):
    """A request is refused; the text may be shown to whoever sent it."""

    def __init__(self, status: HTTPStatus, text: str) -> None:
        super().__init__(text)
        self.status = status


class Door:
    """Lets requests in that carry an allowed Host and Origin, from someone who is known."""

    def __init__(
        self,
        authenticate: str | Authenticate,
        origins: Collection[str],
        hosts: Collection[str] | None,
        limits: Limits,
    ) -> None:
        if isinstance(origins, str) or isinstance(hosts, str):
            raise TerminalError("allowed_origins and allowed_hosts are lists.")
        self._origins = frozenset(map(_checked, origins))
        names = [urlsplit(origin).netloc for origin in origins] if hosts is None else hosts
        self._hosts = frozenset(name.lower() for name in names)
        if not isinstance(authenticate, str) and not callable(authenticate):
            raise TerminalError("authenticate is a token or a function that returns a Grant.")
        if isinstance(authenticate, str) and len(authenticate) < _TOKEN:
            raise TerminalError(f"The token is guessed easily: take at least {_TOKEN} characters.")
        self._token = _digest(authenticate) if isinstance(authenticate, str) else None
        self._ask = None if isinstance(authenticate, str) else authenticate
        self._failures = _Failures(limits.failures)
        self._life = limits.ticket_life

    def check_source(self, scope: Scope) -> str:
        """Return the origin. Raises `RefusedError` where Host or Origin is not an allowed one."""
        self.check_host(scope)
        origins = header(scope, b"origin")
        if len(origins) != 1 or origins[0] not in self._origins:
            raise RefusedError(HTTPStatus.FORBIDDEN, "Pages of this origin are not served.")
        return origins[0]

    def check_host(self, scope: Scope) -> None:
        """Raise `RefusedError` where Host is not an allowed one."""
        hosts = header(scope, b"host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            raise RefusedError(HTTPStatus.MISDIRECTED_REQUEST, "This host is not served here.")

    async def check_person(self, scope: Scope) -> Grant:
        """Return what the host's own check or the token grants. Raises `RefusedError`."""
        address = (scope.get("client") or ("",))[0]
        # A token is cheap to check, so that those who have it are never locked out by others.
        if self._ask is not None and self._failures.many(address):
            raise RefusedError(HTTPStatus.TOO_MANY_REQUESTS, "Too many attempts; wait a minute.")
        grant = await _ask(self._ask, scope) if self._ask else self._by_token(scope)
        if grant is not None:
            return grant
        self._failures.add(address)
        if self._failures.many(address):
            raise RefusedError(HTTPStatus.TOO_MANY_REQUESTS, "Too many attempts; wait a minute.")
        raise RefusedError(HTTPStatus.UNAUTHORIZED, "Sign in first.")

    async def check_visitor(self, scope: Scope, tickets_of: Tickets) -> Grant:
        """Return what a WebSocket's ticket grants, or without one what its other marks do."""
        query = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        if (tickets := query.get("ticket")) is None:
            return await self.check_person(scope)
        one = tickets[0] if len(tickets) == 1 else ""
        # Kept by their digests, so that no lookup tells about them.
        grant = await tickets_of.take_ticket(_digest(one)) if one else None
        if grant is None:
            raise RefusedError(HTTPStatus.UNAUTHORIZED, "The ticket was used or is too old.")
        return grant

    async def issue(self, grant: Grant, tickets_of: Tickets) -> str:
        """Return a new ticket. Raises `RefusedError` where too many wait to be used."""
        ticket = secrets.token_urlsafe(24)
        if not await tickets_of.keep_ticket(_digest(ticket), grant, self._life):
            raise RefusedError(HTTPStatus.TOO_MANY_REQUESTS, "Too many tickets; wait a moment.")
        return ticket

    def _by_token(self, scope: Scope) -> Grant | None:
        given = header(scope, b"authorization")
        kind, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
        right = hmac.compare_digest(_digest(token.strip()), self._token or b"")
        return Grant("") if right and kind.lower() == "bearer" else None


class _Failures:
    """Counts failures by address, a minute long."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def many(self, address: str) -> bool:
        since, count = self._counts.get(address, (0.0, 0))
        return count > self._limit and time.monotonic() - since < 60

    def add(self, address: str) -> None:
        since, count = self._counts.get(address, (0.0, 0))
        now = time.monotonic()
        self._counts[address] = (since, count + 1) if now - since < 60 and count else (now, 1)
        self._counts.move_to_end(address)
        if len(self._counts) > _ADDRESSES:
            self._counts.popitem(last=False)


def header(scope: Scope, name: bytes) -> list[str]:
    """Return all values of a header."""
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return [value.decode("latin-1") for key, value in headers if key.lower() == name]


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).digest()


def _checked(origin: str) -> str:
    parts = urlsplit(origin)
    default = {"http": ":80", "https": ":443"}.get(parts.scheme)
    exact = f"{parts.scheme}://{parts.netloc}" == origin == origin.lower()
    if default is None or not exact or "*" in origin or "@" in origin or not parts.hostname:
        raise TerminalError(f"{origin!r} is no origin; one is like https://example.org")
    if parts.netloc.endswith(default):
        raise TerminalError(f"Browsers leave {default} out of an origin; do so in {origin!r}.")
    return origin


async def _ask(authenticate: Authenticate, scope: Scope) -> Grant | None:
    """Return the host's own answer if it is a grant."""
    try:
        answer: object = authenticate(scope)
        if inspect.isawaitable(answer):
            answer = await answer
    except Exception:  # noqa: BLE001 - whatever fails there must let nobody in
        _LOG.exception("authenticate failed; the request is refused")
        return None
    if isinstance(answer, Grant):
        return answer
    if answer is not None:
        _LOG.error("authenticate must return a Grant or None; the request is refused")
    return None
