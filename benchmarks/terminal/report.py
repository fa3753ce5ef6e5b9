"""Results as tables and a plot, written into README.md between two marks."""

from __future__ import annotations

import os
import pty
import time
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt

from ..report import OURS, THEIRS, put, undress
from .peers import NAMES, PINNED
from .rows import ROWS, Figures, lines

HERE = Path(__file__).parent
#: Of these more is better.
MORE = ("MB/s", "opened per second")


def best(runs: list[Figures | str]) -> Figures | str:
    """The best of each figure: what disturbs a machine only ever makes it slower."""
    good = [run for run in runs if not isinstance(run, str)]
    if not good:
        return str(runs[-1])
    return {k: (max if k in MORE else min)(run[k] for run in good) for k in good[0]}


def kernel() -> Figures:
    """What the kernel's own terminal gives to a loop that only reads, and takes for it."""
    file = lines()
    pid, fd = pty.fork()
    if pid == 0:
        os.execvp("cat", ["cat", str(file)])
    size, start, before = 0, time.perf_counter(), time.process_time()
    try:
        while data := os.read(fd, 1 << 16):
            size += len(data)
    except OSError:  # how Linux says that it ended
        pass
    took, busy = time.perf_counter() - start, time.process_time() - before
    os.close(fd)
    os.waitpid(pid, 0)
    return {"MB/s": size / took / 1e6, "CPU s per 62 MB": busy * 62e6 / size}


def tables(results: dict[str, Any]) -> str:
    parts = []
    for row, found in results["rows"].items():
        title, _, bar = ROWS[row]
        heads = next((list(v) for v in found.values() if isinstance(v, dict)), [])
        rows = [
            f"### {title}",
            "",
            "| | " + " | ".join(heads) + " |",
            "|---" * (len(heads) + 1) + "|",
        ]
        rows.append(f"| *our target* | *{bar}* |" + " |" * (len(heads) - 1))
        for name, value in found.items():
            cells = (
                [f"{value[head]:,.{1 if value[head] < 100 else 0}f}" for head in heads]
                if isinstance(value, dict)
                else [value, *[""] * (len(heads) - 1)]
            )
            rows.append(f"| {NAMES[name]} | " + " | ".join(cells) + " |")
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


def plot(results: dict[str, Any], file: Path) -> None:
    panels = [
        (f"{ROWS[row][0]}: {head}", {n: v[head] for n, v in found.items() if isinstance(v, dict)})
        for row, found in results["rows"].items()
        for head in [next((next(iter(v)) for v in found.values() if isinstance(v, dict)), "")]
        if row != "exact" and head
    ]
    plt.rcParams.update(
        {"font.family": "DejaVu Sans", "svg.fonttype": "path", "svg.hashsalt": "benchmarks"}
    )
    figure, axes = plt.subplots(len(panels), 1, figsize=(9, 1.7 * len(panels)), facecolor="white")
    for axis, (title, values) in zip(axes, panels, strict=True):
        colors = [OURS if name in ("ours", "store") else THEIRS for name in values]
        bars = axis.barh(
            [NAMES[n] for n in values], list(values.values()), color=colors, height=0.7
        )
        axis.bar_label(bars, [f" {v:,.1f}" for v in values.values()], fontsize=8, color="#333")
        axis.set_title(title, loc="left", fontsize=9.5)
        axis.set_xlim(0, max(*values.values(), 0.1) * 1.2)
        undress(axis)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)


def write(results: dict[str, Any]) -> None:
    """Put tables and plot into README.md."""
    plot(results, HERE / "results/latest.svg")
    head = (
        f"Measured on {results['date']} with `python -m benchmarks.terminal --repeat "
        f"{results['repeat']}`: {results['machine']}; the best of {results['repeat']} runs, "
        f"with the servers taking turns. {', '.join(PINNED)}. On this machine, at that time, the "
        f"kernel's own terminal delivered {results['kernel']['MB/s']:.1f} MB/s to a loop that only "
        f"reads, which took {results['kernel']['CPU s per 62 MB']:.2f} s of processor time for "
        "62 MB."
    )
    put(HERE / "README.md", head, "Bars", tables(results))
