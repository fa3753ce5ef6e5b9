"""Ours, on uvicorn: `python -m benchmarks.terminal.serve app PORT`, or host and front."""

import sys

from backendai_media._asgi import Scope, header_values
from backendai_media.server.http import Server
from backendai_media.server.launch import server_config
from backendai_media.terminal import Command, Identity, Limits, TerminalApp
from backendai_media.terminal.dialect_backendai import MAX_MESSAGE_BYTES
from backendai_media.terminal.redis.host import Host

SHELL = ["/bin/sh"]
BOUNDS = Limits(sessions=5000, sessions_per_user=5000, viewers=20)


def authenticate(scope: Scope) -> Identity | None:
    """Let everybody in but who sends a token, which is wrong."""
    return None if header_values(scope, b"authorization") else Identity("someone")


def app(port: int, store: str | None = None) -> None:
    terminal = TerminalApp(
        SHELL,
        authenticate=authenticate,
        allowed_origins=[f"http://127.0.0.1:{port}"],
        limits=BOUNDS,
        env={"PS1": "$ "},
        store=store,
    )
    # As `backendai-media terminal` does.
    config = server_config(
        terminal, max_message=MAX_MESSAGE_BYTES, port=port, ws_ping_interval=None
    )
    Server(config).run()


if __name__ == "__main__":
    kind, first, *rest = sys.argv[1:]
    if kind == "host":
        Host(first, lambda _: Command(SHELL, env={"PS1": "$ "}), BOUNDS).run()
    else:
        app(int(first), *rest)
