"""Costs of work on inputs of growing size."""

from __future__ import annotations

import math
import time
import tracemalloc
from collections.abc import Callable, Sequence

from tests.effort import calls

__all__ = ["exponent", "operations", "peak_memory", "seconds"]


def operations(work: Callable[[], object]) -> int:
    """Return how many functions are called while `work` runs; the same each time."""
    return calls(work)


def exponent(sizes: Sequence[float], costs: Sequence[float], fixed: float) -> float:
    """Return the exponent of growth by least squares, of what exceeds the `fixed` cost."""
    xs = [math.log(size) for size in sizes]
    ys = [math.log(max(cost - fixed, 1)) for cost in costs]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((one - x) ** 2 for one in xs)
    return sum((one - x) * (other - y) for one, other in zip(xs, ys, strict=True)) / spread


def peak_memory(work: Callable[[], object]) -> int:
    """Return the most bytes that Python allocates at a time while `work` runs."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def seconds(work: Callable[[], object], times: int = 2) -> float:
    """Return the least processor time of this thread that `work` takes."""
    found = []
    for _ in range(times):
        start = time.thread_time()
        work()
        found.append(time.thread_time() - start)
    return min(found)
