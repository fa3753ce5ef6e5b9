"""`python -m benchmarks.widgets [--repeat N] [--case NAME …] [--peer NAME …] [--live] [--lab]`."""

from __future__ import annotations

import argparse
import gzip
import json
import os
import platform
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from backendai_media import assets

from .. import __main__ as common
from .. import browser
from . import live, peer, report
from .cases import CASES
from .states import sets

HERE = Path(__file__).parent


def main() -> None:
    """Measure; without a choice of cases or peers, write the results down."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.widgets", description=__doc__)
    parser.add_argument("--repeat", type=int, default=5, help="runs, of which the median counts")
    parser.add_argument("--seconds", type=float, default=90, help="what a run may take")
    parser.add_argument("--case", action="append", choices=[case.name for case in CASES])
    parser.add_argument("--peer", action="append", choices=list(report.PEERS))
    parser.add_argument("--live", action="store_true", help="only by way of the kernel")
    parser.add_argument("--lab", metavar="P", help="a `jupyter-lab` to compare with")
    options = parser.parse_args()
    whole = not (options.case or options.peer or options.live)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch)
        results: dict[str, Any] = {"about": about(playwright, options.repeat), "cases": {}}
        prepare(directory)
        results["sizes"] = sizes(directory)
        if not options.live:
            results["cases"] = common.run(
                playwright, directory, CASES, lambda _: report.PEERS, options
            )
        if whole or options.live:
            results["live"] = {"Backend.AI Media": live.measure(playwright)}
            if options.lab:
                results["live"]["JupyterLab"] = live.measure_lab(playwright, options.lab)
    print(report.tables(results))
    if whole:
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results/latest.json").write_text(json.dumps(results, indent=1) + "\n")
        report.write(results)


def prepare(directory: Path) -> None:
    """Write everything that the pages load into `directory`."""
    release = assets.bundle()
    shutil.copytree(release, directory / release.name)
    shutil.copytree(peer.html_manager(), directory / "manager")
    shutil.copy(peer.require_js(), directory)
    shutil.copy(HERE.parent / "page/bench.js", directory)
    for name in report.PEERS:
        shutil.copy(HERE / f"peers/{name}.js", directory)
    scripts = {
        "media": [f"{release.name}/js/main.min.js", "media.js"],
        "jupyter": ["require.js", "manager/embed-amd.js", "jupyter.js"],
    }
    browser.write_page(directory, scripts)
    for name, one in sets().items():
        (directory / f"{name}.json").write_text(json.dumps(one), encoding="utf-8")


def about(playwright: Playwright, repeat: int) -> dict[str, Any]:
    """When, where and with what this ran."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "command": "python -m benchmarks.widgets" + (f" --repeat {repeat}" if repeat != 5 else ""),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, no GPU",
        "browser": f"Chromium {browser.version(playwright)}",
        "repeat": repeat,
        "packages": {name: version for name, (version, _) in peer.PACKAGES.items()},
    }


def sizes(directory: Path) -> dict[str, float]:
    """KB of script, gzip: our chunks, what the peer needs."""

    def weigh(*files: str) -> float:
        return sum(len(gzip.compress((directory / file).read_bytes(), 9)) for file in files) / 1024

    own = f"{assets.bundle().name}/js"
    return {
        "Backend.AI Media, widgets": weigh(f"{own}/widgets.js"),
        "Backend.AI Media, with the host script and what reads the messages": weigh(
            f"{own}/widgets.js", f"{own}/main.min.js", f"{own}/reader.js"
        ),
        "html-manager in one file": weigh("manager/embed.js"),
    }


if __name__ == "__main__":
    main()
