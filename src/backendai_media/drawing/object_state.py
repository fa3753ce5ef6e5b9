"""Parses incoming shapes and updates into states, tolerating what is harmless."""

from collections.abc import Callable
from typing import Any

from .._spec import DRAWING_START_SCALE, DRAWING_WORDS
from ..errors import DrawingError
from . import shapes
from .color import hex_of, parse
from .shapes import FIELDS, PROPERTIES

__all__ = ["READERS", "State", "changed", "initial", "read_property", "read_shape"]

#: The state of an object: its shape under `"shape"`, and the values of its fields.
State = dict[str, Any]


def color(name: str, value: Any) -> str:
    """Return a colour as `#rrggbbaa`."""
    if isinstance(value, str):
        if len(value) == 9 and value.startswith("#"):
            parse(value)
            return value.lower()
        return hex_of(name, value)
    raise DrawingError(f"{name} must be a colour like #rrggbbaa; got {shapes.short_repr(value)}")


def _flag(name: str, value: Any) -> bool:
    return shapes.number(name, value) != 0


def _size(name: str, value: Any) -> int | float:
    return max(0, shapes.number(name, value))


def _unit(name: str, value: Any) -> int | float:
    return min(1, _size(name, value))


READERS: dict[str, Callable[[str, Any], Any]] = {
    "number": shapes.number,
    "size": _size,
    "unit": _unit,
    "flag": _flag,
    "color": color,
    "points": shapes.points,
    "path": shapes.path,
    "text": shapes.text,
    "font": shapes.font,
    "image": shapes.image,
    "align": lambda name, value: shapes.choice(name, value, DRAWING_WORDS["align"]),
    "close": lambda name, value: shapes.choice(name, value, DRAWING_WORDS["close"]),
}

_KINDS = {
    field.name: field.kind
    for fields in (*FIELDS.values(), shapes.COMMON, *shapes.MOVES.values())
    for field in fields
}


def read_shape(array: Any, stroke: str) -> State | None:
    """Return the state that a shape's array describes, or `None` for an unknown shape.

    Raises `DrawingError` if a field is missing or wrong.
    """
    if not isinstance(array, list | tuple) or not array or not isinstance(array[0], str):
        raise DrawingError("A shape must be a list that starts with its name")
    name = array[0]
    if name not in FIELDS:
        return None
    state: State = {"shape": name, **{field.name: field.default for field in shapes.COMMON}}
    given = len(array)
    for index, field in enumerate(FIELDS[name], 1):
        if index < given:
            state[field.name] = READERS[field.kind](field.name, array[index])
        elif field.default is shapes.REQUIRED:
            raise DrawingError(f"A {name} lacks {field.name}")
        else:
            state[field.name] = stroke if field.default is shapes.STROKE else field.default
    return state


def read_property(state: State, name: Any, value: Any) -> tuple[str, Any] | None:
    """Return an update's property and value, or `None` if the shape has no such property.

    A number instead of a name is an index into the shape's array.
    """
    shape = state["shape"]
    if isinstance(name, int):
        fields = FIELDS[shape]
        name = fields[name - 1].name if 0 < name <= len(fields) else None
    if not isinstance(name, str) or name not in PROPERTIES[shape]:
        return None
    return name, READERS[_KINDS[name]](name, value)


def changed(state: State, name: str, value: Any) -> State:
    """Return the state after an update."""
    if name == "rotate":
        return {**state, "angle": state["angle"] + value}
    if state["shape"] == "polygon" and name in {"x", "y"}:
        points, first = list(state["points"]), "xy".index(name)
        shift = value - center(points)[first]
        points[first::2] = [one + shift for one in points[first::2]]
        return {**state, "points": points}
    return {**state, name: value}


def initial(state: State) -> State:
    """Return the state from which a new object is animated."""
    match state["shape"]:
        case "line":
            return {**state, "x2": state["x1"], "y2": state["y1"]}
        case "circle" | "arc":
            return {**state, "opacity": 0, "radius": state["radius"] * DRAWING_START_SCALE}
        case "rect" | "triangle" | "image":
            return {
                **state,
                "opacity": 0,
                "w": state["w"] * DRAWING_START_SCALE,
                "h": state["h"] * DRAWING_START_SCALE,
            }
        case _:
            return {**state, "opacity": 0}


def center(points: list[float]) -> tuple[float, float]:
    """Return the centre of the bounding box of points, or the origin if there are none."""
    if not points:
        return 0, 0
    xs, ys = points[::2], points[1::2]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2
