"""`python -m benchmarks.upload [--repeat N]`: publishing the bundle beside the AWS command line.

All publish to one SeaweedFS on this machine, in turns, each run to a prefix of its own: first, and
again when nothing has changed. The AWS command line is installed into a directory that goes away.
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
import venv
from datetime import UTC, datetime
from pathlib import Path

from backendai_media import assets
from tests.publishing.s3 import S3, serve_s3

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- publishing -->", "<!-- end of publishing -->"
OURS = "`backendai-media upload`"

#: {what publishes: [seconds of the first run, of the second], of each repetition}
Times = dict[str, list[tuple[float, float]]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.upload", description=__doc__)
    parser.add_argument("--repeat", type=int, default=7, help="runs, of which the median counts")
    repeat = parser.parse_args().repeat
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "s3").mkdir()
        aws = install_aws(folder / "aws")
        # Installed, modules are compiled once; in a checkout they may not be.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
        with serve_s3(folder / "s3") as server:
            times = measure(server, assets.bundle().parent, aws, repeat)
        version = subprocess.check_output([aws, "--version"], text=True).split()[0]
    text = report(times, version, repeat)
    print(text)
    write(text)


def install_aws(folder: Path) -> str:
    venv.create(folder, with_pip=True)
    pip = [str(folder / "bin/python"), "-m", "pip", "install", "--quiet", "awscli"]
    subprocess.run(pip, check=True, stderr=subprocess.DEVNULL)
    return str(folder / "bin/aws")


def measure(server: S3, directory: Path, aws: str, repeat: int) -> Times:
    ours = [str(Path(sys.executable).parent / "backendai-media"), "upload"]
    # Publishers by what they are called; each gets a prefix of its own in every round.
    commands = {
        OURS: [*ours, "{to}", "--assets", str(assets.bundle())],
        "`aws s3 cp --recursive`": [aws, "s3", "cp", str(directory), "{to}", "--recursive"],
        "`aws s3 sync`": [aws, "s3", "sync", str(directory), "{to}"],
    }
    times: Times = {name: [] for name in commands}
    for number in range(-1, repeat):  # the first one warms the machine's caches
        for place, (name, command) in enumerate(commands.items()):
            to = f"s3://open/{number}-{place}"
            filled = [to if part == "{to}" else part for part in command]
            first, again = (run([*filled, "--endpoint-url", server.endpoint], server) for _ in "12")
            if number >= 0:
                times[name].append((first, again))
    return times


def run(command: list[str], server: S3) -> float:
    start = time.perf_counter()
    subprocess.run(command, env=server.environ, check=True, capture_output=True)
    return time.perf_counter() - start


def report(times: Times, version: str, repeat: int) -> str:
    columns = {
        name: [cell([1000 * one[run] for one in runs]) for run in (0, 1)]
        for name, runs in times.items()
    }
    peers = [runs for name, runs in times.items() if name != OURS]
    first, again = (
        min(statistics.median(1000 * one[run] for one in runs) for runs in peers) for run in (0, 1)
    )
    machine = f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}"
    head = (
        f"Measured on {datetime.now(UTC).date()} with `python -m benchmarks.upload`: {machine}, "
        f"{version}, SeaweedFS on the same machine; the median of {repeat} runs, with the lowest "
        "and highest in brackets."
    )
    lines = [
        head,
        "",
        "| | first, ms | nothing changed, ms |",
        "|---|---|---|",
        f"| *our target* | *≤ {first:,.0f}* | *≤ {again / 5:,.0f}* |",
        *(f"| {name} | {cells[0]} | {cells[1]} |" for name, cells in columns.items()),
    ]
    return "\n".join(lines)


def cell(values: list[float]) -> str:
    return f"{statistics.median(values):,.0f} ({min(values):,.0f}–{max(values):,.0f})"


def write(text: str) -> None:
    """Put the table into README.md, between its marks."""
    start, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    _, _, end = rest.partition(END)
    README.write_text(f"{start}{BEGIN}\n{text}\n{END}{end}", encoding="utf-8")


if __name__ == "__main__":
    main()
