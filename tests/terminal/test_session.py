"""Sessions: what viewers see and type, at their pace, with cuts and without."""

import asyncio
import hashlib
import random
import re
import signal
import tracemalloc
from dataclasses import fields
from pathlib import Path

import pytest

from backendai_media.errors import LimitError, ProtocolError, TerminalError
from backendai_media.terminal.command import Command
from backendai_media.terminal.frames import Exit
from backendai_media.terminal.limits import Limits
from backendai_media.terminal.session import Session

from .conftest import children, descriptors, happens, in_loop, python
from .viewer_client import ViewerClient, session

RAW = "import os, sys, time, tty; tty.setraw(0); os.write(1, b'ready\\n');"
NOT_READING = python(RAW + "time.sleep(600)")
#: Writes back a count and a hash of as many bytes as it is told to read.
COUNTING = """
import hashlib
size, data = int(sys.argv[1]), b''
while len(data) < size: data += os.read(0, 65536)
os.write(1, b'%d %s.' % (len(data), hashlib.sha256(data).hexdigest().encode()))
"""
FLOOD = python("while True: print('\\x1b[31mred\\x1b[m ' * 20)")


def numbered(count: int, pause: float = 0) -> list[str]:
    """Return a program whose every line says its number, slowly if asked to."""
    code = f"""
import sys, time
for n in range({count}):
    sys.stdout.write('%08d é日🙂\\n' % n)
    if {pause} and n % 100 == 0: sys.stdout.flush(); time.sleep({pause})
"""
    return python(code)


def lines(count: int) -> bytes:
    return "".join(f"{n:08d} é日🙂\r\n" for n in range(count)).encode()


@in_loop
async def test_output_input_and_exit_code() -> None:
    async with session("sh", "-c", "read name; echo hello $name; exit 3") as one:
        ann = ViewerClient(one)
        ann.type(b"world\n")
        await ann.look(lambda: ann.exit)
        assert b"hello world\r\n" in ann.seen
        assert ann.exit == Exit(code=3)
        assert ann.written == 1


@in_loop
async def test_signal_in_band() -> None:
    async with session("sh", "-c", "kill -TERM $$") as one:
        ann = ViewerClient(one)
        await ann.look(lambda: ann.exit)
        assert ann.exit == Exit(signal=signal.SIGTERM)


@in_loop
async def test_a_program_that_lives_on_without_its_terminal() -> None:
    last = "echo last; exec <&- >&- 2>&-; sleep 0.3; exit 7"
    async with session("sh", "-c", last) as one:
        person = ViewerClient(one)
        await person.look(b"last")
        await person.look(lambda: person.exit)
        assert person.exit == Exit(code=7)


@in_loop
async def test_a_program_that_ends_while_another_of_its_own_has_the_terminal() -> None:
    async with session("bash", "-c", "trap '' HUP; sleep 99 & exit 7") as one:
        person = ViewerClient(one)
        await person.look(lambda: person.exit)
        assert person.exit == Exit(code=7)


@in_loop
async def test_100_cuts_lose_and_double_nothing() -> None:
    chance, whole = random.Random(4), lines(200_000)
    async with session(*numbered(200_000)) as one:
        ann = ViewerClient(one)
        for cut in range(100):
            end = len(whole) * cut // 100
            await ann.look(lambda: len(ann.seen) >= end, ack=chance.random() < 0.7)  # noqa: B023
            if chance.random() < 0.5:
                ann.leave()
                await asyncio.sleep(chance.random() / 500)
            ann.come()  # or without that the server noticed the cut
        await ann.look(lambda: ann.exit)
        assert ann.seen == whole
        assert not ann.gaps


@in_loop
async def test_input_resent_after_cuts_is_applied_once() -> None:
    chance = random.Random(5)
    pieces = [chance.randbytes(chance.randrange(1, 3000)) for _ in range(100)]
    whole = b"".join(pieces)
    async with session(*python(RAW + COUNTING), str(len(whole))) as one:
        ann = ViewerClient(one)
        await ann.look(b"ready")
        for number, piece in enumerate(pieces, 1):
            await ann.look(lambda: one.received(ann.client) - ann.written < 10)
            for earlier in range(max(1, number - chance.randrange(5)), number):
                one.type(ann.viewer, earlier, pieces[earlier - 1])
            one.type(ann.viewer, number, piece)
            if chance.random() < 0.5:
                ann.come()
        await ann.look(b".")
        expected = f"{len(whole)} {hashlib.sha256(whole).hexdigest()}."
        assert expected.encode() in ann.seen


@in_loop
async def test_a_viewer_that_stalls_stops_the_program_and_memory_stays_flat() -> None:
    async with session(*FLOOD) as one:
        ann = ViewerClient(one)
        tracemalloc.start()
        try:
            await ann.look(lambda: ann.viewer.position >= one.limits.window, ack=False)
            end = one.replay.end
            before, _ = tracemalloc.get_traced_memory()
            await asyncio.sleep(0.3)
            after, _ = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
        assert one.replay.end == end == one.limits.window
        assert after - before < 1 << 17
        ann.viewer.ack(1 << 18)
        await ann.look(lambda: ann.viewer.position == end + (1 << 18), ack=False)


@in_loop
async def test_ctrl_c_in_a_flood_acts_within_the_window() -> None:
    code = """
import signal, sys
signal.signal(signal.SIGINT, lambda *_: sys.exit('stopped'))
while True: print('x' * 70)
"""
    async with session(*python(code)) as one:
        ann = ViewerClient(one)
        await ann.look(lambda: len(ann.seen) > 1 << 20)
        typed_at = one.replay.end
        ann.type(b"\x03")
        await ann.look(lambda: ann.exit)
        # What the kernel's own buffers hold comes on top.
        assert one.replay.end - typed_at <= one.limits.window + (1 << 17)
        assert b"^C" in ann.seen
        assert b"stopped" in ann.seen[-500:]
        assert ann.exit == Exit(code=1)


@in_loop
async def test_the_window_follows_the_fastest_and_slower_ones_skip() -> None:
    async with session(*FLOOD, limits={"window": 1 << 16, "replay": 1 << 17}) as one:
        fast, slow = ViewerClient(one), ViewerClient(one, "slow", writable=False)
        both = fast.look(lambda: one.replay.end > 1 << 17)
        await asyncio.gather(slow.look(lambda: slow.viewer.position == 1 << 16, ack=False), both)
        await fast.look(lambda: one.replay.end > 1 << 20)
        assert slow.take(ack=False) == 0
        assert not slow.gaps
        slow.viewer.ack(slow.viewer.position)
        await slow.look(lambda: slow.gaps)
        await slow.look(lambda: len(slow.seen) > 1000)
        assert slow.seen.startswith(b"\x1b[31mred")  # at a line's start


@in_loop
async def test_a_program_that_nobody_sees_waits_then_runs_on() -> None:
    limits = {"window": 1 << 16, "replay": 1 << 17, "backpressure_timeout": 0.2}
    async with session(*numbered(40_000), limits=limits) as one:
        ann = ViewerClient(one)
        await ann.look(lambda: len(ann.seen) > 1000)
        ann.leave()
        await happens(lambda: one.replay.end >= ann.viewer.acked + one.limits.replay)
        assert one.replay.start <= ann.viewer.acked  # it waits; all is there
        await happens(lambda: one.exit)
        ann.come()
        await ann.look(lambda: ann.exit)
        assert len(ann.gaps) == 1  # told honestly
        assert lines(40_000).endswith(ann.seen)
        assert len(ann.seen) > 1 << 14


@in_loop
async def test_coming_back_while_it_waits_loses_nothing() -> None:
    limits = {"window": 1 << 16, "replay": 1 << 17}
    async with session(*numbered(20_000), limits=limits) as one:
        ann = ViewerClient(one)
        ann.leave()
        await happens(lambda: one.replay.end >= one.limits.replay)
        ann.come()
        await ann.look(lambda: ann.exit)
        assert ann.seen == lines(20_000)


def paste(person: ViewerClient, size: int) -> None:
    for _ in range(0, size, 4096):
        person.type(b"x" * 4096)


@in_loop
async def test_a_paste_that_nobody_reads_delays_no_other_session() -> None:
    async with session(*NOT_READING) as stuck, session("cat") as other:
        ann, bob = ViewerClient(stuck), ViewerClient(other)
        await ann.look(b"ready")
        with pytest.raises(ProtocolError, match="unwritten"):
            paste(ann, 1 << 20)
        # What waits here, and what the kernel takes.
        assert ann.sequence * 4096 <= stuck.limits.input_window + (1 << 17)
        for n in range(50):
            bob.type(b"%d.\n" % n)
            await bob.look(b"%d.\r\n%d.\r\n" % (n, n))
        assert ann.written < ann.sequence


@in_loop
async def test_a_big_paste_arrives_whole() -> None:
    size = 1 << 20
    data = random.Random(6).randbytes(size)
    async with session(*python(RAW + COUNTING), str(size)) as one:
        ann = ViewerClient(one)
        await ann.look(b"ready")
        for start in range(0, size, 8192):
            await ann.look(lambda: ann.sequence - ann.written < 7)
            ann.type(data[start : start + 8192])
        await ann.look(b".")
        assert f"{size} {hashlib.sha256(data).hexdigest()}.".encode() in ann.seen


@in_loop
async def test_any_bytes_arrive_as_they_are() -> None:
    data = random.Random(7).randbytes(1 << 18) + "é日🙂".encode() * 20_000
    code = """
import random
import re
data = random.Random(7).randbytes(1 << 18) + 'é日🙂'.encode() * 20_000
data = memoryview(data)
while data: data = data[os.write(1, data):]
"""
    async with session(*python(RAW + code)) as one:
        ann = ViewerClient(one)
        await ann.look(lambda: ann.exit)
        assert ann.seen == b"ready\n" + data


@in_loop
async def test_the_size_is_that_of_the_writer_in_use() -> None:
    async with session("cat") as one:
        ann, bob = ViewerClient(one), ViewerClient(one, "bob")
        reader = ViewerClient(one, "reader", writable=False)
        one.resize(ann.viewer, 30, 100)
        assert one.size == (30, 100)
        one.resize(bob.viewer, 20, 60)
        one.resize(reader.viewer, 5, 5)
        one.focus(reader.viewer)
        assert one.size == (30, 100)
        bob.type(b"x")
        assert one.size == (20, 60)
        one.focus(ann.viewer)
        assert one.size == (30, 100)
        ann.leave()
        assert one.size == (20, 60)
        await reader.look(lambda: reader.sizes and reader.sizes[-1] == (20, 60))


@in_loop
async def test_a_reader_cannot_write() -> None:
    async with session("cat") as one:
        reader, ann = ViewerClient(one, "reader", writable=False), ViewerClient(one)
        reader.type(b"evil\n")
        ann.type(b"good\n")
        await ann.look(b"good\r\ngood\r\n")
        assert b"evil" not in ann.seen
        assert one.received(reader.client) == 0


@in_loop
async def test_what_clients_must_not_do() -> None:
    async with session("cat", limits={"viewers": 2}) as one:
        ann = ViewerClient(one)
        with pytest.raises(ProtocolError, match="not sent yet"):
            ann.viewer.ack(1)
        ann.type(b"a")
        with pytest.raises(ProtocolError, match="input 2 is missing before 4"):
            one.type(ann.viewer, 4, b"b")
        old = ann.viewer
        ann.come()
        assert old.detach_reason == "another connection took its place"
        ViewerClient(one, "bob")
        with pytest.raises(LimitError, match="2 viewers"):
            ViewerClient(one, "eve")


@in_loop
async def test_an_offset_of_another_stream_starts_from_what_is_there() -> None:
    async with session("echo", "hello") as one:
        ann = ViewerClient(one)
        ann.offset = 1 << 40
        ann.come()
        await ann.look(lambda: ann.exit)
        assert ann.seen == b"hello\r\n"


@in_loop
async def test_a_redraw_nudge_tells_the_program_twice() -> None:
    code = """
import os, signal
def tell(*_): os.write(1, b'%d ' % os.get_terminal_size().lines)
signal.signal(signal.SIGWINCH, tell)
tell()
while True: signal.pause()
"""
    async with session(*python(code)) as one:
        ann = ViewerClient(one)
        await ann.look(b"24 ")
        one.redraw()
        one.redraw()
        await ann.look(b"24 23 24 ")


@in_loop
async def test_ends_after_the_time_of_grace_and_not_before() -> None:
    gone: list[Session] = []
    limits = {"reattach_timeout": 0.3}
    async with session("sleep", "600", limits=limits, on_expired=gone.append) as one:
        ann = ViewerClient(one)
        await asyncio.sleep(0.5)
        assert one.exit is None
        ann.leave()
        ann.come()
        await asyncio.sleep(0.5)
        assert one.exit is None
        ann.leave()
        await happens(lambda: gone)
        assert one.exit == Exit(signal=signal.SIGHUP)


@in_loop
async def test_last_words_wait_for_who_comes_back_and_are_then_forgotten() -> None:
    gone: list[Session] = []
    async with session(
        "echo", "bye", limits={"reattach_timeout": 1}, on_expired=gone.append
    ) as one:
        ann = ViewerClient(one)
        ann.leave()
        await happens(lambda: one.exit)
        ann.come()
        await ann.look(lambda: ann.exit)
        assert ann.seen == b"bye\r\n"
        ann.leave()
        await happens(lambda: gone)


@in_loop
async def test_a_child_that_ignores_being_hung_up() -> None:
    code = """
import os, signal, time
signal.signal(signal.SIGHUP, signal.SIG_IGN)
os.fork() or os.setpgid(0, 0)
print('ready', flush=True)
time.sleep(600)
"""
    async with session(*python(code)) as one:
        ann = ViewerClient(one)
        await ann.look(lambda: ann.seen.count(b"ready") == 2)
        await asyncio.gather(one.end(), one.end())
        assert one.exit == Exit(signal=signal.SIGKILL)
        assert children() == []
        await ann.look(lambda: ann.exit)
        ann.type(b"too late")
        one.resize(ann.viewer, 9, 9)
        one.redraw()


@in_loop
async def test_a_program_that_does_not_start() -> None:
    with pytest.raises(TerminalError):
        Session("one", Command(["no-such-program"]), Limits())


async def _many(count: int) -> None:
    async with session("true") as one:  # the loop's threads and descriptors are there
        await ViewerClient(one).look(lambda: one.exit)
    before = descriptors()
    for n in range(count):
        async with session("sh", "-c", "sleep 99 & echo on; read x") as one:
            ann = ViewerClient(one)
            await ann.look(b"on")
            if n % 2:
                ann.type(b"\n")
                await ann.look(lambda: ann.exit)  # noqa: B023
    assert descriptors() == before
    assert children() == []


def test_nothing_is_left_after_100_sessions() -> None:
    asyncio.run(_many(100))


@pytest.mark.full
def test_nothing_is_left_after_1000_sessions() -> None:
    asyncio.run(_many(1000))


@pytest.mark.parametrize(
    "bad", [{"window": 0}, {"reattach_timeout": -1}, {"window": 9, "replay": 8}]
)
def test_limits_that_make_no_sense(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="must"):
        Limits(**bad)


def test_the_table_of_limits_is_complete() -> None:
    text = (Path(__file__).parents[2] / "docs/terminal-server.md").read_text("utf-8")
    table = text.partition("### Limits")[2].partition("### ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (\S+) \|", table, re.MULTILINE)
    assert [(name, float(default)) for name, default in rows] == [
        (field.name, field.default) for field in fields(Limits)
    ]
