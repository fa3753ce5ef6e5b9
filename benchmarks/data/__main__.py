"""`python -m benchmarks.data [--repeat N] [--case NAME …] [--peer NAME …]`."""

from __future__ import annotations

import argparse
import base64
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

import numpy as np
import pyarrow as pa
from playwright.sync_api import Playwright, sync_playwright

from backendai_media import assets
from backendai_media.build import node

from .. import __main__ as common
from .. import browser
from . import report
from .cases import CASES, ROWS

HERE = Path(__file__).parent
#: Who takes part in what, in the order of the tables.
TAKE_PART = {
    "json": ["media", "json_viewer"],
    "text": ["media", "json_viewer"],
    "table": ["media", "by_hand", "tabulator"],
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.data", description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="runs, of which the median counts")
    parser.add_argument("--seconds", type=float, default=90, help="what a run may take")
    parser.add_argument("--case", action="append", choices=[case.name for case in CASES])
    parser.add_argument("--peer", action="append", choices=list(report.PEERS))
    options = parser.parse_args()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch)
        prepare(directory)
        results: dict[str, Any] = {
            "about": about(playwright, options.repeat),
            "sizes": sizes(directory),
            "cases": common.run(playwright, directory, CASES, TAKE_PART.__getitem__, options),
        }
    print(report.tables(results))
    if not (options.case or options.peer):
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results/latest.json").write_text(json.dumps(results, indent=1) + "\n")
        report.write(results)


def table(count: int) -> bytes:
    """Rows as an Arrow stream in base64: what a kernel sends."""
    ids = np.arange(count)
    made = pa.table(
        {
            "id": ids,
            "x": ids / 7,
            "name": pa.array([f"person {i % 9973}" for i in range(count)]),
            "letter": pa.array(["abc"[i % 3] for i in range(count)]).dictionary_encode(),
            "on": ids % 2 == 0,
            "y": ids * 7919 % 1000,
        }
    )
    out = pa.BufferOutputStream()
    with pa.ipc.new_stream(out, made.schema) as writer:
        writer.write_table(made, max_chunksize=65_536)
    return base64.b64encode(out.getvalue().to_pybytes())


def prepare(directory: Path) -> None:
    """Write everything that the pages load into `directory`."""
    if not (HERE / "node_modules/.package-lock.json").exists():
        print("Installing the peers from npm …", flush=True)
        # No peer's own scripts are run.
        options = ["--ignore-scripts", "--no-audit", "--no-fund"]
        subprocess.run(["npm", "ci", *options], cwd=HERE, check=True)
    esbuild = str(node.find_esbuild(HERE.parents[1] / "browser"))
    peers = [f"peers/{peer}.js" for peer in report.PEERS]
    options = ["--bundle", "--minify", "--format=iife", "--target=es2022", "--log-level=error"]
    subprocess.run([esbuild, *peers, *options, f"--outdir={directory}"], cwd=HERE, check=True)
    release = assets.bundle()
    shutil.copytree(release, directory / release.name)
    shutil.copy(HERE.parent / "page/bench.js", directory)
    scripts = {peer: [f"{peer}.js"] for peer in report.PEERS}
    scripts["media"].insert(0, f"{release.name}/js/main.min.js")
    browser.write_page(directory, scripts)
    (directory / "rows.txt").write_bytes(table(ROWS))
    (directory / "few.txt").write_bytes(table(3))


def about(playwright: Playwright, repeat: int) -> dict[str, Any]:
    """When, where and with what this ran."""
    wanted = json.loads((HERE / "package.json").read_text())["devDependencies"]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "command": f"python -m benchmarks.data --repeat {repeat}",
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, no GPU",
        "browser": f"Chromium {browser.version(playwright)}",
        "repeat": repeat,
        "packages": wanted,
    }


def sizes(directory: Path) -> dict[str, float]:
    """KB of script, gzip: our chunks, a peer's bundle."""

    def weigh(*files: Path) -> float:
        return sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) / 1024

    own = directory / assets.bundle().name / "js"
    return {
        "Backend.AI Media, JSON": weigh(own / "json.js"),
        "Backend.AI Media, tables and Arrow": weigh(own / "table.js", own / "arrow.js"),
        "json-viewer": weigh(directory / "json_viewer.js"),
        "Tabulator": weigh(directory / "tabulator.js"),
    }


if __name__ == "__main__":
    main()
