"""Starts the server of the playground."""

from __future__ import annotations

import socket
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import DemoError, MissingExtraError
from ..server.launch import is_loopback, listen, run_server, server_config

if TYPE_CHECKING:
    from ..server.login import OneTimeCodeLogin

_SERVER = ("starlette", "uvicorn", "websockets", "msgspec")
_KERNEL = ("jupyter_client", "ipykernel", "nbformat")


def require(*, kernel: bool) -> None:
    """Raise `MissingExtraError` if packages are missing."""
    if any(find_spec(name) is None for name in _SERVER + (_KERNEL if kernel else ())):
        raise MissingExtraError("demo")


def listen_on_loopback(host: str, port: int) -> socket.socket:
    """Return a listening socket on a loopback address, on `port` or else on a free one.

    Raises `DemoError` for another address.
    """
    if not is_loopback(host):
        raise DemoError(
            f"{host} is not a loopback address; the playground runs code, so use 127.0.0.1."
        )
    return listen(host, port)


def create_app(path: Path | None, *, host: str, port: int, terminal: bool) -> OneTimeCodeLogin:
    """Return the ASGI application in its login; see `backendai_media.demo.create_app`."""
    require(kernel=path is None)
    from .saved_file import Document
    from .server import build

    document = None if path is None else Document(path)
    return build(document, host=host, port=port, terminal=terminal)


def serve(path: Path | None, *, host: str, port: int, open_browser: bool, terminal: bool) -> None:
    """Serve until interrupted; see `backendai_media.demo.run`."""
    require(kernel=path is None)
    from ..server.http import Server
    from .page_protocol import MAX_REQUEST

    with listen_on_loopback(host, port) as listener:
        port = listener.getsockname()[1]
        login = create_app(path, host=host, port=port, terminal=terminal)
        config = server_config(login, max_message=MAX_REQUEST, limit_concurrency=100)
        run_server(
            Server(config),
            listener,
            login,
            f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}",
            title="The playground" if path is None else path.name,
            open_browser=open_browser,
        )
