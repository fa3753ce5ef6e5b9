"""Log records and metrics of sessions: who came and what ended, never what was typed or shown."""

from __future__ import annotations

import json
import logging
from collections import Counter
from typing import Final

LOGGER: Final = logging.getLogger("backendai_media.terminal")
METRICS_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_PREFIX: Final = "backendai_terminal"


def log(event: str, level: int = logging.INFO, /, **fields: object) -> None:
    """Log an event.

    The record's message is the event with its fields; `record.terminal` is a dict of them.
    """
    if LOGGER.isEnabledFor(level):
        text = " ".join(f"{name}={value}" for name, value in fields.items())
        LOGGER.log(level, "%s %s", event, text, extra={"terminal": {"event": event, **fields}})


class JsonFormatter(logging.Formatter):
    """Formats each record as one line of JSON: `time`, `level`, `event` and the event's fields."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, without its end."""
        fields = getattr(record, "terminal", None) or {"event": record.getMessage()}
        head = {"time": round(record.created, 3), "level": record.levelname.lower()}
        trace = {"trace": self.formatException(record.exc_info)} if record.exc_info else {}
        return json.dumps({**head, **fields, **trace}, default=str)


class Metrics:
    """Counters of one application; sizes are in bytes."""

    def __init__(self) -> None:
        self.viewers = 0
        self.connections = 0
        self.output = 0
        self.input = 0
        self.tickets = 0
        self.refused: Counter[int] = Counter()

    def render(self, sessions: int) -> str:
        """Return the metrics in Prometheus' text format, version 0.0.4."""
        rows = [
            ("sessions", "gauge", "Open sessions.", {"": sessions}),
            ("viewers", "gauge", "Connected viewers.", {"": self.viewers}),
            ("connections_total", "counter", "Accepted connections.", {"": self.connections}),
            ("output_bytes_total", "counter", "Output sent to viewers.", {"": self.output}),
            ("input_bytes_total", "counter", "Input from viewers.", {"": self.input}),
            ("tickets_total", "counter", "Issued tickets.", {"": self.tickets}),
            (
                "refused_total",
                "counter",
                "Refused requests by HTTP status.",
                {f'{{status="{status}"}}': n for status, n in sorted(self.refused.items())},
            ),
        ]
        lines = []
        for name, kind, about, values in rows:
            lines += [f"# HELP {_PREFIX}_{name} {about}", f"# TYPE {_PREFIX}_{name} {kind}"]
            lines += [f"{_PREFIX}_{name}{labels} {value}" for labels, value in values.items()]
        return "\n".join(lines) + "\n"
