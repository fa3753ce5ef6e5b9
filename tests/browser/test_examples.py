"""Each example, started by the command in examples/README.md, in three engines under its policy."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import httpx
import pytest
from PIL import ImageStat

from backendai_media.assets import csp, script_tags
from tests.ports import free_ports

from .engines import Engine, Json
from .engines.chromium import Chromium
from .relay import Relay
from .server import Site
from .stage import pixels
from .test_page import EVERYTHING

pytestmark = pytest.mark.one_engine

ROOT = Path(__file__).parents[2]
README = (ROOT / "examples/README.md").read_text()
COMMANDS = {
    found[1]: found[0] for found in re.findall(r"\| `(\S+ [^`]*?examples/(\w+)[^`]*)` \|", README)
}

SHOWN = ["stdout", "stderr", "text/html", "image/png", "image/svg+xml", "application/json",
         "log", "error", "application/x-unknown"]  # fmt: skip
PARTS = ["loss 0.412", "a warning", "Lima", "accuracy: 0.98", "finished", "division by zero",
         "No renderer"]  # fmt: skip
# Types, texts, and whether the pictures are there.
STATE = """() => [
  __probe.items().map(([type]) => type),
  __probe.items().map(([, text]) => text).join('\\n'),
  __probe.all('.backendai-output img').map(image => image.complete && image.naturalWidth > 0),
]"""


class Example(NamedTuple):
    """A running example: its own address, and that of the relay before it."""

    own: str
    url: str


@contextmanager
def started(name: str) -> Iterator[Example]:
    port, _ = free_ports(2)  # some take the next one too
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    environment.pop("BACKENDAI_ASSET_ROOT", None)
    process = subprocess.Popen(
        re.sub(r"\b\d{4}\b", str(port), COMMANDS[name]).split(),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    own = f"http://127.0.0.1:{port}"
    relay = Relay(own)
    try:
        wait_for(own, process)
        yield Example(own, relay.url)
    finally:
        relay.close()
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(20)


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        assert process.poll() is None, f"ended with {process.returncode}"
        try:
            httpx.get(url)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail(f"{url} did not answer in a minute")


@pytest.fixture(scope="module")
def examples() -> Iterator[object]:
    """Starts examples when they are first asked for."""
    made = []

    @cache
    def start(name: str) -> Example:
        made.append(started(name))
        return made[-1].__enter__()

    yield start
    for one in made:
        one.__exit__(None, None, None)


@pytest.fixture
def example(request: pytest.FixtureRequest, examples: object) -> Example:
    assert callable(examples)
    found: Example = examples(request.param)
    return found


def look(engine: Engine, url: str) -> Json:
    """→ what the page shows, when all of it is there."""
    engine.open(url)
    deadline = time.monotonic() + 20
    while True:
        state = engine.evaluate(STATE)
        done = all(part in state[1] for part in PARTS) and len(state[2]) == 2 and all(state[2])
        if done or time.monotonic() > deadline:
            return state
        time.sleep(0.05)


def faults(engine: Engine) -> list[str]:
    found: list[str] = engine.evaluate("() => [...__probe.errors, ...__probe.violations]")
    return found


def test_every_example_has_a_command() -> None:
    folders = {path.parent.name for path in ROOT.glob("examples/*/*.py")}
    assert set(COMMANDS) == folders == {"django", "flask", "fastapi", "cdn", "rewritten"}


@pytest.mark.parametrize("example", sorted(COMMANDS), indirect=True)
def test_an_example(example: Example, engine: Engine) -> None:
    policy = httpx.get(example.own).headers["Content-Security-Policy"]
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in re.sub("style-src [^;]*", "", policy)
    types, text, pictures = look(engine, example.url)
    assert types == SHOWN
    assert [part for part in PARTS if part not in text] == []
    assert pictures == [True, True]
    aligned = "() => getComputedStyle(__probe.all('th')[0]).textAlign"
    assert engine.evaluate(aligned) == "right", "the style of pandas' <tr style=…>"
    assert faults(engine) == []


@pytest.mark.parametrize("example", ["rewritten"], indirect=True)
def test_the_inline_scripts_were_rewritten(example: Example, engine: Engine) -> None:
    look(engine, example.url)
    kinds = "() => [...document.scripts].filter(s => !s.src).map(s => s.type)"
    assert engine.evaluate(kinds) == ["text/held-back"] * 3
    assert engine.evaluate("() => document.title") == "Outputs in a rewritten page"


@pytest.mark.parametrize("example", ["cdn"], indirect=True)
def test_another_origin_has_the_assets(example: Example, engine: Engine) -> None:
    look(engine, example.url)
    hosts = """() => [...new Set(performance.getEntriesByType('resource')
      .filter(entry => /\\/js\\/[\\w.]+\\.js/.test(entry.name)).map(entry => new URL(entry.name).host))]"""
    port = int(example.own.rpartition(":")[2])
    assert engine.evaluate(hosts) == [f"127.0.0.1:{port + 1}"]


@pytest.mark.parametrize("example", sorted(COMMANDS), indirect=True)
def test_light_and_dark(example: Example, chromium: Chromium) -> None:
    found = {}
    for dark in (False, True):
        chromium.dark(dark)
        look(chromium, example.url)
        found[dark] = ImageStat.Stat(pixels(chromium.screenshot()).convert("L")).mean[0]
    chromium.dark(False)
    assert found[True] < 80 < 180 < found[False]


def cdn_root(example: Example) -> str:
    found = re.search(r'<script src="(http://127[^"]*)/js/main', httpx.get(example.own).text)
    assert found
    return found[1]


@pytest.mark.parametrize("example", ["cdn"], indirect=True)
@pytest.mark.parametrize("isolated", [False, True], ids=["plain", "coep"])
def test_every_renderer_under_the_policy(
    example: Example, engine: Engine, site: Site, isolated: bool
) -> None:
    """All items of the contract, the release on another origin; also in an isolated page."""
    root = cdn_root(example)
    more = {
        "Cross_Origin_Embedder_Policy": "require-corp",
        "Cross_Origin_Opener_Policy": "same-origin",
    }
    engine.open(
        site.page(
            "csp.html",
            f'<!doctype html><html lang="en"><head><title>A page</title><link rel="icon" href="data:,">'
            f'<script src="/probe.js"></script>{script_tags(root)}</head>'
            '<body><div id="out"></div></body></html>',
            Content_Security_Policy=csp(root),
            **(more if isolated else {}),
        )
    )
    if isolated:
        assert engine.evaluate("() => crossOriginIsolated") is True
    report = engine.evaluate("value => __probe.show(value)", EVERYTHING)
    assert [entry["index"] for entry in report["failed"]] == [len(EVERYTHING) - 1]
    assert report["rendered"] == len(EVERYTHING) - 1
    assert faults(engine) == []


@pytest.mark.parametrize("example", ["django", "fastapi", "flask"], indirect=True)
def test_a_log_grows_below_a_static_result(example: Example, engine: Engine) -> None:
    page = httpx.get(f"{example.own}/log").text
    assert re.search("data-backendai-static.*loss 0.412", page, re.DOTALL)
    text = "() => document.querySelector('backendai-output').textContent"
    # The relay, which notes what goes wrong, answers at once.
    for origin, least in ((example.own, 3), (example.url, 1)):
        engine.open(f"{origin}/log")
        seen: set[int] = set()
        deadline = time.monotonic() + 20
        while 5 not in seen:
            assert time.monotonic() < deadline, seen
            seen.add(engine.evaluate(text).count("step"))
            time.sleep(0.05)
        assert len(seen) >= least, "it came at once"
    kinds = "() => __probe.all('.backendai-output').map(it => it.localName)"
    assert engine.evaluate(kinds) == ["backendai-result"] * 2
    assert faults(engine) == []
