"""Tables on paper: smaller where that makes them fit, else in parts that begin alike.

Widths are estimated from the texts, since there is no layout; a word that is longer than a column
is broken.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil

from .nodes import Child, Node
from .width import columns_of

__all__ = ["fitted"]

#: Font sizes in pixels, largest first; the width of a character and the padding of a cell in em.
SIZES = (11, 10, 9, 8)
EM = 0.64
PADDING = 1.5
#: Bold letters are wider.
BOLD = 1.1
#: Longer words are broken; longer texts wrap; a table has no more columns than that.
MAX_WORD, MAX_TEXT, MAX_COLUMNS = 16, 36, 1000
#: Columns that are repeated in each part, at most, and the most of the width that they may take.
MAX_REPEATED, MAX_SHARE = 3, 0.5

#: Columns that cells of other rows may take, at first and for each row.
MIN_TAKEN, TAKEN_PER_ROW = 50_000, 20
#: Characters that parts of a table may have, at first and for each one of the table.
MIN_REPEATED, REPEATED_PER_CHARACTER = 100_000, 10
#: Characters that a cell counts as, and a row.
CELL, ROW = 20, 10

_SPACE = re.compile(r"\s+")


@dataclass(slots=True)
class _Cell:
    node: Node
    row: Node
    start: int
    span: int


@dataclass(slots=True)
class _Column:
    """Characters of the longest word, and of the longest text."""

    word: int = 1
    text: int = 1


def fitted(table: Node, width: int) -> list[Child]:
    """Return a table, or parts of it, that are no wider than a number of CSS pixels."""
    # A word that would lead out of the paper is broken, wherever the estimate was too low.
    table.style["overflow-wrap"] = "anywhere"
    if any(one.name == "table" for one in table.walk() if one is not table):
        return [table]
    _give_head(table)
    cells = [*_cells(table)]
    count = min(max((one.start + one.span for one in cells), default=0), MAX_COLUMNS)
    columns = [_Column() for _ in range(count)]
    for cell in cells:
        _measure(cell, columns)
    for size in SIZES:
        needed = sum(_pixels(min(one.text, MAX_TEXT), size) for one in columns)
        least = sum(_pixels(one.word, size) for one in columns)
        # A long text may wrap, but not into a column of words.
        if needed <= width or (least <= width * 0.8 and needed <= width * 3):
            table.style["font-size"] = f"{size}px"
            if needed > width or any(one.text > MAX_TEXT for one in columns):
                _fix(table, columns, size, width)
            return [table]
    return [*_parts(table, cells, columns, width)]


def _give_head(table: Node) -> None:
    """Let the first row be the head, which each page repeats, if it has names only."""
    if any(one.name == "thead" for one in table.elements()):
        return
    for body in [table, *table.elements()]:
        rows = [one for one in body.elements() if one.name == "tr"]
        names = rows[0].elements() if len(rows) > 1 else []
        if len(names) > 1 and all(
            one.name == "th" and "rowspan" not in one.attributes for one in names
        ):
            head = Node("thead")
            head.adopt([rows[0]])
            body.adopt([one for one in body.children if one is not rows[0]])
            first = [one for one in table.elements() if one.name in {"caption", "colgroup"}]
            rest = [one for one in table.children if one not in first]
            table.adopt([*first, head, *rest])
            return


def _cells(table: Node) -> Iterator[_Cell]:
    """Return the cells with their columns."""
    rows = [one for one in table.walk() if one.name == "tr"]
    # The rows down to which columns are taken, and how many may be taken or passed over.
    taken: dict[int, int] = {}
    left = MIN_TAKEN + TAKEN_PER_ROW * len(rows)
    for number, row in enumerate(rows):
        at = 0
        for node in row.elements():
            if node.name not in {"td", "th"}:
                continue
            while taken.get(at, 0) > number and left > 0:
                at += 1
                left -= 1
            span, high = (_number(node.attributes.get(one, "")) for one in ("colspan", "rowspan"))
            span = min(span, max(1, MAX_COLUMNS - at))
            yield _Cell(node, row, at, span)
            if high > 1 and left > 0:
                taken.update(dict.fromkeys(range(at, at + span), number + high))
                left -= span
            at += span


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and 0 < len(value) < 5 and value != "0" else 1


def _measure(cell: _Cell, columns: Sequence[_Column]) -> None:
    texts = cell.node.content()
    words = _SPACE.split(texts.strip())
    wider = BOLD if cell.node.name == "th" else 1
    longest = ceil(wider * max((_length(one) for one in words), default=0))
    if cell.span > 1 or cell.start >= len(columns):
        return
    column = columns[cell.start]
    column.word = max(column.word, min(longest, MAX_WORD))
    column.text = max(column.text, min(ceil(wider * _length(" ".join(words))), 10 * MAX_TEXT))
    if any(one.name in {"img", "svg", "pre", "canvas"} for one in cell.node.walk()):
        column.word = column.text = max(column.text, MAX_TEXT)


def _fix(table: Node, columns: Sequence[_Column], size: int, width: int) -> None:
    """Give the columns their widths, so that long words are broken and no others."""
    least = [_pixels(one.word, size) for one in columns]
    more = [
        _pixels(min(one.text, 3 * MAX_TEXT), size) - low
        for one, low in zip(columns, least, strict=True)
    ]
    spare = max(0.0, width - sum(least))
    share = min(1.0, spare / (sum(more) or 1))
    group = Node("colgroup")
    given = [low + share * one for low, one in zip(least, more, strict=True)]
    total = sum(given)
    group.adopt([Node("col", style={"width": f"{100 * one / total:.2f}%"}) for one in given])
    first = [one for one in table.elements() if one.name == "caption"]
    rest = [one for one in table.elements() if one.name not in {"caption", "colgroup", "col"}]
    table.style.update({"table-layout": "fixed", "width": f"{total:.0f}px", "max-width": "100%"})
    table.adopt([*first, group, *rest])


def _length(text: str) -> int:
    return len(text) if text.isascii() else len(columns_of(text))


def _pixels(characters: int, size: int) -> float:
    return (characters * EM + PADDING) * size


def _parts(
    table: Node, cells: Sequence[_Cell], columns: Sequence[_Column], width: int
) -> Iterator[Child]:
    """Return tables with some of the columns each, behind those that name the rows."""
    size = SIZES[1]
    needed = [_pixels(min(max(one.word, min(one.text, 12)), MAX_TEXT), size) for one in columns]
    repeated = _repeated(cells, needed, width)
    ranges = [*_ranges(needed, repeated, width - sum(needed[:repeated]))]
    inside = _divided(cells, repeated, ranges)
    if inside is None:
        table.style["font-size"] = f"{SIZES[-1]}px"
        _fix(table, columns, SIZES[-1], width)
        yield table
        return
    for shown, own in zip(ranges, inside, strict=True):
        part = _part(table, own, repeated, shown)
        part.style["font-size"] = f"{size}px"
        at = [*range(repeated), *shown]
        _fix(part, [columns[one] for one in at], size, width)
        if shown.start > repeated:
            part.style["margin-top"] = "1em"
        yield part


def _ranges(needed: Sequence[float], start: int, room: float) -> Iterator[range]:
    """Yield the columns of each part."""
    while start < len(needed):
        end, taken = start + 1, needed[start]
        while end < len(needed) and taken + needed[end] <= room:
            taken += needed[end]
            end += 1
        yield range(start, end)
        start = end


def _divided(
    cells: Sequence[_Cell], repeated: int, ranges: Sequence[range]
) -> list[list[_Cell]] | None:
    """Return the cells in each part; `None` if the parts would be many times the table."""
    part_of = [0] * repeated + [part for part, columns in enumerate(ranges) for _ in columns]
    inside: list[list[_Cell]] = [[] for _ in ranges]
    sizes = [CELL + len(cell.node.content()) for cell in cells]
    rows = ROW * len({id(cell.row) for cell in cells})
    left = MIN_REPEATED + REPEATED_PER_CHARACTER * (sum(sizes) + rows) - rows * len(ranges)
    for cell, size in zip(cells, sizes, strict=True):
        first, last = cell.start, min(cell.start + cell.span, len(part_of)) - 1
        if first >= len(part_of):
            continue
        parts = inside if first < repeated else inside[part_of[first] : part_of[last] + 1]
        left -= size * len(parts)
        if left < 0:
            return None
        for part in parts:
            part.append(cell)
    return inside


def _repeated(cells: Sequence[_Cell], needed: Sequence[float], width: int) -> int:
    """Return the number of columns that have names of rows in them."""
    count = min((one.start for one in cells if one.node.name == "td"), default=0)
    # Without names of rows, the first column says what they are.
    count = min(count or 1, MAX_REPEATED, len(needed) - 1)
    while count and sum(needed[:count]) > width * MAX_SHARE:
        count -= 1
    return count


def _part(table: Node, cells: Sequence[_Cell], repeated: int, shown: range) -> Node:
    kept: dict[int, list[Node]] = {}
    for cell in cells:
        end = cell.start + cell.span
        inside = max(0, min(end, repeated) - cell.start)
        inside += max(0, min(end, shown.stop) - max(cell.start, shown.start))
        if not inside:
            continue
        attributes = {name: one for name, one in cell.node.attributes.items() if name != "colspan"}
        if shown.start > repeated:
            # An id is that of the first part.
            attributes.pop("id", None)
        if inside > 1:
            attributes["colspan"] = str(inside)
        copy = Node(cell.node.name, attributes, cell.node.children, style=dict(cell.node.style))
        kept.setdefault(id(cell.row), []).append(copy)

    def copied(node: Node) -> Node:
        made = Node(node.name, dict(node.attributes), style=dict(node.style))
        if node.name == "tr":
            made.adopt([*kept.get(id(node), [])])
        else:
            made.adopt([copied(one) for one in node.elements() if one.name not in _FIXED])
        return made

    part = copied(table)
    captions = [one for one in table.elements() if one.name == "caption"]
    if captions and shown.start == repeated:
        part.adopt([*captions, *part.children])
    return part


#: What says something of columns, which are others now.
_FIXED = frozenset("caption colgroup col td th".split())
