"""GeoJSON as an outline map."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

from .context import Context, MessageError
from .limits import Meter
from .markup import element, text

__all__ = ["outline"]

Point = tuple[float, float]

#: CSS pixels.
MAX_WIDTH, MAX_HEIGHT = 640.0, 480.0
DOT_RADIUS = 3.0
#: Shapes with more points are thinned.
MAX_POINTS = 200_000
#: Levels of collections in collections.
MAX_DEPTH = 20
CHARACTERS_PER_POINT, OPERATIONS_PER_POINT = 8, 5
_LINES = {"LineString", "MultiLineString"}
_AREAS = {"Polygon", "MultiPolygon"}
_COLLECTIONS = {"Feature", "FeatureCollection", "GeometryCollection"}
_TYPES = {"Point", "MultiPoint"} | _LINES | _AREAS | _COLLECTIONS


def outline(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return the shapes of GeoJSON, north up, in equirectangular projection."""
    try:
        value = json.loads(data) if isinstance(data, str) else data
    except ValueError:
        raise MessageError("not_geojson") from None
    if not isinstance(value, dict) or str(value.get("type")) not in _TYPES:
        raise MessageError("not_geojson")
    shapes = []
    for kind, places in _geometries(value, 0):
        paths = _fitting(_paths(kind, places), context.meter)
        shapes.append((kind, paths))
        if context.meter.left_out:
            break
    points = [point for _, paths in shapes for path in paths for point in path]
    # Nothing to draw is a map, too (RFC 7946, 3.2 and 3.3).
    frame = _Frame(points or [(-180.0, -90.0), (180.0, 90.0)])
    step = max(1, len(points) // MAX_POINTS)
    drawn = [frame.draw(kind, [_thin(path, step) for path in paths]) for kind, paths in shapes]
    translate = context.translate
    label = translate("map_of", n=_feature_count(value))
    picture = element(
        "svg",
        *drawn,
        viewBox=f"0 0 {frame.width:g} {frame.height:g}",
        width=f"{frame.width:g}",
        height=f"{frame.height:g}",
        role="img",
        aria_label=label,
    )
    if points:
        west, east, south, north = (f"{bound:.4g}" for bound in frame.bounds)
        label += f": {translate('map_extent', west=west, east=east, south=south, north=north)}"
    note = element("div", text(label), class_="backendai-static-note")
    return element("div", picture, note, class_="backendai-static-map")


def _fitting(paths: Iterator[list[Point]], meter: Meter) -> list[list[Point]]:
    """Return the paths that there is room for."""
    fitting = []
    for path in paths:
        meter.grant(CHARACTERS_PER_POINT * len(path))
        if not meter.spend(5 + OPERATIONS_PER_POINT * len(path), "left_out_parts"):
            break
        fitting.append(path)
    return fitting


def _feature_count(value: Any, depth: int = 0) -> int:
    """Return the number of features; a geometry by itself is one."""
    if not isinstance(value, dict) or depth > MAX_DEPTH:
        return 0
    for key in ("features", "geometries"):
        if isinstance(value.get(key), list):
            return sum(_feature_count(one, depth + 1) for one in value[key])
    return 1


def _geometries(value: Any, depth: int) -> Iterator[tuple[str, Any]]:
    if not isinstance(value, dict) or depth > MAX_DEPTH:
        return
    for key in ("features", "geometries"):
        if isinstance(value.get(key), list):
            for one in value[key]:
                yield from _geometries(one, depth + 1)
    if isinstance(value.get("geometry"), dict):
        yield from _geometries(value["geometry"], depth + 1)
    if isinstance(value.get("coordinates"), list):
        yield str(value.get("type")), value["coordinates"]


def _paths(kind: str, places: Any, depth: int = 0) -> Iterator[list[Point]]:
    """Return the lists of points in nested coordinates."""
    if not isinstance(places, list) or not places or depth > 5:
        return
    if _is_number(places[0]):
        yield [point for one in [places] if (point := _point(one))]
    elif isinstance(places[0], list) and places[0] and _is_number(places[0][0]):
        yield [point for one in places if (point := _point(one))]
    else:
        for one in places:
            yield from _paths(kind, one, depth + 1)


def _point(value: Any) -> Point | None:
    if isinstance(value, list) and len(value) > 1 and all(map(_is_number, value[:2])):
        return float(value[0]), float(value[1])
    return None


def _is_number(value: Any) -> bool:
    return type(value) in {int, float} and abs(value) < 1e9


def _thin(path: list[Point], step: int) -> list[Point]:
    return path if step == 1 or len(path) < 8 else [*path[::step], path[-1]]


class _Frame:
    def __init__(self, points: list[Point]) -> None:
        longitudes, latitudes = zip(*points, strict=True)
        self.bounds = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
        west, east, south, north = self.bounds
        middle = max(-80.0, min(80.0, (south + north) / 2))
        self.stretch = math.cos(math.radians(middle))
        across = max((east - west) * self.stretch, 1e-6)
        up = max(north - south, 1e-6)
        self.scale = min((MAX_WIDTH - 4 * DOT_RADIUS) / across, (MAX_HEIGHT - 4 * DOT_RADIUS) / up)
        self.width = min(MAX_WIDTH, across * self.scale + 4 * DOT_RADIUS)
        self.height = min(MAX_HEIGHT, up * self.scale + 4 * DOT_RADIUS)

    def place(self, point: Point) -> str:
        x = (point[0] - self.bounds[0]) * self.stretch * self.scale + 2 * DOT_RADIUS
        y = (self.bounds[3] - point[1]) * self.scale + 2 * DOT_RADIUS
        return f"{x:.1f} {y:.1f}"

    def draw(self, kind: str, paths: list[list[Point]]) -> str:
        if kind not in _LINES | _AREAS:
            r = DOT_RADIUS
            dots = "".join(
                f"M{self.place(point)}m{-r:g} 0a{r:g} {r:g} 0 1 0 {2 * r:g} 0"
                f"a{r:g} {r:g} 0 1 0 {-2 * r:g} 0"
                for path in paths
                for point in path
            )
            return element("path", d=dots, class_="backendai-static-map-point")
        end = "Z" if kind in _AREAS else ""
        lines = "".join("M" + "L".join(map(self.place, path)) + end for path in paths if path)
        name = "area" if end else "line"
        return element("path", d=lines, fill_rule="evenodd", class_=f"backendai-static-map-{name}")
