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
PEERS = {
    "media": "Backend.AI Media",
    "by_hand": "by hand",
    "json_viewer": "json-viewer",
    "tabulator": "Tabulator",
}


def tables(results: dict[str, Any]) -> str:
    parts = ["### Script, KB gzip", "", "| | |", "|---|---|"]
    parts += [f"| {name} | {size:,.1f} |" for name, size in results["sizes"].items()]
    for case in CASES:
        found = results["cases"].get(case.name)
        if found is None:
            continue
        heads = [f"{metric.name}, {metric.unit}" for metric in case.metrics]
        bars = [bar(metric, found) for metric in case.metrics]
        said = [f"*≤ {limit:,.0f}*" if limit is not None else "" for limit in bars]
        parts += ["", f"### {case.title}", "", "| | " + " | ".join(heads) + " |"]
        parts += ["|---" * (len(heads) + 1) + "|", f"| *our target* | {' | '.join(said)} |"]
        for peer, value in found.items():
            note = f" ({case.notes[peer]})" if peer in case.notes else ""
            cells = [cell(value, metric) for metric in case.metrics]
            if isinstance(value, str):
                cells = [value, *[""] * (len(heads) - 1)]
            parts.append(f"| {PEERS[peer]}{note} | " + " | ".join(cells) + " |")
    return "\n".join(parts)


def plot(results: dict[str, Any], file: Path) -> None:
    """One row of bars for each figure that has one for several peers."""
    plt.rcParams.update(
        {"font.family": "DejaVu Sans", "svg.fonttype": "path", "svg.hashsalt": "benchmarks"}
    )
    wanted = [("json", "shown"), ("json", "longest"), ("table", "shown"), ("table", "frame")]
    figure, axes = plt.subplots(len(wanted), 1, figsize=(9, 1.9 * len(wanted)), facecolor="white")
    for axis, (name, metric) in zip(axes, wanted, strict=True):
        case = next(case for case in CASES if case.name == name)
        unit = next(one.unit for one in case.metrics if one.name == metric)
        values = {
            peer: value[metric]["median"]
            for peer, value in results["cases"][name].items()
            if isinstance(value, dict) and metric in value
        }
        names = [
            PEERS[peer] + (f" ({case.notes[peer]})" if peer in case.notes else "")
            for peer in values
        ]
        colors = [OURS if peer == "media" else THEIRS for peer in values]
        bars = axis.barh(names, list(values.values()), color=colors, height=0.7)
        axis.bar_label(bars, [f" {value:,.0f}" for value in values.values()], fontsize=8)
        axis.set_xlim(0, max(values.values()) * 1.15 or 1)
        axis.set_title(f"{case.title}: {metric}, {unit}", loc="left", fontsize=9.5)
        undress(axis)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)


def write(results: dict[str, Any]) -> None:
    """Put tables and plot into README.md."""
    plot(results, HERE / "results/latest.svg")
    publish(HERE / "README.md", results["about"], "Bars, shorter is better", tables(results))
