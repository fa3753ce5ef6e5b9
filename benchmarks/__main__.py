"""`python -m benchmarks [--repeat N] [--case NAME …] [--peer NAME …]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import tempfile
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from playwright.sync_api import Playwright, sync_playwright

from . import browser, bundles, report
from .case import Case
from .cases import CASES

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--repeat", type=int, default=5, help="runs of each, of which the median counts"
    )
    parser.add_argument("--seconds", type=float, default=30, help="what a run may take")
    parser.add_argument("--case", action="append", choices=[case.name for case in CASES])
    parser.add_argument("--peer", action="append", choices=list(bundles.PEERS))
    options = parser.parse_args()
    whole = not (options.case or options.peer)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as scratch:
        directory = Path(scratch)
        bundles.prepare(directory)
        results: dict[str, Any] = {
            "about": about(playwright, options.repeat),
            "sizes": bundles.sizes(directory),
            "cases": run(playwright, directory, CASES, lambda _: bundles.PEERS, options),
        }
    print(report.tables(results))
    if whole:
        (HERE / "results").mkdir(exist_ok=True)
        (HERE / "results/latest.json").write_text(json.dumps(results, indent=1) + "\n")
        report.write(results)


def about(playwright: Playwright, repeat: int) -> dict[str, Any]:
    """When, where and with what this ran."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "command": "scripts/bench" + (f" --repeat {repeat}" if repeat != 5 else ""),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "browser": f"Chromium {browser.version(playwright)}",
        "repeat": repeat,
        "packages": bundles.versions(),
    }


def run(
    playwright: Playwright,
    directory: Path,
    cases: Iterable[Case],
    peers: Callable[[str], Iterable[str]],
    options: argparse.Namespace,
) -> dict[str, Any]:
    """{case: {peer: {metric: {median, low, high}} or the reason why not}}.

    Peers take turns, so that all see the same machine; one that failed is not asked again.
    """
    found: dict[str, Any] = {}
    with browser.served(directory) as address:
        for case in cases:
            if options.case and case.name not in options.case:
                continue
            values: dict[str, list[dict[str, float]] | str] = {
                peer: [] for peer in options.peer or peers(case.name)
            }
            for _ in range(options.repeat * case.times):
                for peer, sofar in values.items():
                    if isinstance(sofar, str):
                        continue
                    value = browser.measure(playwright, address, peer, case, options.seconds)
                    print(f"{case.name:12} {peer:14}", shown(value), flush=True)
                    if isinstance(value, str):
                        values[peer] = value
                    else:
                        sofar.append(value)
            found[case.name] = {
                peer: value if isinstance(value, str) else spread(value)
                for peer, value in values.items()
            }
    return found


def shown(value: dict[str, float] | str) -> str:
    return (
        value
        if isinstance(value, str)
        else ", ".join(f"{k} {v:.0f}" for k, v in sorted(value.items()))
    )


def spread(runs: list[dict[str, float]]) -> dict[str, dict[str, float]]:
    columns = {name: [one[name] for one in runs if name in one] for name in runs[0]}
    return {
        name: {"median": statistics.median(column), "low": min(column), "high": max(column)}
        for name, column in columns.items()
    }


if __name__ == "__main__":
    main()
