"""Costs of work on inputs of growing size."""

from __future__ import annotations

import math
import time
import tracemalloc
from collections.abc import Callable, Sequence
from itertools import pairwise

from tests.effort import calls

__all__ = ["exponent", "operations", "peak_memory", "seconds"]


def operations(work: Callable[[], object]) -> int:
    """Return how many functions are called while `work` runs; the same each time."""
    return calls(work)


def exponent(sizes: Sequence[float], costs: Sequence[float], fixed: float) -> float:
    """Return the exponent of growth of what exceeds the `fixed` cost.

    It is fitted by least squares, to the costs or to their increments, whichever is less: where a
    limit is reached only the latter grow in proportion. `sizes` double.
    """
    if len(costs) > 2:
        steps = [max(after - before, 1) for before, after in pairwise(costs)]
        increments = math.log2(steps[-1] / steps[0]) / (len(steps) - 1)
    else:
        increments = math.inf
    xs = [math.log(size) for size in sizes]
    ys = [math.log(max(cost - fixed, 1)) for cost in costs]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    spread = sum((one - x) ** 2 for one in xs)
    fitted = sum((one - x) * (other - y) for one, other in zip(xs, ys, strict=True)) / spread
    return min(fitted, increments)


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
