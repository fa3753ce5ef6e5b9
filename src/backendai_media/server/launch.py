"""Runs one of our servers: where it listens, how uvicorn serves it, and how it ends."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import signal
import socket
import sys
import webbrowser
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..errors import ListenError
from .login import OneTimeCodeLogin

if TYPE_CHECKING:
    import uvicorn


def is_loopback(host: str) -> bool:
    """Return whether a host is reachable from this machine only; of names, only localhost is."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """Return a socket listening on the address `host`, and on a free port if `port` is taken.

    Raises `ListenError` if the address cannot be listened on.
    """
    address = "127.0.0.1" if host == "localhost" else host
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for wanted in (port, 0):
        # With the protocol's number: asyncio sends at once on connections of such sockets only. On
        # others a second small message waits 40 ms, until the first one is acknowledged.
        server = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        if sys.platform != "win32":  # where it would share the port with other processes
            server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            server.bind((address, wanted))
            server.listen(128)
        except OSError as error:
            server.close()
            if error.errno in (errno.EADDRINUSE, errno.EACCES) and wanted:
                continue
            raise ListenError(f"Cannot listen on {host}:{wanted}: {error.strerror}.") from error
        return server
    raise AssertionError


def server_config(
    app: Any, *, max_message: int, limit_concurrency: int = 1000, **more: Any
) -> uvicorn.Config:
    """Return uvicorn's configuration for an ASGI app of ours.

    `max_message` is the size of the largest WebSocket message in bytes. Beyond `limit_concurrency`
    connections requests are refused; those that have not sent one take up half of them at most.
    `more` are further settings of uvicorn. It is for `http.Server`.
    """
    import uvicorn

    from .http import ACCEPTED_AT_ONCE, bounded_protocol
    from .websockets import SmallProtocol

    settings: dict[str, Any] = {
        "http": bounded_protocol(limit_concurrency // 2),
        "backlog": ACCEPTED_AT_ONCE,
        "limit_concurrency": limit_concurrency,
        "ws": SmallProtocol,
        "ws_max_size": max_message,
        "ws_per_message_deflate": False,
        "access_log": False,  # it would contain the login codes
        "log_level": "warning",
        "timeout_graceful_shutdown": 2,
        "server_header": False,
        "proxy_headers": False,  # nothing here depends on them
    }
    return uvicorn.Config(app, **settings | more)


def run_server(  # noqa: PLR0913 - a server, and what it prints
    server: uvicorn.Server,
    listener: socket.socket,
    login: OneTimeCodeLogin,
    url: str,
    *,
    title: str,
    notes: Iterable[str] = (),
    open_browser: bool,
) -> None:
    """Print how to open the page at `url`, and serve until interrupted."""

    def login_url() -> str:
        return f"{url}/?code={login.issue_code()}"

    def on_login() -> None:
        print(f"For another browser: {login_url()}", flush=True)

    login.on_login = on_login
    if hasattr(signal, "SIGHUP"):  # the terminal was closed: end in order, as on SIGTERM
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
    first = login_url()
    print(f"{title} is at {first}", flush=True)
    for note in (*notes, "Press Ctrl+C to stop."):
        print(note, flush=True)
    if open_browser:
        webbrowser.open(first)
    with contextlib.suppress(KeyboardInterrupt):  # the usual way to end
        server.run(sockets=[listener])
