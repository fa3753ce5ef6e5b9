"""`python -m benchmarks.terminal [--repeat N] [--row NAME …] [--peer NAME …]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from . import peers, report
from .rows import ROWS, Figures

RESULTS = Path(__file__).parent / "results/latest.json"


def measure(name: str, row: str) -> Figures | str:
    """Run one row against a fresh server."""
    try:
        with peers.running(name) as server:
            return ROWS[row][1](server)
    except (AssertionError, OSError, RuntimeError, ValueError) as error:
        return str(error) or type(error).__name__


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.terminal", description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="runs of each; the best counts")
    parser.add_argument("--row", action="append", choices=list(ROWS))
    parser.add_argument("--peer", action="append", choices=peers.available())
    options = parser.parse_args()
    found: dict[str, Any] = {}
    for row in options.row or ROWS:
        runs: dict[str, list[Figures | str]] = {p: [] for p in options.peer or peers.available()}
        for _ in range(options.repeat):
            for name, sofar in runs.items():  # taking turns: all see the same machine
                if not (sofar and isinstance(sofar[-1], str)):
                    sofar.append(measure(name, row))
                    print(f"{row:11} {name:10} {sofar[-1]}", flush=True)
        found[row] = {name: report.best(values) for name, values in runs.items()}
    results = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}",
        "repeat": options.repeat,
        "kernel": report.best([report.kernel() for _ in range(options.repeat)]),
        "rows": found,
    }
    print(report.tables(results))
    if not (options.row or options.peer):
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
        report.write(results)


if __name__ == "__main__":
    main()
