"""`python -m benchmarks.terminal.page [--repeat N]`: a flood, and Ctrl+C in one, in a page.

Needs `jupyter_server`; `TTYD` says where ttyd is, which is left out otherwise.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import Page, Playwright, sync_playwright
from playwright.sync_api import TimeoutError as Late

from backendai_media.build import bundle, node
from tests.browser.server import Site
from tests.browser.terminal.servers import Ours, find_ttyd, jupyter, ttyd

from ..browser import FLAGS

HERE = Path(__file__).parent
SIZE = {"width": 1000, "height": 700}
MEGABYTES = 62
SHELL = ("bash", "--norc", "--noprofile")
LOG = "yes \"$(printf '\\033[3%dmINFO\\033[0m a line of an endless log %d\\n' {1,2,3,4,5,6}{,,})\""

HTML = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Benchmark</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/peers/xterm.css">
<body><div id="out" style="height: 600px"></div>{scripts}</body></html>"""
OURS = """async url => {
  const Webterm = await BackendAI.loadWebterm();
  const made = new Webterm(document.querySelector("#out"), "bench", { keep: false });
  await made.connect(url);
  window.emulator = made.term;
}"""
#: How each peer's terminal gets into its page.
START: dict[str, str] = {
    "Backend.AI Media": OURS,
    "terminado (Jupyter Server), plain xterm.js": "url => plain(url)",
    "terminado (Jupyter Server), our page": OURS,
    "ttyd, our page": OURS,
}
#: Resolves when the words are at the end of what is shown.
SHOWN = """words => {
  const { active } = window.emulator.buffer;
  for (let at = active.length - 1; at > active.length - 60 && at >= 0; at--)
    if (active.getLine(at).translateToString(true) === words) return true;
}"""
#: Milliseconds from now to the last line that came, once none came for two seconds.
SILENCE = """async () => {
  const start = performance.now();
  let last = start;
  emulator.onLineFeed(() => (last = performance.now()));
  do await new Promise(done => setTimeout(done, 100));
  while (performance.now() - last < 2000 && performance.now() - start < 60000);
  return last - start;
}"""


@contextmanager
def peers(folder: Path) -> Iterator[tuple[str, dict[str, Callable[[], tuple[str, str]]]]]:
    """Run the servers; of each peer: what gives the page's address and the terminal's."""
    sources = bundle.sources()
    assert sources
    release = bundle.refresh(sources)
    bundled = folder / "peers"
    bundled.mkdir()
    esbuild = str(node.find_esbuild(sources))
    plain = shutil.copy(HERE / "plain.ts", sources / ".build/plain.ts")
    node.run([esbuild, str(plain), "--bundle", "--minify", f"--outdir={bundled}"], sources)
    shutil.copy(sources / "node_modules/@xterm/xterm/css/xterm.css", bundled)
    site = Site()
    site.mount("release", release)
    site.mount("peers", bundled)
    scripts = (
        '<script src="/release/js/main.min.js"></script><script src="/peers/plain.js"></script>'
    )
    page = site.page("bench.html", HTML.format(scripts=scripts))
    with ExitStack() as stack:
        ours = Ours(site.url, *SHELL)
        stack.callback(ours.close)
        stack.callback(site.close)
        notebook = stack.enter_context(jupyter(site.url, folder))
        found: dict[str, Callable[[], tuple[str, str]]] = {
            "Backend.AI Media": lambda: (page, ours.url),
            "terminado (Jupyter Server), plain xterm.js": lambda: (page, notebook()),
            "terminado (Jupyter Server), our page": lambda: (page, notebook()),
        }
        if path := find_ttyd():
            url = stack.enter_context(ttyd(path, *SHELL))
            found["ttyd, our page"] = lambda: (page, url)
        yield site.url, found


@contextmanager
def terminal(playwright: Playwright, name: str, page_url: str, url: str) -> Iterator[Page]:
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
    try:
        page = browser.new_page(viewport={"width": SIZE["width"], "height": SIZE["height"]})
        page.goto(page_url)
        page.evaluate(START[name], url)
        page.wait_for_timeout(1000)
        page.locator("textarea").first.focus()
        yield page
    finally:
        browser.close()


def run(page: Page, file: Path) -> dict[str, float]:
    """→ seconds of the flood, and milliseconds until silence after Ctrl+C."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Performance.enable")

    def busy() -> float:
        metrics = devtools.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in metrics if one["name"] == "TaskDuration"))

    page.keyboard.type(f"cat {file}; echo do''ne")
    before, start = busy(), time.monotonic()
    page.keyboard.press("Enter")
    page.wait_for_function(SHOWN, arg="done", timeout=120_000, polling=100)
    found = {"wall, s": time.monotonic() - start, "main thread, s": busy() - before}
    page.keyboard.type(LOG)
    page.keyboard.press("Enter")
    page.wait_for_timeout(4000)
    page.evaluate(f"() => {{ window.silence = ({SILENCE})() }}")
    page.keyboard.press("Control+c")
    found["Ctrl+C to silence, ms"] = float(page.evaluate("() => window.silence"))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--peer", action="append", choices=list(START))
    options = parser.parse_args()
    values: dict[str, list[dict[str, float] | str]] = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        file = folder / "flood.txt"
        line = "{:07} a short line of plain text\n"
        count = MEGABYTES * 1_000_000 // len(line.format(0))
        file.write_text("".join(line.format(n) for n in range(count)))
        with peers(folder) as (_, found):
            for _ in range(options.repeat):
                for name, where in found.items():
                    if options.peer and name not in options.peer:
                        continue
                    page_url, url = where()
                    try:
                        with terminal(playwright, name, page_url, url) as page:
                            result: dict[str, float] | str = run(page, file)
                    except Late:
                        result = "not within 120 s"
                    print(name, result, flush=True)
                    values.setdefault(name, []).append(result)
    summary = {
        name: {
            metric: round(
                statistics.median(one[metric] for one in runs if not isinstance(one, str)), 3
            )
            for metric in next((one for one in runs if not isinstance(one, str)), {})
        }
        for name, runs in values.items()
    }
    print(json.dumps(summary, indent=1))


if __name__ == "__main__":
    main()
