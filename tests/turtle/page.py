"""A page that presses keys by a script, with a clock of its own, for programs that run live."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

from backendai_media.drawing.encoding import TYPE, decode_commands
from backendai_media.model import Item, MediaItem, UpdateItem
from backendai_media.turtle import _events, _live, _loop

#: Milliseconds after which a program that goes on is interrupted.
PATIENCE = 5_000.0


class Page:
    """A source of events: `at(milliseconds, event)` says what comes when."""

    def __init__(self, items: list[Item]) -> None:
        self.now = 0.0
        self.items = items
        self.script: list[tuple[float, dict[str, Any]]] = []
        self.ends = PATIENCE
        self.seen = 0
        self.waits: list[float] = []

    def monotonic(self) -> float:
        return self.now / 1000

    def time_ns(self) -> int:
        return int(self.now)

    def at(self, milliseconds: float, *events: dict[str, Any]) -> None:
        self.script += [(milliseconds, one) for one in events]
        self.script.sort(key=lambda one: one[0])

    def press(self, milliseconds: float, *keys: str) -> None:
        for key in keys:
            self.at(milliseconds, {"kind": "press", "key": key}, {"kind": "release", "key": key})

    def click(self, milliseconds: float, x: float, y: float, button: int = 1) -> None:
        """Click at a point of a window of 640 × 600, in the turtles' coordinates."""
        place = {"x": x + 320.5, "y": 300.5 - y, "button": button}
        self.at(milliseconds, {"kind": "down", **place}, {"kind": "up", **place})

    def __call__(self, seconds: float, /) -> Iterable[Any]:
        self.waits.append(seconds)
        if self.now >= self.ends:
            raise KeyboardInterrupt
        until = self.now + seconds * 1000
        coming = self.script[0][0] if self.script else until
        self.now = max(self.now, min(until, coming))
        shown = [{"kind": "shown"}] if self.seen < len(self.items) else []
        self.seen = len(self.items)
        found = shown + [event for moment, event in self.script if moment <= self.now]
        self.script = [one for one in self.script if one[0] > self.now]
        return [{"drawing": self.drawing, **one} for one in found]

    @property
    def drawing(self) -> int:
        for item in reversed(self.items):
            if isinstance(item, MediaItem | UpdateItem) and TYPE in item.data:
                return int(decode_commands(item.data[TYPE])[0][0])
        return 0

    def listens(self) -> list[list[Any]]:
        """What the drawing said that it wants, one after the other."""
        found: list[list[Any]] = []
        for item in self.items:
            if isinstance(item, MediaItem | UpdateItem) and TYPE in item.data:
                commands = decode_commands(item.data[TYPE])
                found += [one[2:] for one in commands if one[1] == "listen"]
        return found


@pytest.fixture
def page(turtle: Any, sent: list[Item], monkeypatch: pytest.MonkeyPatch) -> Any:
    del turtle
    made = Page(sent)
    monkeypatch.setattr(_live, "time", made)
    monkeypatch.setattr(_loop, "time", made)
    monkeypatch.setattr(_events, "source", made)
    return made
