"""What goes wrong between a page and its program, over real sockets. More of it: test_store."""

import asyncio
import contextlib
import hashlib
import os
import pwd
import random
import socket
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

import psutil
import pytest
from websockets.exceptions import ConnectionClosed

from backendai_media.terminal import Command
from backendai_media.terminal.frames import Ack, End
from tests import FULL

from .conftest import PATIENCE, children, happens, in_loop, python
from .server import Page, Server, serving
from .test_session import FLOOD, NOT_READING, RAW, lines, numbered
from .worker import fronts

#: Writes a stream with numbers while it reads what is typed; ends with hashes of both.
STREAM = (
    RAW
    + """
import hashlib, select
size, count = map(int, sys.argv[1:])
typed, shown, n, got = hashlib.sha256(), hashlib.sha256(), 0, 0
while n < count or got < size:
    if n < count:
        block = b''.join(b'%09d\\n' % k for k in range(n, n + 1000)); n += 1000
        shown.update(block)
        while block: block = block[os.write(1, block):]
    while got < size and select.select([0], [], [], 0 if n < count else 1)[0]:
        data = os.read(0, 65536); got += len(data); typed.update(data)
os.write(1, b'%s %s.' % (typed.hexdigest().encode(), shown.hexdigest().encode()))
"""
)


class Wire:
    """A proxy that can be told to swallow what passes, and to cut after some bytes."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.silent = False
        self.left = -1
        self.port = 0
        self._writers: set[asyncio.StreamWriter] = set()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, here = await asyncio.open_connection("127.0.0.1", self.target)
        self._writers |= {writer, here}
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await asyncio.gather(self._pump(reader, here), self._pump(there, writer))
        for one in (writer, here):
            one.close()

    async def _pump(self, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
        while data := await source.read(4096):
            if self.silent:
                continue
            if 0 <= self.left < len(data):  # at any byte, also in the middle of a frame
                to.write(data[: self.left])
                self.cut()
                raise ConnectionResetError
            if self.left >= 0:
                self.left -= len(data)
            to.write(data)
            await to.drain()
        to.close()  # or who waits for the end on the other side waits for 10 s

    def cut(self) -> None:
        self.left = -1
        for writer in self._writers:
            writer.transport.abort()
        self._writers.clear()


@asynccontextmanager
async def wire(server: Server) -> AsyncIterator[tuple[Wire, Server]]:
    """Return a proxy, and the server as one sees it through that."""
    between = Wire(server.port)
    proxy = await asyncio.start_server(between.serve, "127.0.0.1", 0)
    seen = Server(server.command, proxy.sockets[0].getsockname()[1])
    seen.app = server.app
    server.app._auth.hosts |= {f"127.0.0.1:{seen.port}"}
    try:
        yield between, seen
    finally:
        between.cut()
        proxy.close()
        await asyncio.sleep(0.05)


async def come(page: Page) -> None:
    for _ in range(50):
        with contextlib.suppress(ConnectionClosed, OSError, EOFError, Exception):
            await page.come()
            return
        await asyncio.sleep(0.01)
    raise AssertionError


async def _cut_at_random_bytes(cuts: int, size: int, count: int) -> None:
    chance = random.Random(12)
    typed = chance.randbytes(size)
    async with (
        serving(*python(STREAM), str(size), str(count)) as server,
        wire(server) as (proxy, far),
    ):
        page = Page(far)
        shown, offset, sent, done = hashlib.sha256(), 0, 0, 0
        await page.come()
        await page.look(b"ready\n")
        page.seen, tail = bytearray(), bytes(page.seen.removeprefix(b"ready\n"))
        total = count * 10
        while not page.exit:
            if done < cuts and proxy.left < 0 and offset >= total * done // (cuts + 1):
                proxy.left = chance.randrange(1, 60_000)
                done += 1
            try:
                if page.sequence - page.written < 20 and sent < size:
                    piece = typed[sent : sent + chance.randrange(1, 2 * size // cuts)][:8000]
                    sent += len(piece)
                    await page.type(piece)
                async with asyncio.timeout(PATIENCE):
                    await page.take(ack=chance.random() < 0.9 or proxy.left < 0)
            except (ConnectionClosed, OSError):
                kept, page.seen = page.seen, bytearray()
                await come(page)
                assert not page.seen
                page.seen = kept
            offset += len(page.seen)
            tail += bytes(page.seen)
            shown.update(tail[:-200])
            tail, page.seen = tail[-200:], bytearray()
            if page.offset:
                with contextlib.suppress(ConnectionClosed, OSError):
                    await page.send(Ack(page.offset))
        rest, last = tail.rsplit(b"\n", 1)
        shown.update(rest + b"\n")
        assert last.decode() == f"{hashlib.sha256(typed).hexdigest()} {shown.hexdigest()}."
        assert not page.gaps
        assert done == cuts
        await page.leave()


@in_loop
async def test_20_cuts_at_random_bytes_of_a_stream() -> None:
    await _cut_at_random_bytes(20, 20_000, 1_000_000)


@pytest.mark.full
@in_loop
async def test_200_cuts_at_random_bytes_of_a_stream_of_100_mb() -> None:
    await _cut_at_random_bytes(200, 200_000, 10_000_000)


@in_loop
async def test_a_page_that_reloads_gets_its_screen_and_the_rest() -> None:
    async with serving(*numbered(20_000, 0.01)) as server:
        first = Page(server, path="/ws/one")
        await first.come()
        await first.look(lambda: len(first.seen) > 50_000)
        first.cut()
        after = Page(server, path="/ws/one")
        await after.come()
        await after.look(lambda: after.exit)
        assert after.seen == lines(20_000)
        assert await server.app.sessions.count() == 1
        await after.leave()


@in_loop
async def test_a_laptop_that_sleeps() -> None:
    async with (
        serving(*numbered(120_000), limits={"keepalive_timeout": 0.6}) as server,
        wire(server) as (proxy, far),
    ):
        page = Page(far)
        await page.come()
        await page.look(lambda: len(page.seen) > 1 << 19)
        proxy.silent = True  # no byte passes, and nobody says that it ended
        place = await server.app.sessions.find("ann", page.name)
        assert place
        await happens(lambda: not place.viewers)  # type: ignore[attr-defined]
        proxy.cut()
        proxy.silent = False
        await page.come()
        await page.look(lambda: page.exit)
        assert page.seen == lines(120_000)
        await page.leave()


@in_loop
async def test_half_open_sockets() -> None:
    async with serving("cat") as server, Page(server) as page:
        opened = []
        for n in range(300):
            one = socket.create_connection(("127.0.0.1", server.port))
            head = b"GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            one.sendall(head[: n % len(head)])
            opened.append(one)
        await page.type(b"alive\n")
        await page.look(b"alive\r\nalive\r\n")
        for one in opened:
            one.close()


@in_loop
async def test_frames_that_are_truncated_or_huge_on_the_wire() -> None:
    chance = random.Random(4)
    async with serving("cat") as server, Page(server) as page:
        for _ in range(200 if FULL else 30):
            bad = await server.socket()
            raw = bad.transport
            choice = chance.randrange(4)
            if choice == 0:
                raw.write(b"\x82\xff" + (1 << 62).to_bytes(8, "big") + bytes(4))
            elif choice == 1:
                raw.write(b"\x82\x85" + bytes(2))
            elif choice == 2:
                raw.write(chance.randbytes(100))
            else:
                raw.write(b"\x02\x81" + bytes(4) + b"\x05")  # a piece of a message that goes on
            # No handshake ends what is in the middle of a frame.
            raw.abort() if chance.random() < 0.5 else raw.close()
            await bad.wait_closed()
        await page.type(b"alive\n")
        await page.look(b"alive\r\nalive\r\n")


@in_loop
async def test_a_paste_of_1_mb_waits_for_the_program_and_disturbs_nobody() -> None:
    async with serving(*NOT_READING) as server, Page(server) as stuck:
        await stuck.look(b"ready")
        server.command = lambda _: Command(["cat"])
        async with Page(server, user="bob") as cat:
            waiting = 0
            for start in range(0, 1 << 20, 1000):  # as the window allows: the rest stays with us
                if start - waiting >= 60_000:
                    break
                await stuck.type(bytes(1000))
            for n in range(50):
                await cat.type(b"%d.\n" % n)
                await cat.look(b"%d.\r\n%d.\r\n" % (n, n))


@pytest.mark.skipif(
    os.geteuid() != 0, reason="of our own user the limit counts all tests' processes"
)
@in_loop
async def test_a_fork_bomb_within_its_limit() -> None:
    user = "nobody"
    uid = pwd.getpwnam(user).pw_uid
    used = sum(p.uids().real == uid for p in psutil.process_iter())
    bomb = "bomb() { bomb | bomb & }; trap '' HUP; bomb; echo thrown; sleep 99"
    command = Command(["bash", "-c", bomb], cwd="/", user=user, limits={"nproc": used + 60})
    async with serving() as server:
        server.command = lambda _: command
        async with Page(server) as page:
            await page.look(b"thrown")
            server.command = lambda _: Command(["cat"])
            async with Page(server, user="bob") as other:  # the server can still start programs
                for n in range(10):
                    await other.type(b"%d.\n" % n)
                    await other.look(b"%d.\r\n%d.\r\n" % (n, n))
            await page.send(End())
            await page.look(lambda: page.exit)
        await happens(lambda: len(children()) == 0 or len(children()) == 1)


@in_loop
async def test_memory_stays_flat_while_a_viewer_stalls() -> None:
    async with serving(*FLOOD) as server, Page(server) as page:
        await page.look(lambda: len(page.seen) > 1 << 21)
        page.seen.clear()
        place = await server.app.sessions.find("ann", page.name)
        assert place
        end = before = -1
        while place.replay.end != end:
            end, before = place.replay.end, psutil.Process().memory_info().rss
            await asyncio.sleep(1)
        # A second in which nothing came.
        assert psutil.Process().memory_info().rss - before <= 2 << 20


@in_loop
async def test_idle_sessions_are_small(monkeypatch: pytest.MonkeyPatch) -> None:
    # Measuring coverage takes memory.
    monkeypatch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
    with fronts("", 1) as [(process, server)], ExitStack() as pages:
        one = psutil.Process(process.pid)

        async def come(count: int) -> tuple[int, int, int]:
            for _ in range(count):
                page = Page(server)
                await page.come()
                pages.callback(page.cut)
            await asyncio.sleep(0.3)
            return one.memory_info().rss, one.num_fds(), one.num_threads()

        # Many: memory comes in pieces of a quarter of a megabyte.
        before, after = await come(30), await come(200)
        memory, descriptors, threads = (b - a for a, b in zip(before, after, strict=True))
        # The terminal, and its connection.
        assert (descriptors, threads) == (2 * 200, 0)
        assert memory / 200 <= 20_000
