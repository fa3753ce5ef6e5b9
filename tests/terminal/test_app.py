"""Terminals over real WebSockets."""

import asyncio
import contextlib
import hashlib
import random
import signal

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount
from websockets.exceptions import ConnectionClosed

from backendai_media.terminal import Command, Identity, Limits, TerminalApp, TerminalError
from backendai_media.terminal.frames import Ack, End, Exit, Focus, Hello, Input, Ping, Pong, Resize
from backendai_media.terminal.protocol import MAX_FRAME_BYTES
from tests import FULL

from . import server as server_module
from .conftest import children, happens, in_loop, python
from .redis import Server
from .server import ORIGIN, TOKEN, Page, serving
from .test_session import COUNTING, FLOOD, NOT_READING, RAW, lines, numbered
from .wire import decode, pack


@pytest.fixture(autouse=True, params=["memory", "redis"])
def where(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run every test over both kinds of store."""
    if request.param == "redis":
        store: Server = request.getfixturevalue("redis_server")
        assert store.ask("FLUSHALL") == "+OK"
        monkeypatch.setattr(server_module, "STORE", [store.url])


@in_loop
async def test_a_shell() -> None:
    async with serving("bash", "--norc", env={"PS1": "$ "}) as server, Page(server) as page:
        await page.type(b"echo $((6 * 7)) $(tput cols)\n")
        await page.look(b"42 80\r\n")
        await page.send(Resize(30, 100))
        await page.type(b"echo now $(tput cols); exit 5\n")
        await page.look(lambda: page.exit)
        assert b"now 100\r\n" in page.seen
        assert page.exit == Exit(code=5)
        assert await page.close_code() == (1000, "the session ended")


@in_loop
async def test_signal_in_band() -> None:
    async with serving("sh", "-c", "kill -9 $$") as server, Page(server) as page:
        await page.look(lambda: page.exit)
        assert page.exit == Exit(signal=signal.SIGKILL)


@in_loop
async def test_welcome() -> None:
    async with serving(*python(RAW + "time.sleep(99)")) as server:
        page = Page(server)
        first = await page.come(30, 100)
        assert (first.version, first.writable, first.offset, first.received) == (2, True, 0, 0)
        assert (first.window, first.input_window) == (1 << 19, 1 << 16)
        assert (first.rows, first.columns) == (30, 100)
        await page.look(b"ready\n")
        await page.type(b"x")
        await page.look(lambda: page.written == 1)
        page.cut()
        again = await page.come(30, 100)
        assert (again.session, again.offset, again.live, again.received) == (page.name, 6, 6, 1)
        await page.leave()


@in_loop
async def test_cuts_lose_and_double_nothing_of_output_and_input() -> None:
    chance = random.Random(8)
    size, cuts = 100_000, 100
    typed = chance.randbytes(size)
    code = (
        RAW
        + "out = lambda n: os.write(1, b'%07d\\n' % n);"
        + COUNTING.replace("while len", "n = 0\nwhile len").replace(
            "os.read(0, 65536)", "os.read(0, 97); n += 1; [out(n * 100 + k) for k in range(100)]"
        )
    )
    async with serving(*python(code), str(size)) as server:
        page = Page(server)
        await page.come()
        await page.look(b"ready")  # before that Ctrl+C among the bytes would interrupt
        sent = 0
        for cut in range(cuts):
            for _ in range(chance.randrange(6)):
                await page.glance(ack=chance.random() < 0.8)
            end = size * (cut + 1) // cuts
            while page.sequence - page.written < 40 and sent < end:
                piece = typed[sent : min(end, sent + chance.randrange(1, 1500))]
                await page.type(piece)
                sent += len(piece)
            page.cut()
            await page.come()
        while sent < size:
            await page.look(lambda: page.sequence - page.written < 40)
            await page.type(typed[sent : sent + 1000])
            sent += 1000
        await page.look(lambda: page.exit)
        numbers, last = page.seen.removeprefix(b"ready\n").rsplit(b"\n", 1)
        assert last.decode() == f"{size} {hashlib.sha256(typed).hexdigest()}."
        rows = numbers.split(b"\n")
        assert rows == [b"%07d" % n for n in range(100, 100 + len(rows))]
        await page.leave()


@in_loop
async def test_cuts_in_a_flood() -> None:
    chance = random.Random(9)
    # What comes between two cuts fits into the window, as not all of it is acknowledged.
    count, cuts = (4_500_000, 400) if FULL else (400_000, 100)
    whole = lines(count)
    async with serving(*numbered(count)) as server:
        page = Page(server)
        await page.come()
        for cut in range(cuts):
            end = len(whole) * cut // cuts
            await page.look(lambda: len(page.seen) >= end, ack=chance.random() < 0.5)  # noqa: B023
            page.cut()
            await page.come()
        await page.look(lambda: page.exit)
        assert page.seen == whole
        assert not page.gaps
        await page.leave()


@in_loop
async def test_ctrl_c_in_a_flood_acts_within_the_window() -> None:
    async with serving(*FLOOD) as server, Page(server) as page:
        await page.look(lambda: len(page.seen) > 1 << 20)
        at = len(page.seen)
        await page.type(b"\x03")
        await page.look(lambda: page.exit)
        # What was under way to the page before it typed, what came after, the kernel's own.
        assert len(page.seen) - at <= 2 * server.app.limits.window + (1 << 17)


@in_loop
async def test_a_page_that_stalls_makes_the_program_wait() -> None:
    async with serving(*FLOOD) as server, Page(server) as page:
        session = await server.app.sessions.find("ann", page.name)
        assert session
        await happens(lambda: session.replay.end == server.app.limits.window)
        await asyncio.sleep(0.3)
        assert session.replay.end == server.app.limits.window
        await page.look(lambda: len(page.seen) > 1 << 21)


@in_loop
async def test_a_paste_that_nobody_reads_delays_no_other_session() -> None:
    async with serving(*NOT_READING) as server, Page(server) as stuck:
        cat = Page(server, user="bob")
        server.command = lambda _: Command(["cat"])
        await cat.come()
        await stuck.look(b"ready")
        for _ in range(60):
            await stuck.type(b"x" * 1000)
        for n in range(30):
            await cat.type(b"%d.\n" % n)
            await cat.look(b"%d.\r\n%d.\r\n" % (n, n))
        for _ in range(200):  # a client that does not keep to its window
            await stuck.type(b"x" * 10_000)
        code, reason = await stuck.close_code()
        assert code == 1002
        assert reason == "more than 65536 bytes of input are unwritten"
        await cat.type(b"still\n")
        await cat.look(b"still\r\nstill\r\n")
        await cat.leave()


@in_loop
async def test_several_viewers_and_readers_that_cannot_write_by_any_frame() -> None:
    async with serving("cat") as server, Page(server) as ann:
        await ann.type(b"before\n")
        await ann.look(b"before\r\nbefore\r\n")
        for user, read_only in (("ann/reader", False), ("ann", True)):
            reader = Page(server, user=user)
            reader.name, reader.read_only = ann.name, read_only
            welcome = await reader.come(5, 5)
            assert not welcome.writable
            await reader.look(b"before\r\nbefore\r\n")
            await reader.type(b"evil\n")
            for frame in (Resize(7, 7), Focus(), Input(9, b"evil\n"), End(), Ping(b"!"), Pong()):
                await reader.send(frame)
            async with asyncio.timeout(20):
                while decode(await reader.binary()) != Pong(b"!"):
                    pass
            await reader.leave()
        await ann.type(b"after\n")
        await ann.look(b"after\r\nafter\r\n")
        assert b"evil" not in ann.seen
        session = await server.app.sessions.find("ann", ann.name)
        assert session
        assert session.size == (24, 80)


@in_loop
async def test_sessions_of_others_are_not_found() -> None:
    async with serving("cat") as server, Page(server) as ann:
        for user in ("bob", "bob/reader"):
            eve = Page(server, user=user)
            for eve.name in (ann.name, "guess"):
                with pytest.raises(ConnectionClosed):
                    await eve.come()
                assert eve.socket.close_code == 4404
        socket = await server.socket(user="ann/reader")
        await socket.send(pack(Hello(2, b"c" * 16)))
        await socket.wait_closed()
        assert socket.close_code == 4404


@in_loop
async def test_the_same_client_gets_the_same_session() -> None:
    async with serving("cat") as server, Page(server) as page:
        name, page.name = page.name, ""
        old = page.socket
        await page.come()
        assert page.name == name
        assert await server.app.sessions.count() == 1
        await old.wait_closed()
        assert old.close_code == 4409


@in_loop
async def test_end() -> None:
    async with serving(*python("import time; time.sleep(99)")) as server, Page(server) as page:
        await page.send(End())
        await page.look(lambda: page.exit)
        assert page.exit == Exit(signal=signal.SIGHUP)


@in_loop
async def test_limits() -> None:
    limits = {"sessions_per_user": 1, "viewers": 1}
    async with serving("cat", limits=limits) as server, Page(server) as page:
        for name in ("", page.name):
            other = Page(server)
            other.name = name
            with pytest.raises(ConnectionClosed):
                await other.come()
            assert other.socket.close_code == 4429
        async with Page(server, user="bob"):
            assert await server.app.sessions.count() == 2
        await page.type(b"\x04")
        await page.look(lambda: page.exit)
        await page.close_code()
        async with Page(server) as other:  # what has ended makes room
            assert other.name != page.name


@in_loop
async def test_a_program_that_does_not_start() -> None:
    def refuse(grant: Identity) -> Command:
        raise TerminalError(f"{grant.user} has no container.")

    async with serving() as server:
        server.command = refuse
        socket = await server.socket()
        await socket.send(pack(Hello(2, b"c" * 16)))
        await socket.wait_closed()
        assert (socket.close_code, socket.close_reason) == (4500, "ann has no container.")


@in_loop
async def test_keep_alive_and_dead_connections() -> None:
    async with serving("cat", limits={"keepalive_timeout": 1.5}) as server, Page(server) as page:
        for _ in range(6):
            assert decode(await page.binary()) == Ping()
            await page.send(Pong())
        assert (await page.close_code())[0] == 4408


@in_loop
async def test_many_frames_are_slowed_down_not_lost() -> None:
    async with serving("cat", limits={"frames_per_second": 50}) as server, Page(server) as page:
        for n in range(120):
            await page.send(Ping(b"%d" % n))
        frames: list[object] = []
        while len(frames) < 120:
            frames.append(decode(await page.binary()))
        assert frames == [Pong(b"%d" % n) for n in range(120)]


HELLO = pack(Hello(2, b"c" * 16))
HOSTILE: list[tuple[list[bytes | str], int]] = [
    ([b""], 1002),
    ([pack(Input(1, b"x"))], 1002),
    (["text"], 1003),
    ([b"\x01\x03" + HELLO[2:]], 4400),
    ([HELLO[:-1]], 1002),
    ([HELLO, HELLO], 1002),
    ([HELLO, "text"], 1003),
    ([HELLO, b"\x02" + bytes(MAX_FRAME_BYTES)], 1009),
    ([HELLO, pack(Ack(1 << 63))], 1002),
    ([HELLO, pack(Input(1, b"x")), pack(Input(3, b"x"))], 1002),
    ([HELLO, b"\x03\x00"], 1002),
    ([b"\x99unknown"], 1002),
]


@in_loop
async def test_what_clients_must_not_send() -> None:
    async with serving("cat") as server:
        for messages, code in HOSTILE:
            socket = await server.socket()
            for message in messages:
                await socket.send(message)
            async with asyncio.timeout(20):
                await socket.wait_closed()
            assert socket.close_code == code, messages
        socket = await server.socket()
        await socket.send(HELLO)
        await socket.send(b"\x99unknown")
        await socket.send(pack(Ping(b"fine")))
        async with asyncio.timeout(20):
            while decode(bytes(await socket.recv())) != Pong(b"fine"):  # type: ignore[arg-type]
                pass
        await socket.close()
        assert await server.app.sessions.count() == 1


@in_loop
async def test_who_says_nothing_is_not_waited_for() -> None:
    async with serving("cat", limits={"hello_timeout": 0.1}) as server:
        socket = await server.socket()
        async with asyncio.timeout(20):
            await socket.wait_closed()
        assert socket.close_code == 4408


@in_loop
async def test_a_fuzzer_does_no_harm() -> None:
    chance = random.Random(10)
    limits = {"sessions_per_user": 3, "frames_per_second": 100_000}
    async with serving("cat", limits=limits) as server, Page(server, user="bob") as bob:
        for _ in range(300 if FULL else 40):
            socket = await server.socket()
            client = b"c" * 15 + bytes([chance.randrange(4)])
            frames = [pack(Hello(2, client, "", chance.choice([None, 0, 1 << 50]), 9, 9))]
            for _ in range(30):
                kind = bytes([chance.randrange(12)])
                size = chance.choice([0, 1, 4, 8, 9, 16, 200])
                frames.append(kind + bytes(chance.choices(range(3), k=size)))
            with contextlib.suppress(ConnectionClosed):  # it was thrown out
                for frame in frames:
                    await socket.send(frame)
            if chance.random() < 0.5:
                socket.transport.abort()
            await socket.close()
        await bob.type(b"alive\n")
        await bob.look(b"alive\r\nalive\r\n")
        assert await server.app.sessions.count() <= 4


@in_loop
async def test_mounted_in_another_application() -> None:
    def mount(app: TerminalApp) -> Starlette:
        return Starlette(routes=[Mount("/tools/term", app)])

    async with serving("cat", wrap=mount) as server, Page(server, path="/tools/term/ws") as page:
        await page.type(b"hello\n")
        await page.look(b"hello\r\nhello\r\n")


@in_loop
async def test_nothing_runs_on_when_the_server_stops() -> None:
    code = "import signal, time; signal.signal(1, signal.SIG_IGN); print('on'); time.sleep(99)"
    async with serving(*python(code)) as server:
        page = Page(server)
        await page.come()
        await page.look(b"on")
        assert len(children()) == 1
    assert children() == []
    assert (await page.close_code())[0] == 1012


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"authenticate": "short"}, "at least 16 characters"),
        ({"authenticate": None}, "token or a function"),
        ({"allowed_origins": ORIGIN}, "lists"),
        ({"allowed_origins": ["https://*.example"]}, "is not an origin"),
        ({"allowed_origins": ["null"]}, "is not an origin"),
        ({"allowed_origins": ["https://a.example/"]}, "is not an origin"),
        ({"allowed_origins": ["https://A.example"]}, "is not an origin"),
        ({"allowed_origins": ["https://u@a.example"]}, "is not an origin"),
        ({"allowed_origins": ["https://a.example:443"]}, "omit :443"),
        ({"command": ["no-such-program"]}, "is not in PATH"),
    ],
)
def test_bad_settings_are_refused_at_once(options: dict[str, object], reason: str) -> None:
    good = {"authenticate": TOKEN, "allowed_origins": [ORIGIN]}
    with pytest.raises(TerminalError, match=reason):
        TerminalApp(**good | options)  # type: ignore[arg-type]


def test_limits_are_kept() -> None:
    app = TerminalApp(
        ["cat"], authenticate=TOKEN, allowed_origins=[ORIGIN], limits=Limits(sessions=3)
    )
    assert app.limits.sessions == 3
