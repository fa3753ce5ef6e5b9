"""From the command to a page in the browser."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import signal
import socket
import sys
import webbrowser
from importlib.util import find_spec
from pathlib import Path

from ..errors import MissingExtraError
from .errors import DemoError

_SERVER = ("starlette", "uvicorn", "websockets", "msgspec")
_KERNEL = ("jupyter_client", "ipykernel")


def require(*, kernel: bool) -> None:
    """Raise `MissingExtraError`, which names the command that helps, where packages are missing."""
    if any(find_spec(name) is None for name in _SERVER + (_KERNEL if kernel else ())):
        raise MissingExtraError("demo")


def listen(host: str, port: int) -> socket.socket:
    """Return a listening socket on the loopback address `host`, on `port` or else on a free one."""
    address = "127.0.0.1" if host == "localhost" else host
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        ip = None
    if ip is None or not ip.is_loopback:
        raise DemoError(
            f"{host} is not a loopback address; the playground runs code, so take 127.0.0.1."
        )
    family = socket.AF_INET if ip.version == 4 else socket.AF_INET6
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
            raise DemoError(f"Cannot listen on {host}:{wanted}: {error.strerror}.") from error
        return server
    raise AssertionError


def serve(path: Path | None, *, host: str, port: int, open_browser: bool) -> None:
    """Serve until interrupted; see `backendai_media.demo.run`."""
    require(kernel=path is None)
    import uvicorn

    from . import create_app
    from .protocol import MAX_REQUEST

    with listen(host, port) as server:
        port = server.getsockname()[1]
        guard = create_app(path, host=host, port=port)
        origin = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"

        def invite() -> None:
            print(f"For another browser: {origin}/?code={guard.issue()}", flush=True)

        guard.on_exchange = invite
        config = uvicorn.Config(
            guard,
            ws="websockets-sansio",
            ws_max_size=MAX_REQUEST,
            ws_per_message_deflate=False,
            access_log=False,  # it would write the codes down
            log_level="warning",
            limit_concurrency=100,
            timeout_graceful_shutdown=2,
            server_header=False,
        )
        if hasattr(signal, "SIGHUP"):  # the terminal was closed: end in order, as on SIGTERM
            signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
        url = f"{origin}/?code={guard.issue()}"
        print(f"{'The playground' if path is None else path.name} is at {url}", flush=True)
        print("Press Ctrl+C to end it.", flush=True)
        if open_browser:
            webbrowser.open(url)
        with contextlib.suppress(KeyboardInterrupt):  # how it is meant to end
            uvicorn.Server(config).run(sockets=[server])
