"""`python -m benchmarks.growing [--seed N]`: Markdown that grows, in Chromium.

A text of 100 KB comes in 2,000 pieces, 50 a second, as a chat sends them. The peer is what a page
writes by hand: all of the text through markdown-it and DOMPurify for each piece. One scene is an
answer as they are, the other is made by chance of a seed, by default the date.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import CDPSession, sync_playwright

from backendai_media.build import bundle, node
from tests.browser.engines.chromium import Chromium
from tests.browser.server import Site
from tests.browser.stage import HERE, Stage

LENGTH, PIECES, PERIOD_MS = 100_000, 2_000, 20
#: Milliseconds of the main thread that a piece may take.
BAR = 8
PEER = """
import MarkdownIt from "markdown-it";
import purify from "dompurify";
const md = new MarkdownIt({ html: true, linkify: true });
window.byHand = (text) => {
  document.querySelector("#out").innerHTML = purify.sanitize(md.render(text));
};
"""
BUILD = """const { build } = await import("esbuild");
const { outputFiles } = await build(JSON.parse(process.argv[1]));
process.stdout.write(outputFiles[0].contents);
"""
OURS = """() => {
  const area = BackendAI.Media.open("answer", document.querySelector("#out"));
  const data = (text) => ({ "text/markdown": text });
  area.append({ output_type: "display_data", transient: { display_id: "a" }, data: data("") });
  window.show = (text) => area.update("a", data(text));
}"""
BY_HAND = "() => { window.show = window.byHand; }"
RUN = """async (text, pieces, period) => {
  let longest = 0;
  const tasks = new PerformanceObserver(list => {
    for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
  });
  tasks.observe({ type: "longtask" });
  const step = Math.ceil(text.length / pieces);
  const pause = ms => new Promise(resolve => setTimeout(resolve, ms));
  let next = performance.now();
  for (let end = step; end < text.length + step; end += step) {
    show(text.slice(0, end));
    next = Math.max(next + period, performance.now());
    await pause(next - performance.now());
  }
  await pause(200);
  return Math.round(longest);
}"""


STEP = """## Step {n}

First *we* look at `x{n}`, which is $x_{{{n}}}^2$, and then at **what follows** from
[it](https://example.com/{n}):

1. one of **{n}**
2. two, with `code`
3. three

```python
def f{n}(x):
    # why
    return x + {n}
```

| a | b |
|---|--:|
| {n} | 2 |
| c | d |

> Said {n} times.

"""


def answer() -> str:
    """Return an answer as chats give them."""
    return "".join(STEP.format(n=n) for n in range(LENGTH // 100))[:LENGTH]


def by_chance(seed: int) -> str:
    """Return blocks of random kinds and lengths."""
    chance = random.Random(seed)

    def words(most: int) -> str:
        count = chance.randint(1, most)
        return " ".join(
            "".join(chance.choices("abcdefghij", k=chance.randint(1, 9))) for _ in range(count)
        )

    def row(cells: int) -> str:
        return "| " + " | ".join(words(2) for _ in range(cells)) + " |"

    def block() -> str:
        match chance.randrange(7):
            case 0:
                return f"{'#' * chance.randint(1, 4)} {words(6)}"
            case 1:
                mark = chance.choice(["- ", "1. ", "- [ ] "])
                return "\n".join(mark + words(12) for _ in range(chance.randint(1, 20)))
            case 2:
                lines = [f"{words(1)} = {words(6)!r}" for _ in range(chance.randint(1, 60))]
                return "\n".join(
                    [f"```{chance.choice(['python', 'js', '', 'sql'])}", *lines, "```"]
                )
            case 3:
                columns = chance.randint(1, 8)
                rows = [row(columns) for _ in range(chance.randint(1, 30))]
                return "\n".join([row(columns), "|---" * columns + "|", *rows])
            case 4:
                return f"> {words(40)}"
            case 5:
                return f"$$\n\\frac{{{words(1)}}}{{x_1}} = \\sum_{{i=1}}^n {words(1)}\n$$"
        return f"{words(60)} **{words(5)}** and `{words(1)}`, {words(60)}."

    made: list[str] = []
    while sum(map(len, made)) < LENGTH:
        made.append(block())
    return "\n\n".join(made)[:LENGTH]


def peer(browser: Path) -> bytes:
    """Return the peer's script. Raises `CalledProcessError` if it cannot be made."""
    options: dict[str, Any] = {
        "stdin": {"contents": PEER, "resolveDir": str(browser)},
        "bundle": True,
        "minify": True,
        "write": False,
        "format": "iife",
    }
    npm = node.find_npm()
    assert npm
    command = ["node", "--input-type=module", "-e", BUILD, json.dumps(options)]
    return subprocess.run(command, cwd=browser, check=True, capture_output=True).stdout


def busy(devtools: CDPSession) -> float:
    """Return the milliseconds of processor time that the page's main thread has taken."""
    found = devtools.send("Performance.getMetrics")["metrics"]
    return 1000 * next(float(one["value"]) for one in found if one["name"] == "TaskDuration")


def measured(stage: Stage, chromium: Chromium, start: str, text: str) -> tuple[float, float]:
    """Return milliseconds of the main thread for each piece, and of the longest task."""
    scripts = [f"{stage.root}/js/main.min.js", "peer.js"]
    stage.open(head="".join(f'<script src="{one}"></script>' for one in scripts))
    devtools = chromium.devtools()
    devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
    stage.js(start)
    before = busy(devtools)
    longest = float(str(stage.js(RUN, text, PIECES, PERIOD_MS)))
    return (busy(devtools) - before) / PIECES, longest


def main() -> None:
    today = int(f"{datetime.now().astimezone():%Y%m%d}")
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growing")
    parser.add_argument("--seed", type=int, default=today)
    seed = parser.parse_args().seed
    sources = bundle.sources()
    assert sources
    release = bundle.refresh(sources)
    pages, assets = Site(), Site()
    for site in pages, assets:
        site.mount(release.name, release)
    script = {"Content-Type": "text/javascript"}
    pages.page("probe.js", (HERE / "probe.js").read_bytes(), **script)
    pages.page("peer.js", peer(sources), **script)
    with sync_playwright() as playwright:
        chromium = Chromium(playwright, pages.host)
        stage = Stage(chromium, pages, assets, f"{assets.url}/{release.name}")
        print("| scene | | main thread, ms a piece | longest task, ms |\n|---|---|---|---|")
        for scene, text in {"an answer": answer(), f"seed {seed}": by_chance(seed)}.items():
            for name, start in {"Backend.AI Media": OURS, "all of it, by hand": BY_HAND}.items():
                each, longest = measured(stage, chromium, start, text)
                print(f"| {scene} | {name} | {each:.1f} | {longest:.0f} |", flush=True)
        chromium.close()
    for site in pages, assets:
        site.close()
    print(f"\n{LENGTH:,} characters in {PIECES:,} pieces. Bar: {BAR} ms a piece.")


if __name__ == "__main__":
    main()
