"""Limits of time and memory for the work of this process."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .context import RenderError

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

__all__ = ["limited"]

#: Parts of the time after which work that went on regardless is stopped again.
_AGAIN = 4
#: Seconds later the process ends, if it is in a library that cannot be stopped.
_END_SECONDS = 60


@contextmanager
def limited(seconds: float, megabytes: int) -> Iterator[None]:
    """Let work within raise `RenderError` or `MemoryError` beyond these limits; 0: no limit.

    `seconds` of processor time: what is being rendered then is replaced by a notice, and so is
    whatever takes long after it. A library that does not return to Python is stopped by the
    operating system, with the process, a minute later.
    """
    if resource is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    saved = {kind: resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_DATA)}
    handler = signal.signal(signal.SIGPROF, _stop)
    try:
        if seconds:
            used = resource.getrusage(resource.RUSAGE_SELF)
            spent = used.ru_utime + used.ru_stime
            _lower(resource.RLIMIT_CPU, int(spent + seconds) + _END_SECONDS)
            signal.setitimer(signal.ITIMER_PROF, seconds, seconds / _AGAIN)
        if megabytes:
            _lower(resource.RLIMIT_DATA, megabytes << 20)
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, handler)
        for kind, limits in saved.items():
            resource.setrlimit(kind, limits)


def _lower(kind: int, value: int) -> None:
    soft, hard = resource.getrlimit(kind)
    given = [one for one in (soft, hard, value) if one != resource.RLIM_INFINITY]
    resource.setrlimit(kind, (min(given), hard))


def _stop(_signal: int, _frame: object) -> None:
    raise RenderError("This takes too long to render")
