"""GeoJSON as an outline map."""

from __future__ import annotations

import json
import math
from typing import Any

from .context import Context, MessageError
from .geojson_shapes import AREA, POINT, TYPES, Atlas, Box, Ring, Shape, place, read
from .markup import element, text
from .translate import Translator

__all__ = ["outline"]

#: CSS pixels.
MAX_WIDTH, MAX_HEIGHT = 640.0, 480.0
DOT_RADIUS = 3.0
#: Shapes with more points are thinned.
MAX_POINTS = 200_000
CHARACTERS_PER_POINT, OPERATIONS_PER_POINT = 8, 5
_EVERYWHERE: Box = (-180.0, -90.0, 180.0, 90.0)
_CLASSES = ("point", "line", "area")


def outline(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return the shapes of GeoJSON, north up, in equirectangular projection."""
    try:
        value = json.loads(data) if isinstance(data, str) else data
    except (ValueError, RecursionError):
        raise MessageError("not_geojson") from None
    if not isinstance(value, dict) or str(value.get("type")) not in TYPES:
        raise MessageError("not_geojson")

    def has_room(points: int) -> bool:
        context.meter.grant(CHARACTERS_PER_POINT * points)
        return context.meter.spend(5 + OPERATIONS_PER_POINT * points, "left_out_parts")

    atlas = read(value, has_room)
    # Nothing to draw is a map, too (RFC 7946, 3.2 and 3.3).
    box, is_plane = place(atlas.shapes) if atlas.shapes else (_EVERYWHERE, False)
    frame = _Frame(box, is_plane=is_plane)
    step = max(1, sum(len(ring) for one in atlas.shapes for ring in one.rings) // MAX_POINTS)
    translate = context.translate
    label = _summary(atlas, translate)
    picture = element(
        "svg",
        *(frame.draw(one, step) for one in atlas.shapes),
        viewBox=f"0 0 {frame.width:g} {frame.height:g}",
        width=f"{frame.width:g}",
        height=f"{frame.height:g}",
        role="img",
        aria_label=label,
    )
    notes = [label]
    if atlas.shapes:
        west, south, east, north = (f"{bound:.4g}" for bound in box)
        notes.append(translate("map_extent", west=west, east=east, south=south, north=north))
    lines = [element("div", text(one), class_="backendai-static-note") for one in notes]
    return element("div", picture, *lines, class_="backendai-static-map")


def _summary(atlas: Atlas, translate: Translator) -> str:
    points, lines, polygons = atlas.counts
    parts = [
        translate("polygons", n=polygons) if polygons else "",
        translate("lines", n=lines) if lines else "",
        translate("points", n=points) if points else "",
    ]
    made = ": ".join(
        filter(None, [translate("map_of", n=atlas.features), ", ".join(filter(None, parts))])
    )
    return f"{made}. {translate('malformed_parts', n=atlas.bad)}" if atlas.bad else made


def _thin(ring: Ring, step: int) -> Ring:
    return ring if step == 1 or len(ring) < 8 else [*ring[::step], ring[-1]]


class _Frame:
    def __init__(self, box: Box, *, is_plane: bool) -> None:
        self.west, south, east, self.north = box
        middle = math.radians((south + self.north) / 2)
        self.stretch = 1.0 if is_plane else max(0.1, math.cos(middle))
        across = max((east - self.west) * self.stretch, 1e-6)
        up = max(self.north - south, 1e-6)
        self.scale = min((MAX_WIDTH - 4 * DOT_RADIUS) / across, (MAX_HEIGHT - 4 * DOT_RADIUS) / up)
        self.width = min(MAX_WIDTH, across * self.scale + 4 * DOT_RADIUS)
        self.height = min(MAX_HEIGHT, up * self.scale + 4 * DOT_RADIUS)

    def _place(self, point: tuple[float, float]) -> str:
        x = (point[0] - self.west) * self.stretch * self.scale + 2 * DOT_RADIUS
        y = (self.north - point[1]) * self.scale + 2 * DOT_RADIUS
        return f"{x:.1f} {y:.1f}"

    def draw(self, shape: Shape, step: int) -> str:
        """Return a shape of which one in `step` points is drawn."""
        rings = [_thin(ring, step) for ring in shape.rings]
        r = DOT_RADIUS
        if shape.kind == POINT:
            drawn = "".join(
                f"M{self._place(point)}m{-r:g} 0a{r:g} {r:g} 0 1 0 {2 * r:g} 0"
                f"a{r:g} {r:g} 0 1 0 {-2 * r:g} 0"
                for ring in rings
                for point in ring
            )
        else:
            end = "Z" if shape.kind == AREA else ""
            drawn = "".join("M" + "L".join(map(self._place, ring)) + end for ring in rings)
        name = f"backendai-static-map-{_CLASSES[shape.kind]}"
        return element("path", d=drawn, fill_rule="evenodd", class_=name)
