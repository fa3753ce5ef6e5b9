"""Counters, as Prometheus reads them."""

from __future__ import annotations

from collections import Counter
from typing import Final

TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_PREFIX: Final = "backendai_terminal"


class Metrics:
    """Counts what happens at the door and in connections, never what it was."""

    def __init__(self) -> None:
        self.viewers = 0
        self.connections = 0
        self.output = 0
        self.input = 0
        self.tickets = 0
        self.refused: Counter[int] = Counter()

    def render(self, sessions: int) -> str:
        """Return the counters in Prometheus' text format, version 0.0.4."""
        rows = [
            ("sessions", "gauge", "Sessions that there are.", {"": sessions}),
            ("viewers", "gauge", "Connections that look at one.", {"": self.viewers}),
            ("connections_total", "counter", "Connections let in.", {"": self.connections}),
            ("output_bytes_total", "counter", "Output sent to viewers.", {"": self.output}),
            ("input_bytes_total", "counter", "Input from viewers.", {"": self.input}),
            ("tickets_total", "counter", "Tickets issued.", {"": self.tickets}),
            (
                "refused_total",
                "counter",
                "Requests refused, by HTTP status.",
                {f'{{status="{status}"}}': n for status, n in sorted(self.refused.items())},
            ),
        ]
        lines = []
        for name, kind, about, values in rows:
            lines += [f"# HELP {_PREFIX}_{name} {about}", f"# TYPE {_PREFIX}_{name} {kind}"]
            lines += [f"{_PREFIX}_{name}{labels} {value}" for labels, value in values.items()]
        return "\n".join(lines) + "\n"
