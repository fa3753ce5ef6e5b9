"""The processes of a session, found and ended."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Final

_ROUNDS = 50  # of a hunt for processes that multiply
#: Threads that look for processes and wait for them.
POOL: Final = ThreadPoolExecutor(32, thread_name_prefix="terminal")
_GATHER = 0.001  # seconds in which others may join a look
_DEATH = 1.0  # seconds that the system may take to end what was killed


def members(sid: int) -> set[int]:
    """Return the living processes of the session `sid`, of all its process groups."""
    return _in_proc(sid) if sys.platform == "linux" else _by_ps(sid)


def send(pids: Iterable[int], number: signal.Signals) -> None:
    """Send a signal to those of the processes that are still there."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def kill(sid: int) -> None:
    """End every process of the session, and wait until they are gone, a second at most.

    They are stopped first, until no new one shows up: what only gets killed may fork meanwhile.
    """
    stopped: set[int] = set()
    for _ in range(_ROUNDS):
        fresh = members(sid) - stopped
        if not fresh:
            break
        send(fresh, signal.SIGSTOP)
        stopped |= fresh
    end = time.monotonic() + _DEATH
    while (left := members(sid)) and time.monotonic() < end:
        send(left, signal.SIGKILL)
        time.sleep(0.001)


def _in_proc(sid: int) -> set[int]:
    """Return the session's processes at a moment after the call.

    Looking costs milliseconds where there are many: those who ask meanwhile share the next look.
    """
    asked = time.monotonic_ns()
    with _seen.changed:
        _seen.changed.wait_for(lambda: not _seen.busy or _seen.at > asked)
        if _seen.at > asked:
            return set(_seen.sessions.get(sid, ()))
        _seen.busy = True
    at, found = 0, {}
    try:
        time.sleep(_GATHER)
        at, found = time.monotonic_ns(), _look()
    finally:
        with _seen.changed:
            _seen.busy = False
            if at:
                _seen.at, _seen.sessions = at, found
            _seen.changed.notify_all()
    return set(found.get(sid, ()))


class _Seen:
    """The last look: when it began, what it found, whether the next one is under way."""

    def __init__(self) -> None:
        self.at = 0
        self.sessions: Mapping[int, set[int]] = {}
        self.busy = False
        self.changed = threading.Condition()


_seen = _Seen()


def _look() -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for name in os.listdir("/proc"):  # noqa: PTH208 - there may be thousands
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb", buffering=0) as file:  # noqa: PTH123
                stat = file.read(4096)
        except OSError:  # it has just ended
            continue
        # The program's name, in brackets, may hold anything.
        state, _, _, session = stat[stat.rindex(b")") + 1 :].split(maxsplit=4)[:4]
        if state not in b"ZX":
            found.setdefault(int(session), set()).add(int(name))
    return found


def _by_ps(sid: int) -> set[int]:
    rows = subprocess.run(
        ["/bin/ps", "-axo", "pid=,stat="], check=True, capture_output=True, text=True
    ).stdout.splitlines()
    found = set()
    for pid, state in (row.split(maxsplit=1) for row in rows):
        with contextlib.suppress(OSError):
            if "Z" not in state and os.getsid(int(pid)) == sid:
                found.add(int(pid))
    return found
