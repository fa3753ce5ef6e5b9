"""Work that waits for a network, many things at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def each(work: Callable[[Item], Result], items: Iterable[Item], *, jobs: int = 16) -> list[Result]:
    """Return what `work` gives for each item; where it raises, nothing more is begun."""
    todo = list(items)
    if len(todo) < 2:
        return [work(item) for item in todo]
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(min(jobs, len(todo)))
    try:
        return list(pool.map(work, todo))
    finally:
        pool.shutdown(cancel_futures=True)
