"""Sites that were built by the command, and what serves and shows them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Playwright, sync_playwright

from backendai_media.cli import main

from ..browser.engines import Engine, Json
from ..browser.engines.chromium import Chromium
from ..browser.engines.firefox import Firefox
from ..browser.engines.webkit import WebKit
from ..browser.server import Site
from .serving import ISOLATED, served

#: Seconds for a kernel to start, or a cell to end, on a busy machine.
PATIENCE = 90.0
#: The host's own policy, in addition to that of the pages: its workers have no other.
STRICT = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        "img-src data: blob: 'self'; connect-src 'self' blob:; worker-src 'self'; frame-src 'self'; "
        "require-trusted-types-for 'script'; "
        "trusted-types backendai-media backendai-kernel backendai-chunks"
    )
}
#: The policy that a tutorial names.
TUTORIAL = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src data: blob: 'self'; "
        "connect-src 'self'; frame-src 'self'; require-trusted-types-for 'script'; "
        "trusted-types backendai-media"
    )
}
#: How a page can be had, by name: the headers of the server, `None` without one.
MODES: dict[str, dict[str, str] | None] = {
    "http": {},
    "isolated": ISOLATED,
    "strict": STRICT,
    "file": None,
    "tutorial": TUTORIAL,
}


def build(source: Path, out: Path, *options: str) -> str:
    """Run the command; return the pages that it names."""
    done = CliRunner().invoke(main, ["site", str(source), "-o", str(out), *options])
    assert done.exit_code == 0, done.output
    return done.stdout


class Reader:
    """Someone with a page of cells open."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def js(self, function: str, *args: Json) -> Json:
        return self.engine.evaluate(function, *args)

    def until(self, condition: str, *args: Json) -> None:
        end = time.monotonic() + PATIENCE
        while not self.js(condition, *args):
            assert time.monotonic() < end, f"{condition} {args}: {self.js(SEEN)}"
            time.sleep(0.05)

    def press(self, cell: int) -> None:
        """Press the cell's button: Run, or Stop."""
        bar = "n => document.querySelectorAll('.backendai-run-bar')[n]"
        self.js(f"n => ({bar})(n).querySelector('button').click()", cell)

    def state(self, cell: int) -> str:
        return str(
            self.js("n => document.querySelectorAll('.backendai-run')[n].dataset.state", cell)
        )

    def until_state(self, cell: int, *states: str) -> None:
        find = "n => document.querySelectorAll('.backendai-run')[n].dataset.state"
        self.until(f"(n, states) => states.includes(({find})(n))", cell, list(states))

    def run(self, cell: int, state: str = "ok") -> None:
        self.press(cell)
        self.until_state(cell, "ok", "error", "lost", "skipped")
        assert self.state(cell) == state, self.js(SEEN)

    def write(self, cell: int, code: str) -> None:
        self.js(
            "(n, code) => { document.querySelectorAll('textarea')[n].value = code }", cell, code
        )

    def until_shows(self, cell: int, text: str) -> None:
        self.until(f"(n, text) => ({TEXT})(n).includes(text)", cell, text)

    def text(self, cell: int) -> str:
        return str(self.js(TEXT, cell))

    def answer(self, text: str) -> None:
        self.until("() => !!document.querySelector('form input:not([disabled])')")
        self.js(ANSWER, text)


#: What a cell shows, in shadow roots too.
TEXT = """n => {
  const texts = node => [...node.childNodes].map(one =>
    one.nodeType === 3 ? one.data : texts(one) + (one.shadowRoot ? texts(one.shadowRoot) : '')).join('');
  return texts(document.querySelectorAll('.backendai-run-outputs')[n]);
}"""
SEEN = "() => [...document.querySelectorAll('[data-state]')].map(e => e.dataset.state + ': ' + e.innerText)"
ANSWER = """text => {
  const field = document.querySelector('form input:not([disabled])');
  field.value = text;
  field.form.requestSubmit();
}"""


@pytest.fixture(scope="package")
def serve() -> Iterator[Callable[[Path, str], str]]:
    """Return the address of a directory, by the name of a mode."""
    with ExitStack() as servers:

        def start(folder: Path, mode: str) -> str:
            headers = MODES[mode]
            if headers is None:
                return f"{folder.as_uri()}/"
            return servers.enter_context(served(folder, headers))

        yield start


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as made:
        yield made


@pytest.fixture(scope="package")
def engines(playwright: Playwright) -> Iterator[Callable[[str], Engine]]:
    """Engines by name, each started when first asked for."""
    site = Site()
    made: list[Engine] = []

    @cache
    def start(name: str) -> Engine:
        if name == "chromium":
            made.append(Chromium(playwright, site.host))
        else:
            made.append({"firefox": Firefox, "webkit": WebKit}[name](site.host))
        return made[-1]

    yield start
    for each in made:
        each.close()
    site.close()
