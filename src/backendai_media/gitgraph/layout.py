"""Computes where commits and their links are drawn; mirrors the browser's `layout.ts`.

A *row* is a commit; row 0 is the newest, at the top. A *lane* is a column; lane 0 is for the
main line only. A *segment* is the part of a lane that leads down to one commit, its target,
from the row below `top` to the row above `bottom`, the target's row. A *link* is an edge: from the
commit in its row into a segment, and so to the segment's target. Links with one target may share
a segment.

1. Ids that are not text are left out; of equal ones the first counts; a commit's equal parents
   count once. Parents that are missing dangle.
2. Commits are sorted so that parents come before children, else as given (depth first: before a
   commit its parents that did not come yet, the first one first). A link to a commit that is
   being entered closes a cycle and is left out, as a problem. Rows are this order backwards.
3. The main line is the newest commit of the most frequent branch (of several the one met first;
   without branches: the newest commit), its first parent, the first parent of that, and so on.
4. Rows are placed from the top. At any time at most two segments lead to a commit: its *own*,
   by a child whose lane it is to continue, and a *side* one.
   A commit of the main line is in lane 0; another one in the lane of its own segment, else of
   its side segment, else in a free lane near that of its first parent's segment (own, else
   side; lane 0 where there is none, or the parent is of the main line).
   The segments that lead to it end, and their lanes are free from here on.
5. Then its first parent, where it is known: from a commit of the main line it gets an own segment
   in lane 0. A parent on the main line (of another commit) shares a segment that leads there, own
   before side, or gets a side segment in the commit's lane. Any other shares the own segment that
   leads there, or gets one in the commit's lane.
6. Then its other parents in their order: each shares a segment that leads there, own before side,
   or gets a side segment in a free lane near the commit's.
7. The free lane near lane n: the nearest among n ± 0…32, left before right; else the leftmost; else
   a new one on the right.
8. A commit is of the *line* of the own segment that it continues; the main line is 0, and a
   commit that continues none begins the next. A segment in the lane of the commit above it is of
   that commit's line, another side segment of that of its target.

Each row takes time in proportion to its parents and, at worst, to the lanes that live there.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from .lanes import Lanes
from .nodes import Nodes, read_nodes
from .order import topological_order

__all__ = ["Layout", "lay_out"]


def _ints() -> array[int]:
    return array("i")


@dataclass(slots=True)
class Layout:
    """A layout as arrays of 32-bit numbers; see the module for the terms.

    By row: `places` (positions in the item), `lanes`, `lines`. By segment: `segment_lanes`, `tops`,
    `bottoms` (-1: below the last row that was laid out), `segment_lines`. By link, in the order of
    rows: `children` (rows), `segments`. `dangling` are `(row, id of the parent)`, `problems`
    `(kind, position in the item, id)`: what was left out, `kind` being "not a commit", "duplicate"
    or "cycle". `width` is the number of lanes, `total` of commits.
    """

    places: array[int] = field(default_factory=_ints)
    lanes: array[int] = field(default_factory=_ints)
    lines: array[int] = field(default_factory=_ints)
    segment_lanes: array[int] = field(default_factory=_ints)
    tops: array[int] = field(default_factory=_ints)
    bottoms: array[int] = field(default_factory=_ints)
    segment_lines: array[int] = field(default_factory=_ints)
    children: array[int] = field(default_factory=_ints)
    segments: array[int] = field(default_factory=_ints)
    dangling: list[tuple[int, str]] = field(default_factory=list)
    problems: list[tuple[str, int, str]] = field(default_factory=list)
    width: int = 1
    total: int = 0

    def edges(self) -> Iterable[tuple[int, int]]:
        """Yield the places of each child and its parent, -1 for a parent below the last row."""
        for child, segment in zip(self.children, self.segments, strict=True):
            bottom = self.bottoms[segment]
            yield self.places[child], self.places[bottom] if bottom >= 0 else -1


def lay_out(commits: Iterable[Any], *, max_rows: int | None = None) -> Layout:
    """Lay out the payload of a git graph, or its newest `max_rows` commits.

    Raises `GitGraphError` if there are entries, but none of them is a commit.
    """
    nodes = read_nodes(commits)
    order = topological_order(nodes)
    placement = _Placement(nodes, _main_line(nodes, order))
    for number in islice(reversed(order), max_rows):
        placement.place(number)
    placement.layout.total = len(order)
    placement.layout.problems = nodes.problems
    placement.layout.width = len(placement.lanes)
    return placement.layout


def _main_line(nodes: Nodes, order: Sequence[int]) -> bytearray:
    """Return 1 for each commit of the main line."""
    main = bytearray(len(order))
    label = nodes.main_label()
    number = next((one for one in reversed(order) if nodes.labels[one] == label or not label), -1)
    while number >= 0:
        main[number] = 1
        number = nodes.firsts[number]
    return main


class _Placement:
    """Places rows one after the other, from the top."""

    def __init__(self, nodes: Nodes, main: bytearray) -> None:
        self.nodes = nodes
        self.main = main
        self.layout = Layout()
        self.lanes = Lanes()
        self.own = array("i", [-1]) * len(main)
        self.side = array("i", [-1]) * len(main)
        self.next_line = 1

    def place(self, number: int) -> None:
        """Place a commit in the next row, and add its links."""
        layout, nodes = self.layout, self.nodes
        row = len(layout.lanes)
        lane, line = self.continued(number)
        for segment in (self.own[number], self.side[number]):
            if segment >= 0:
                layout.bottoms[segment] = row
                self.lanes.release(layout.segment_lanes[segment])
        side = self.side[number]
        if side >= 0 and layout.segment_lines[side] < 0:
            layout.segment_lines[side] = line
        layout.places.append(nodes.places[number])
        layout.lanes.append(lane)
        layout.lines.append(line)
        first = nodes.firsts[number]
        for index in range(nodes.starts[number], nodes.starts[number + 1]):
            parent = nodes.parents[index]
            if parent >= 0:
                layout.children.append(row)
                layout.segments.append(
                    self.first(number, parent, lane, line)
                    if parent == first
                    else self.other(parent, lane)
                )
        self.lanes.offer(lane)
        layout.dangling += [(row, oid) for oid in nodes.dangling.get(number, ())]

    def continued(self, number: int) -> tuple[int, int]:
        """Return the lane and the line of a commit."""
        own, side = self.own[number], self.side[number]
        if self.main[number]:
            return 0, 0
        if own >= 0:
            return self.layout.segment_lanes[own], self.layout.segment_lines[own]
        self.next_line += 1
        if side >= 0:
            return self.layout.segment_lanes[side], self.next_line - 1
        first = self.nodes.firsts[number]
        near = -1 if first < 0 or self.main[first] else self.leading(first)
        return self.lanes.near(self.layout.segment_lanes[near] if near >= 0 else 0), (
            self.next_line - 1
        )

    def leading(self, number: int) -> int:
        """Return a segment that leads to a commit, or -1."""
        own = self.own[number]
        return own if own >= 0 else self.side[number]

    def first(self, number: int, parent: int, lane: int, line: int) -> int:
        """Return the segment to a commit's first parent."""
        if self.main[parent] and not self.main[number]:
            found = self.leading(parent)
            if found < 0:
                found = self.side[parent] = self.segment(lane, line)
        else:
            found = self.own[parent]
            if found < 0:
                found = self.own[parent] = self.segment(lane, line)
        return found

    def other(self, parent: int, lane: int) -> int:
        """Return the segment to another parent of a commit in a lane."""
        found = self.leading(parent)
        if found < 0:
            found = self.side[parent] = self.segment(self.lanes.near(lane), -1)
        return found

    def segment(self, lane: int, line: int) -> int:
        """Start a segment below the present row; with line -1 it gets its target's."""
        layout = self.layout
        self.lanes.take(lane)
        layout.segment_lanes.append(lane)
        layout.segment_lines.append(line)
        layout.tops.append(len(layout.lanes) - 1)
        layout.bottoms.append(-1)
        return len(layout.tops) - 1
