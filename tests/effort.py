"""What work costs, measured so that it does not matter how busy the machine is."""

from __future__ import annotations

import gc
import subprocess
import sys
import time
from collections.abc import Callable


def calls(work: Callable[[], object]) -> int:
    """Return how many functions, Python's and C's, are called while `work` runs."""
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(None)
    return count


def growth(work: Callable[[int], object], size: int, factor: int = 16) -> float:
    """Return how much dearer each unit of a large piece of work is than of a small one.

    `work(factor * size)` is compared with `factor` times `work(size)`, in time of this thread's
    processor: about 1 where work grows with its size, about `factor` where with its square.
    """

    def cost(size: int, times: int) -> float:
        start = time.thread_time()
        for _ in range(times):
            work(size)
        return time.thread_time() - start

    gc.disable()  # what other tests have left would be looked through as well
    try:
        # In turns, and the least of each: whatever disturbs only adds.
        pairs = [(cost(size, factor), cost(size * factor, 1)) for _ in range(3)]
    finally:
        gc.enable()
    small = min(one for one, _ in pairs)
    large = min(one for _, one in pairs)
    return large / small


def imports(module: str) -> set[str]:
    """Return the modules that importing one loads in a new Python."""
    code = f"import sys; old = set(sys.modules); import {module}; print(*set(sys.modules) - old)"
    command = [sys.executable, "-c", code]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    return set(run.stdout.split())
