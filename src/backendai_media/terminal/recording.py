"""Records a session as asciicast v3 (docs.asciinema.org/manual/asciicast/v3)."""

from __future__ import annotations

import asyncio
import codecs
import json
import logging
import os
import time
from pathlib import Path
from typing import Final

from ..errors import TerminalError
from .frames import Exit
from .monitoring import log
from .viewer import Observer

_MAX_PENDING_BYTES: Final = 1 << 22  # that wait for a slow disk


class Recording(Observer):
    """Records a session to a new file, without ever delaying the session.

    If the disk is too slow, a marker in the file says how much is missing; if it is full, the
    recording stops and that is logged.

    Raises `TerminalError` if the file exists already or cannot be created.
    """

    def __init__(
        self, path: Path, rows: int, columns: int, *, term: str = "xterm-256color"
    ) -> None:
        self.path = path
        #: Why recording has stopped; "" while it runs.
        self.failed = ""
        try:
            # Nobody else may read the recording, or redirect it by a symbolic link.
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
            self._file = os.open(path, flags, 0o600)
        except OSError as error:
            raise TerminalError(f"Cannot record to {path}: {error.strerror}.") from error
        self._loop = asyncio.get_running_loop()
        self._at = self._loop.time()
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._lines: list[bytes] = []
        self._size = self._lost = 0
        self._task: asyncio.Task[None] | None = None
        self._closing = False
        size = {"cols": columns, "rows": rows, "type": term}
        self._put({"version": 3, "term": size, "timestamp": int(time.time())})

    def output(self, offset: int, data: bytes) -> None:  # noqa: ARG002
        """Record output."""
        if self._size > _MAX_PENDING_BYTES:
            self._lost += len(data)
            return
        if self._lost:
            self._event("m", f"{self._lost} bytes are missing: the disk was too slow")
            self._lost = 0
        if text := self._decoder.decode(data):
            self._event("o", text)

    def resized(self, rows: int, columns: int) -> None:
        """Record the new size."""
        self._event("r", f"{columns}x{rows}")

    def ended(self, how: Exit) -> None:
        """Record the exit, and close the file."""
        self._event("x", str(how.code if how.code is not None else 128 + (how.signal or 0)))
        self._closing = True
        self._wake()

    async def finish(self) -> None:
        """Wait until everything is written to the file."""
        while self._task:
            await self._task

    def _event(self, kind: str, data: str) -> None:
        now = self._loop.time()
        self._put([round(now - self._at, 6), kind, data])
        self._at = now

    def _put(self, value: object) -> None:
        if self.failed or self._closing:
            return
        line = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
        self._lines.append(line)
        self._size += len(line)
        self._wake()

    def _wake(self) -> None:
        if self._task is None and self._file >= 0:
            self._task = self._loop.create_task(self._write())

    async def _write(self) -> None:
        try:
            while self._lines and not self.failed:
                data = b"".join(self._lines)
                self._lines.clear()
                try:
                    await asyncio.to_thread(_write_all, self._file, data)
                except OSError as error:
                    self._fail(error)
                self._size -= len(data)
        finally:
            self._task = None
        if self._closing or self.failed:
            os.close(self._file)
            self._file = -1

    def _fail(self, error: OSError) -> None:
        self.failed = error.strerror or str(error)
        self._lines.clear()
        log("recording.stopped", logging.ERROR, path=str(self.path), reason=self.failed)


def _write_all(fd: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]
