"""Finds and ends the processes of a process session."""

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

_MAX_ROUNDS: Final = 50  # of stopping processes that keep forking
#: Threads for finding processes and waiting for them.
POOL: Final = ThreadPoolExecutor(32, thread_name_prefix="terminal")
_SHARE_SECONDS: Final = 0.001  # in which other callers can join a scan
_KILL_TIMEOUT_SECONDS: Final = 1.0


def members(sid: int) -> set[int]:
    """Return the living processes of the session `sid`, of all its process groups."""
    return _in_proc(sid) if sys.platform == "linux" else _by_ps(sid)


def send(pids: Iterable[int], number: signal.Signals) -> None:
    """Send a signal to the processes that still exist."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(pid, number)


def kill(sid: int) -> None:
    """Kill every process of the session `sid`, and wait up to a second until they are gone.

    They are stopped first, until no new ones appear: a process could fork before it is killed.
    """
    stopped: set[int] = set()
    for _ in range(_MAX_ROUNDS):
        fresh = members(sid) - stopped
        if not fresh:
            break
        send(fresh, signal.SIGSTOP)
        stopped |= fresh
    end = time.monotonic() + _KILL_TIMEOUT_SECONDS
    while (left := members(sid)) and time.monotonic() < end:
        send(left, signal.SIGKILL)
        time.sleep(0.001)


def _in_proc(sid: int) -> set[int]:
    """Return the session's processes at a moment after the call.

    A scan takes milliseconds if there are many processes: callers that come during one share the
    next.
    """
    asked = time.monotonic_ns()
    with _last_scan.changed:
        _last_scan.changed.wait_for(lambda: not _last_scan.busy or _last_scan.at > asked)
        if _last_scan.at > asked:
            return set(_last_scan.sessions.get(sid, ()))
        _last_scan.busy = True
    at, found = 0, {}
    try:
        time.sleep(_SHARE_SECONDS)
        at, found = time.monotonic_ns(), _scan_proc()
    finally:
        with _last_scan.changed:
            _last_scan.busy = False
            if at:
                _last_scan.at, _last_scan.sessions = at, found
            _last_scan.changed.notify_all()
    return set(found.get(sid, ()))


class _Scan:
    """The last scan: when it began, what it found, and whether another is running."""

    def __init__(self) -> None:
        self.at = 0
        self.sessions: Mapping[int, set[int]] = {}
        self.busy = False
        self.changed = threading.Condition()


_last_scan = _Scan()


def _scan_proc() -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for name in os.listdir("/proc"):  # noqa: PTH208 - there can be thousands
        if not name.isdigit():
            continue
        try:
            with open(f"/proc/{name}/stat", "rb", buffering=0) as file:  # noqa: PTH123
                stat = file.read(4096)
        except OSError:  # it has just exited
            continue
        # The program's name, in parentheses, can contain anything.
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
