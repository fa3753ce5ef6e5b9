"""`python -m benchmarks.live_turtles [--keys N] [--write]`: turtle programs that listen.

From a key to its picture, pictures in a second with 100 moving turtles, and what stopped programs
leave behind: in a static site that any server serves, in one whose pages are isolated, and in the
playground, where the kernel is a process. A picture counts as seen in the first frame in which the
page finds the canvas changed. `--write` puts the table into README.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, sync_playwright

from tests.site.serving import ISOLATED, served

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- live turtles -->", "<!-- end of live turtles -->"
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATIENCE_MS = 90_000
#: Each key paints the middle in the other colour; meanwhile a turtle moves, or nothing does.
KEYS = """
import turtle
turtle.setup(400, 300)
turtle.tracer(0)
box = turtle.Turtle("square")
box.shapesize(5)
mover = turtle.Turtle("turtle")
mover.penup()
mover.sety(120)
def change():
    box.color("white" if box.pencolor() == "black" else "black")
    turtle.update()
turtle.onkeypress(change, "a")
turtle.listen()
turtle.update()
"""
WAITS = "turtle.mainloop()\n"
PLAYS = """
while True:
    mover.setx((mover.xcor() + 183) % 360 - 180)
    turtle.update()
"""
MANY = """
import turtle
turtle.setup(600, 400)
turtle.tracer(0)
flock = [turtle.Turtle("turtle") for _ in range(100)]
for number, one in enumerate(flock):
    one.penup()
    one.goto(number % 10 * 50 - 225, number // 10 * 38 - 170)
    one.setheading(number * 3.6)
turtle.onkey(turtle.bye, "q")
turtle.listen()
while True:
    for one in flock:
        one.forward(2)
        one.left(3)
    turtle.update()
"""
#: Prints how many objects Python has, without the program's variables and its last error.
COUNT = """
import gc, sys
flock = one = sys.last_value = sys.last_traceback = sys.last_exc = None
gc.collect()
print('objects', len(gc.get_objects()))
"""
#: Waits for a key, then for the first frame in which the middle of the drawing is another.
WATCH = """() => {
  const canvas = document.querySelector('.backendai-hears canvas');
  const context = canvas.getContext('2d');
  const look = () => context.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data[0];
  window.__seen = new Promise(resolve => addEventListener('keydown', event => {
    const before = look();
    // After all that this frame paints.
    const frame = () => requestAnimationFrame(() => setTimeout(() =>
      look() === before ? frame() : resolve(performance.now() - event.timeStamp)));
    frame();
  }, { capture: true, once: true }));
}"""
FRAMES = """seconds => new Promise(resolve => {
  let shown = 0;
  const count = ({ detail }) => (shown += detail.kind === 'shown');
  document.addEventListener('backendai:drawing', count);
  const start = performance.now();
  setTimeout(() => {
    document.removeEventListener('backendai:drawing', count);
    resolve(shown * 1000 / (performance.now() - start));
  }, seconds * 1000);
})"""
LISTENS = "() => !!document.querySelector('.backendai-hears')"
FOCUS = "() => document.querySelector('.backendai-hears canvas').focus()"


class Site:
    """A page of a static site with one cell."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        #: Browsers keep what was typed before, so nothing is typed twice.
        self.typed = ""
        page.goto(address)

    def start(self, code: str) -> None:
        if code != self.typed:
            self.page.locator("textarea").fill(code)
            self.typed = code
        self.page.locator(".backendai-run-bar button").first.click()

    def stop(self) -> None:
        self.page.locator(".backendai-run-bar button").first.click()
        self.page.locator(".backendai-run[data-state=error]").wait_for()

    def run(self, code: str) -> str:
        self.start(code)
        self.page.locator(".backendai-run[data-state=ok]").wait_for()
        return self.page.locator(".backendai-run-outputs").inner_text()


class Playground:
    """The playground of `backendai-media demo`."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.typed = ""
        page.goto(address)
        page.locator(".status[data-state=idle]").wait_for()

    def start(self, code: str) -> None:
        if code != self.typed:
            self.page.get_by_role("textbox", name="Python code").click()
            self.page.keyboard.press("ControlOrMeta+a")
            self.page.keyboard.insert_text(code)
            self.typed = code
        self.page.locator("#run").click()

    def stop(self) -> None:
        self.page.get_by_role("button", name="Interrupt", exact=True).click()
        self.page.locator(".run[data-state=error]").first.wait_for()
        self.page.get_by_role("button", name="Clear", exact=True).click()
        self.page.locator(".run").first.wait_for(state="detached")

    def run(self, code: str) -> str:
        self.start(code)
        shown = self.page.locator(".run[data-state=ok]").first
        shown.wait_for()
        found = shown.locator(".outputs").inner_text()
        self.page.get_by_role("button", name="Clear", exact=True).click()
        shown.wait_for(state="detached")
        return found


Host = Site | Playground


def until_listens(host: Host, *, on: bool = True) -> None:
    end = time.monotonic() + PATIENCE_MS / 1000
    while host.page.evaluate(LISTENS) is not on:
        if time.monotonic() > end:
            raise TimeoutError("the drawing does not listen")
        time.sleep(0.05)
    if on:
        host.page.evaluate(FOCUS)


def latencies(host: Host, code: str, keys: int) -> list[float]:
    """Return milliseconds from a key to its picture."""
    host.start(code)
    until_listens(host)
    time.sleep(1)
    found: list[float] = []
    for number in range(keys + 5):
        host.page.evaluate(WATCH)
        # Not in step with the frames.
        time.sleep(0.05 + number % 7 * 0.0037)
        host.page.keyboard.press("a")
        found.append(host.page.evaluate("() => window.__seen"))
    host.stop()
    return found[5:]


def frames(host: Host, seconds: float) -> float:
    """Return pictures in a second of 100 moving turtles."""
    host.start(MANY)
    until_listens(host)
    time.sleep(2)
    found: float = host.page.evaluate(FRAMES, seconds)
    host.stop()
    return found


def left(host: Host, times: int) -> tuple[int, int, int]:
    """Return what each stopped program leaves: Python's objects, bytes and nodes of the page."""
    session = host.page.context.new_cdp_session(host.page)
    session.send("Performance.enable")

    def state() -> tuple[int, int, int]:
        objects = int(host.run(COUNT).split()[-1])
        session.send("HeapProfiler.collectGarbage")
        metrics = session.send("Performance.getMetrics")["metrics"]
        found = {one["name"]: one["value"] for one in metrics}
        return objects, int(found["JSHeapUsedSize"]), int(found["Nodes"])

    for number in range(times + 3):
        if number == 3:
            before = state()
        host.start(MANY)
        until_listens(host)
        host.stop()
    after = state()
    one, two, three = ((b - a) // times for a, b in zip(before, after, strict=True))
    return one, two, three


@contextmanager
def playground() -> Iterator[str]:
    program = "from backendai_media import demo; demo.run(port=0, open_browser=False)"
    with subprocess.Popen(
        [sys.executable, "-u", "-c", program], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            lines = iter(process.stdout or ())
            yield next(word for line in lines for word in line.split() if "?code=" in word)
        finally:
            process.terminate()


def measure(page: Page, kind: type[Host], address: str, keys: int) -> dict[str, Any]:
    host = kind(page, address)
    host.run("1 + 1")
    return {
        "waits": latencies(host, KEYS + WAITS, keys),
        "plays": latencies(host, KEYS + PLAYS, keys),
        "frames": [frames(host, 5) for _ in range(3)],
        "left": left(host, 10),
    }


def report(results: dict[str, dict[str, Any]], browser: str, keys: int) -> str:
    machine = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"
    head = (
        f"Measured on {datetime.now(UTC).date()} with `python -m benchmarks.live_turtles`: "
        f"{machine}, Chromium {browser} without a window; {keys} keys, and 10 programs that were "
        "stopped. Key to picture: the median and the 95th percentile, while the program waits, and "
        "while it draws without a pause."
    )
    lines = [
        head,
        "",
        "| | waits, ms | draws, ms | frames/s, 100 turtles | each stopped program leaves |",
        "|---|---|---|---|---|",
        "| *our target* | *≤ 50 at the 95th* | *≤ 50 at the 95th* | *60* | *nothing* |",
    ]
    for name, one in results.items():
        objects, heap, nodes = one["left"]
        lines.append(
            f"| {name} | {times(one['waits'])} | {times(one['plays'])} "
            f"| {statistics.median(one['frames']):.0f} "
            f"| {objects} objects in Python, {heap / 1000:.1f} KB and {nodes} nodes in the page |"
        )
    return "\n".join(lines)


def times(values: list[float]) -> str:
    return f"{statistics.median(values):.0f}, {statistics.quantiles(values, n=20)[-1]:.0f}"


def write(text: str) -> None:
    """Put the table into README.md, between its marks."""
    start, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, _, end = rest.partition(END)
    README.write_text(f"{start}{BEGIN}\n{text}\n{END}{end}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.live_turtles", description=__doc__)
    parser.add_argument("--keys", type=int, default=100, help="how many keys are pressed")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    options = parser.parse_args()
    results: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        source, built = Path(scratch, "page.py"), Path(scratch, "site")
        source.write_text("1 + 1\n", encoding="utf-8")
        script = Path(sys.executable).with_name("backendai-media")
        command = [str(script), "site", str(source), "-o", str(built)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        plain, isolated, live = served(built, {}), served(built, ISOLATED), playground()
        with plain as one, isolated as two, live as three:
            hosts: dict[str, tuple[type[Host], str]] = {
                "static site": (Site, f"{one}index.html"),
                "static site, isolated": (Site, f"{two}index.html"),
                "playground": (Playground, three),
            }
            for name, (kind, address) in hosts.items():
                page = browser.new_page()
                page.set_default_timeout(PATIENCE_MS)
                results[name] = measure(page, kind, address, options.keys)
                print(name, report({name: results[name]}, browser.version, options.keys)[-220:])
                page.close()
        text = report(results, browser.version, options.keys)
    print(text)
    if options.write:
        write(text)


if __name__ == "__main__":
    main()
