"""GeoJSON (RFC 7946) as shapes, and where they are on a flat map.

The rules are those of `browser/src/renderers/geojson` (`read.ts`, `antimeridian.ts`): what is
malformed is left out and counted, and longitudes go round.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

__all__ = ["AREA", "LINE", "POINT", "TYPES", "Atlas", "Box", "Shape", "place", "read"]

POINT, LINE, AREA = range(3)
Ring = list[tuple[float, float]]
#: West, south, east, north.
Box = tuple[float, float, float, float]

_KINDS = {"Point": POINT, "LineString": LINE, "Polygon": AREA}
_COLLECTIONS = ("Feature", "FeatureCollection", "GeometryCollection")
TYPES = frozenset([*_KINDS, *(f"Multi{one}" for one in _KINDS), *_COLLECTIONS])
#: Positions beyond it are no places on any map.
MAX_COORDINATE = 1e8
#: Degrees without anything that are worth to begin the map elsewhere than at the antimeridian.
MIN_GAP_DEGREES = 60


@dataclass
class Shape:
    """All points; one line; an outline and its holes."""

    kind: int
    rings: list[Ring]
    box: Box = (0, 0, 0, 0)


@dataclass
class Atlas:
    """What is to be drawn, and how much of it there is."""

    features: int = 0
    shapes: list[Shape] = field(default_factory=list)
    #: Of points, lines and polygons.
    counts: list[int] = field(default_factory=lambda: [0, 0, 0])
    #: Malformed parts.
    bad: int = 0


def read(value: Any, has_room: Callable[[int], bool]) -> Atlas:
    """Return the shapes of a GeoJSON value; `has_room` is asked for each list of positions."""
    atlas = Atlas()
    stack: list[tuple[Any, bool]] = [(value, False)]
    while stack:
        node, is_in_feature = stack.pop()
        node = node if isinstance(node, dict) else {}
        type_ = node.get("type")
        if type_ in {"FeatureCollection", "GeometryCollection"}:
            children = node.get("features" if type_ == "FeatureCollection" else "geometries")
            if isinstance(children, list):
                stack += [(one, is_in_feature) for one in reversed(children)]
            else:
                atlas.bad += 1
        elif type_ == "Feature":
            atlas.features += 1
            if node.get("geometry") is not None:
                stack.append((node["geometry"], True))
        elif not isinstance(type_, str) or type_.removeprefix("Multi") not in _KINDS:
            atlas.bad += 1
        else:
            atlas.features += not is_in_feature
            if not _read_geometry(atlas, type_, node.get("coordinates"), has_room):
                break
    return atlas


def _read_geometry(
    atlas: Atlas, type_: str, coordinates: Any, has_room: Callable[[int], bool]
) -> bool:
    """Add a geometry; return whether there was room for it."""
    kind = _KINDS[type_.removeprefix("Multi")]
    is_multi = type_.startswith("Multi")
    # All of a multipoint are one shape.
    positions = coordinates if kind or is_multi else [coordinates]
    parts = _list(coordinates) if kind and is_multi else [positions]
    for part in parts:
        rings: list[Ring] = []
        for given in _list(part) if kind == AREA else [part]:
            if not has_room(len(_list(given))):
                return False
            ring = [point for one in _list(given) if (point := _point(one, atlas))]
            # An outline has three corners; a hole of fewer is none.
            if len(ring) > kind:
                rings.append(ring)
            elif not rings:
                break
        if rings:
            atlas.shapes.append(Shape(kind, rings))
            atlas.counts[kind] += 1 if kind else len(rings[0])
        else:
            atlas.bad += 1
    return True


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _point(value: Any, atlas: Atlas) -> tuple[float, float] | None:
    if isinstance(value, list) and len(value) > 1 and all(map(_is_number, value[:2])):
        return float(value[0]), float(value[1])
    atlas.bad += 1
    return None


def _is_number(value: Any) -> bool:
    return type(value) in {int, float} and abs(value) <= MAX_COORDINATE


def place(shapes: list[Shape]) -> tuple[Box, bool]:
    """Place shapes; return the extent of all, and whether their coordinates are no degrees."""
    for shape in shapes:
        shape.box = _box(shape.rings)
    everything = _around(shape.box for shape in shapes)
    west, south, east, north = everything
    if not shapes or not (west >= -540 and south >= -90 and east <= 540 and north <= 90):
        return everything, bool(shapes)
    taken = bytearray(360)
    for shape in shapes:
        if shape.kind == POINT:
            for x, _ in shape.rings[0]:
                _take(taken, x, x)
        else:
            _unwrap(shape)
            _take(taken, shape.box[0], shape.box[2])
    start = _start(taken)
    for shape in shapes:
        if shape.kind == POINT:
            shape.rings = [[(x + _turns(x, start), y) for x, y in shape.rings[0]]]
        else:
            shape.rings = [_moved(ring, _turns(shape.box[0], start)) for ring in shape.rings]
        shape.box = _box(shape.rings)
    return _around(shape.box for shape in shapes), False


def _unwrap(shape: Shape) -> None:
    """Let lines go on beyond ±180; holes go where their outline is."""
    shape.rings = [_unwrapped(ring) for ring in shape.rings]
    if shape.kind == AREA:
        shape.rings = [_closed(ring) for ring in shape.rings]
    boxes = (_box([ring]) for ring in shape.rings)
    middles = [(west + east) / 2 for west, _, east, _ in boxes]
    shape.rings = [
        _moved(ring, 360 * math.floor((middles[0] - middle) / 360 + 0.5))
        for ring, middle in zip(shape.rings, middles, strict=True)
    ]
    shape.box = _box(shape.rings)


def _unwrapped(ring: Ring) -> Ring:
    """Go on where two neighbours are nearer that way. A jump by 360 was cut there on purpose."""
    shift = 0.0
    made = ring[:1]
    for x, y in ring[1:]:
        step = x + shift - made[-1][0]
        if 180 < abs(step) < 360:
            shift -= math.copysign(360, step)
        made.append((x + shift, y))
    return made


def _closed(ring: Ring) -> Ring:
    """Close a ring around a pole along it."""
    first, last = ring[0][0], ring[-1][0]
    if abs(abs(last - first) - 360) > 1:
        return ring
    total = sum(y for _, y in ring)
    pole = (total > 0) * 90.0 - (total < 0) * 90.0
    return [*ring, (last, pole), (first, pole)]


def _moved(ring: Ring, by: float) -> Ring:
    return [(x + by, y) for x, y in ring] if by else ring


def _box(rings: Iterable[Ring]) -> Box:
    return _around((x, y, x, y) for ring in rings for x, y in ring)


def _around(boxes: Iterator[Box]) -> Box:
    west, south, east, north = math.inf, math.inf, -math.inf, -math.inf
    for box in boxes:
        west, south = min(west, box[0]), min(south, box[1])
        east, north = max(east, box[2]), max(north, box[3])
    return west, south, east, north


def _take(taken: bytearray, west: float, east: float) -> None:
    at = math.floor(west)
    while at <= min(east, west + 360):
        taken[(at + 180) % 360] = 1
        at += 1


def _start(taken: bytearray) -> int:
    """Return the longitude at which a map begins that has the least emptiness in it."""
    best, start, run = 0, -180, 0
    for at in range(720):
        run = 0 if taken[at % 360] else run + 1
        # Prefer the antimeridian if it lies in the gap.
        if best < run <= 360:
            best = run
            start = -180 if at - run < 359 <= at else (at + 1) % 360 - 180
    return -180 if best < MIN_GAP_DEGREES else start


def _turns(x: float, start: int) -> float:
    """Return the full turns that bring a longitude into the map, which may end at 180 itself."""
    return 0 if start <= x <= start + 360 else -360 * math.floor((x - start) / 360)
