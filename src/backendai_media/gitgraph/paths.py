"""The lines of a layout as SVG path data, each with the lane that determines its colour."""

from __future__ import annotations

from collections.abc import Iterator

from .._spec import GIT_MAX_LANE_PX, GIT_ROW_PX
from .layout import Layout

__all__ = ["circles", "curves", "stubs"]

_RADIUS = 4


def curves(layout: Layout, max_lanes: int) -> Iterator[tuple[int, str]]:
    """Yield links from commits to the next row, and segments below, left of lane `max_lanes`."""
    rows = len(layout.lanes)
    for child, segment in zip(layout.children, layout.segments, strict=True):
        lane = layout.lanes[child]
        if child + 1 < rows:
            to = _lane(layout, segment, child + 1)
            if max(lane, to) < max_lanes:
                yield max(lane, to), _curve(lane, child, to)
        else:
            yield lane, _fall(lane, child)
    for segment, lane in enumerate(layout.segment_lanes):
        top, bottom = layout.tops[segment] + 1, layout.bottoms[segment]
        if lane >= max_lanes:
            continue
        if bottom < 0:
            if top < rows:
                yield lane, f"M{_x(lane)} {_y(top)}V{GIT_ROW_PX * rows}"
        elif top < bottom:
            down = f"M{_x(lane)} {_y(top)}V{_y(bottom - 1)}" if top < bottom - 1 else ""
            yield lane, down + _curve(lane, bottom - 1, layout.lanes[bottom])


def stubs(layout: Layout) -> Iterator[tuple[int, str]]:
    """Yield a stub for each commit with missing parents."""
    for row in dict.fromkeys(row for row, _ in layout.dangling):
        yield layout.lanes[row], _fall(layout.lanes[row], row)


def circles(layout: Layout) -> Iterator[tuple[int, str]]:
    """Yield the dots of commits."""
    for row, lane in enumerate(layout.lanes):
        x, y, turn = _x(lane) - _RADIUS, _y(row), f"a{_RADIUS} {_RADIUS} 0 1 0 "
        yield lane, f"M{x} {y}{turn}{2 * _RADIUS} 0{turn}{-2 * _RADIUS} 0"


def _lane(layout: Layout, segment: int, row: int) -> int:
    """Return the lane of a segment in a row below its top; in the last row that of its target."""
    target = layout.bottoms[segment]
    return layout.lanes[row] if target == row else layout.segment_lanes[segment]


def _curve(lane: int, row: int, to: int) -> str:
    x, y, end = _x(lane), _y(row), _y(row + 1)
    if lane == to:
        return f"M{x} {y}V{end}"
    middle, target = y + GIT_ROW_PX // 2, _x(to)
    return f"M{x} {y}C{x} {middle} {target} {middle} {target} {end}"


def _fall(lane: int, row: int) -> str:
    return f"M{_x(lane)} {_y(row)}v{GIT_ROW_PX // 2}"


def _x(lane: int) -> int:
    return lane * GIT_MAX_LANE_PX + 10


def _y(row: int) -> int:
    return row * GIT_ROW_PX + GIT_ROW_PX // 2
