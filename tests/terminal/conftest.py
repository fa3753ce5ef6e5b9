"""What is left of programs, counted before and after each test."""

import asyncio
import functools
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import psutil
import pytest

from . import redis

PATIENCE = 60.0  # seconds that anything may take on a busy machine


def until(condition: Callable[[], object]) -> None:
    """Wait until the condition holds."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.01)


def descriptors() -> int:
    return psutil.Process().num_fds()


#: Processes that were there when the test began: of the browsers, say, of tests before.
_earlier: set[int] = set()


def children() -> list[psutil.Process]:
    """Return the processes that this test started, zombies too, but the store's server."""
    found = psutil.Process().children(recursive=True)
    return [one for one in found if one.pid not in redis.running() | _earlier]


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    """Fail a test after which a descriptor or a process is left."""
    _earlier.clear()
    _earlier.update(one.pid for one in children())
    before = descriptors()
    yield
    try:
        until(lambda: descriptors() <= before and not children())
    except AssertionError:
        pytest.fail(f"left over: {children()}, {descriptors()} descriptors of {before}")


@pytest.fixture(scope="session")
def redis_server() -> Iterator[redis.Server]:
    """A real server, which lasts as long as the tests."""
    with redis.Server() as server:
        yield server


def python(code: str) -> list[str]:
    """Return the command that runs Python code."""
    return [sys.executable, "-I", "-S", "-c", code]


def in_loop(
    test: Callable[..., Coroutine[Any, Any, None]],
) -> Callable[..., None]:
    """Run an async test in an event loop of its own."""

    @functools.wraps(test)
    def run(*args: Any, **kwargs: Any) -> None:
        asyncio.run(asyncio.wait_for(test(*args, **kwargs), 4 * PATIENCE))

    return run


async def happens(condition: Callable[[], object]) -> None:
    """Let the loop run until the condition holds."""
    end = time.monotonic() + PATIENCE
    while True:
        if condition():
            return
        assert time.monotonic() < end, "it did not happen"
        await asyncio.sleep(0.005)
