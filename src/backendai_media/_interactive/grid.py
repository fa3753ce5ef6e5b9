"""Runs a function on a grid of arguments, or a sample of it, and keeps what it shows."""

from __future__ import annotations

import math
import random
import sys
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .._outputs.output import Output
from .._spec import INTERACTIVE_MAX_PACKED, INTERACTIVE_MAX_STATES, INTERACTIVE_MAX_UNPACKED
from ..errors import OutputError
from ..model.interactive import INTERACTIVE, pack, pieces_of
from ..model.items import Item, MediaItem
from .capture import capture
from .ranges import Range, ranges_of

__all__ = ["Interactive", "interactive"]

#: Types by which viewers that do not know ours show the first state.
_FALLBACKS = (
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "text/html",
    "text/markdown",
    "text/latex",
)
#: Seconds until the progress is shown, and between two steps of it.
_QUIET, _STEP = 1.0, 0.25
_BAR_COLUMNS = 30


class Interactive(Output):
    """States of a function, one of which shows; the page's controls choose another."""

    def __init__(self, name: str, payload: dict[str, Any], first: list[Item], count: int) -> None:
        self._name, self._payload, self._first, self._count = name, payload, first, count

    def _make(self) -> dict[str, Any]:
        media = [one for one in self._first if isinstance(one, MediaItem)]
        shown = media[-1].data if media else {}
        more = {type_: shown[type_] for type_ in _FALLBACKS if type_ in shown}
        return {INTERACTIVE: self._payload, **more, "text/plain": repr(self)}

    @property
    def metadata(self) -> dict[str, Any]:
        """What the first state's picture has."""
        media = [one for one in self._first if isinstance(one, MediaItem)]
        about = media[-1].metadata if media else {}
        return {type_: about[type_] for type_ in _FALLBACKS if type_ in about}

    def __repr__(self) -> str:
        return f"<interactive {self._name}: {self._count:,} states>"


def interactive(
    function: Callable[..., Any],
    ranges: Mapping[str, Any] | None = None,
    /,
    *,
    sample: int | Iterable[Mapping[str, Any]] | None = None,
    limit: int = 1000,
    **more: Any,
) -> Interactive:
    """Call `function` with all combinations of arguments, and keep what it shows for each.

    The page has a control for each argument, which chooses among these states; no kernel is needed.
    A range is written as for `interact` of ipywidgets: `(least, most)` or `(least, most, step)`,
    `True` or `False`, a list, a dictionary of names and values; also a `range` and an array of one
    dimension. `ranges` takes those whose names are parameters of this function. An argument begins
    at the function's default, others at their middle. More combinations than `limit` are refused;
    `sample` has only some of them run: as many, or those that it lists, whose values are of the
    ranges. What a call shows is what it prints, displays, returns and draws with matplotlib; an
    exception is shown as its state.

    Raises `OutputError` for what is no range, for too many states, and for states that are too
    large together.
    """
    found = ranges_of(function, {**(ranges or {}), **more})
    size = math.prod(len(one.values) for one in found)
    first = _place(found, [one.first for one in found])
    places = _places(found, size, first, sample, limit)
    if first not in places:
        first = places[0]
    states: dict[int, list[str]] = {}
    seen: set[str] = set()
    total = 0
    shown: list[Item] = []
    for place in _followed(places):
        items = capture(function, _arguments(found, place))
        pieces = pieces_of(items)
        _check(f"{len(states) + 1:,}", sum(map(len, pieces)), INTERACTIVE_MAX_UNPACKED // 5)
        own = [piece for piece in pieces if piece not in seen]
        seen.update(own)
        # As base64.
        total += len(zlib.compress("".join(own).encode(), 1)) * 4 // 3
        if total > INTERACTIVE_MAX_PACKED:
            raise _too_large(len(states) + 1, len(places))
        states[place] = pieces
        if place == first:
            shown = items
    payload = pack([one.choice for one in found], states, first, size)
    name = getattr(function, "__name__", type(function).__name__)
    return Interactive(name, payload, shown, len(states))


def _check(number: str, length: int, most: int) -> None:
    if length > most:
        raise OutputError(
            f"State {number} has {length:,} characters, and one may have {most:,}; show less of it"
        )


def _too_large(done: int, count: int) -> OutputError:
    return OutputError(
        f"The first {done:,} of {count:,} states take more than {INTERACTIVE_MAX_PACKED:,} "
        "characters, which is as much as pages take; show less in each, or give `sample`"
    )


def _places(
    ranges: list[Range],
    size: int,
    first: int,
    sample: int | Iterable[Mapping[str, Any]] | None,
    limit: int,
) -> list[int]:
    """Return the places of the grid that are run, in order."""
    most = min(limit, INTERACTIVE_MAX_STATES)
    if sample is None or (isinstance(sample, int) and sample >= size):
        if size > most:
            raise OutputError(
                f"The ranges have {size:,} combinations, and {most:,} are kept at most; give "
                f"larger steps, `sample={most}` to run some of them, or a higher `limit` (up to "
                f"{INTERACTIVE_MAX_STATES:,})"
            )
        return [*range(size)]
    if isinstance(sample, int):
        if not 0 < sample <= most:
            raise OutputError(f"sample must be from 1 to {most:,} (`limit`), not {sample}")
        # The same ones each time, and the one to begin with.
        some = random.Random(0)  # noqa: S311 - nothing secret
        chosen = {first}
        while len(chosen) < sample:
            chosen.add(some.randrange(size))
        return sorted(chosen)
    chosen = {_place(ranges, _numbers(ranges, one)) for one in sample}
    if not 0 < len(chosen) <= most:
        raise OutputError(
            f"sample must have from 1 to {most:,} states (`limit`), not {len(chosen)}"
        )
    return sorted(chosen)


def _numbers(ranges: list[Range], given: Mapping[str, Any]) -> list[int]:
    """Return the numbers of the values that an entry of `sample` has; the usual ones else."""
    found = []
    for one in ranges:
        value = given.get(one.choice.name, one.values[one.first])
        try:
            found.append(one.values.index(value))
        except ValueError:
            raise OutputError(
                f"{one.choice.name}={value!r} of `sample` is not in its range"
            ) from None
    return found


def _place(ranges: list[Range], numbers: list[int]) -> int:
    place = 0
    for one, number in zip(ranges, numbers, strict=True):
        place = place * len(one.values) + number
    return place


def _arguments(ranges: list[Range], place: int) -> dict[str, Any]:
    """Return the arguments of a place."""
    found = {}
    for one in reversed(ranges):
        place, number = divmod(place, len(one.values))
        found[one.choice.name] = one.values[number]
    return found


def _followed(places: list[int]) -> Iterator[int]:
    """Yield places, and write how far that has come, if it takes longer."""
    began = shown = time.monotonic()
    width = 0
    for done, place in enumerate(places):
        now = time.monotonic()
        if now - began > _QUIET and now - shown > _STEP:
            shown = now
            filled = _BAR_COLUMNS * done // len(places)
            bar = "█" * filled + "░" * (_BAR_COLUMNS - filled)
            line = f"{bar} {done:,}/{len(places):,}"
            width = max(width, len(line))
            sys.stderr.write(f"\r{line}")
            sys.stderr.flush()
        yield place
    if width:
        sys.stderr.write("\r" + " " * width + "\r")
        sys.stderr.flush()
