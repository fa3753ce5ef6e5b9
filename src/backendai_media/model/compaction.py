"""What is left of a result: streams joined, updates applied, what was cleared gone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from msgspec import structs

from .items import ClearItem, Item, MediaItem, ShowItem, StreamItem, UpdateItem, continues

__all__ = ["compact"]


def compact(items: Iterable[Item], *, places: bool = False) -> list[Item]:
    """Return the visible items of a result, those of Output widgets where these show.

    With `places`, the items that show an Output widget are kept, as the browser's `items` does, so
    that the widget can go on. Mirrors `browser/src/core/placement.ts`.
    """
    parts: dict[str | None, _Part] = {None: _Part()}
    updates: dict[str, tuple[UpdateItem, int]] = {}
    # Updates so far.
    count = 0
    for item in items:
        if isinstance(item, UpdateItem):
            count += 1
            updates[item.display_id] = item, count
        else:
            parts.setdefault(item.widget, _Part()).place(item, count)
    return [_updated(item, since, updates) for item, since in _visible(parts, places=places)]


@dataclass
class _Part:
    """What a result or an Output widget shows."""

    #: Each with the number of updates before it.
    slots: list[tuple[Item, int]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    clears: bool = False

    def place(self, item: Item, count: int) -> None:
        if isinstance(item, ClearItem):
            self.clears = item.wait
            if not item.wait:
                self.slots.clear()
            return
        if self.clears:
            self.slots.clear()
            self.clears = False
        last = self.slots[-1][0] if self.slots else None
        if isinstance(last, StreamItem) and continues(item, last):
            self.texts.append(item.text)
        else:
            self.end_stream()
            self.slots.append((item, count))

    def end_stream(self) -> None:
        """Add the texts that continue the last stream."""
        if self.texts and self.slots and isinstance(last := self.slots[-1][0], StreamItem):
            joined = structs.replace(last, text="".join([last.text, *self.texts]))
            self.slots[-1] = joined, self.slots[-1][1]
        self.texts.clear()


def _visible(parts: dict[str | None, _Part], *, places: bool) -> Iterator[tuple[Item, int]]:
    """Yield the items of a result; an Output widget's where it is shown first."""
    reading = [_slots(parts.pop(None))]
    while reading:
        item, since = next(reading[-1], (None, 0))
        if item is None:
            reading.pop()
            continue
        if places or not isinstance(item, ShowItem):
            yield item, since
        if isinstance(item, ShowItem) and (part := parts.pop(item.widget_id, None)):
            if places:  # where the items are shown again, the widget may be there
                yield ClearItem(wait=False, widget=item.widget_id), since
            reading.append(_slots(part))


def _slots(part: _Part) -> Iterator[tuple[Item, int]]:
    part.end_stream()
    return iter(part.slots)


def _updated(item: Item, since: int, updates: dict[str, tuple[UpdateItem, int]]) -> Item:
    """Return an item after the last update of its display, if one came later."""
    if isinstance(item, MediaItem) and item.display_id in updates:
        update, number = updates[item.display_id]
        if number > since:
            return structs.replace(item, data=update.data, metadata=update.metadata)
    return item
