"""Runs one case with one peer in a Chromium of its own."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import CDPSession, Page, Playwright
from playwright.sync_api import TimeoutError as Late

from .case import Case

FLAGS = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
]
VIEWPORT = {"width": 1000, "height": 700}

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Benchmark</title>
<link rel="icon" href="data:,"><p>Painted once.</p><div id="out"></div>
<script>{known}</script><script src="bench.js"></script></html>"""

CALL = """() => void (async () => (%s)(window.peer, window.bench))()
  .then(value => (window.done = { value }), error => (window.done = { error: String(error) }))"""


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # Its headers and bodies go apart: 40 ms each otherwise.

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """No log: figures are printed."""


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """Serves a directory on the loopback interface; → its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(directory)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def write_page(directory: Path, scripts: dict[str, list[str]]) -> None:
    """The one page, `index.html`; it loads a peer's scripts when it is told to."""
    known = f"window.scripts = {json.dumps(scripts)};"
    (directory / "index.html").write_text(PAGE.format(known=known), encoding="utf-8")


def version(playwright: Playwright) -> str:
    with _browser(playwright) as page:
        browser = page.context.browser
        return browser.version if browser else ""


@contextmanager
def _browser(playwright: Playwright) -> Iterator[Page]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        raise SystemExit("Chromium is missing: apt-get install chromium")
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    try:
        yield browser.new_page(viewport={"width": VIEWPORT["width"], "height": VIEWPORT["height"]})
    finally:
        browser.close()


def _heap(devtools: CDPSession) -> float:
    """MB of objects that live on after a collection, the document's included."""
    devtools.send("HeapProfiler.collectGarbage")
    usage = devtools.send("Runtime.getHeapUsage")
    return float(usage["usedSize"] + usage.get("embedderHeapUsedSize", 0)) / 1e6


def _main_thread(devtools: CDPSession) -> float:
    """Milliseconds that the page's main thread was busy."""
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    return 1000 * float(next(m["value"] for m in metrics if m["name"] == "TaskDuration"))


def measure(
    playwright: Playwright, address: str, peer: str, case: Case, seconds: float
) -> dict[str, float] | str:
    """→ the case's metrics, or why there are none."""
    with _browser(playwright) as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable")
        # What a case asks in its course, as `bench.busy()`.
        page.expose_function("busy", lambda: _main_thread(devtools))
        # What a browser does once, for its first page, is nobody's.
        page.goto(address)
        page.wait_for_function("() => window.bench", polling=100)
        page.wait_for_timeout(300)
        try:
            busy = _main_thread(devtools)
            loading = f"window.bench.load({json.dumps(peer)})"
            page.evaluate(f"() => {{ window.loaded = {loading} }}")
            if not case.whole:
                page.evaluate("() => window.loaded")
            heap = 0.0 if case.whole else _heap(devtools)
            page.evaluate(CALL % case.run)
            page.wait_for_function("() => window.done", timeout=seconds * 1000, polling=100)
            answer = page.evaluate("() => window.done")
            if "error" in answer:
                return str(answer["error"])
            value: dict[str, float] = answer["value"]
            value["main"] = _main_thread(devtools) - busy
            value["heap"] = _heap(devtools) - heap
        except Late:
            return f"not within {seconds:g} s"
    wanted = [metric.name for metric in case.metrics]
    return {name: value[name] for name in wanted if name in value}
