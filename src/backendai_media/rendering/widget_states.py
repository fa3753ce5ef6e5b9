"""The states of a document's widgets, and where in a result what Output widgets show belongs."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable

from ..model.compaction import WidgetModel, follow
from ..model.items import CommItem, Item

__all__ = ["WidgetStates"]


class WidgetStates:
    """Follows the messages of a document's widgets; in `render` one for each call."""

    def __init__(self) -> None:
        self.models: dict[str, WidgetModel] = {}
        self.closed: set[str] = set()
        #: Characters of the markup of what was shown.
        self.sizes: dict[str, int] = {}
        # It cannot be guessed, so that outputs cannot forge it.
        self._token = f"t{secrets.token_hex(12)}w"
        #: By their widgets: what is in them, and how many widgets they are in.
        self._outlets: dict[str, tuple[list[str], int]] = {}
        #: How many widgets the present item is in.
        self.level = 0

    def begin(self, items: Iterable[Item]) -> None:
        """Begin another result, and follow the messages in it."""
        self._outlets = {}
        self.follow(items)

    def follow(self, items: Iterable[Item]) -> None:
        """Follow messages of widgets."""
        for item in items:
            if isinstance(item, CommItem):
                follow(self.models, item)
                known = self.closed.add if item.method == "close" else self.closed.discard
                known(item.widget or "")

    def get(self, name: str) -> WidgetModel | None:
        """Return a model that was opened."""
        model = self.models.get(name)
        return model if model and model.is_opened else None

    def outlet(self, name: str, level: int) -> str:
        """Return what stands for the content of an Output widget until `filled`."""
        if name in self._outlets:
            return ""
        self._outlets[name] = [], level
        return f"{self._token}{len(self._outlets) - 1}t"

    def place(self, name: str | None, slots: list[str]) -> list[str]:
        """Return where the next item goes: into an Output widget that is in another, or `slots`."""
        place, self.level = self._outlets.get(name or "", (slots, 0))
        return place

    def filled(self, markup: str) -> str:
        """Return the markup of a result with the content of its Output widgets in their places."""
        if not self._outlets:
            return markup
        contents = [content for content, _ in self._outlets.values()]
        token = re.compile(f"{self._token}([0-9]+)t")
        out: list[str] = []
        # Texts and numbers of outlets in turn.
        reading = [iter(token.split(markup))]
        levels = [False]
        while reading:
            piece = next(reading[-1], None)
            if piece is None:
                reading.pop()
                levels.pop()
                continue
            if levels[-1]:
                reading.append(iter(token.split("".join(contents[int(piece)]))))
                contents[int(piece)] = []
                levels[-1] = False
                levels.append(False)
            else:
                out.append(piece)
                levels[-1] = True
        return "".join(out)
