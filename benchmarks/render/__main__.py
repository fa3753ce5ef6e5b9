"""`python -m benchmarks.render [--repeat N]`: notebooks and logs as HTML, beside nbconvert."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import time
import warnings
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import matplotlib as mpl

from backendai_media.rendering import notebook, render

from . import corpus

mpl.use("svg")
import matplotlib.pyplot as plt

HERE = Path(__file__).parent
RESULTS = HERE / "results"
OURS, PEER = "Backend.AI Media", "nbconvert"
LINES = (1_000, 2_000, 5_000, 10_000, 20_000, 100_000)
#: Seconds beyond which a peer is not asked for more lines.
SLOW = 10


def converters() -> dict[str, Callable[[Path], str]]:
    """What makes a page of a file; each is made once, as who converts many would."""
    from nbconvert import HTMLExporter

    exporter = HTMLExporter()

    def ours(path: Path) -> str:
        return notebook(path.read_bytes(), standalone=True, title=path.stem)

    def theirs(path: Path) -> str:
        body: str = exporter.from_filename(str(path))[0]
        return body

    return {OURS: ours, PEER: theirs}


def clock(make: Callable[[], str], repeat: int) -> dict[str, Any]:
    """→ the least seconds and the length of what is made, or why there is nothing."""
    times, size = [], 0
    for _ in range(repeat):
        start = time.process_time()
        try:
            size = len(make())
        except Exception as error:  # noqa: BLE001 - what fails is a result
            return {"error": f"{type(error).__name__}: {str(error).splitlines()[0][:120]}"}
        times.append(time.process_time() - start)
    return {"seconds": min(times), "size": size}


def notebooks(paths: list[Path], repeat: int) -> dict[str, dict[str, Any]]:
    """{file: {who: {seconds, size} or {error}}}; they take turns at each file."""
    found: dict[str, dict[str, Any]] = {}
    makers = converters()
    for make in makers.values():
        make(paths[0])  # templates, lexers and the like are loaded
    for path in paths:
        found[path.name] = {
            who: clock(lambda make=make, path=path: make(path), repeat)  # type: ignore[misc]
            for who, make in makers.items()
        }
        print(path.name, found[path.name], flush=True)
    return found


def log(lines: int) -> str:
    """Lines as programs log them."""
    return "".join(
        f"\x1b[32m{n:06d}\x1b[0m \x1b[1;34mINFO\x1b[0m worker-{n % 7}: batch done in {n % 997} ms\n"
        for n in range(lines)
    )


def console(repeat: int) -> dict[str, dict[int, Any]]:
    """{who: {lines: {seconds, size}}}."""
    from nbconvert.filters.ansi import ansi2html

    makers = {OURS: lambda text: render([["stdout", text]]), PEER: ansi2html}
    found: dict[str, dict[int, Any]] = {who: {} for who in makers}
    for lines in LINES:
        text = log(lines)
        for who, make in makers.items():
            if any(one["seconds"] > SLOW for one in found[who].values()):
                continue
            found[who][lines] = clock(
                lambda make=make, text=text: make(text),  # type: ignore[misc]
                1 if who == PEER and lines > 5_000 else repeat,
            )
            print(f"{lines:8,} lines  {who:18} {found[who][lines]}", flush=True)
    return found


def peak(paths: list[Path]) -> float:
    """→ the megabytes that a process of its own takes at most to convert all files."""
    import subprocess
    import sys

    code = (
        "import sys, resource\n"
        "from pathlib import Path\n"
        "from backendai_media.rendering import notebook\n"
        "for path in sys.argv[1:]: notebook(Path(path).read_bytes(), standalone=True)\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    run = [sys.executable, "-c", code, *map(str, paths)]
    return int(subprocess.run(run, check=True, capture_output=True, text=True).stdout) / 1024


def report(files: dict[str, Any], text: dict[str, Any], megabytes: float, about: str) -> str:
    both = [one for one in files.values() if all("seconds" in it for it in one.values())]
    total = {who: sum(one[who]["seconds"] for one in both) for who in (OURS, PEER)}
    size = {who: sum(one[who]["size"] for one in both) for who in (OURS, PEER)}
    ratios = sorted(one[PEER]["seconds"] / one[OURS]["seconds"] for one in both)
    lines = [
        "# Static HTML compared with nbconvert",
        "",
        about,
        "",
        "![Bars](results/latest.svg)",
        "",
    ]
    lines += [f"{len(files)} published notebooks with outputs:", ""]
    lines += ["| | seconds in total | ms per notebook | failed | MB written |", "|---" * 5 + "|"]
    for who in (OURS, PEER):
        middle = statistics.median(one[who]["seconds"] for one in both) * 1000
        failed = sum("error" in one[who] for one in files.values())
        lines.append(
            f"| {who} | {total[who]:.2f} | {middle:.1f} | {failed} | {size[who] / 1e6:.1f} |"
        )
    faster = (
        f"**{total[PEER] / total[OURS]:.1f} × faster in total** *(target: ≥ 15)*; the "
        f"median notebook {statistics.median(ratios):.1f} × ({ratios[0]:.1f} to {ratios[-1]:.0f}). "
        f"A process that converts all of them with ours takes {megabytes:.0f} MB at most."
    )
    lines += [
        "",
        faster,
        "",
        "Times are of files that both convert. What failed with nbconvert:",
        "",
    ]
    errors: dict[str, int] = {}
    for one in files.values():
        if "error" in one[PEER]:
            errors[one[PEER]["error"]] = errors.get(one[PEER]["error"], 0) + 1
    lines += [f"- {count} × `{error}`" for error, count in errors.items()] or ["- nothing"]
    lines += ["", "Console text, seconds:", "", "| lines | " + " | ".join(text) + " |"]
    lines += ["|---" * (len(text) + 1) + "|"]
    for count in LINES:
        cells = [
            f"{text[who][count]['seconds']:.3f}" if count in text[who] else "not tried"
            for who in text
        ]
        bar = " *(target: ≤ 1)*" if count == 100_000 else ""
        lines.append(f"| {count:,} | {cells[0]}{bar} | {' | '.join(cells[1:])} |")
    return "\n".join(lines) + "\n"


def plot(files: dict[str, Any], text: dict[str, Any]) -> None:
    figure, (left, right) = plt.subplots(1, 2, figsize=(8, 3.4), layout="constrained")
    both = [one for one in files.values() if all("seconds" in it for it in one.values())]
    colors = {OURS: "#1a7f5a", PEER: "#8a939d"}
    for who, color in colors.items():
        times = sorted(one[who]["seconds"] * 1000 for one in both)
        left.plot([n / len(times) * 100 for n in range(len(times))], times, color=color, label=who)
        points = [(lines, one["seconds"]) for lines, one in text[who].items()]
        right.plot(*zip(*points, strict=True), marker="o", color=color, label=who)
    left.set(yscale="log", xlabel="% of notebooks", ylabel="ms, at most")
    right.set(xscale="log", yscale="log", xlabel="lines of console text", ylabel="seconds")
    for axis in (left, right):
        axis.legend(frameon=False, fontsize=8)
        axis.spines[["top", "right"]].set_visible(False)
    figure.savefig(RESULTS / "latest.svg", metadata={"Date": None})
    plt.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.render", description=__doc__)
    parser.add_argument("--repeat", type=int, default=3, help="runs, of which the best counts")
    repeat = parser.parse_args().repeat
    warnings.simplefilter("ignore")
    paths = corpus.fetch()
    files = notebooks(paths, repeat)
    text = console(repeat)
    about = (
        f"Measured on {datetime.now(UTC).date()} with `python -m benchmarks.render --repeat "
        f"{repeat}`: {os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python "
        f"{platform.python_version()}, nbconvert {version('nbconvert')}; processor time of one "
        f"process, the best of {repeat} runs, alternating for each file. The notebooks are those "
        f"with outputs in the source archives of {len(corpus.PINS)} packages (`corpus.py` has the "
        "digests)."
    )
    megabytes = peak(paths)
    RESULTS.mkdir(exist_ok=True)
    found = {"files": files, "console": text, "megabytes": megabytes}
    (RESULTS / "latest.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    made = report(files, text, megabytes, about)
    (HERE / "README.md").write_text(made, encoding="utf-8")
    plot(files, text)
    print(made)


if __name__ == "__main__":
    main()
