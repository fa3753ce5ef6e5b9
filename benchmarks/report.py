"""Results as markdown tables and a plot, written into README.md between two marks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("svg")
import matplotlib.pyplot as plt

from .bundles import PEERS
from .case import Case, Metric
from .cases import CASES

HERE = Path(__file__).parent
BEGIN, END = "<!-- results -->", "<!-- end of results -->"
OURS, THEIRS = "#1a7f5a", "#b6bec7"


def medians(results: dict[str, Any]) -> dict[str, float]:
    return {name: value["median"] for name, value in results.items()}


def bar(metric: Metric, found: dict[str, Any]) -> float | None:
    """What ours may take; `None` where there is no bar, or not all that it needs was measured."""
    try:
        every = {peer: medians(value) for peer, value in found.items() if isinstance(value, dict)}
        return metric.bar(every) if metric.bar else None
    except KeyError:
        return None


def cell(value: Any, metric: Metric) -> str:
    if not isinstance(value, dict):
        return str(value)
    one = value.get(metric.name)
    if one is None:
        return "–"
    low, high = f"{one['low']:,.{metric.digits}f}", f"{one['high']:,.{metric.digits}f}"
    spread = f" ({low}–{high})" if low != high else ""
    return f"{one['median']:,.{metric.digits}f}{spread}"


def table(case: Case, found: dict[str, Any]) -> str:
    heads = [f"{metric.name}, {metric.unit}" for metric in case.metrics]
    lines = [
        f"### {case.title}",
        "",
        "| | " + " | ".join(heads) + " |",
        "|---" * (len(heads) + 1) + "|",
    ]
    bars = [bar(metric, found) for metric in case.metrics]
    lines.append(
        "| *our target* | "
        + " | ".join(f"*≤ {b:,.0f}*" if b is not None else "" for b in bars)
        + " |"
    )
    for peer, value in found.items():
        note = f" ({case.notes[peer]})" if peer in case.notes else ""
        cells = [cell(value, metric) for metric in case.metrics]
        if isinstance(value, str):
            cells = [value, *[""] * (len(heads) - 1)]
        lines.append(f"| {PEERS[peer]}{note} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def size_table(sizes: dict[str, Any]) -> str:
    lines = ["### Script to load, KB", "", "| | gzip | raw |", "|---|---|---|"]
    ours = sizes["media"]
    lines.append(
        "| Backend.AI Media, `main.min.js` (target: 7, 20) "
        f"| {ours['entry']:.1f} | {ours['entry_raw']:.1f} |"
    )
    for peer, value in sizes.items():
        name = PEERS[peer] + (", with text and HTML (target: 26)" if peer == "media" else "")
        lines.append(f"| {name} | {value['gzip']:,.1f} | {value['raw']:,.1f} |")
    return "\n".join(lines)


def tables(results: dict[str, Any]) -> str:
    parts = [size_table(results["sizes"])]
    parts += [
        table(case, results["cases"][case.name]) for case in CASES if case.name in results["cases"]
    ]
    return "\n\n".join(parts)


def plot(results: dict[str, Any], file: Path) -> None:
    """The size and each case's first metric as bars on logarithmic scales: shorter is better."""
    panels = [
        (
            "Script needed to show text, images and HTML, KB gzip",
            {p: v["gzip"] for p, v in results["sizes"].items()},
        )
    ]
    for case in CASES:
        metric, found = case.metrics[0], results["cases"][case.name]
        values = {
            p: v[metric.name]["median"] if isinstance(v, dict) else None for p, v in found.items()
        }
        panels.append((f"{case.title} ({metric.name}), {metric.unit}", values))
    plt.rcParams.update(
        {"font.family": "DejaVu Sans", "svg.fonttype": "path", "svg.hashsalt": "benchmarks"}
    )
    figure, axes = plt.subplots(len(panels), 1, figsize=(9, 2.1 * len(panels)), facecolor="white")
    for axis, (title, values) in zip(axes, panels, strict=True):
        names = [PEERS[peer] for peer in values]
        longest = max(value for value in values.values() if value is not None)
        widths = [longest * 2 if value is None else value for value in values.values()]
        colors = [OURS if peer == "media" else THEIRS for peer in values]
        bars = axis.barh(names, widths, color=colors, height=0.7)
        labels = [
            " not in time"
            if value is None
            else f" {value:,.1f}"
            if value < 10
            else f" {value:,.0f}"
            for value in values.values()
        ]
        axis.bar_label(bars, labels, fontsize=8, color="#333")
        axis.set_xscale("log")
        axis.set_xlim(min(widths) / 3, max(widths) * 3)
        axis.set_title(title, loc="left", fontsize=9.5)
        undress(axis)
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})
    plt.close(figure)


def write(results: dict[str, Any]) -> None:
    """Puts tables and plot into README.md."""
    plot(results, HERE / "results/latest.svg")
    publish(HERE / "README.md", results["about"], "Bars, shorter is better", tables(results))


def publish(readme: Path, about: dict[str, Any], alternative: str, results: str) -> None:
    """Puts results into a README, and says how, where and with what they were measured."""
    packages = ", ".join(f"{name} {version}" for name, version in about["packages"].items())
    head = (
        f"Measured on {about['date']} with `{about['command']}`: {about['machine']}, "
        f"{about['browser']}; the median of {about['repeat']} runs, with the lowest and highest in "
        f"brackets. {packages}."
    )
    put(readme, head, alternative, results)


def undress(axis: Any) -> None:
    """Leaves bars and their labels."""
    axis.invert_yaxis()
    axis.tick_params(labelsize=8, length=0)
    axis.set_xticks([])
    axis.minorticks_off()
    for side in axis.spines.values():
        side.set_visible(False)


def put(readme: Path, head: str, alternative: str, results: str) -> None:
    """Puts results and their plot between the two marks of a README."""
    start, rest = readme.read_text(encoding="utf-8").split(BEGIN)
    _, end = rest.split(END)
    picture = f"![{alternative}](results/latest.svg)"
    body = f"{BEGIN}\n{head}\n\n{picture}\n\n{results}\n\n{END}"
    readme.write_text(start + body + end, encoding="utf-8")
