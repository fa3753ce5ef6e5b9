"""What all tests share."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import hypothesis
import pytest
from hypothesis.database import DirectoryBasedExampleDatabase

if TYPE_CHECKING:
    from jupyter_client.blocking.client import BlockingKernelClient

#: `scripts/test full` runs every test at its full size.
FULL = os.environ.get("BACKENDAI_TEST_FULL") == "1"

hypothesis.settings.register_profile(
    "project",
    max_examples=2000 if FULL else 100,
    deadline=None,
    derandomize=not FULL,
    database=DirectoryBasedExampleDatabase(".cache/hypothesis") if FULL else None,
)
hypothesis.settings.load_profile("project")


@contextmanager
def started(environment: dict[str, str]) -> Iterator["BlockingKernelClient"]:
    """Start a real IPython kernel with more in its environment."""
    # Some environments that run tests of ours have no kernels.
    from jupyter_client.manager import KernelManager

    manager = KernelManager(kernel_name="python3")
    manager.start_kernel(env={**os.environ, **environment})
    client = manager.blocking_client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        yield client
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
        manager.cleanup_resources()


@pytest.fixture(scope="module")
def kernel() -> Iterator["BlockingKernelClient"]:
    """A real IPython kernel."""
    with started({}) as client:
        yield client


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    skip = pytest.mark.skip(reason="only in the full tier: scripts/test full")
    for item in items:
        if not FULL and (item.get_closest_marker("full") or _in_another_engine(item)):
            item.add_marker(skip)


def _in_another_engine(item: pytest.Item) -> bool:
    if not item.get_closest_marker("one_engine"):
        return False
    # `test_name[firefox-…]`
    return not {"firefox", "webkit"}.isdisjoint(item.name.rstrip("]").replace("[", "-").split("-"))
