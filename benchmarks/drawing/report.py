"""Results as tables and a plot, written into README.md between two marks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt

from ..report import OURS, bar, cell, publish
from .cases import CASES
from .scenes import COUNTS

HERE = Path(__file__).parent
PEERS = {"media": "Backend.AI Media", "by_hand": "by hand", "konva": "Konva", "fabric": "Fabric"}
COLORS = {"media": OURS, "by_hand": "#b6bec7", "konva": "#c98a2b", "fabric": "#7b6fc4"}


def tables(results: dict[str, Any]) -> str:
    parts = ["### Script, KB gzip", "", "| | |", "|---|---|"]
    for peer, size in results["sizes"].items():
        name = PEERS[peer] + (", the chunk (target: 20)" if peer == "media" else "")
        parts.append(f"| {name} | {size:,.1f} |")
    python = results["python"]
    parts += [
        "",
        "### Python: 100,000 lines drawn and encoded",
        "",
        f"{python['produced']['median']:,.0f} ms (target: 500), {python['size']['median']:.1f} MB.",
    ]
    for case in CASES:
        if case.name not in results["cases"]:
            continue
        found = results["cases"][case.name]
        heads = [f"{metric.name}, {metric.unit}" for metric in case.metrics]
        bars = [bar(metric, found) for metric in case.metrics]
        said = [f"*≤ {limit:,.0f}*" if limit is not None else "" for limit in bars]
        parts += ["", f"### {case.title}", "", "| | " + " | ".join(heads) + " |"]
        parts += ["|---" * (len(heads) + 1) + "|", f"| *our target* | {' | '.join(said)} |"]
        for peer, value in found.items():
            cells = [cell(value, metric) for metric in case.metrics]
            if isinstance(value, str):
                cells = [value, *[""] * (len(heads) - 1)]
            parts.append(f"| {PEERS[peer]} | " + " | ".join(cells) + " |")
    return "\n".join(parts)


def plot(results: dict[str, Any], file: Path) -> None:
    """Time against objects, both logarithmic: a straight line of slope 1 is proportional."""
    plt.rcParams.update(
        {"font.family": "DejaVu Sans", "svg.fonttype": "path", "svg.hashsalt": "benchmarks"}
    )
    figure, axis = plt.subplots(figsize=(8, 4.5), facecolor="white")
    for peer, name in PEERS.items():
        points = [
            (count, value["painted"]["median"])
            for count in COUNTS
            if isinstance(value := results["cases"][f"draw-{count}"][peer], dict)
        ]
        width = 2.5 if peer == "media" else 1.5
        axis.plot(*zip(*points, strict=True), "o-", color=COLORS[peer], label=name, linewidth=width)
    axis.set_xscale("log")
    axis.set_yscale("log")
    axis.set_xlabel("objects, not animated")
    axis.set_ylabel("ms until painted")
    axis.grid(visible=True, which="major", color="#ddd")
    axis.legend(frameon=False)
    for side in ("top", "right"):
        axis.spines[side].set_visible(False)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)


def write(results: dict[str, Any]) -> None:
    """Put tables and plot into README.md."""
    plot(results, HERE / "results/latest.svg")
    publish(HERE / "README.md", results["about"], "Time against objects", tables(results))
