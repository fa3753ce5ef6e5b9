"""Who may talk to a server that runs code as the person who started it: playground, terminal.

`Guard` wraps the whole application, so that no route, of HTTP or WebSocket, is reached without
passing it.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
{extra}<body><h1>{title}</h1><p>{text}</p></body></html>"""
_LOGIN = "Each address that it prints works once, in one browser. Take the newest one."
_HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Texts:
    """What a guard calls its cookie, and what it says on its own pages."""

    cookie: str
    title: str
    login: str


class Guard:
    """Checks Host, Origin and the session cookie of every request before `app` sees it.

    A browser gets its cookie by visiting `/?code=…` once, with a code from `issue`; `on_exchange`
    is called after a code was used. Codes work once; the cookie lasts until the server ends. It is
    named for the port, as all ports of a host share their cookies.

    `origin` is that of the page where a proxy or a name leads to it, like `https://example.org`.
    """

    def __init__(  # noqa: PLR0913 - these are its settings
        self,
        app: App,
        *,
        host: str,
        port: int,
        texts: Texts,
        origin: str | None = None,
        on_exchange: Callable[[], None] | None = None,
    ) -> None:
        if origin is None:
            names = {host, "localhost", "127.0.0.1"}
            hosts = {f"[{n}]:{port}" if ":" in n else f"{n}:{port}" for n in names}
            self.origins = frozenset(f"http://{name}" for name in hosts)
        else:
            self.origins = frozenset([origin])
        self.hosts = frozenset(one.partition("://")[2] for one in self.origins)
        self.texts = texts
        self.cookie = f"{texts.cookie}-{port}"
        self.on_exchange = on_exchange
        self._scheme, _, _ = next(iter(self.origins)).partition("://")
        self._login = (HTTPStatus.UNAUTHORIZED, texts.login, _LOGIN)
        self._app = app
        self._token = secrets.token_urlsafe(32)
        self._codes: set[str] = set()

    def issue(self) -> str:
        """Return a new one-time code."""
        code = secrets.token_urlsafe(24)
        self._codes.add(code)
        return code

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, answer it, or refuse it."""
        kind = scope["type"]
        if kind == "lifespan":
            await self._app(scope, receive, send)
            return
        if kind not in ("http", "websocket"):
            raise RuntimeError(f"no {kind} here")
        refusal = self._refusal(scope)
        if refusal is not None:
            await (_refuse_socket(send) if kind == "websocket" else _answer(send, *refusal))
        elif kind == "http" and (code := self._code(scope)) is not None:
            await self._exchange(scope, send, code)
        elif not self.knows(scope):
            await (_refuse_socket(send) if kind == "websocket" else _answer(send, *self._login))
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[HTTPStatus, str, str] | None:
        hosts, origins = _values(scope, b"host"), _values(scope, b"origin")
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return (
                HTTPStatus.MISDIRECTED_REQUEST,
                "Wrong host",
                "This server answers on its own address only.",
            )
        needs_origin = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        if (origins or needs_origin) and origins != [f"{self._scheme}://{hosts[0]}"]:
            return HTTPStatus.FORBIDDEN, "Wrong origin", "Another page must not use this server."
        site = _values(scope, b"sec-fetch-site")
        visits = _values(scope, b"sec-fetch-mode") == ["navigate"] and scope["path"] == "/"
        if site and site[0] not in ("same-origin", "none") and not visits:
            return HTTPStatus.FORBIDDEN, "Wrong origin", "Another page must not use this server."
        return None

    def _code(self, scope: Scope) -> str | None:
        if scope["path"] != "/" or scope["method"] != "GET":
            return None
        codes = parse_qs(scope["query_string"].decode("latin-1")).get("code")
        return codes[0] if codes else None

    async def _exchange(self, scope: Scope, send: Send, code: str) -> None:
        found = next((known for known in self._codes if _equal(known, code)), None)
        if found is None:
            # In a browser that was let in already (a reload, the back button) one just goes on.
            answer = self._home(scope) if self.knows(scope) else self._login
            await _answer(send, *answer)
            return
        self._codes.remove(found)
        secure = "; Secure" if self._scheme == "https" else ""
        cookie = f"{self.cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict{secure}"
        await _answer(send, *self._home(scope), cookie=cookie)
        if self.on_exchange is not None:
            self.on_exchange()

    def _home(self, scope: Scope) -> tuple[HTTPStatus, str, str]:
        # A browser that came from another site withholds a strict cookie while it follows
        # redirects, so it starts afresh from a page of ours.
        cross = _values(scope, b"sec-fetch-site") in (["cross-site"], ["same-site"])
        status = HTTPStatus.OK if cross else HTTPStatus.SEE_OTHER
        return status, self.texts.title, '<a href="/">Go on</a>'

    def knows(self, scope: Scope) -> bool:
        """Return whether a request has the cookie."""
        # All ports of this host share their cookies: whatever other servers have set is skipped.
        pairs = (pair for header in _values(scope, b"cookie") for pair in header.split(";"))
        wanted = f"{self.cookie}={self._token}"
        return any(_equal(pair.strip(), wanted) for pair in pairs)


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))


def _values(scope: Scope, name: bytes) -> list[str]:
    headers: Iterable[tuple[bytes, bytes]] = scope["headers"]
    return [value.decode("latin-1") for key, value in headers if key == name]


async def _refuse_socket(send: Send) -> None:
    """Close before accepting, which servers answer with 403 instead of an upgrade."""
    await send({"type": "websocket.close", "code": 1008})


async def _answer(
    send: Send, status: HTTPStatus, title: str, text: str, *, cookie: str | None = None
) -> None:
    headers, extra = list(_HEADERS), ""
    if cookie is not None:
        headers.append((b"set-cookie", cookie.encode("latin-1")))
    if status is HTTPStatus.SEE_OTHER:
        headers.append((b"location", b"/"))
    elif status is HTTPStatus.OK:
        extra = '<meta http-equiv="refresh" content="0; url=/">'
    body = _PAGE.format(title=title, text=text, extra=extra).encode()
    headers.append((b"content-length", str(len(body)).encode()))
    await send({"type": "http.response.start", "status": status.value, "headers": headers})
    await send({"type": "http.response.body", "body": body})
