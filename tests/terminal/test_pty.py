"""Programs on real pseudo-terminals."""

import fcntl
import json
import os
import pwd
import select
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from backendai_media.errors import TerminalError
from backendai_media.terminal.command import Command
from backendai_media.terminal.pty import Pty

from .conftest import PATIENCE, children, descriptors, python, until

INSIDE = """
import json, os, signal, sys, termios
size = os.get_terminal_size()
print("BEGIN" + json.dumps({
    "session": os.getsid(0) == os.getpid(),
    "group": os.tcgetpgrp(0) == os.getpid(),
    "tty": os.isatty(os.open("/dev/tty", os.O_RDWR)),
    "same": len({os.fstat(fd).st_rdev for fd in (0, 1, 2)}) == 1,
    "fds": sorted(map(int, os.listdir("/proc/self/fd")))[:5],
    "size": [size.lines, size.columns],
    "utf8": bool(termios.tcgetattr(0)[0] & 0x4000),
    "ignored": [int(s) for s in signal.valid_signals()
        if signal.getsignal(s) == signal.SIG_IGN and s not in (signal.SIGPIPE, signal.SIGXFSZ)],
    "mask": len(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
    "env": dict(os.environ), "cwd": os.getcwd(), "uid": os.getuid(), "groups": os.getgroups(),
}) + "END")
"""


@contextmanager
def running(*argv: str, rows: int = 24, columns: int = 80, **options: Any) -> Iterator[Pty]:
    pty = Pty(Command(argv, **options), rows, columns)
    try:
        yield pty
    finally:
        pty.close()


def read(pty: Pty, until: bytes = b"\0no such bytes") -> bytes:
    """Return what the program writes, to its end or to `until`."""
    pieces: list[bytes] = []
    while until not in b"".join(pieces):
        ready, _, _ = select.select([pty.fd], [], [], PATIENCE)
        assert ready, f"nothing came after {pieces[-3:]!r}"
        if pty.read(65536, pieces) < 0:
            break
    return b"".join(pieces)


def inside(**options: Any) -> Any:
    """Return how a program finds itself in a terminal."""
    with running(*python(INSIDE), **options) as pty:
        text = read(pty)
    return json.loads(text.split(b"BEGIN")[1].split(b"END")[0])


def test_the_program_leads_a_session_on_a_terminal_of_its_own() -> None:
    found = inside(rows=33, columns=111)
    assert [found[name] for name in ("session", "group", "tty", "same", "utf8")] == [True] * 5
    assert found["size"] == [33, 111]


def test_inherits_no_descriptor_signal_or_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "hunter2")
    monkeypatch.setenv("LC_TIME", "C")
    reader, writer = os.pipe()
    os.set_inheritable(writer, True)  # as C libraries leave them
    high = fcntl.fcntl(writer, fcntl.F_DUPFD, 200)
    before = signal.signal(signal.SIGUSR1, signal.SIG_IGN)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGUSR2])
    try:
        found = inside(env={"MINE": "1", "COLORTERM": None})
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGUSR2])
        signal.signal(signal.SIGUSR1, before)
        for fd in (reader, writer, high):
            os.close(fd)
    assert found["fds"] == [0, 1, 2, 3, 4]  # /dev/tty and the listing itself
    assert (found["ignored"], found["mask"]) == ([], 0)
    expected = {"MINE": "1", "LC_TIME": "C", "TERM": "xterm-256color"}
    assert expected.items() <= found["env"].items()
    assert not {"SECRET_TOKEN", "COLORTERM"} & set(found["env"])


def test_directory(tmp_path: Path) -> None:
    place = tmp_path / "- it's $(a) \n place"
    place.mkdir()
    assert inside(cwd=place)["cwd"] == str(place)
    assert inside()["cwd"] == str(Path.home())


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes another user")
def test_another_user_without_the_rights_of_root() -> None:
    nobody = pwd.getpwnam("nobody")
    status = "grep -E 'CapEff|NoNewPrivs' /proc/self/status"
    command = f"id -u; id -g; id -G; {status}; echo $USER; echo by its name > $(tty)"
    with running("sh", "-c", command, user="nobody", cwd="/") as pty:
        lines = read(pty).decode().split("\r\n")
    assert lines[:3] == [str(nobody.pw_uid), str(nobody.pw_gid), str(nobody.pw_gid)]
    assert lines[3].split() == ["CapEff:", "0" * 16]
    assert lines[4].split() == ["NoNewPrivs:", "1"]
    assert lines[5:7] == ["nobody", "by its name"]


@pytest.mark.skipif(sys.platform != "linux", reason="prlimit is of Linux")
def test_limits() -> None:
    with running("sh", "-c", "ulimit -n; ulimit -c", limits={"nofile": 99, "core": 0}) as pty:
        assert read(pty).split() == [b"99", b"0"]


@pytest.mark.parametrize(
    ("argv", "options", "reason"),
    [
        ([], {}, "a list of strings"),
        ("bash", {}, "a list of strings"),
        (["sh", 3], {}, "a list of strings"),
        (["no-such-program"], {}, "'no-such-program' is not in PATH"),
        (["sh", "a\0b"], {}, "NUL"),
        (["sh"], {"env": {"A": "a\0b"}}, "NUL"),
        (["sh"], {"env": {"A=B": "c"}}, "'='"),
        (["sh"], {"cwd": "/no/such/place"}, "/no/such/place does not exist"),
        (["sh"], {"user": "no-such-user"}, "'no-such-user' does not exist"),
        (["sh"], {"limits": {"sheep": 1}}, "Unknown limits: sheep"),
        (["sh"], {"limits": {"cpu": -1}}, "whole numbers"),
        (["sh"], {"limits": {"cpu": "1"}}, "whole numbers"),
    ],
)
def test_bad_commands_are_refused_before_anything_starts(
    argv: Any, options: Any, reason: str
) -> None:
    with pytest.raises(TerminalError, match=reason):
        Command(argv, **options)


def test_a_program_that_the_system_refuses(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_bytes(b"\x7fELF nonsense")
    program.chmod(0o755)
    with running(str(program)) as pty:
        read(pty)
        until(lambda: select.select([pty.exit_fd], [], [], 0)[0])
        assert pty.close() in (126, 127, 2)


@pytest.mark.parametrize(("end", "status"), [("exit 7", 7), ("kill -USR1 $$", -signal.SIGUSR1)])
def test_status(end: str, status: int) -> None:
    with running("sh", "-c", end) as pty:
        assert select.select([pty.exit_fd], [], [], PATIENCE)[0]
        assert pty.close() == status
        assert pty.close() == status


def test_status_that_another_part_took() -> None:
    with running("true") as pty:
        os.waitpid(pty.pid, 0)
        assert pty.close() is None


def test_last_words_of_a_program_that_ends_at_once() -> None:
    for _ in range(20):
        with running("sh", "-c", "seq 1 500") as pty:
            assert select.select([pty.exit_fd], [], [], PATIENCE)[0]
            assert read(pty) == b"".join(b"%d\r\n" % n for n in range(1, 501))


def test_writing_never_blocks_and_says_how_much() -> None:
    with running(*python("import tty, time; tty.setraw(0); print('on'); time.sleep(99)")) as pty:
        read(pty, b"on")
        written = 0
        while count := pty.write(b"x" * 65536):
            written += count
        assert 0 < written < 1 << 20


def test_after_the_end() -> None:
    with running("true") as pty:
        read(pty)
        assert pty.read(10, []) == -1
        until(lambda: not pty.members())


STUBBORN = """
import os, signal, sys, time
signal.signal(signal.SIGHUP, signal.SIG_IGN); signal.signal(signal.SIGTERM, signal.SIG_IGN)
for _ in range(3):
    if os.fork() == 0:
        os.setpgid(0, 0)
        break
print("ready", flush=True)
time.sleep(600)
"""


def test_processes_that_ignore_being_asked_are_ended() -> None:
    with running(*python(STUBBORN)) as pty:
        seen = b""
        while seen.count(b"ready") < 4:
            seen += read(pty, b"ready")
        assert len(pty.members()) == 4
        assert len(pty.hang_up()) == 4
        assert len(pty.members()) == 4
        assert pty.close() == -signal.SIGKILL
        assert pty.members() == set()
    until(lambda: not children())


def test_background_jobs_of_a_shell_end_with_it() -> None:
    with running("bash", "--norc", "-i", env={"PS1": "$ "}) as pty:
        pty.write(b"nohup sleep 600 >/dev/null 2>&1 & echo started$((1))\n")
        read(pty, b"started1")
        (job,) = pty.members() - {pty.pid}
        pty.write(b"exit\n")
        read(pty)
        assert job in pty.members()
        pty.close()
    until(lambda: not Path(f"/proc/{job}").exists())


def test_ctrl_c_reaches_the_program_in_front() -> None:
    with running("sh", "-c", "trap 'echo caught; exit 4' INT; echo on; sleep 99 & wait") as pty:
        read(pty, b"on")
        pty.write(b"\x03")
        read(pty, b"caught")
        assert select.select([pty.exit_fd], [], [], PATIENCE)[0]
        assert pty.close() == 4


def test_resizing_tells_the_program() -> None:
    code = """
import os, signal
signal.signal(signal.SIGWINCH, lambda *_: print(tuple(os.get_terminal_size()), flush=True))
print("on", flush=True)
while True: signal.pause()
"""
    with running(*python(code)) as pty:
        read(pty, b"on")
        pty.resize(50, 132)
        read(pty, b"(132, 50)")


def _many(count: int) -> None:
    before = descriptors()
    command = Command(["sh", "-c", "sleep 99 & trap '' HUP; echo on; wait"])
    for _ in range(count):
        pty = Pty(command)
        read(pty, b"on")
        pty.close()
        assert descriptors() == before
    assert children() == []


def test_nothing_is_left_after_100() -> None:
    _many(100)


@pytest.mark.full
def test_nothing_is_left_after_1000() -> None:
    _many(1000)


def test_many_are_open_at_once() -> None:
    opened = [Pty(Command(["sleep", "99"])) for _ in range(50)]
    assert len(children()) == 50
    for pty in opened:
        pty.close()
