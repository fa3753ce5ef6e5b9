"""Items → commands: what is to be said so that an object shows what its item is now."""

import math
from typing import TYPE_CHECKING, Any, Final

from ._items import Item
from ._text import Font

if TYPE_CHECKING:
    from ._frame import Frame

__all__ = ["CURSORS", "PAINTERS", "cursor"]

#: Pixels; what is farther away would not be seen either.
_FAR: Final = 1e8
_NONE: Final = "#ffffff00"
#: The z of turtles: in front of what they draw.
CURSORS: Final = 500_000_000
_PATH = ("x", "y", "d", "border", "fill", "angle", "width")
#: What of a turtle is animated.
_MOVES = {"x", "y", "angle"}


def near(value: float) -> float:
    """Return a number to a hundredth, a whole one where it is one; a bearable one."""
    rounded = round(value, 2) if -_FAR < value < _FAR else math.copysign(_FAR, value)
    whole = int(rounded)
    return whole if whole == rounded else rounded


def cursor(item: Item, frame: "Frame") -> None:
    """Show a turtle: a path that moves and turns."""
    if not item.visible or not item.place:
        _hide(item, frame)
        return
    outline, angle = item.turned()
    item.path = item.path or _closed([near(one) for one in outline])
    x, y = frame.spot(item.place.x, item.place.y)
    border = item.outline
    new = {
        "x": x,
        "y": y,
        "angle": round(angle, 3),
        "d": item.path,
        "border": border,
        "fill": item.fill,
        "width": near(item.width) if border != _NONE else 0,
        "visible": True,
    }
    _show(item, frame, ("path", *(new[one] for one in _PATH)), new)


def _closed(corners: list[float]) -> str:
    pairs = (f"{x} {y}" for x, y in zip(corners[::2], corners[1::2], strict=True))
    return f"M{'L'.join(pairs)}Z"


def _show(item: Item, frame: "Frame", shape: tuple[Any, ...], new: dict[str, Any]) -> None:
    """Make the object, or say what of it changed; what moves, moves."""
    if not item.ids:
        item.ids = [frame.place(item, shape, frame.still)]
        item.drawn = new
        return
    (number,) = item.ids
    moves = item.place and item.drawn["visible"]
    for name, value in new.items():
        if value != item.drawn[name]:
            target = frame.moving if moves and name in _MOVES else frame.still
            target.append(("update", number, name, value))
    item.drawn = new


def _hide(item: Item, frame: "Frame") -> None:
    if item.ids and item.drawn["visible"]:
        frame.still.append(("update", item.ids[0], "visible", False))
        item.drawn = {**item.drawn, "visible": False}


def _line(item: Item, frame: "Frame") -> None:
    """Show a line as pieces: what is added to it is a new one, and grows where it is drawn."""
    coords, style = item.coords, (item.fill, near(item.width))
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
        _pieces(item, frame, coords, max(count, 2), style)
    item.drawn = (list(coords), style)


def _cut(item: Item, frame: "Frame", length: int) -> None:
    """Take away the pieces after so many coordinates."""
    kept = max(0, length // 2 - 1)
    frame.deleted += [one for one in item.ids[kept:] if one is not None]
    del item.ids[kept:]


def _pieces(
    item: Item, frame: "Frame", coords: list[float], start: int, style: tuple[str, float]
) -> None:
    target = frame.moving if frame.grows else frame.still
    still = coords[::2].count(coords[0]) * 2 == len(coords) == coords[1::2].count(coords[1]) * 2
    for at in range(start, len(coords), 2):
        if coords[at - 2 : at] != coords[at : at + 2]:
            ends = (*frame.spot(*coords[at - 2 : at]), *frame.spot(*coords[at : at + 2]))
            item.ids.append(frame.place(item, ("line", *ends, *style), target))
        elif still and at == 2:
            color, width = style
            dot = ("circle", *frame.spot(*coords[:2]), width / 2, _NONE, color, 0, 0)
            item.ids.append(frame.place(item, dot, target))
        else:
            item.ids.append(None)


def _polygon(item: Item, frame: "Frame") -> None:
    """Show a polygon. One that is not seen yet keeps its place: lines that follow lie above it."""
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
            points += frame.spot(item.coords[at], item.coords[at + 1])
        width = near(item.width) if outline != _NONE else 0
        new = {"points": points, "border": outline, "fill": item.fill, "width": width}
    _still(item, frame, ("polygon", *new.values()), new)


def _box(item: Item, frame: "Frame") -> None:
    """Show a rectangle or an oval; of the latter its outline, unless it is a circle."""
    left, top, right, bottom = item.coords[:4]
    x, y = frame.spot((left + right) / 2, (top + bottom) / 2)
    w, h = near(abs(right - left)), near(abs(bottom - top))
    new: dict[str, Any] = {"x": x, "y": y, "w": w, "h": h}
    seen = item.visible
    border = item.outline if seen else _NONE
    paint = (border, item.fill if seen else _NONE, 0, near(item.width) if border != _NONE else 0)
    shape: tuple[Any, ...] = ("rect", x, y, w, h, *paint)
    if item.kind == "oval":
        a, b = near(w / 2), near(h / 2)
        d = f"M{-a} 0A{a} {b} 0 0 1 {a} 0A{a} {b} 0 0 1 {-a} 0Z"
        shape = ("path", x, y, d, *paint) if w != h else ("circle", x, y, a, *paint)
    new["shape"] = shape
    _replace(item, frame, shape, new)


def _text(item: Item, frame: "Frame") -> None:
    """Show a text; its lines hang together at the anchor."""
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
    place = frame.spot(x - 0.5, top + font.ascent - 0.5)
    letters = (font.names, near(font.size), font.style)
    shape = ("text", *place, text[:100_000], item.fill, letters, align)
    _replace(item, frame, shape, {"shape": shape})


def _image(item: Item, frame: "Frame") -> None:
    """Show a picture; a turtle that is one moves."""
    if not item.visible:
        _hide(item, frame)
        return
    picture = item.options["image"]
    left, top, right, bottom = item.box()
    x, y = frame.spot((left + right) / 2 - 0.5, (top + bottom) / 2 - 0.5)
    w, h = picture.size
    new = {"x": x, "y": y, "w": w, "h": h, "href": picture.picture.href, "visible": True}
    _show(item, frame, ("image", x, y, w, h, new["href"]), new)


def _still(item: Item, frame: "Frame", shape: tuple[Any, ...], new: dict[str, Any]) -> None:
    """Make the object, or change it at once, where it lies."""
    if not item.ids:
        item.ids = [frame.place(item, shape, frame.still)]
    else:
        number = item.ids[0]
        changed = (name for name in new if new[name] != item.drawn[name])
        frame.still += [("update", number, name, new[name]) for name in changed]
    item.drawn = new


def _replace(item: Item, frame: "Frame", shape: tuple[Any, ...], new: dict[str, Any]) -> None:
    """Put another object in the place of what showed the item."""
    if item.ids and item.drawn == new:
        return
    frame.delete(item)
    item.ids = [frame.place(item, shape, frame.still)]
    item.drawn = new


PAINTERS = {
    "line": _line,
    "polygon": _polygon,
    "rectangle": _box,
    "oval": _box,
    "text": _text,
    "image": _image,
}
