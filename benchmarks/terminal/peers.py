"""The servers: how each is started, and how its sockets are reached."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
import venv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .client import Client, Json, Marimo, Term2Connection, Ttyd

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEERS = ROOT / ".cache/terminal-peers"
PINNED = ["jupyter-server==2.21.1", "terminado==0.18.1", "tornado==6.6.1", "marimo==0.25.2"]
TOKEN = "a-token-for-benchmarks"

JUPYTER = [
    "--no-browser",
    "--allow-root",
    f"--IdentityProvider.token={TOKEN}",
    "--ServerApp.disable_check_xsrf=True",
    "--ServerApp.terminado_settings={'shell_command': ['/bin/sh']}",
]
MARIMO = ["-q", "edit", "--headless", "--no-token", "--skip-update-check"]

#: What each is called in the tables.
NAMES = {
    "ours": "Backend.AI Media",
    "store": "Backend.AI Media, sessions in Redis",
    "terminado": "terminado",
    "jupyter": "Jupyter Server",
    "marimo": "marimo",
    "ttyd": "ttyd",
}


@dataclass
class Server:
    """A running server; `pids` are those whose processor time and memory count."""

    name: str
    port: int
    pids: list[int]

    def open(self, session: str = "") -> Client:
        """Return a connection to a shell, a new one or that of `session`."""
        match self.name:
            case "ours" | "store":
                return Term2Connection(self.port, f"/ws/{session}" if session else "/ws")
            case "jupyter":
                name = session or self._new_terminal()
                return Json(self.port, f"/terminals/websocket/{name}?token={TOKEN}", name)
            case "terminado":
                return Json(self.port, f"/ws/{session or os.urandom(4).hex()}", session)
            case "marimo":
                return Marimo(self.port, "/terminal/ws")
            case _:
                return Ttyd(self.port, "/ws")

    def _new_terminal(self) -> str:
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/api/terminals?token={TOKEN}", data=b"{}", method="POST"
        )
        with urllib.request.urlopen(request) as answer:
            return str(answer.read().decode().split('"name": "')[1].split('"')[0])


def peer_python() -> Path:
    """Return the Python that has the peers; installs them the first time."""
    python = PEERS / "bin/python"
    stamp = PEERS / "pinned"
    if not stamp.exists() or stamp.read_text() != "\n".join(PINNED):
        venv.create(PEERS, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PINNED], check=True)
        stamp.write_text("\n".join(PINNED))
    return python


def available() -> list[str]:
    """Return the servers that can be started here."""
    found = ["ours", "terminado", "jupyter", "marimo"]
    if shutil.which("redis-server"):
        found.insert(1, "store")
    return found + (["ttyd"] if shutil.which("ttyd") else [])


@contextlib.contextmanager
def running(name: str) -> Iterator[Server]:
    """Start a server, and stop it with all that it started."""
    port, second = _free(), _free()
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "SHELL": "/bin/sh",
        "PS1": "$ ",
        "ENV": "",
    }
    redis = f"redis://127.0.0.1:{second}/0"
    serve = [sys.executable, "-m", "benchmarks.terminal.serve"]
    python = str(peer_python()) if name in ("terminado", "jupyter", "marimo") else ""
    argvs: dict[str, list[list[str]]] = {
        "ours": [[*serve, "app", str(port)]],
        "store": [
            ["redis-server", "--port", str(second), "--bind", "127.0.0.1", "--save", ""],
            [*serve, "host", redis],
            [*serve, "front", str(port), redis],
        ],
        "terminado": [[python, str(HERE / "serve_terminado.py"), str(port)]],
        "jupyter": [[python, "-m", "jupyter_server", *JUPYTER, f"--port={port}"]],
        "marimo": [[python, "-m", "marimo", *MARIMO, "-p", str(port), "/tmp"]],
        "ttyd": [["ttyd", "-W", "-p", str(port), "-i", "127.0.0.1", "/bin/sh"]],
    }
    started: list[subprocess.Popen[bytes]] = []
    try:
        for argv in argvs[name]:
            started.append(
                subprocess.Popen(
                    argv,
                    env=environment,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    stdin=subprocess.DEVNULL,
                )
            )
            time.sleep(0.5)
        _wait(port)
        yield Server(name, port, [one.pid for one in started])
    finally:
        for one in reversed(started):
            one.terminate()
        for one in started:
            with contextlib.suppress(subprocess.TimeoutExpired):
                one.wait(5)
            one.kill()
            one.wait()


def _free() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            assert time.monotonic() < end, "the server does not listen"
            time.sleep(0.05)
        else:
            time.sleep(1)
            return
