"""Previews of GeoJSON as outline maps."""

import math
from collections.abc import Iterator
from typing import Any

from .cards import card_svg
from .svg_text import svg_document

__all__ = ["geojson_svg"]

_WIDTH_PX, _HEIGHT_PX, _MARGIN_PX = 480, 320, 16
_MAX_POINTS = 20_000
_STYLE = {
    True: 'fill="#3d8f7c" fill-opacity="0.18" stroke="#2f7263" stroke-width="1.2"',
    False: 'fill="none" stroke="#2f7263" stroke-width="1.8"',
}

#: Points, and whether they enclose an area.
_Line = tuple[list[tuple[float, float]], bool]


def geojson_svg(value: Any) -> str:
    """Return a map of a GeoJSON object: outlines only, north up, in equirectangular projection."""
    lines: list[_Line] = []
    remaining = _MAX_POINTS
    for line in _lines(value, 0):
        lines.append(line)
        remaining -= len(line[0])
        if remaining < 0:
            break
    points = [point for line, _ in lines for point in line]
    if not points:
        return card_svg("Map", "GeoJSON without coordinates")
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    stretch = max(math.cos(math.radians(max(min((south + north) / 2, 80), -80))), 0.1)
    scale = min(
        (_WIDTH_PX - 2 * _MARGIN_PX) / max((east - west) * stretch, 1e-9),
        (_HEIGHT_PX - 2 * _MARGIN_PX) / max(north - south, 1e-9),
        1e5,
    )
    left_px = (_WIDTH_PX - (east - west) * stretch * scale) / 2
    top_px = (_HEIGHT_PX - (north - south) * scale) / 2

    def place(point: tuple[float, float]) -> str:
        x, y = (point[0] - west) * stretch * scale, (north - point[1]) * scale
        return f"{left_px + x:.1f} {top_px + y:.1f}"

    body = "".join(_mark(list(map(place, line)), area=area) for line, area in lines)
    return svg_document(_WIDTH_PX, _HEIGHT_PX, "Map", body)


def _mark(places: list[str], *, area: bool) -> str:
    if len(places) == 1:
        x, y = places[0].split()
        return f'<circle cx="{x}" cy="{y}" r="4" fill="#c2410c" stroke="#fff"/>'
    return f'<path d="M{"L".join(places)}{"Z" * area}" {_STYLE[area]}/>'


def _lines(value: Any, depth: int) -> Iterator[_Line]:
    if not isinstance(value, dict) or depth > 8:
        return
    for key in ("features", "geometries"):
        for one in value.get(key) or []:
            yield from _lines(one, depth + 1)
    yield from _lines(value.get("geometry"), depth + 1)
    if isinstance(given := value.get("coordinates"), list):
        yield from _coordinates(given, area="Polygon" in str(value.get("type")), depth=depth)


def _coordinates(given: list[Any], *, area: bool, depth: int) -> Iterator[_Line]:
    if depth > 8 or not given:
        return
    if isinstance(given[0], int | float):
        yield [_point(given)], False
    elif isinstance(given[0], list) and given[0] and isinstance(given[0][0], int | float):
        if area or len(given) > 1:
            yield [_point(one) for one in given], area
        else:
            yield [_point(given[0])], False
    else:
        for one in given:
            yield from _coordinates(one, area=area, depth=depth + 1)


def _point(given: list[Any]) -> tuple[float, float]:
    x, y = float(given[0]), float(given[1])
    if not (math.isfinite(x) and math.isfinite(y)):
        raise ValueError("coordinates must be finite")
    return x, y
