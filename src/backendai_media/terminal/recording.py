"""A session written down as asciicast v3 (docs.asciinema.org/manual/asciicast/v3)."""

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
from . import log
from .frames import Exit
from .observer import Observer

_PENDING: Final = 1 << 22  # bytes that a slow disk may be behind


class Recording(Observer):
    """Writes a session's output to a new file, without ever holding the session up.

    Where the disk is full or slow, what is missing is marked in the file, if that is still
    possible, and logged: the session goes on. Raises `TerminalError` where the file cannot be made.
    """

    def __init__(
        self, path: Path, rows: int, columns: int, *, term: str = "xterm-256color"
    ) -> None:
        self.path = path
        #: Why there is no more, "" while there is.
        self.failed = ""
        try:
            # Others must not read what was typed and shown, nor have it written elsewhere.
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
        """Write output down."""
        if self._size > _PENDING:
            self._lost += len(data)
            return
        if self._lost:
            self._event("m", f"{self._lost} bytes are missing: the disk was too slow")
            self._lost = 0
        if text := self._decoder.decode(data):
            self._event("o", text)

    def resized(self, rows: int, columns: int) -> None:
        """Write the new size down."""
        self._event("r", f"{columns}x{rows}")

    def ended(self, how: Exit) -> None:
        """Write down how it ended, and close the file."""
        self._event("x", str(how.code if how.code is not None else 128 + (how.signal or 0)))
        self._closing = True
        self._wake()

    async def finish(self) -> None:
        """Wait until everything is in the file."""
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
        log.note("recording.stopped", logging.ERROR, path=str(self.path), reason=self.failed)


def _write_all(fd: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(fd, rest) :]
