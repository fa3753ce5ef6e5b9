"""How long a page's tasks are, by the processor time that they take: a busy machine makes no difference."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from .stage import Stage


@contextmanager
def longest_task(stage: Stage) -> Iterator[list[float]]:
    """Chromium only. Fill the list with the milliseconds of the longest task of the block."""
    page = stage.engine.page  # type: ignore[attr-defined]
    browser = page.context.browser
    found: list[float] = []
    page.wait_for_timeout(100)
    browser.start_tracing(page=page, categories=["toplevel"])
    try:
        yield found
    finally:
        trace = json.loads(browser.stop_tracing())
        events = trace["traceEvents"]
        main = {
            (event["pid"], event["tid"])
            for event in events
            if event["name"] == "thread_name" and event["args"].get("name") == "CrRendererMain"
        }
        times = (
            event.get("tdur", 0) / 1000
            for event in events
            if event.get("ph") == "X" and (event["pid"], event["tid"]) in main
        )
        found.append(max(times))
