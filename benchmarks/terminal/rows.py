"""What is measured. Each row takes a running server and returns figures, or says why not."""

from __future__ import annotations

import contextlib
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from .attack import ATTACKS, attacked
from .client import Client, Term2Connection
from .peers import Server

Figures = dict[str, float]
SCRATCH = Path(tempfile.gettempdir()) / "backendai-terminal-bench"
PARSES = 12e6
"""Bytes in a second that an emulator in a page parses."""
COLOURS = "\\033[31mred\\033[m \\033[1;34mblue\\033[m "
FLOOD = f"while :; do printf '{COLOURS * 20}\\n'; done"


def lines() -> Path:
    """Return a file of short lines that makes 62 MB on a terminal."""
    file = SCRATCH / "lines"
    SCRATCH.mkdir(exist_ok=True)
    if not file.exists():
        file.write_text("".join(f"{n}\n" for n in range(7_000_000)))
    return file


def ready(server: Server, session: str = "") -> Client:
    """Return a shell that echoes nothing and is ready."""
    client = server.open(session)
    client.run("PS1=; echo re''ady")
    client.until(b"ready")
    return client


def cpu(server: Server) -> float:
    times = [psutil.Process(pid).cpu_times() for pid in server.pids]
    return sum(t.user + t.system for t in times)


def memory(server: Server) -> float:
    return sum(psutil.Process(pid).memory_info().rss for pid in server.pids) / 1e6


def throughput(server: Server) -> Figures:
    client, file = ready(server), lines()
    size = file.stat().st_size + 7_000_000
    before, start = cpu(server), time.perf_counter()
    client.type(f"cat {file}; echo fin''ished\n".encode())
    client.until(b"finished")
    took = time.perf_counter() - start
    found = {"MB/s": size / took / 1e6, "CPU s per 62 MB": (cpu(server) - before) * 62e6 / size}
    client.close()
    return found


def interrupt(server: Server) -> Figures:
    client = ready(server)
    client.speed = PARSES
    client.type(FLOOD.encode() + b"\n")
    start = time.perf_counter()
    while time.perf_counter() - start < 3:
        client.read()
    client.type(b"\x03")
    asked = time.perf_counter()
    client.type(b"echo stop''ped\n")
    shown = client.until(b"stopped")
    found = {"ms": (time.perf_counter() - asked) * 1e3, "MB still shown": shown / 1e6}
    client.close()
    return found


def stall(server: Server) -> Figures:
    client = ready(server)
    before = memory(server)
    client.type(b"yes abcdefghijklmnopqrstuvwxyz\n")
    client.read()
    most = before
    for _ in range(40):
        time.sleep(0.1)
        most = max(most, memory(server))
    client.close()
    return {"+MB": most - before}


def reconnect(server: Server) -> Figures:
    """Numbered lines at about 2 MB/s, and cuts: what is lost, what comes twice."""
    SCRATCH.mkdir(exist_ok=True)
    if server.name in ("marimo", "ttyd"):
        raise RuntimeError("ends the shell")
    cuts, away = (100, 0.02) if isinstance(server.open(), Term2Connection) else (8, 0.3)
    name = "cut" if server.name != "jupyter" else ""
    client = ready(server, name)
    count = 1_000_000 if cuts == 100 else 400_000
    file = SCRATCH / "numbers.py"
    file.write_text(
        "import sys, time\n"
        f"for n in range(0, {count}, 2000):\n"
        "    sys.stdout.write(''.join('%08d\\n' % k for k in range(n, n + 2000)))\n"
        "    sys.stdout.flush(); time.sleep(0.009)\n"
    )
    client.type(f"python3 {file}; echo fin''ished\n".encode())
    seen = bytearray()
    for cut in range(cuts):
        goal = (cut + 1) * count * 10 // (cuts + 1)
        limit = time.monotonic() + 3
        while len(seen) < goal and time.monotonic() < limit:
            seen += client.read()
        client.close()
        time.sleep(away)
        client.connect()
    client.socket.settimeout(5)
    with contextlib.suppress(TimeoutError):
        while b"finished" not in seen[-200:]:
            seen += client.read()
    client.close()
    text = bytes(seen).replace(b"\\r\\n", b"\n").replace(b"\r\n", b"\n")
    numbers = [row for row in text.split(b"\n") if len(row) == 8 and row.isdigit()]
    different = len(set(numbers))
    return {
        "lost %": 100 * (count - different) / count,
        "duplicated %": 100 * (len(numbers) - different) / count,
    }


def echo_times(client: Client, count: int = 300) -> list[float]:
    found = []
    for n in range(count):
        mark = b"%04d." % n
        start = time.perf_counter()
        client.type(mark)
        client.until(mark)
        found.append((time.perf_counter() - start) * 1e3)
        time.sleep(0.005)
    return found


def p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


@contextlib.contextmanager
def looked_at(client: Client) -> Iterator[None]:
    """Read what comes, meanwhile."""
    stop = threading.Event()

    def look() -> None:
        with contextlib.suppress(OSError, AssertionError, ValueError):
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    client.read()

    client.socket.settimeout(1)
    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def typist(server: Server) -> Client:
    """Return a terminal where `cat` gives every key back at once."""
    client = ready(server)
    client.type(b"stty raw -echo; echo go''ing; exec cat\n")
    client.until(b"going")
    return client


def echo(server: Server) -> Figures:
    client = typist(server)
    idle = p99(echo_times(client))
    flooding = ready(server)
    flooding.speed = PARSES
    flooding.type(FLOOD.encode() + b"\n")
    with looked_at(flooding):
        beside = p99(echo_times(client))
    flooding.close()
    others = [ready(server) for _ in range(100)]
    among = p99(echo_times(client))
    for other in others:
        other.close()
    client.close()
    return {"idle, ms": idle, "next to a flood, ms": beside, "among 100 idle sessions, ms": among}


def paste(server: Server) -> Figures:
    client, stuck = typist(server), ready(server)
    before = statistics.median(echo_times(client, 100))
    stuck.type(b"stty raw -echo; echo de''af; exec sleep 60\n")
    stuck.until(b"deaf")
    # As pages do: of ours a client sends what its window has room for, and more as it is taken.
    stuck.type(b"x" * 1_000_000)
    client.socket.settimeout(10)
    try:
        with looked_at(stuck):
            after = statistics.median(echo_times(client, 100))
    except TimeoutError:
        raise RuntimeError("all terminals dead") from None
    finally:
        stuck.close()
    client.close()
    return {"delay, ms": max(0.0, after - before)}


def exact(server: Server) -> Figures:
    """Random bytes and CJK text: how many come back as they are."""
    import hashlib
    import os

    found: Figures = {}
    text = ("漢字かな交じり文🙂👩‍👩‍👧‍👧한글" * 30 + "\n") * 3000
    for name, data in (
        ("6 MB of CJK", text.encode()[:6_000_000]),
        ("2 MB random", os.urandom(2_000_000)),
    ):
        file = SCRATCH / "data"
        file.write_bytes(data)
        client = ready(server)
        if not isinstance(client, Term2Connection):
            raise RuntimeError(  # noqa: TRY004 - it is a reason, not a type
                "text only" if server.name != "ttyd" else "not measured"
            )
        client.type(f"stty raw -echo; printf be''gin; cat {file}; printf en''d\n".encode())
        seen = bytearray()
        while not seen.endswith(b"end"):
            seen += client.read()
        body = bytes(seen).split(b"begin", 1)[1][:-3]
        same = hashlib.sha256(body).digest() == hashlib.sha256(data).digest()
        found[f"{name}, wrong bytes"] = 0 if same else float(abs(len(body) - len(data)) or 1)
        client.close()
    return found


def idle(server: Server) -> Figures:
    """What a session costs the server that nobody uses, with a connection."""
    count = 200
    warm = [server.open() for _ in range(20)]
    time.sleep(1)
    process = [psutil.Process(pid) for pid in server.pids]
    before, fds = memory(server), sum(one.num_fds() for one in process)
    threads = sum(one.num_threads() for one in process)
    start = time.perf_counter()
    clients = [server.open() for _ in range(count)]
    took = time.perf_counter() - start
    time.sleep(1)
    found = {
        "KB": (memory(server) - before) * 1e3 / count,
        "descriptors": (sum(one.num_fds() for one in process) - fds) / count,
        "threads": (sum(one.num_threads() for one in process) - threads) / count,
        "opened per second": count / took,
    }
    for client in [*clients, *warm]:
        client.close()
    return found


def attack(server: Server) -> Figures:
    """How long echo takes while others mean harm, and what it costs the server."""
    if not isinstance(client := typist(server), Term2Connection):
        raise RuntimeError("not measured")  # noqa: TRY004 - it is a reason, not a type
    echo_times(client)
    found: Figures = {}
    before = memory(server)
    for name, (title, _) in ATTACKS.items():
        with attacked(name, server.port):
            found[f"{title}, ms"] = p99(echo_times(client, 1500))
            # Who comes meanwhile is let in, but for the address that guesses tokens.
            if name != "tokens":
                server.open().close()
    found["+MB"] = memory(server) - before
    client.close()
    return found


ROWS = {
    "throughput": (
        "62 MB of short lines to a client that counts bytes",
        throughput,
        "≥ 20 MB/s, ≤ 0.5 s",
    ),
    "interrupt": ("Ctrl+C during an endless coloured log, until silence", interrupt, "≤ 150 ms"),
    "stall": ("Server memory while a viewer stalls in a flood", stall, "≤ +2 MB"),
    "reconnect": ("Cuts in a 2 MB/s stream (ours 100, others 8 of 300 ms)", reconnect, "0, 0"),
    "paste": ("Echo in another session after an unread paste of 1 MB", paste, "≤ 10 ms"),
    "echo": ("Key echo, 99th percentile", echo, "≤ 5, 15, 5 ms"),
    "exact": ("Unchanged bytes", exact, "0"),
    "attack": ("Key echo while others mean harm, 99th percentile", attack, "≤ 10 ms"),
    "idle": ("An idle session with one connection", idle, "≤ 20 KB, 2, 0, ≥ 200"),
}
