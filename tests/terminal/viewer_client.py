"""Viewers for tests: they check every offset, and acknowledge when they are told to."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from backendai_media.terminal.command import Command
from backendai_media.terminal.frames import Exit, Gap, Output, Resize, Written
from backendai_media.terminal.limits import Limits
from backendai_media.terminal.session import Session
from backendai_media.terminal.viewer import Viewer

from .conftest import PATIENCE


@asynccontextmanager
async def session(*argv: str, **options: Any) -> AsyncIterator[Session]:
    """Run a session and end it."""
    bounds = {"hang_up_timeout": 0.5, **options.pop("limits", {})}
    one = Session("one", Command(argv, cwd="/"), Limits(**bounds), **options)
    try:
        yield one
    finally:
        await one.end()


class ViewerClient:
    """Views a session, and returns to it as the same client."""

    def __init__(self, session: Session, name: str = "ann", **options: Any) -> None:
        self.session = session
        self.client = name.encode().ljust(16)
        self.seen = b""
        self.offset: int | None = None
        self.gaps: list[Gap] = []
        self.sizes: list[tuple[int, int]] = []
        self.written = 0
        self.exit: Exit | None = None
        self.sequence = 0
        self._options = options
        self._news = asyncio.Event()
        self.come()

    def come(self) -> Viewer:
        """Attach, and continue where it stopped."""
        self.viewer = self.session.attach(self.client, self.offset, **self._options)
        self.offset = self.viewer.position
        self.viewer.on_update = self._news.set
        self._news.set()
        return self.viewer

    def leave(self) -> None:
        self.session.detach(self.viewer)

    def type(self, data: bytes) -> int:
        self.sequence += 1
        self.session.type(self.viewer, self.sequence, data)
        return self.sequence

    def take(self, *, ack: bool = True) -> int:
        """Take the pending frames, and return the number of bytes of output."""
        count = 0
        for frame in self.viewer.take():
            match frame:
                case Output(offset, data):
                    assert offset == self.offset, "a byte is lost or doubled"
                    assert 0 < len(data) <= 65536
                    self.seen += data
                    self.offset = offset + len(data)
                    count += len(data)
                case Gap(start, end):
                    assert start == self.offset
                    assert end > start
                    self.gaps.append(frame)
                    self.seen, self.offset = b"", end
                case Written(sequence):
                    self.written = sequence
                case Resize(rows, columns):
                    self.sizes.append((rows, columns))
                case Exit():
                    self.exit = frame
        if ack and self.offset is not None:
            self.viewer.ack(self.offset)
        return count

    async def look(self, until: Any, *, ack: bool = True) -> None:
        """Take frames until bytes were seen or a condition holds."""
        done = until if callable(until) else lambda: until in self.seen
        async with asyncio.timeout(PATIENCE):
            while not done():
                await self._news.wait()
                self._news.clear()
                self.take(ack=ack)
