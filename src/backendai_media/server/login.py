"""The login of servers that run code as the user who started them: playground and terminal.

`OneTimeCodeLogin` wraps the whole application, so that no route, HTTP or WebSocket, can be reached
without passing it.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qs

from .._asgi import App, Receive, Scope, Send, header_values, refuse_websocket, respond

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
{extra}<body><h1>{title}</h1><p>{text}</p></body></html>"""
_LOGIN = "Each address it prints works once, in one browser. Use the newest one."
_HEADERS = [
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'; base-uri 'none'"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
]


@dataclass(frozen=True, kw_only=True, slots=True)
class LoginTexts:
    """The name of a login's cookie, and the texts of its pages."""

    cookie: str
    title: str
    login: str


class OneTimeCodeLogin:
    """Checks Host, Origin and the session cookie of every request before `app` sees it.

    A browser gets its cookie by visiting `/?code=…` with a code from `issue_code`; `on_login` is
    called then. Each code works once, the cookie until the server ends. The port is part of its
    name, because all ports of a host share their cookies.

    `origin` is the page's public origin, like `https://example.org`, if it differs from
    `http://host:port`, for example behind a proxy.
    """

    def __init__(  # noqa: PLR0913 - these are its settings
        self,
        app: App,
        *,
        host: str,
        port: int,
        texts: LoginTexts,
        origin: str | None = None,
        on_login: Callable[[], None] | None = None,
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
        self.on_login = on_login
        self._scheme, _, _ = next(iter(self.origins)).partition("://")
        self._login = (HTTPStatus.UNAUTHORIZED, texts.login, _LOGIN)
        self._app = app
        self._token = secrets.token_urlsafe(32)
        self._codes: set[str] = set()

    def issue_code(self) -> str:
        """Return a new one-time code."""
        code = secrets.token_urlsafe(24)
        self._codes.add(code)
        return code

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, answer it, or refuse it.

        Raises `RuntimeError` for an unknown connection type.
        """
        kind = scope["type"]
        if kind == "lifespan":
            await self._app(scope, receive, send)
            return
        if kind not in ("http", "websocket"):
            raise RuntimeError(f"unsupported connection type {kind!r}")
        refusal = self._refusal(scope)
        if refusal is not None:
            await (refuse_websocket(send) if kind == "websocket" else _respond(send, *refusal))
        elif kind == "http" and (code := self._code(scope)) is not None:
            await self._exchange(scope, send, code)
        elif not self.is_logged_in(scope):
            await (refuse_websocket(send) if kind == "websocket" else _respond(send, *self._login))
        else:
            await self._app(scope, receive, send)

    def _refusal(self, scope: Scope) -> tuple[HTTPStatus, str, str] | None:
        hosts, origins = header_values(scope, b"host"), header_values(scope, b"origin")
        if len(hosts) != 1 or hosts[0] not in self.hosts:
            return (
                HTTPStatus.MISDIRECTED_REQUEST,
                "Wrong host",
                "This server answers at its own address only.",
            )
        needs_origin = scope["type"] == "websocket" or scope["method"] not in ("GET", "HEAD")
        if (origins or needs_origin) and origins != [f"{self._scheme}://{hosts[0]}"]:
            return HTTPStatus.FORBIDDEN, "Wrong origin", "Other pages must not use this server."
        site = header_values(scope, b"sec-fetch-site")
        visits = header_values(scope, b"sec-fetch-mode") == ["navigate"] and scope["path"] == "/"
        if site and site[0] not in ("same-origin", "none") and not visits:
            return HTTPStatus.FORBIDDEN, "Wrong origin", "Other pages must not use this server."
        return None

    def _code(self, scope: Scope) -> str | None:
        if scope["path"] != "/" or scope["method"] != "GET":
            return None
        codes = parse_qs(scope["query_string"].decode("latin-1")).get("code")
        return codes[0] if codes else None

    async def _exchange(self, scope: Scope, send: Send, code: str) -> None:
        found = next((known for known in self._codes if _equal(known, code)), None)
        if found is None:
            # A reload or the back button of a browser that is logged in already.
            answer = self._home(scope) if self.is_logged_in(scope) else self._login
            await _respond(send, *answer)
            return
        self._codes.remove(found)
        secure = "; Secure" if self._scheme == "https" else ""
        cookie = f"{self.cookie}={self._token}; Path=/; HttpOnly; SameSite=Strict{secure}"
        await _respond(send, *self._home(scope), cookie=cookie)
        if self.on_login is not None:
            self.on_login()

    def _home(self, scope: Scope) -> tuple[HTTPStatus, str, str]:
        # A browser coming from another site withholds strict cookies while it follows redirects;
        # a page of ours starts a new navigation.
        cross = header_values(scope, b"sec-fetch-site") in (["cross-site"], ["same-site"])
        status = HTTPStatus.OK if cross else HTTPStatus.SEE_OTHER
        return status, self.texts.title, '<a href="/">Continue</a>'

    def is_logged_in(self, scope: Scope) -> bool:
        """Return whether a request carries the cookie."""
        # Cookies of other servers on this host are ignored: its ports share them.
        pairs = (pair for header in header_values(scope, b"cookie") for pair in header.split(";"))
        wanted = f"{self.cookie}={self._token}"
        return any(_equal(pair.strip(), wanted) for pair in pairs)


def _equal(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode("utf-8", "replace"))


async def _respond(
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
    await respond(send, status, body, headers)
