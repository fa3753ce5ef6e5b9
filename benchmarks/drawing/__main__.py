"""`python -m benchmarks.drawing [--repeat N] [--case NAME …] [--peer NAME …]`."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from backendai_media import assets
from backendai_media.build import node

from .. import __main__ as common
from .. import browser
from . import report, scenes
from .cases import CASES

HERE = Path(__file__).parent
#: In the order of the tables.
PEERS = report.PEERS


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drawing", description=__doc__)
    parser.add_argument("--repeat", type=int, default=5, help="runs, of which the median counts")
    parser.add_argument("--seconds", type=float, default=60, help="what a run may take")
    parser.add_argument("--case", action="append", choices=[case.name for case in CASES])
    parser.add_argument("--peer", action="append", choices=list(PEERS))
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch)
        prepare(directory)
        produced = [scenes.produce() for _ in range(options.repeat)]
        results: dict[str, Any] = {
            "about": about(playwright, options.repeat),
            "sizes": sizes(directory),
            "python": common.spread(produced),
            "cases": common.run(playwright, directory, CASES, lambda _: PEERS, options),
        }
    print(report.tables(results))
    if not (options.case or options.peer):
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results/latest.json").write_text(json.dumps(results, indent=1) + "\n")
        report.write(results)


def prepare(directory: Path) -> None:
    """Write everything that the pages load into `directory`."""
    if not (HERE / "node_modules/.package-lock.json").exists():
        print("Installing the peers from npm …", flush=True)
        # No peer's own scripts are run, and nothing for other places than browsers.
        options = ["--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"]
        subprocess.run(["npm", "ci", *options], cwd=HERE, check=True)
    esbuild = str(node.find_esbuild(HERE.parents[1] / "browser"))
    peers = [f"peers/{peer}.js" for peer in PEERS]
    options = ["--bundle", "--minify", "--format=iife", "--target=es2022", "--log-level=error"]
    subprocess.run([esbuild, *peers, *options, f"--outdir={directory}"], cwd=HERE, check=True)
    release = assets.bundle()
    shutil.copytree(release, directory / release.name)
    shutil.copy(HERE.parent / "page/bench.js", directory)
    scripts = {peer: [f"{peer}.js"] for peer in PEERS}
    scripts["media"].insert(0, f"{release.name}/js/main.min.js")
    browser.write_page(directory, scripts)
    scenes.write(directory)


def about(playwright: Playwright, repeat: int) -> dict[str, Any]:
    """When, where and with what this ran."""
    wanted = json.loads((HERE / "package.json").read_text())["devDependencies"]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "command": f"python -m benchmarks.drawing --repeat {repeat}",
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, no GPU",
        "browser": f"Chromium {browser.version(playwright)}",
        "repeat": repeat,
        "packages": {name: wanted[name] for name in ("konva", "fabric")},
    }


def sizes(directory: Path) -> dict[str, float]:
    """KB of script, gzip: our chunk, a peer's bundle."""

    def weigh(file: Path) -> float:
        return len(gzip.compress(file.read_bytes(), 9)) / 1024

    own = directory / assets.bundle().name / "js/drawing.js"
    return {peer: weigh(own if peer == "media" else directory / f"{peer}.js") for peer in PEERS}


if __name__ == "__main__":
    main()
