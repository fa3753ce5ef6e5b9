"""Sites, engines and pages for tests in browsers."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Playwright, sync_playwright

from backendai_media.build import bundle
from tests import FULL

from . import floors
from .engines import Engine, MissingEngineError
from .engines.chromium import Chromium
from .engines.firefox import Firefox
from .engines.webkit import WebKit
from .server import Site
from .stage import HERE, Stage


@pytest.fixture(scope="package")
def release() -> Path:
    """The package's own release, of the sources as they are."""
    sources = bundle.sources()
    assert sources, "tests in browsers need a checkout"
    return bundle.refresh(sources)


@pytest.fixture(scope="package")
def sites(release: Path) -> Iterator[Callable[[bool], tuple[Site, Site]]]:
    """Two origins (pages, assets), on http or on https; both can serve everything."""

    @cache
    def pair(tls: bool) -> tuple[Site, Site]:
        pages, assets = Site(tls=tls), Site(tls=tls)
        for site in (pages, assets):
            site.mount(release.name, release)
        script = {"Content-Type": "text/javascript", "Cross-Origin-Resource-Policy": "cross-origin"}
        pages.page("probe.js", (HERE / "probe.js").read_bytes(), **script)
        made.extend((pages, assets))
        return pages, assets

    made: list[Site] = []
    yield pair
    for site in made:
        site.close()


@pytest.fixture
def site(sites: Callable[[bool], tuple[Site, Site]]) -> Site:
    """Where pages are."""
    found = sites(False)[0]
    found.calm()
    return found


@pytest.fixture
def assets(sites: Callable[[bool], tuple[Site, Site]]) -> Site:
    """Where the release is: another origin."""
    found = sites(False)[1]
    found.calm()
    return found


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="package")
def engines(
    playwright: Playwright, sites: Callable[[bool], tuple[Site, Site]]
) -> Iterator[Callable[[str], Engine]]:
    """Engines by name, each started when first asked for; a missing one fails.

    `chromium-floor` and `firefox-floor` are the oldest supported ones, `chromium-shell` has no
    window.
    """
    proxy = sites(False)[0].host
    made: list[Engine] = []

    @cache
    def start(name: str, path: str | None) -> Engine:
        if name == "chromium":
            made.append(Chromium(playwright, proxy, path))
        else:
            made.append(Firefox(proxy, path) if name == "firefox" else WebKit(proxy))
        return made[-1]

    def engine(name: str) -> Engine:
        name, _, build = name.partition("-")
        if build == "shell":
            return start(name, shutil.which(HEADLESS_SHELL))
        if not build and not AT_FLOORS:
            return start(name, None)
        path = floor(name)
        return start(name, None if path == floors.installed_firefox() else path)

    yield engine
    for each in made:
        each.close()


#: All tests run in the oldest supported browsers instead of those of today.
AT_FLOORS = os.environ.get("BACKENDAI_TEST_FLOORS") == "1"
#: Chromium's engine without a browser's window takes a third less time than Chromium.
HEADLESS_SHELL = "chromium-headless-shell"


def build_of(name: str, test: pytest.Item) -> str:
    """Return the engine's name for a test: quick ones that need no window have none."""
    needs_browser = FULL or AT_FLOORS or test.get_closest_marker("window")
    return name if name != "chromium" or needs_browser else "chromium-shell"


def pytest_runtest_setup(item: pytest.Item) -> None:
    if AT_FLOORS and item.get_closest_marker("window"):
        pytest.skip("needs a window; the build of the oldest Chromium is for none")


def floor(name: str) -> str:
    """The program of the oldest supported browser of a name. Skips where it cannot be had."""
    try:
        return floors.FLOORS[name]()
    except MissingEngineError as error:
        reason = f"floor not tested: {error}"
    if floors.must_be_had():
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture
def chromium(request: pytest.FixtureRequest, engines: Callable[[str], Engine]) -> Chromium:
    return cast(Chromium, engines(build_of("chromium", request.node)))


@pytest.fixture(params=[*floors.FLOORS] if AT_FLOORS else ["chromium", "firefox", "webkit"])
def engine(request: pytest.FixtureRequest, engines: Callable[[str], Engine]) -> Engine:
    """Each of the three, in turn."""
    return engines(build_of(request.param, request.node))


@pytest.fixture(params=[f"{name}-floor" for name in floors.FLOORS])
def floor_stage(
    request: pytest.FixtureRequest,
    engines: Callable[[str], Engine],
    site: Site,
    assets: Site,
    release: Path,
) -> Stage:
    """Pages in the oldest supported browsers."""
    return Stage(engines(request.param), site, assets, f"{assets.url}/{release.name}")


@pytest.fixture
def stage(chromium: Chromium, site: Site, assets: Site, release: Path) -> Stage:
    """Pages in Chromium."""
    return Stage(chromium, site, assets, f"{assets.url}/{release.name}")


@pytest.fixture
def stages(engine: Engine, site: Site, assets: Site, release: Path) -> Stage:
    """Pages in each of the three engines."""
    return Stage(engine, site, assets, f"{assets.url}/{release.name}")
