"""What a case is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

# Of one peer, by metric: the median over the repetitions.
Medians = dict[str, float]


@dataclass(frozen=True)
class Metric:
    """One figure of a case. `bar`: what ours may take, given all medians; `None`: no bar."""

    name: str
    unit: str
    bar: Callable[[dict[str, Medians]], float] | None = None
    digits: int = 0


@dataclass(frozen=True)
class Case:
    """A workload.

    `run` is an async JavaScript function of `(peer, bench)` → {metric: number}. The runner adds
    `heap`, MB that are kept, and `main`, ms of the main thread. `whole`: loading counts.
    `times`: runs in each repetition, more where a few milliseconds are measured.
    """

    name: str
    title: str
    metrics: tuple[Metric, ...]
    run: str
    whole: bool = False
    times: int = 1
    notes: dict[str, str] = field(default_factory=dict)


LONGEST = Metric("longest", "ms", lambda _: 50)
