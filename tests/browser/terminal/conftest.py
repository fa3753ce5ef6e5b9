"""Servers and pages of terminals."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from ..server import Site
from ..stage import Stage
from .json_server import Raw
from .screen import Screen
from .servers import Ours, find_ttyd, jupyter, ttyd


@pytest.fixture
def serve(site: Site) -> Iterator[Callable[..., Ours]]:
    """Start a server of ours for the test's pages."""
    made: list[Ours] = []

    def start(*command: str, **options: Any) -> Ours:
        made.append(Ours(site.url, *command, **options))
        return made[-1]

    yield start
    for server in made:
        server.close()


@pytest.fixture
def ours(serve: Callable[..., Ours]) -> Ours:
    return serve()


@pytest.fixture
def raw() -> Iterator[Callable[..., Raw]]:
    """Start a server that sends what a test wants."""
    made: list[Raw] = []

    def start(frames: list[bytes | str], protocol: str, **options: Any) -> Raw:
        made.append(Raw(frames, protocol, **options))
        return made[-1]

    yield start
    for server in made:
        server.close()


@pytest.fixture
def screen(stage: Stage) -> Screen:
    """A page in Chromium."""
    return Screen(stage)


@pytest.fixture
def screens(stages: Stage) -> Screen:
    """A page in each of the three engines."""
    return Screen(stages)


@pytest.fixture(scope="module")
def notebook(
    sites: Callable[[bool], tuple[Site, Site]], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], str]]:
    """A Jupyter Server's terminals."""
    with jupyter(sites(False)[0].url, tmp_path_factory.mktemp("jupyter")) as start:
        yield start


@pytest.fixture(scope="module")
def ttyd_url() -> Iterator[str]:
    path = find_ttyd()
    if path is None:
        pytest.skip("ttyd is not installed (TTYD says where it is)")
    with ttyd(path, "bash", "--norc", "--noprofile") as url:
        yield url
