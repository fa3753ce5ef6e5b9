"""`python -m benchmarks.gitgraph [--repeat N]`: git graphs beside other libraries."""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import matplotlib as mpl
from playwright.sync_api import Playwright, sync_playwright
from playwright.sync_api import TimeoutError as Late

from backendai_media import assets

from ..browser import FLAGS, served, version

mpl.use("svg")
import matplotlib.pyplot as plt

HERE = Path(__file__).parent
RESULTS = HERE.parent / "results"
ESBUILD = HERE.parents[1] / "browser/node_modules/.bin/esbuild"
PEERS = {
    "media": "Backend.AI Media",
    "gitgraph_js": "@gitgraph/js 1.4.0",
    "original": "gitgraph.js 1.15.2, as the original used it",
}
SIZES = (100, 200, 1_000, 10_000, 100_000, 1_000_000)
#: ms beyond which a peer is not asked for more.
SLOW = 5_000
#: ms until painted.
BARS = {10_000: 60, 100_000: 500, 1_000_000: 6_000}
PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Benchmark</title>
<link rel="icon" href="data:,"><p>Painted once.</p><div id="out"></div>
<script>window.pause = (ms = 0) => new Promise(done => setTimeout(done, ms))</script>
{scripts}</html>"""
RUN = """async size => {
  const out = document.querySelector('#out'), commits = window.makeHistory(size);
  await peer.warm(out);
  await pause(2000); // What making the history left behind is collected by then.
  let longest = 50; // The browser tells of longer ones only.
  const watcher = new PerformanceObserver(list => {
    for (const entry of list.getEntries()) longest = Math.max(longest, entry.duration);
  });
  watcher.observe({ type: 'longtask' });
  const start = performance.now();
  await peer.show(commits, out);
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const painted = performance.now() - start;
  while (!peer.whole(out)) await pause(1);
  const whole = performance.now() - start;
  await pause(150);
  const nodes = out.querySelectorAll('*').length;
  const list = out.querySelector('.backendai-git-list');
  let frames = 0;
  if (list) {
    const end = performance.now() + 1000;
    while (performance.now() < end) {
      list.scrollTop += 300;
      await new Promise(requestAnimationFrame);
      frames++;
    }
  }
  return { painted, whole, longest, nodes, frames };
}"""
EDGES = """async size => {
  const commits = window.makeHistory(size), stated = window.statedEdges(commits);
  const drawn = new Set(await peer.edges(commits));
  return [stated.size, [...stated].filter(edge => drawn.has(edge)).length];
}"""


def prepare(folder: Path) -> None:
    """Write a page for each peer."""
    if not (HERE / "node_modules").exists():
        install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(install, cwd=HERE, check=True)
    release = assets.bundle()
    shutil.copytree(release, folder / release.name)
    shutil.copy(HERE / "page/history.js", folder)
    shutil.copy(HERE / "node_modules/gitgraph.js/build/gitgraph.min.js", folder)
    bundled = [str(HERE / f"page/{peer}.js") for peer in PEERS]
    options = ["--bundle", "--minify", "--format=iife", f"--outdir={folder}", "--log-level=error"]
    subprocess.run([str(ESBUILD), *bundled, *options], cwd=HERE, check=True)
    before = {
        "media": [f"{release.name}/js/main.min.js"],
        "gitgraph_js": [],
        "original": ["gitgraph.min.js"],
    }
    for peer, scripts in before.items():
        tags = [f'<script src="{one}"></script>' for one in ("history.js", *scripts, f"{peer}.js")]
        (folder / f"{peer}.html").write_text(PAGE.format(scripts="".join(tags)), encoding="utf-8")


def run(playwright: Playwright, address: str, peer: str, call: str, size: int) -> Any:
    """→ what the call gives, or why not."""
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
    try:
        page = browser.new_page(viewport={"width": 1000, "height": 700})
        page.goto(f"{address}/{peer}.html")
        page.evaluate(
            f"size => void ({call})(size).then(value => (window.done = {{ value }}), "
            "error => (window.done = { error: String(error) }))",
            size,
        )
        page.wait_for_function("() => window.done", timeout=20_000, polling=100)
        done = page.evaluate("() => window.done")
        return done.get("value", done.get("error"))
    except Late:
        return "not within 20 s"
    finally:
        browser.close()


def measure(playwright: Playwright, address: str, repeat: int) -> dict[str, Any]:
    """{peer: {"edges": …, size: {metric: [values]} or why not}}; peers take turns."""
    found: dict[str, Any] = {
        peer: {"edges": run(playwright, address, peer, EDGES, 150)} for peer in PEERS
    }
    for size in SIZES:
        for _ in range(repeat):
            for peer, sofar in found.items():
                lost = any(isinstance(value, str) for key, value in sofar.items() if key != "edges")
                if lost:
                    continue
                value = run(playwright, address, peer, RUN, size)
                print(f"{size:9,} {peer:12} {value}", flush=True)
                if isinstance(value, str):
                    sofar[size] = value
                elif value["painted"] > SLOW and size > SIZES[0] and size not in sofar:
                    sofar[size] = f"{value['painted']:,.0f}, larger ones not tried"
                else:
                    for name, number in value.items():
                        sofar.setdefault(size, {}).setdefault(name, []).append(number)
    return found


def cell(values: list[float]) -> str:
    low, middle, high = min(values), statistics.median(values), max(values)
    return f"{middle:,.0f}" + (f" ({low:,.0f}–{high:,.0f})" if low != high else "")


def report(found: dict[str, Any], about: str) -> str:
    lines = ["# Git graphs", "", about, "", "![Time against size](gitgraph.svg)", ""]
    lines += [
        "| | commits | painted, ms | whole, ms | longest task, ms | elements | frames per second while scrolling |"
    ]
    lines += ["|---" * 7 + "|"]
    for peer, by_size in found.items():
        for size in SIZES:
            value = by_size.get(size)
            if isinstance(value, str):
                lines.append(f"| {PEERS[peer]} | {size:,} | {value} | | | | |")
            elif value:
                bar = f" *(target: {BARS[size]:,})*" if peer == "media" and size in BARS else ""
                most = " *(target: 50)*" if bar else ""
                frames = cell(value["frames"]) if any(value["frames"]) else "–"
                lines.append(
                    f"| {PEERS[peer]} | {size:,} | {cell(value['painted'])}{bar} | {cell(value['whole'])} | "
                    f"{cell(value['longest'])}{most} | {cell(value['nodes'])} | {frames} |"
                )
    lines += [
        "",
        (
            "*painted*: the first screenful is on the screen; *whole*: all of it is laid out; "
            "*longest task*: browsers report only those over 50 ms."
        ),
        "",
    ]
    lines += ["| history of 150 commits | edges given | edges drawn |", "|---|---|---|"]
    for peer, by_size in found.items():
        edges = by_size["edges"]
        row = f"{edges[0]:,} | {edges[1]:,}" if isinstance(edges, list) else f"{edges} | "
        lines.append(f"| {PEERS[peer]} | {row} |")
    return "\n".join(lines) + "\n\n" + (HERE / "faults.md").read_text(encoding="utf-8")


def plot(found: dict[str, Any]) -> None:
    figure, axis = plt.subplots(figsize=(7, 3.6), layout="constrained")
    for (peer, by_size), color in zip(
        found.items(), ("#1a7f5a", "#b07aa1", "#8a939d"), strict=True
    ):
        for name, style in (("painted", "-"), ("whole", ":")):
            if name == "whole" and peer != "media":
                continue
            points = [
                (size, statistics.median(by_size[size][name]))
                for size in SIZES
                if isinstance(by_size.get(size), dict)
            ]
            label = PEERS[peer] + (", whole" if name == "whole" else "")
            axis.plot(*zip(*points, strict=True), style, marker="o", color=color, label=label)
    axis.plot(list(BARS), list(BARS.values()), "_", color="#c00", markersize=14, label="target")
    axis.set(xscale="log", yscale="log", xlabel="commits", ylabel="ms until painted")
    axis.legend(frameon=False, fontsize=8)
    axis.spines[["top", "right"]].set_visible(False)
    figure.savefig(RESULTS / "gitgraph.svg", metadata={"Date": None})
    plt.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.gitgraph", description=__doc__)
    parser.add_argument("--repeat", type=int, default=5, help="runs, of which the median counts")
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        prepare(Path(scratch))
        with served(Path(scratch)) as address:
            found = measure(playwright, address, repeat)
        about = (
            f"Measured on {datetime.now(UTC).date()} with `python -m benchmarks.gitgraph --repeat {repeat}`: "
            f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Chromium {version(playwright)}; "
            "the median, with the lowest and highest in brackets. Each run uses its own browser; peers take turns."
        )
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / "gitgraph.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (RESULTS / "gitgraph.md").write_text(report(found, about), encoding="utf-8")
    plot(found)
    print((RESULTS / "gitgraph.md").read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
