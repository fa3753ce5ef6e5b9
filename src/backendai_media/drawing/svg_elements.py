"""Objects of a drawing as SVG elements."""

import math
import re
from html import escape
from typing import NamedTuple

from .object_state import State, center

__all__ = ["DEFAULTS", "Element", "cap", "digits", "element", "tag"]

_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ANCHORS = {"left": "start", "center": "middle", "right": "end"}

#: Attributes of the group around all elements, which they inherit.
DEFAULTS = {
    "fill": "none",
    "stroke-width": "2",
    "fill-rule": "evenodd",
    "stroke-linecap": "butt",
    "stroke-linejoin": "round",
    "stroke-miterlimit": "10",
}
_DEFAULT_VALUES = {
    "stroke-opacity": "1",
    "fill-opacity": "1",
    "opacity": "1",
    "stroke-width": "2",
    "stroke-linecap": "butt",
    "translate": "0 0",
}


class Element(NamedTuple):
    """An element; the attributes `translate` and `rotate` are combined into its transform."""

    name: str
    attributes: dict[str, str]
    text: str = ""


def element(state: State) -> Element:
    """Return an object as an element; all states of one object have the same attributes."""
    made = _MAKERS[state["shape"]](state)
    made.attributes["opacity"] = digits(state["opacity"])
    return made


def tag(made: Element, inside: str = "", moving: frozenset[str] = frozenset()) -> str:
    """Return an element as text. `moving` are attributes that are animated, and never left out."""
    kept = {
        name: value
        for name, value in made.attributes.items()
        if name in moving or _DEFAULT_VALUES.get(name) != value
    }
    unseen = {
        "fill": kept.get("fill-opacity") == "0",
        "stroke": "0" in (kept.get("stroke-opacity"), kept.get("stroke-width")),
    }
    for paint, is_unseen in unseen.items():
        if is_unseen and moving.isdisjoint({paint, f"{paint}-opacity", "stroke-width"}):
            kept.pop(paint, None)
            kept.pop(f"{paint}-opacity", None)
    kept["transform"] = _transform(kept.pop("translate", ""), kept.pop("rotate", ""))
    text = "".join(f' {name}="{_quoted(value)}"' for name, value in kept.items() if value)
    content = (_lines(made.text) if made.text else "") + inside
    return f"<{made.name}{text}>{content}</{made.name}>" if content else f"<{made.name}{text}/>"


def digits(value: float) -> str:
    """Format a number with up to three decimals."""
    if isinstance(value, int):
        return str(value)
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def cap(width: float) -> str:
    """Return the line cap for a width: square like the original's, but round for wider lines."""
    return "round" if width > 2 else "butt"


def _transform(translate: str, rotate: str) -> str:
    turns = rotate and float(rotate.split(" ", 1)[0]) % 360
    parts = [f"translate({translate})" if translate else "", f"rotate({rotate})" if turns else ""]
    return " ".join(filter(None, parts))


def _paint(name: str, color: str) -> dict[str, str]:
    return {name: color[:7], f"{name}-opacity": digits(round(int(color[7:] or "ff", 16) / 255, 3))}


def _painted(state: State) -> dict[str, str]:
    return {
        **_paint("stroke", state["border"]),
        "stroke-width": digits(state["width"]),
        **_paint("fill", state["fill"]),
    }


def _numbers(**values: float) -> dict[str, str]:
    return {name: digits(value) for name, value in values.items()}


def _turned(state: State, x: float, y: float) -> dict[str, str]:
    return {"rotate": f"{digits(state['angle'])} {digits(x)} {digits(y)}"}


def _line(state: State) -> Element:
    x1, y1, x2, y2 = (state[name] for name in ("x1", "y1", "x2", "y2"))
    turned = _turned(state, (x1 + x2) / 2, (y1 + y2) / 2)
    stroke = {
        **_paint("stroke", state["color"]),
        "stroke-width": digits(state["width"]),
        "stroke-linecap": cap(state["width"]),
    }
    return Element("line", {**_numbers(x1=x1, y1=y1, x2=x2, y2=y2), **stroke, **turned})


def _circle(state: State) -> Element:
    place = _numbers(cx=state["x"], cy=state["y"], r=state["radius"])
    return Element("circle", {**place, **_painted(state)})


def _box(state: State) -> dict[str, str]:
    x, y, w, h = state["x"], state["y"], state["w"], state["h"]
    return {**_numbers(x=x - w / 2, y=y - h / 2, width=w, height=h), **_turned(state, x, y)}


def _rect(state: State) -> Element:
    return Element("rect", {**_box(state), **_painted(state), "stroke-linejoin": "miter"})


def _image(state: State) -> Element:
    href = {"href": state["href"], "preserveAspectRatio": "none"}
    return Element("image", {**_box(state), **href})


def _triangle(state: State) -> Element:
    x, y, w, h = state["x"], state["y"], state["w"] / 2, state["h"] / 2
    corners = _points([x - w, y + h, x, y - h, x + w, y + h])
    turned = _turned(state, x, y)
    return Element(
        "polygon", {"points": corners, **_painted(state), **turned, "stroke-linejoin": "miter"}
    )


def _polygon(state: State) -> Element:
    points = state["points"]
    turned = _turned(state, *center(points))
    return Element("polygon", {"points": _points(points), **_painted(state), **turned})


def _points(flat: list[float]) -> str:
    numbers = [digits(one) for one in flat]
    return " ".join(f"{x},{y}" for x, y in zip(numbers[::2], numbers[1::2], strict=True))


def _placed(state: State) -> dict[str, str]:
    return {
        "translate": f"{digits(state['x'])} {digits(state['y'])}",
        "rotate": digits(state["angle"]),
    }


def _path(state: State) -> Element:
    curve = {"d": state["d"], "stroke-linecap": "round"}
    return Element("path", {**curve, **_painted(state), **_placed(state)})


def _arc(state: State) -> Element:
    x, y, radius, extent = state["x"], state["y"], state["radius"], state["extent"]
    extent = max(-360, min(360, extent))
    sweep = 1 if extent >= 0 else 0
    ends = []
    # In quarters, so that all states of an arc have the same commands and can be interpolated.
    for quarter in range(5):
        angle = math.radians(state["start"] + extent * quarter / 4)
        ends.append(
            f"{digits(x + radius * math.cos(angle))} {digits(y + radius * math.sin(angle))}"
        )
    r = digits(radius)
    d = f"M{ends[0]}" + "".join(f"A{r} {r} 0 0 {sweep} {end}" for end in ends[1:])
    d += {"open": "", "chord": "Z", "pie": f"L{digits(x)} {digits(y)}Z"}[state["close"]]
    curve = {"d": d, "stroke-linecap": "round"}
    return Element("path", {**curve, **_painted(state), **_turned(state, x, y)})


def _text(state: State) -> Element:
    family, height, style = state["font"]
    attributes = {
        "font-family": family,
        "font-size": digits(height),
        "font-weight": "bold" if "bold" in style else "",
        "font-style": "italic" if "italic" in style else "",
        "text-anchor": _ANCHORS[state["align"]] if state["align"] != "left" else "",
        "xml:space": "preserve",
        **_paint("fill", state["color"]),
        **_placed(state),
    }
    return Element("text", attributes, state["text"])


def _lines(text: str) -> str:
    first, *others = escape(_ILLEGAL.sub("\ufffd", text), quote=False).split("\n")
    return first + "".join(f'<tspan x="0" dy="1.2em">{line or " "}</tspan>' for line in others)


def _quoted(text: str) -> str:
    return escape(_ILLEGAL.sub("\ufffd", text))


_MAKERS = {
    "line": _line,
    "circle": _circle,
    "rect": _rect,
    "triangle": _triangle,
    "polygon": _polygon,
    "path": _path,
    "text": _text,
    "image": _image,
    "arc": _arc,
}
