"""Runs work that waits for a network in parallel."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def map_parallel(
    work: Callable[[Item], Result], items: Iterable[Item], *, jobs: int = 16
) -> list[Result]:
    """Return the results of `work` for all items; if it raises, no further work is started."""
    todo = list(items)
    if len(todo) < 2:
        return [work(item) for item in todo]
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(min(jobs, len(todo)))
    try:
        return list(pool.map(work, todo))
    finally:
        pool.shutdown(cancel_futures=True)
