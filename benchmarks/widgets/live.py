"""How long a slider of the playground takes by way of its kernel to the label beside it."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Playwright

from tests.demo.conftest import CHROMIUM, FLAGS, Server

CODE = """\
from ipywidgets import IntSlider, Label, VBox
slider, label = IntSlider(max=1000), Label("0")
slider.observe(lambda change: setattr(label, "value", f"value {change.new}"), "value")
VBox([slider, label])
"""
#: Moves the slider step by step; of each: milliseconds until the label shows it.
STEPS = """async count => {
  const slider = document.querySelector('.run [type=range]');
  const label = document.querySelector('.run .backendai-widget-text');
  const times = [];
  for (let value = 1; value <= count; value++) {
    const start = performance.now();
    slider.value = value;
    slider.dispatchEvent(new Event('input', { bubbles: true }));
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


def measure(playwright: Playwright) -> dict[str, float]:
    """Milliseconds: the median, the 95th percentile and the longest of `COUNT` steps."""
    with tempfile.TemporaryDirectory() as home:
        server = Server(Path(home))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        try:
            page = browser.new_page()
            page.goto(server.url)
            page.locator(".status[data-state=idle]").wait_for()
            page.get_by_role("textbox", name="Python code").click()
            page.keyboard.insert_text(CODE)
            page.keyboard.press("ControlOrMeta+Enter")
            page.locator(".run [type=range]").wait_for()
            page.evaluate(STEPS, WARM)
            times = page.evaluate(STEPS, COUNT)
        finally:
            browser.close()
            server.stop()
    return {
        "median": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[-1],
        "longest": max(times),
    }
