"""What is written down about sessions: that they start and end and who came, never what was said.

Every record of the logger `backendai_media.terminal` has its fields as `record.terminal`, a dict
with `event`, for those who write JSON; its message says the same in words.
"""

from __future__ import annotations

import json
import logging
from typing import Final

LOG: Final = logging.getLogger("backendai_media.terminal")


def note(event: str, level: int = logging.INFO, /, **fields: object) -> None:
    """Write down an event."""
    if LOG.isEnabledFor(level):
        text = " ".join(f"{name}={value}" for name, value in fields.items())
        LOG.log(level, "%s %s", event, text, extra={"terminal": {"event": event, **fields}})


class Lines(logging.Formatter):
    """Writes records as lines of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        fields = getattr(record, "terminal", None) or {"event": record.getMessage()}
        head = {"time": round(record.created, 3), "level": record.levelname.lower()}
        trace = {"trace": self.formatException(record.exc_info)} if record.exc_info else {}
        return json.dumps({**head, **fields, **trace}, default=str)
