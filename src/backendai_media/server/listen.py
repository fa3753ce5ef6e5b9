"""Where a server of ours listens."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys
from typing import TYPE_CHECKING, Any

from ..errors import BackendAIMediaError

if TYPE_CHECKING:
    import uvicorn


class ListenError(BackendAIMediaError):
    """An address cannot be listened on."""


def is_loopback(host: str) -> bool:
    """Return whether only this machine reaches a host; of names, only localhost is known."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket on the address `host`, on `port` or else on a free one.

    Raises `ListenError`.
    """
    address = "127.0.0.1" if host == "localhost" else host
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for wanted in (port, 0):
        server = socket.socket(family, socket.SOCK_STREAM)
        if sys.platform != "win32":  # there it would share the port with others
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


def server_config(app: Any, *, max_message: int, **more: Any) -> uvicorn.Config:
    """Return how uvicorn serves an ASGI app of ours; messages have `max_message` bytes at most."""
    import uvicorn

    from .websockets import SmallProtocol

    settings: dict[str, Any] = {
        "ws": SmallProtocol,
        "ws_max_size": max_message,
        "ws_per_message_deflate": False,
        "access_log": False,  # it would write the codes down
        "log_level": "warning",
        "timeout_graceful_shutdown": 2,
        "server_header": False,
        "proxy_headers": False,  # nothing here depends on them
    }
    return uvicorn.Config(app, **settings | more)
