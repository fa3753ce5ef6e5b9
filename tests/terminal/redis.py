"""A real Redis or Valkey server for tests: BACKENDAI_TEST_STORE names the program, if another."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from tests.ports import free_port

_running: set[int] = set()


def running() -> set[int]:
    """Return the processes of servers that run."""
    return _running


class Server:
    """Listens on loopback. `save`: it keeps its data when it is stopped and started again."""

    def __init__(self, *, save: bool = False) -> None:
        named = os.environ.get("BACKENDAI_TEST_STORE")
        found = named or shutil.which("redis-server") or shutil.which("valkey-server")
        assert found, "tests of the store need redis-server (Debian: apt install redis-server)"
        self._program = found
        self._save = save
        self._directory = tempfile.TemporaryDirectory()
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--appendonly", "yes" if self._save else "no", "--appendfsync", "always"]
        self._process = subprocess.Popen(
            [self._program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "",
             "--dir", self._directory.name, *options],
            stdout=subprocess.DEVNULL,
        )  # fmt: skip
        _running.add(self._process.pid)
        end = time.monotonic() + 60
        while self.ask("PING") != "+PONG":
            assert time.monotonic() < end
            time.sleep(0.02)

    def stop(self, *, kill: bool = False) -> None:
        (self._process.kill if kill else self._process.terminate)()
        self._process.wait(20)
        _running.discard(self._process.pid)

    def ask(self, command: str) -> str:
        """Return the first line of an answer."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), 5) as one:
                one.sendall(command.encode() + b"\r\n")
                return one.recv(4096).decode().split("\r\n")[0]
        except OSError:
            return ""

    @property
    def directory(self) -> Path:
        return Path(self._directory.name)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop(kill=True)
        self._directory.cleanup()
