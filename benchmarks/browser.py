"""Runs one case with one peer in a Chromium of its own."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import CDPSession, Page, Playwright, TimeoutError

from .case import Case

FLAGS = ["--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update"]
VIEWPORT = {"width": 1000, "height": 700}

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Benchmark</title>
<link rel="icon" href="data:,"><div id="out"></div><script src="bench.js"></script>{scripts}
<script>window.done = undefined;</script></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
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


def write_page(directory: Path, peer: str, release: str) -> None:
    """A page that loads one peer, and nothing else, as `<peer>.html`."""
    own = [f"{release}/js/main.min.js"] if peer == "media" else []
    scripts = "".join(f'<script src="{source}"></script>' for source in [*own, f"{peer}.js"])
    (directory / f"{peer}.html").write_text(PAGE.format(scripts=scripts), encoding="utf-8")


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
    """MB of JavaScript objects that live on after a collection."""
    devtools.send("HeapProfiler.collectGarbage")
    return float(devtools.send("Runtime.getHeapUsage")["usedSize"]) / 1e6


def measure(playwright: Playwright, url: str, case: Case, seconds: float) -> dict[str, float] | str:
    """→ the case's metrics, or why there are none."""
    wanted = {metric.name for metric in case.metrics}
    with _browser(playwright) as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("Performance.enable")
        call = f"({case.run})(window.peer, window.bench).then(value => (window.done = {{ value }}), error => (window.done = {{ error: String(error) }}))"
        try:
            if "main" in wanted:  # Everything counts, from navigation on.
                page.add_init_script(f"addEventListener('load', () => {{ {call} }})")
                page.goto(url)
            else:
                page.goto(url)
                before = _heap(devtools) if "heap" in wanted else 0.0
                page.evaluate(f"() => {{ {call} }}")
            page.wait_for_function("() => window.done", timeout=seconds * 1000, polling=100)
            answer = page.evaluate("() => window.done")
            if "error" in answer:
                return str(answer["error"])
            value: dict[str, float] = answer["value"]
            if "main" in wanted:
                metrics = {m["name"]: m["value"] for m in devtools.send("Performance.getMetrics")["metrics"]}
                value["main"] = metrics["TaskDuration"] * 1000
            if "heap" in wanted:
                value["heap"] = _heap(devtools) - before
        except TimeoutError:
            return f"not in {seconds:g} s"
        return value
