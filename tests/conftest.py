"""What all tests share."""

import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from hypothesis.database import DirectoryBasedExampleDatabase

from tests import FULL

if TYPE_CHECKING:
    from jupyter_client.blocking.client import BlockingKernelClient

HERE = Path(__file__).parent
#: Directories whose tests are all marked `system`; the others' are where they use `kernel`.
SYSTEM = {"browser", "build", "demo", "documentation", "publishing", "server", "site", "terminal"}
assert all((HERE / name).is_dir() for name in SYSTEM)

#: How many tests are left to the full tier.
LATER = pytest.StashKey[int]()
#: What is said of an oldest supported browser that cannot be had.
FLOOR = re.compile(r"floor not tested: [^'\"\n)]*")

# Jupyter Server brings rfc3987-syntax, of whose grammars jsonschema (imported by nbformat, Altair)
# compiles 39: two seconds in each process of the tests. Without it addresses are checked less.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]

hypothesis.settings.register_profile(
    "project",
    max_examples=2000 if FULL else 50,
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


def pytest_configure(config: pytest.Config) -> None:
    if _is_unit_tier(config):
        sys.addaudithook(_refuse_servers)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Spare the unit tier the imports of what it leaves out."""
    left_out = collection_path.name in SYSTEM and _is_unit_tier(config)
    return True if left_out else None


def _is_unit_tier(config: pytest.Config) -> bool:
    return "not system" in config.option.markexpr


def _refuse_servers(event: str, arguments: tuple[object, ...]) -> None:
    if event == "socket.bind" and isinstance(arguments[1], tuple):
        raise RuntimeError("A test that starts a server must be marked `system`")


@pytest.hookimpl(tryfirst=True)  # before tests are chosen by their marks
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        parts = item.path.relative_to(HERE).parts
        if SYSTEM.intersection(parts) or "kernel" in getattr(item, "fixturenames", ()):
            item.add_marker("system")
    if FULL:
        return
    # Not skipped: thousands of them would take seconds, and hide what is skipped for a reason.
    later = [it for it in items if it.get_closest_marker("full") or _in_another_engine(it)]
    if later:
        config.hook.pytest_deselected(items=later)
        config.stash[LATER] = len(later)
        left_out = set(later)
        items[:] = [item for item in items if item not in left_out]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what is left to the full tier, which browsers were used, and which were not to be had."""
    if later := terminalreporter.config.stash.get(LATER, 0):
        terminalreporter.line(f"{later:,} more tests are in the full tier only: scripts/test full")
    engines = sys.modules.get("tests.browser.engines")
    if engines and engines.STARTED:
        terminalreporter.section("browsers")
        for name, version in sorted(engines.STARTED.items()):
            terminalreporter.line(f"{version:>16}  {name}")
    reports = [
        *terminalreporter.stats.get("skipped", ()),
        *terminalreporter.stats.get("failed", ()),
        *terminalreporter.stats.get("error", ()),
    ]
    for line in sorted({line for report in reports for line in FLOOR.findall(report.longreprtext)}):
        terminalreporter.line(line)


def _in_another_engine(item: pytest.Item) -> bool:
    if not item.get_closest_marker("one_engine"):
        return False
    # `test_name[firefox-…]`
    return not {"firefox", "webkit"}.isdisjoint(item.name.rstrip("]").replace("[", "-").split("-"))
