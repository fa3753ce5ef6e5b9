"""Results as tables and a plot, written into README.md between two marks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt

from ..report import OURS, THEIRS, bar, cell, publish, undress
from .cases import CASES

HERE = Path(__file__).parent
PEERS = {"media": "Backend.AI Media", "jupyter": "html-manager"}
#: What the plot shows of each case.
PLOTTED = [("controls", "shown"), ("progress", "busy"), ("many", "shown"), ("many", "longest")]


def tables(results: dict[str, Any]) -> str:
    """Return the results in markdown."""
    parts = ["### Script, KB gzip", "", "| | |", "|---|---|"]
    parts += [f"| {name} | {size:,.1f} |" for name, size in results["sizes"].items()]
    for case in CASES:
        found = results["cases"].get(case.name)
        if found is None:
            continue
        heads = [f"{metric.name}, {metric.unit}" for metric in case.metrics]
        limits = [bar(metric, found) for metric in case.metrics]
        said = [f"*≤ {limit:,.0f}*" if limit is not None else "" for limit in limits]
        parts += ["", f"### {case.title}", "", f"| | {' | '.join(heads)} |"]
        parts += ["|---" * (len(heads) + 1) + "|", f"| *our target* | {' | '.join(said)} |"]
        for peer, value in found.items():
            cells = [cell(value, metric) for metric in case.metrics]
            if isinstance(value, str):
                cells = [value, *[""] * (len(heads) - 1)]
            parts.append(f"| {PEERS[peer]} | {' | '.join(cells)} |")
    if live := results.get("live"):
        parts += ["", "### From a slider by way of its kernel to a label, ms", ""]
        parts += ["| | median | 95th percentile | longest |", "|---|---|---|---|"]
        parts += ["| *our target* | | *≤ 60* | |"]
        for name, found in live.items():
            values = " | ".join(f"{found[one]:,.1f}" for one in ("median", "p95", "longest"))
            parts += [f"| {name} | {values} |"]
    return "\n".join(parts)


def plot(results: dict[str, Any], file: Path) -> None:
    """One row of bars for the sizes, and one for each figure of `PLOTTED`."""
    plt.rcParams.update(
        {"font.family": "DejaVu Sans", "svg.fonttype": "path", "svg.hashsalt": "benchmarks"}
    )
    rows = [("Script, KB gzip", dict(results["sizes"]))]
    for name, metric in PLOTTED:
        case = next(case for case in CASES if case.name == name)
        unit = next(one.unit for one in case.metrics if one.name == metric)
        values = {
            PEERS[peer]: value[metric]["median"]
            for peer, value in results["cases"][name].items()
            if isinstance(value, dict)
        }
        rows.append((f"{case.title}: {metric}, {unit}", values))
    figure, axes = plt.subplots(len(rows), 1, figsize=(9, 1.5 * len(rows)), facecolor="white")
    for axis, (title, values) in zip(axes, rows, strict=True):
        colors = [OURS if name.startswith(PEERS["media"]) else THEIRS for name in values]
        bars = axis.barh(list(values), list(values.values()), color=colors, height=0.7)
        axis.bar_label(bars, [f" {value:,.0f}" for value in values.values()], fontsize=8)
        axis.set_xlim(0, max(values.values()) * 1.15 or 1)
        axis.set_title(title, loc="left", fontsize=9.5)
        undress(axis)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)


def write(results: dict[str, Any]) -> None:
    """Put tables and plot into README.md."""
    plot(results, HERE / "results/latest.svg")
    publish(HERE / "README.md", results["about"], "Bars, shorter is better", tables(results))
