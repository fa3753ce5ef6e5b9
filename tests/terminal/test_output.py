"""Output is gathered: the first at once, floods in large pieces, never more than there is room."""

import asyncio
import os

from backendai_media.terminal.command import Command
from backendai_media.terminal.output import MAX_OUTPUT_BYTES, OutputPump
from backendai_media.terminal.pty import Pty

from .conftest import happens, in_loop, python
from .test_session import lines, numbered
from .viewer_client import ViewerClient, session


class Sink:
    """Takes what a pump delivers."""

    def __init__(self, pty: Pty, room: int = 1 << 30) -> None:
        self.pieces: list[bytes] = []
        self.room = room
        self.over = False
        self.pump = OutputPump(pty, lambda: self.room, self.take, self.end)
        self.pump.start()

    def take(self, data: bytes) -> None:
        self.pieces.append(data)
        self.room -= len(data)

    def end(self) -> None:
        self.over = True

    @property
    def seen(self) -> bytes:
        return b"".join(self.pieces)


@in_loop
async def test_a_flood_of_lines_comes_in_large_pieces() -> None:
    pty = Pty(Command(numbered(200_000), cwd="/"))
    sink = Sink(pty)
    await happens(lambda: sink.over)
    assert sink.seen == lines(200_000)
    assert max(map(len, sink.pieces)) <= MAX_OUTPUT_BYTES + (1 << 15)
    # A line is 21 bytes, and a read of the terminal gives 4095 at most, on a busy machine less.
    assert len(sink.seen) / len(sink.pieces) > 4500
    pty.close()


@in_loop
async def test_what_is_typed_comes_back_at_once_and_alone() -> None:
    pty = Pty(Command(["cat"], cwd="/"))
    sink = Sink(pty)
    for n in range(20):
        await asyncio.sleep(0.01)
        pty.write(b"%d\n" % n)
        await happens(lambda: sink.seen.endswith(b"%d\r\n%d\r\n" % (n, n)))  # noqa: B023
    assert sink.seen == b"".join(b"%d\r\n%d\r\n" % (n, n) for n in range(20))
    sink.pump.stop()
    pty.close()


@in_loop
async def test_never_more_than_there_is_room() -> None:
    pty = Pty(Command(python("print('x' * 100_000, end='')"), cwd="/"))
    sink = Sink(pty, room=30_000)
    await happens(lambda: sink.room == 0)
    await asyncio.sleep(0.05)
    assert len(sink.seen) == 30_000
    assert not sink.pump.running
    sink.room = 1 << 20
    sink.pump.start()
    await happens(lambda: sink.over)
    assert sink.seen == b"x" * 100_000
    pty.close()


@in_loop
async def test_many_sessions_are_small() -> None:
    count = 100
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    async with asyncio.TaskGroup() as group:
        gate = asyncio.Event()

        async def one() -> None:
            async with session("cat") as idle:
                person = ViewerClient(idle)
                await gate.wait()
                person.leave()

        for _ in range(count):
            group.create_task(one())
        await asyncio.sleep(0)
        await happens(lambda: len(os.listdir("/proc/self/fd")) >= before + count)  # noqa: PTH208
        assert len(os.listdir("/proc/self/fd")) - before <= count + 1  # noqa: PTH208
        gate.set()
