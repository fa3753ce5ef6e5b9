"""Shows inputs of every type and shape at three sizes, and notes the longest task of the page.

`python -m benchmarks.steady [--engine NAME …] [--kind TYPE …] [--size N] [--seconds S] [--write]`

The browsers run in a process of their own: one that does not answer in time is ended, which counts
as "no answer", and the rest goes on in another one.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import select
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.browser.steady import inputs, kinds

HERE = Path(__file__).parent
ENGINES = ("chromium", "firefox", "webkit")
#: Milliseconds of a task that are too many.
BAR_MS = 100

Row = dict[str, Any]


def main() -> None:
    """Measure, print, and with `--write` keep the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.steady")
    parser.add_argument("--engine", action="append", choices=ENGINES)
    parser.add_argument("--kind", action="append", choices=kinds())
    parser.add_argument("--shape", default="", help="a part of a shape's name")
    parser.add_argument("--size", type=int, default=10_000_000, help="the largest of the sizes")
    parser.add_argument("--steps", type=int, default=3, help="sizes, each twice the one before")
    parser.add_argument("--seconds", type=float, default=60, help="patience with one input")
    parser.add_argument("--write", action="store_true", help="keep the tables")
    options = parser.parse_args()
    rows: list[Row] = []
    for engine in options.engine or ENGINES:
        page = Page(engine, options.seconds)
        for one in inputs():
            if one.kind not in (options.kind or kinds()) or options.shape not in one.name:
                continue
            for step in reversed(range(options.steps)):
                size = options.size >> step
                row = page.measure(one.kind, one.name, size)
                # The machine has other work too: the best counts.
                if row.get("longest", 0) > BAR_MS:
                    again = page.measure(one.kind, one.name, size)
                    row = min(row, again, key=lambda it: it.get("longest", 1e9))
                rows.append(
                    {"engine": engine, "kind": one.kind, "name": one.name, "asked": size, **row}
                )
                print(line(rows[-1]), flush=True)
                if "error" in row:
                    break
        page.close()
    if options.write:
        write(rows)


def line(row: Row) -> str:
    """One measurement, marked where it is over the bar."""
    mark = "!!" if row.get("longest", 1e9) > BAR_MS else "  "
    counts = "{longest:6} ms longest, {ms:6} ms until shown, {elements:8,} elements, "
    counts += "{characters:11,} characters {failed}"
    result = row.get("error") or counts.format_map(row)
    names = f"{row['engine']:9}{row['kind'][:34]:35}{row['name'][:34]:35}"
    return f"{mark} {names}{row['asked']:11,} {result}"


class Page:
    """A page in a process of its own, which is replaced when it does not answer."""

    def __init__(self, engine: str, seconds: float) -> None:
        self._engine, self._seconds = engine, seconds
        self._process: subprocess.Popen[bytes] | None = None

    def measure(self, kind: str, name: str, size: int) -> Row:
        """What the page says of an input."""
        if self._process is None:
            command = [sys.executable, "-m", "benchmarks.steady.worker", self._engine]
            pipe = subprocess.PIPE
            self._process = subprocess.Popen(
                command,
                stdin=pipe,
                stdout=pipe,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            self._answer(120)
        assert self._process.stdin
        self._process.stdin.write(json.dumps([kind, name, size]).encode() + b"\n")
        self._process.stdin.flush()
        answer = self._answer(self._seconds)
        if "error" in answer:
            self.close()
        return answer

    def _answer(self, seconds: float) -> Row:
        assert self._process
        assert self._process.stdout
        ready, _, _ = select.select([self._process.stdout], [], [], seconds)
        text = self._process.stdout.readline() if ready else b""
        answer: Row = json.loads(text) if text else {"error": f"no answer in {seconds:.0f} s"}
        return answer

    def close(self) -> None:
        """End the process and its browser."""
        process, self._process = self._process, None
        if process is None:
            return
        for number in signal.SIGTERM, signal.SIGKILL:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)


def write(rows: list[Row]) -> None:
    """Keep the longest task of each type and shape, over all sizes."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for row in rows:
        cell = found.setdefault((row["kind"], row["name"]), {})
        cell[row["engine"]] = max(cell.get(row["engine"], 0), row.get("longest", float("inf")))
    engines = [engine for engine in ENGINES if any(engine in cell for cell in found.values())]
    sizes = sorted({row["asked"] for row in rows})
    about = (
        f"Measured on {datetime.now(UTC).date()} with `python -m benchmarks.steady --write`: "
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, no GPU; "
        f"sizes {', '.join(f'{size:,}' for size in sizes)} characters."
    )
    head = f"| type | shape | {' | '.join(engines)} |\n|---|---|{'---|' * len(engines)}"
    body = [
        f"| {kind} | {name} | {' | '.join(cell_text(cell.get(engine)) for engine in engines)} |"
        for (kind, name), cell in found.items()
    ]
    readme = HERE / "README.md"
    before, mark, _ = readme.read_text(encoding="utf-8").partition("<!-- results -->\n")
    rows_text = "\n".join(body)
    bold = f"Milliseconds; those over {BAR_MS} are bold."
    text = f"{before}{mark}{about} {bold}\n\n{head}\n{rows_text}\n<!-- end of results -->\n"
    readme.write_text(text, encoding="utf-8")
    (HERE / "latest.json").write_text(json.dumps(rows, indent=0) + "\n", encoding="utf-8")


def cell_text(value: float | None) -> str:
    """A number, bold over the bar; none where it was not measured."""
    if value is None:
        return ""
    text = "no answer" if value == float("inf") else f"{value:.0f}"
    return f"**{text}**" if value > BAR_MS else text


if __name__ == "__main__":
    main()
