"""What is left of a result: streams joined, updates applied, what was cleared gone."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from msgspec import structs

from .items import (
    ClearItem,
    CommBuffer,
    CommItem,
    Item,
    MediaItem,
    ShowItem,
    StreamItem,
    UpdateItem,
    continues,
)
from .widgets import references_in, view_of

__all__ = ["WidgetModel", "compact", "follow", "shows_widget"]


def compact(items: Iterable[Item], *, places: bool = False) -> list[Item]:
    """Return the visible items of a result, those of Output widgets where these show.

    With `places`, the items that show an Output widget are kept, as the browser's `items` does, so
    that the widget can go on, behind those that open the widgets that show, with their last states.
    Mirrors `browser/src/core/placement.ts` and `renderers/reader/models.ts`.
    """
    parts: dict[str | None, _Part] = {None: _Part()}
    models: dict[str, WidgetModel] = {}
    updates: dict[str, tuple[UpdateItem, int]] = {}
    # Updates so far.
    count = 0
    for item in items:
        if isinstance(item, UpdateItem):
            count += 1
            updates[item.display_id] = item, count
        elif isinstance(item, CommItem):
            follow(models, item)
        else:
            parts.setdefault(item.widget, _Part()).place(item, count)
    visible = [_updated(item, since, updates) for item, since in _visible(parts, places=places)]
    return [*_opened(models, visible), *visible] if places else visible


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


@dataclass
class WidgetModel:
    """A widget: its state, and its binary values by the traits that they are in."""

    state: dict[str, Any] = field(default_factory=dict)
    buffers: dict[str | int, list[CommBuffer]] = field(default_factory=dict)
    is_opened: bool = False

    def in_order(self) -> list[CommBuffer]:
        """Return the binary values in the order of the traits."""
        later = (trait for trait in self.buffers if trait not in self.state)
        return [one for trait in [*self.state, *later] for one in self.buffers.get(trait, ())]


def follow(models: dict[str, WidgetModel], item: CommItem) -> None:
    """Follow a message of a widget."""
    name = item.widget or ""
    if item.method == "close":
        models.pop(name, None)
    elif item.method != "custom":
        model = models.get(name)
        data = item.data if isinstance(item.data, dict) else {}
        if model is None or (item.method == "open" and model.is_opened):
            model = models[name] = WidgetModel()
        buffers: dict[str | int, list[CommBuffer]] = {}
        for one in item.buffers:
            buffers.setdefault(one.path[0], []).append(one)
        if item.method == "open":  # changes that came before are newer
            early = model.state
            changed = {**buffers, **model.buffers}
            model.state = {**data, **early}
            model.buffers = {
                trait: parts
                for trait, parts in changed.items()
                if trait in model.buffers or trait not in early
            }
            model.is_opened = True
        else:
            for trait in data:
                model.buffers.pop(trait, None)
            model.state |= data
            model.buffers |= buffers
            # A whole state, such as a kernel of ipywidgets 7 answers.
            model.is_opened |= isinstance(data.get("_model_name"), str)


def _opened(models: dict[str, WidgetModel], items: list[Item]) -> Iterator[CommItem]:
    """Yield what opens the widgets that are reached from a result's items."""
    views = map(_view, items)
    reached = dict.fromkeys(one for one in views if one)
    waiting = list(reached)
    while waiting:
        model = models.get(waiting.pop())
        for value in model.state.values() if model and model.is_opened else ():
            for name in references_in(value):
                if name not in reached:
                    reached[name] = None
                    waiting.append(name)
    for name, model in models.items():
        is_link = model.state.get("_model_name") in {"LinkModel", "DirectionalLinkModel"}
        sources = references_in(model.state.get("source")) if is_link else []
        if model.is_opened and (name in reached or any(one in reached for one in sources)):
            yield CommItem("open", model.state, model.in_order(), widget=name)


def shows_widget(item: Item) -> bool:
    """Whether an item displays a widget."""
    return _view(item) is not None


def _view(item: Item) -> str | None:
    if isinstance(item, ShowItem):
        return item.widget_id
    return view_of(item.data) if isinstance(item, MediaItem) else None


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
