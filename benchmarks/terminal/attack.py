"""Clients that mean harm: `python -m benchmarks.terminal.attack NAME PORT`.

They have a process of their own. Each is bounded in what it sends and how fast. It prints a line
when it has begun, and goes on until its standard input ends.
"""

from __future__ import annotations

import contextlib
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator

from .client import Term2Connection

CONNECTIONS = 1000
SLOW, TOKENS = 200, 10_000
#: Requests with wrong tokens a second.
TOKENS_PER_SECOND = 1000
#: The largest piece of input that a frame may have, less its head.
INPUT_BYTES = 60_000

Ended = Callable[[], bool]


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port))


def silence(port: int, ended: Ended) -> None:
    """Hold connections and say nothing; those that the server closes are opened again."""
    held = [connect(port) for _ in range(CONNECTIONS)]
    print("begun", flush=True)
    while not ended():
        time.sleep(0.5)
        for place, one in enumerate(held):
            one.settimeout(0)
            with contextlib.suppress(BlockingIOError):
                with contextlib.suppress(OSError):
                    if one.recv(1):
                        continue
                one.close()
                held[place] = connect(port)


def slow_senders(port: int, ended: Ended) -> None:
    """Send the heads of requests, and frames after a handshake, a byte at a time."""
    head = b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n" + b"X: y\r\n" * 1000
    frame = b"\x82\xfe\xff\xff" + bytes(4) + b"\x02" * 60_000
    heads = [connect(port) for _ in range(SLOW // 2)]
    frames = [Term2Connection(port, "/ws").socket for _ in range(SLOW // 2)]
    print("begun", flush=True)
    for place in range(len(frame)):
        for sockets, data in ((heads, head), (frames, frame)):
            for one in sockets:
                with contextlib.suppress(OSError):
                    one.sendall(data[place % len(data) :][:1])
        time.sleep(0.05)
        if ended():
            return


def large_frames(port: int, ended: Ended) -> None:
    """Type into a program that reads it, in the largest frames, as fast as the server allows."""
    client = Term2Connection(port, "/ws")
    client.run("PS1=; stty raw; echo go''ing; exec cat >/dev/null")
    client.until(b"going")
    print("begun", flush=True)
    while not ended():
        client.type(b"x" * INPUT_BYTES)
        while len(client.kept) > INPUT_BYTES:
            client.take(client.message())  # the program says nothing: only acknowledgements come


def wrong_tokens(port: int, ended: Ended) -> None:
    """Ask for tickets with tokens that are none."""
    request = (
        f"POST /ticket HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nOrigin: http://127.0.0.1:{port}\r\n"
        "Authorization: Bearer wrong\r\nContent-Length: 0\r\n\r\n"
    ).encode()
    one = connect(port)
    print("begun", flush=True)
    for _ in range(TOKENS):
        if ended():
            return
        one.sendall(request)
        answer = one.recv(4096)
        while not answer.endswith(b"}"):  # head and body may come one after the other
            answer += one.recv(4096)
        assert answer.startswith(b"HTTP/1.1 4"), answer
        time.sleep(1 / TOKENS_PER_SECOND)


ATTACKS: dict[str, tuple[str, Callable[[int, Ended], None]]] = {
    "silence": (f"{CONNECTIONS} silent connections", silence),
    "slow": (f"{SLOW} slow senders", slow_senders),
    "large": ("largest frames", large_frames),
    "tokens": (f"{TOKENS} wrong tokens", wrong_tokens),
}


@contextlib.contextmanager
def attacked(name: str, port: int) -> Iterator[None]:
    """Have a server attacked meanwhile."""
    command = [sys.executable, "-m", "benchmarks.terminal.attack", name, str(port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stdout.readline(), f"the attack {name} did not begin"
        yield
        assert process.stdin
        process.stdin.close()
        assert process.wait(30) == 0, f"the attack {name} failed"


def main() -> None:
    name, port = sys.argv[1:]
    over = threading.Event()

    def wait() -> None:
        sys.stdin.read()
        over.set()

    threading.Thread(target=wait, daemon=True).start()
    ATTACKS[name][1](int(port), over.is_set)


if __name__ == "__main__":
    main()
