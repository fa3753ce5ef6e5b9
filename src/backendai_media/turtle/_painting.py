"""Turns items into commands, so that objects of the drawing show the items' present state."""

from typing import Any, Final

from ._frame import Frame
from ._items import Item, round_coordinate
from ._text import Font

__all__ = ["PAINTERS", "paint_cursor"]

_NONE: Final = "#ffffff00"
_PATH = ("x", "y", "d", "border", "fill", "angle", "width")
#: Properties of a turtle that are animated.
_ANIMATED = {"x", "y", "angle"}


def paint_cursor(item: Item, frame: Frame) -> None:
    """Draw a turtle: a path that moves and turns."""
    if not item.visible or not item.pose:
        _hide(item, frame)
        return
    outline, angle = item.turned()
    item.path = item.path or _closed([round_coordinate(one) for one in outline])
    x, y = frame.to_drawing(item.pose.x, item.pose.y)
    border = item.outline
    new = {
        "x": x,
        "y": y,
        "angle": round(angle, 3),
        "d": item.path,
        "border": border,
        "fill": item.fill,
        "width": round_coordinate(item.width) if border != _NONE else 0,
        "visible": True,
    }
    _show(item, frame, ("path", *(new[one] for one in _PATH)), new)


def _closed(corners: list[float]) -> str:
    pairs = (f"{x} {y}" for x, y in zip(corners[::2], corners[1::2], strict=True))
    return f"M{'L'.join(pairs)}Z"


def _show(item: Item, frame: Frame, shape: tuple[Any, ...], new: dict[str, Any]) -> None:
    """Create the object, or update what changed; animated properties move."""
    if not item.ids:
        item.ids = [frame.add_object(item, shape, frame.still)]
        item.drawn = new
        return
    (number,) = item.ids
    moves = item.pose and item.drawn["visible"]
    for name, value in new.items():
        if value != item.drawn[name]:
            target = frame.moving if moves and name in _ANIMATED else frame.still
            target.append(("update", number, name, value))
    item.drawn = new


def _hide(item: Item, frame: Frame) -> None:
    if item.ids and item.drawn["visible"]:
        frame.still.append(("update", item.ids[0], "visible", False))
        item.drawn = {**item.drawn, "visible": False}


def _line(item: Item, frame: Frame) -> None:
    """Draw a line as segments: new ones are added, and grow when the turtle draws."""
    coords, style = item.coords, (item.fill, round_coordinate(item.width))
    if not item.visible:
        coords = []
    old, had = item.drawn or ([], style)
    if style != had and old:
        frame.delete(item)
        old = []
    count = len(old)
    if coords[:count] != old:
        shared = len(coords) if old[: len(coords)] == coords else 0
        _cut(item, frame, shared)
        count = shared
    if len(coords) > max(count, 2):
        _add_segments(item, frame, coords, max(count, 2), style)
    item.drawn = (list(coords), style)


def _cut(item: Item, frame: Frame, length: int) -> None:
    """Delete the segments after the first `length` coordinates."""
    kept = max(0, length // 2 - 1)
    frame.deleted += [one for one in item.ids[kept:] if one is not None]
    del item.ids[kept:]


def _add_segments(
    item: Item, frame: Frame, coords: list[float], start: int, style: tuple[str, float]
) -> None:
    target = frame.moving if frame.grows else frame.still
    still = coords[::2].count(coords[0]) * 2 == len(coords) == coords[1::2].count(coords[1]) * 2
    for at in range(start, len(coords), 2):
        if coords[at - 2 : at] != coords[at : at + 2]:
            ends = (
                *frame.to_drawing(*coords[at - 2 : at]),
                *frame.to_drawing(*coords[at : at + 2]),
            )
            item.ids.append(frame.add_object(item, ("line", *ends, *style), target))
        elif still and at == 2:
            color, width = style
            dot = ("circle", *frame.to_drawing(*coords[:2]), width / 2, _NONE, color, 0, 0)
            item.ids.append(frame.add_object(item, dot, target))
        else:
            item.ids.append(None)


def _polygon(item: Item, frame: Frame) -> None:
    """Draw a polygon. An invisible one is added too, so that later lines are above it."""
    outline = item.outline
    new = {
        "points": [0, 0, 0, 0],
        "border": _NONE,
        "fill": _NONE,
        "width": 0,
    }
    if item.visible:
        points: list[float] = []
        for at in range(0, len(item.coords), 2):
            points += frame.to_drawing(item.coords[at], item.coords[at + 1])
        width = round_coordinate(item.width) if outline != _NONE else 0
        new = {"points": points, "border": outline, "fill": item.fill, "width": width}
    _still(item, frame, ("polygon", *new.values()), new)


def _box(item: Item, frame: Frame) -> None:
    """Draw a rectangle or an oval (a path, unless it is a circle)."""
    left, top, right, bottom = item.coords[:4]
    x, y = frame.to_drawing((left + right) / 2, (top + bottom) / 2)
    w, h = round_coordinate(abs(right - left)), round_coordinate(abs(bottom - top))
    new: dict[str, Any] = {"x": x, "y": y, "w": w, "h": h}
    seen = item.visible
    border = item.outline if seen else _NONE
    paint = (
        border,
        item.fill if seen else _NONE,
        0,
        round_coordinate(item.width) if border != _NONE else 0,
    )
    shape: tuple[Any, ...] = ("rect", x, y, w, h, *paint)
    if item.kind == "oval":
        a, b = round_coordinate(w / 2), round_coordinate(h / 2)
        d = f"M{-a} 0A{a} {b} 0 0 1 {a} 0A{a} {b} 0 0 1 {-a} 0Z"
        shape = ("path", x, y, d, *paint) if w != h else ("circle", x, y, a, *paint)
    new["shape"] = shape
    _replace(item, frame, shape, new)


def _text(item: Item, frame: Frame) -> None:
    """Draw text; its lines are aligned at the anchor."""
    if not item.visible:
        frame.delete(item)
        item.drawn = None
        return
    options = item.options
    font, text = Font.of(options.get("font", "")), str(options["text"])
    left, top, right, _ = item.box()
    anchor = str(options.get("anchor", "center"))
    align = "left" if "w" in anchor else "right" if "e" in anchor else "center"
    x = {"left": left, "right": right, "center": (left + right) / 2}[align]
    place = frame.to_drawing(x - 0.5, top + font.ascent - 0.5)
    letters = (font.names, round_coordinate(font.size), font.style)
    shape = ("text", *place, text[:100_000], item.fill, letters, align)
    _replace(item, frame, shape, {"shape": shape})


def _image(item: Item, frame: Frame) -> None:
    """Draw an image; if it is a turtle, it moves."""
    if not item.visible:
        _hide(item, frame)
        return
    picture = item.options["image"]
    left, top, right, bottom = item.box()
    x, y = frame.to_drawing((left + right) / 2 - 0.5, (top + bottom) / 2 - 0.5)
    w, h = picture.size
    new = {"x": x, "y": y, "w": w, "h": h, "href": picture.picture.href, "visible": True}
    _show(item, frame, ("image", x, y, w, h, new["href"]), new)


def _still(item: Item, frame: Frame, shape: tuple[Any, ...], new: dict[str, Any]) -> None:
    """Create the object, or update it without animation."""
    if not item.ids:
        item.ids = [frame.add_object(item, shape, frame.still)]
    else:
        number = item.ids[0]
        changed = (name for name in new if new[name] != item.drawn[name])
        frame.still += [("update", number, name, new[name]) for name in changed]
    item.drawn = new


def _replace(item: Item, frame: Frame, shape: tuple[Any, ...], new: dict[str, Any]) -> None:
    """Replace the objects of the item by a new one."""
    if item.ids and item.drawn == new:
        return
    frame.delete(item)
    item.ids = [frame.add_object(item, shape, frame.still)]
    item.drawn = new


PAINTERS = {
    "line": _line,
    "polygon": _polygon,
    "rectangle": _box,
    "oval": _box,
    "text": _text,
    "image": _image,
}
