"""The page in Firefox and WebKit: examples run on the kernel, outputs show, widgets are live."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from tests import FULL

from ..browser.engines import Engine
from ..browser.engines.firefox import Firefox
from ..browser.engines.webkit import WebKit
from ..browser.server import Site
from .conftest import PATIENCE, Server
from .widgets import BARS, ENDS, INTERACT, LIVE, MOVE, TEXT

EXAMPLES = ("Table", "Error", *(("ANSI colours", "HTML", "Plot") if FULL else ()))

CLICK = """name => [...document.querySelectorAll('button.example')]
  .find(button => button.querySelector('b').textContent === name).click()"""
TITLE = "() => document.querySelector('.run')?.ariaLabel"
#: The newest run: its state and what it shows.
NEWEST = """() => {
  const run = document.querySelector('.run');
  const items = [...(run?.querySelectorAll('.backendai-item') ?? [])];
  return [run?.dataset.state, items.map(item => [item.dataset.type, item.offsetHeight > 10])];
}"""


@pytest.fixture(params=[Firefox, WebKit], ids=["firefox", "webkit"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    site = Site()
    made = request.param(site.host)
    yield made
    made.close()
    site.close()


def until(ready: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.1)


def test_examples_run(engine: Engine, server: Server) -> None:
    engine.open(server.url)
    server.invitation()  # The next one's: a code lets one browser in.
    until(
        lambda: engine.evaluate("() => document.querySelector('.status')?.dataset.state") == "idle"
    )
    for name in EXAMPLES:
        engine.evaluate(CLICK, name)
        until(partial(engine.evaluate, f"() => ({TITLE})() === {name!r}"))
        until(lambda: engine.evaluate(NEWEST)[0] in ("ok", "error"))
        # Outputs are put in on the next frame, and are as high as what loads for them.
        until(lambda: {True} == {tall for _, tall in engine.evaluate(NEWEST)[1]})
        state, _ = engine.evaluate(NEWEST)
        assert state == ("error" if name == "Error" else "ok"), name
    assert engine.dialogs() == []


@pytest.mark.full
def test_widgets_are_live(engine: Engine, server: Server) -> None:
    def run(code: str) -> None:
        with server.client() as client:
            client.reset()
            assert client.run(code)[0]["outcome"] == "ok"

    def says(*texts: str) -> bool:
        shown = engine.evaluate(TEXT)
        return all(text in shown for text in texts)

    with server.client() as client:
        client.reset()
    engine.open(server.url)
    server.invitation()
    run(LIVE)
    slider = "() => document.querySelector('.run [type=range]')"
    until(lambda: engine.evaluate(f"() => !!({slider})()"))
    engine.evaluate(MOVE, ["3", "21"])
    until(lambda: says("twice is 42"))
    engine.evaluate("() => document.querySelector('.run .backendai-widget-button').click()")
    until(lambda: says("before", "asked at 21"))
    with server.client() as client:
        client.send(type="restart")
        client.kernel("restarting")
        client.kernel("idle")
    until(lambda: engine.evaluate(f"() => ({slider})().disabled"))
    assert says("twice is 42", "asked at 21", "it needs its running kernel")
    assert engine.evaluate(f"() => ({slider})().value") == "21"
    run(BARS)
    until(lambda: engine.evaluate(ENDS) == ["3/3", "3/3", "5/5"])
    assert says("outer: 100%", "files")
    run(INTERACT)
    width = "() => document.querySelector('.run .outputs img')?.width ?? 0"
    until(lambda: engine.evaluate(width))
    before = engine.evaluate(width)
    engine.evaluate(MOVE, ["5"])
    until(lambda: engine.evaluate(width) > before + 100)
