"""How long a slider takes by way of its kernel to a label: in the playground, in JupyterLab."""

from __future__ import annotations

import contextlib
import os
import secrets
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from playwright.sync_api import Page, Playwright

from tests.demo.conftest import CHROMIUM, FLAGS, Server
from tests.ports import free_port

CODE = """\
from ipywidgets import IntSlider, Label, VBox
slider, label = IntSlider(max=1000), Label("0")
slider.observe(lambda change: setattr(label, "value", f"value {change.new}"), "value")
VBox([slider, label])
"""
#: Moves the slider step by step, by its keys; of each: milliseconds until the label shows it.
STEPS = """async ([from, count, handle, text]) => {
  const slider = document.querySelector(handle);
  const label = document.querySelector(text);
  const times = [];
  for (let value = from + 1; value <= from + count; value++) {
    const start = performance.now();
    if (slider.type === 'range') {
      slider.value = value;
      slider.dispatchEvent(new Event('input', { bubbles: true }));
    } else slider.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
    await new Promise(done => {
      const seen = new MutationObserver(() => {
        if (label.textContent !== `value ${value}`) return;
        seen.disconnect();
        done();
      });
      seen.observe(label, { childList: true, characterData: true, subtree: true });
    });
    times.push(performance.now() - start);
    await new Promise(done => setTimeout(done, 30 + 40 * Math.random()));
  }
  return times;
}"""
WARM, COUNT = 20, 300
#: What JupyterLab may take to be there, in milliseconds.
LAB_MS = 120_000


def measure(playwright: Playwright) -> dict[str, float]:
    """Milliseconds of `COUNT` steps in the playground: median, 95th percentile, longest."""
    with tempfile.TemporaryDirectory() as home, _page(playwright) as page:
        server = Server(Path(home))
        try:
            page.goto(server.url)
            page.locator(".status[data-state=idle]").wait_for()
            page.get_by_role("textbox", name="Python code").click()
            page.keyboard.insert_text(CODE)
            page.keyboard.press("ControlOrMeta+Enter")
            return _steps(page, ".run [type=range]", ".run .backendai-widget-text")
        finally:
            server.stop()


def measure_lab(playwright: Playwright, program: str) -> dict[str, float]:
    """Return the same of a JupyterLab, whose program is given."""
    with tempfile.TemporaryDirectory() as home, _page(playwright) as page:
        about = {"kernelspec": {"name": "python3", "display_name": "Python 3"}}
        notebook = nbformat.v4.new_notebook(
            cells=[nbformat.v4.new_code_cell(CODE)],
            metadata=about,
        )
        nbformat.write(notebook, Path(home) / "slider.ipynb")
        port, token = free_port(), secrets.token_hex()
        options = {
            "ip": "127.0.0.1",
            "ServerApp.port": port,
            "ServerApp.port_retries": 0,
            "ServerApp.root_dir": home,
            "IdentityProvider.token": token,
        }
        command = [program, "--no-browser", "--allow-root"]
        command += [f"--{name}={value}" for name, value in options.items()]
        # Everything that it writes goes with the directory.
        own = dict.fromkeys(("HOME", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"), home)
        server = subprocess.Popen(command, stderr=subprocess.DEVNULL, env=os.environ | own)
        try:
            page.set_default_timeout(LAB_MS)
            _listens(server, port)
            page.goto(f"http://127.0.0.1:{port}/lab/tree/slider.ipynb?token={token}")
            page.locator(".jp-Notebook-ExecutionIndicator[data-status=idle]").wait_for()
            page.locator(".jp-CodeCell .cm-content").click()
            page.keyboard.press("Shift+Enter")
            return _steps(page, ".noUi-handle", ".widget-vbox > .widget-label")
        finally:
            server.terminate()
            server.wait()


def _listens(server: subprocess.Popen[bytes], port: int) -> None:
    while server.poll() is None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise SystemExit("JupyterLab ended")


@contextmanager
def _page(playwright: Playwright) -> Iterator[Page]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    try:
        yield browser.new_page()
    finally:
        browser.close()


def _steps(page: Page, slider: str, label: str) -> dict[str, float]:
    page.locator(slider).wait_for()
    page.evaluate(STEPS, [0, WARM, slider, label])
    times = page.evaluate(STEPS, [WARM, COUNT, slider, label])
    return {
        "median": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[-1],
        "longest": max(times),
    }
