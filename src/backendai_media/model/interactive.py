"""What a function shows for many arguments, packed: the payload of the type `INTERACTIVE`.

States are lists of outputs of nbformat 4, as JSON that is cut behind its line ends. A piece that
several states have is kept once, in `common`; of the others each block of states has its own.
`docs/interactive.md` describes the format, which `browser/src/renderers/interactive/` reads, too.
"""

from __future__ import annotations

import base64
import json
import math
import zlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from .._spec import (
    INTERACTIVE_MAX_CONTROLS,
    INTERACTIVE_MAX_EXPANSION,
    INTERACTIVE_MAX_STATES,
    INTERACTIVE_MAX_UNPACKED,
    INTERACTIVE_MAX_VALUES,
    INTERACTIVE_MIN_UNPACKED,
)
from .items import ErrorItem, Item, MediaItem, StreamItem
from .nbformat import to_nbformat
from .normalizer import normalize

__all__ = ["INTERACTIVE", "Choice", "Grid", "pack", "pieces_of", "read", "state_items"]

INTERACTIVE = "application/vnd.backendai.interactive+json"
#: Types that a state may not hold: another grid, and what asks a kernel for its state.
_NOT_WITHIN = frozenset({INTERACTIVE, "application/vnd.jupyter.widget-view+json"})
_KINDS = ("slider", "select", "checkbox")
#: Characters of a block, about; it is decompressed when the first of its states is shown.
_BLOCK_CHARACTERS = 98_304
#: Characters of pieces that several states have, at most.
_COMMON_CHARACTERS = 1_048_576


class Choice(msgspec.Struct, frozen=True):
    """An argument, and the texts of the values that it may have."""

    name: str
    kind: str
    values: list[str]


@dataclass(frozen=True)
class Grid:
    """What a payload holds. A place is a number that has the values' numbers as its digits.

    The last choice is the one that changes from place to place. `places` has those that have a
    state, in order; `first` is the number of the state that shows first.
    """

    choices: list[Choice]
    places: Sequence[int]
    first: int
    _common: str
    _starts: list[int]
    _blocks: list[str]

    def chosen(self, state: int) -> list[int]:
        """Return the numbers of a state's values."""
        place, found = self.places[state], []
        for choice in reversed(self.choices):
            place, at = divmod(place, len(choice.values))
            found.append(at)
        return found[::-1]

    @property
    def length(self) -> int:
        """Characters of all that is packed."""
        return len(self._common) + sum(map(len, self._blocks))

    @property
    def share(self) -> int:
        """Bytes that a block or a state may have in any case."""
        return _allowed(self.length, 0)

    def outputs(self, state: int) -> list[Any]:
        """Return what a state holds. Raises `ValueError` where it cannot be read."""
        return self.read_outputs(state)[0]

    def read_outputs(
        self, state: int, spare: float = INTERACTIVE_MIN_UNPACKED
    ) -> tuple[list[Any], int]:
        """Return what a state holds, and how many bytes that and its block have.

        They may have `spare` bytes beyond their share. Raises `ValueError` where it cannot be read.
        """
        at = bisect_right(self._starts, state) - 1
        most = _allowed(self.length, int(min(spare, INTERACTIVE_MIN_UNPACKED)))
        block, size = _unpacked(self._blocks[at], most)
        common, common_size = _unpacked(self._common, most) if self._common else ([], 0)
        if not isinstance(block, list) or not isinstance(common, list):
            raise ValueError("expected lists")  # noqa: TRY004 - the data's, not the caller's
        if not 0 <= state - self._starts[at] < len(block):
            raise ValueError("a state is missing")
        pieces = _joined(block[state - self._starts[at]], common, most)
        raw = "".join(pieces).encode()
        outputs = _decoded(raw)
        if not isinstance(outputs, list):
            raise ValueError("expected outputs")  # noqa: TRY004 - the data's, not the caller's
        return outputs, max(size, common_size, len(raw))


def _allowed(length: int, spare: int = INTERACTIVE_MIN_UNPACKED) -> int:
    """Return how many bytes a block, and characters a state, may have of so many packed ones."""
    return min(spare + INTERACTIVE_MAX_EXPANSION * length, INTERACTIVE_MAX_UNPACKED)


def _joined(parts: Any, common: list[Any], left: int) -> Iterator[str]:
    """Yield a state's text: its own pieces, and runs of common ones (the first, how many)."""
    if not isinstance(parts, list):
        raise ValueError("expected a state")  # noqa: TRY004 - the data's, not the caller's
    given: Iterator[Any] = iter(parts)
    for part in given:
        if isinstance(part, str):
            run = [part]
        else:
            count = next(given, None)
            if not (type(part) is type(count) is int and 0 <= part <= part + count <= len(common)):
                raise ValueError("a run of pieces is missing")
            # Of empty pieces no state would be too long; the rest of a run is not copied in vain.
            run = common[part : min(part + count, part + left + 1)]
            if not all(run):
                raise ValueError("a piece is empty")
        for piece in run:
            if not isinstance(piece, str) or (left := left - len(piece)) < 0:
                raise ValueError("a state is too long")
            yield piece


def _unpacked(text: str, most: int) -> tuple[Any, int]:
    """Return the JSON value of a block of so many bytes at most, and how many it has."""
    packed = base64.b64decode(text, validate=True)
    inflate = zlib.decompressobj()
    try:
        raw = inflate.decompress(packed, most)
    except zlib.error as error:
        raise ValueError(f"a block cannot be decompressed: {error}") from None
    if not inflate.eof:
        raise ValueError("a block is too long, or cut off")
    return _decoded(raw), len(raw)


def _decoded(raw: bytes) -> Any:
    try:
        return msgspec.json.decode(raw)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise ValueError(f"no JSON: {error}") from None


def read(payload: Any) -> Grid:
    """Return what a payload holds. Raises `ValueError` where it is malformed."""
    given = payload if isinstance(payload, dict) else {}
    choices = _choices(given.get("choices"))
    size = math.prod(len(one.values) for one in choices)
    places = given.get("places")
    found: Sequence[int] = range(size) if places is None else _places(places, size)
    first, blocks = given.get("first"), given.get("blocks")
    common = given.get("common", "")
    if not 0 < len(found) <= INTERACTIVE_MAX_STATES or size > 2**53:
        raise ValueError("no states, or too many")
    if type(first) is not int or not 0 <= first < len(found):
        raise ValueError("expected the first state")
    if not isinstance(common, str) or not isinstance(blocks, list) or not blocks:
        raise ValueError("expected blocks")
    starts, packed, before = [], [], -1
    for block in blocks[:INTERACTIVE_MAX_STATES]:
        match block:
            case [start, str() as text] if type(start) is int and start > before:
                before = start
                starts.append(start)
                packed.append(text)
            case _:
                raise ValueError("expected a block")
    if starts[0]:
        raise ValueError("the first block is missing")
    return Grid(choices, found, first, common, starts, packed)


def _choices(given: Any) -> list[Choice]:
    """Return choices, each of at least one value."""
    if not isinstance(given, list) or not 0 < len(given) <= INTERACTIVE_MAX_CONTROLS:
        raise ValueError("expected choices")
    try:
        found = msgspec.convert(given, list[Choice])
    except msgspec.ValidationError as error:
        raise ValueError(f"expected choices: {error}") from None
    counts = [len(one.values) for one in found]
    if min(counts) < 1 or sum(counts) > INTERACTIVE_MAX_VALUES:
        raise ValueError("no values, or too many")
    for one in found:
        if one.kind not in _KINDS or (one.kind == "checkbox" and len(one.values) != 2):
            raise ValueError("expected a kind of control")
    return found


def _places(given: Any, size: int) -> list[int]:
    """Return places, each behind the one before."""
    if not isinstance(given, list):
        raise ValueError("expected places")  # noqa: TRY004 - the data's, not the caller's
    before = -1
    for place in given:
        if type(place) is not int or not before < place < size:
            raise ValueError("expected places in order")
        before = place
    return given


def state_items(outputs: Any) -> list[Item]:
    """Return the items of a state: streams, media and errors, which need nothing else."""
    found: list[Item] = []
    for item in normalize(outputs):
        match item:
            case StreamItem() | ErrorItem():
                found.append(item)
            case MediaItem(data=data, metadata=metadata):
                rest = {name: data[name] for name in data if name not in _NOT_WITHIN}
                if rest:
                    found.append(MediaItem(rest, metadata))
    return found


def pieces_of(items: list[Item]) -> list[str]:
    """Return a state's text in pieces."""
    text = json.dumps(to_nbformat(state_items(items)), ensure_ascii=False, separators=(",", ":"))
    # Halves of characters have no UTF-8.
    *lines, last = text.encode("utf-8", "replace").decode().split("\\n")
    return [*(f"{line}\\n" for line in lines), last]


def pack(
    choices: list[Choice], states: dict[int, list[str]], first: int, size: int
) -> dict[str, Any]:
    """Return the payload of states, which are in pieces, by place; `first` shows first."""
    places = sorted(states)
    numbers = _shared(states[place] for place in places)
    blocks: list[tuple[int, bytes]] = []
    start, held, length = 0, [], 0
    for number, place in enumerate(places):
        parts = _parts(states[place], numbers)
        held.append(parts)
        length += sum(len(part) + 3 if isinstance(part, str) else 5 for part in parts)
        if length >= _BLOCK_CHARACTERS or number + 1 == len(places):
            blocks.append((start, msgspec.json.encode(held)))
            start, held, length = number + 1, [], 0
    common = msgspec.json.encode(list(numbers)) if numbers else b""
    longest = max(sum(len(piece.encode()) for piece in pieces) for pieces in states.values())
    packed = _compressed([common, *(block for _, block in blocks)], longest)
    grid: dict[str, Any] = {"choices": [msgspec.to_builtins(one) for one in choices]}
    if len(places) < size:
        grid["places"] = places
    grid["first"] = places.index(first)
    if common:
        grid["common"] = packed[0]
    grid["blocks"] = [[start, block] for (start, _), block in zip(blocks, packed[1:], strict=True)]
    return grid


def _compressed(blocks: list[bytes], longest: int) -> list[str]:
    """Return blocks as base64; not compressed if readers would take them for a bomb."""
    for level in (9, 0):
        found = [base64.b64encode(zlib.compress(block, level)).decode() for block in blocks]
        if max(longest, *map(len, blocks)) <= _allowed(sum(map(len, found))):
            break
    return found


def _shared(states: Iterator[list[str]]) -> dict[str, int]:
    """Return the pieces that several states have, in the order in which they come, numbered."""
    counts: Counter[str] = Counter()
    for pieces in states:
        counts.update(dict.fromkeys(pieces, 1))
    numbers: dict[str, int] = {}
    left = _COMMON_CHARACTERS
    for piece, count in counts.items():
        if count > 1 and len(piece) <= left:
            left -= len(piece)
            numbers[piece] = len(numbers)
    return numbers


def _parts(pieces: list[str], numbers: dict[str, int]) -> list[str | int]:
    """Return a state's own pieces, joined, and the first and the count of runs of common ones."""
    parts: list[str | int] = []
    own: list[str] = []
    first = count = 0
    for piece in [*pieces, ""]:
        number = numbers.get(piece, -1)
        if count and number != first + count:
            parts += [first, count]
            count = 0
        if number < 0:
            own.append(piece)
            continue
        if own:
            parts.append("".join(own))
            own = []
        first, count = (first, count + 1) if count else (number, 1)
    return [*parts, "".join(own)]
