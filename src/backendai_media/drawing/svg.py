"""Drawings as SVG without script: their last frame, or an animation."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from .._spec import DRAWING_GAP_SECONDS, DRAWING_MAX_PLAY_SECONDS
from ..errors import DrawingError
from ..model import InvalidItem, MediaItem, UpdateItem, normalize
from .encoding import TYPE
from .object_state import State
from .scene import Scene, SceneObject, Stage
from .smil import animated, switched
from .surface import Surface
from .svg_elements import DEFAULTS, Element, cap, digits, element, tag

__all__ = ["picture", "to_svg"]


#: Colour, width and cap.
_Style = tuple[str, str, str]


def to_svg(items: Any, *, canvas: int | None = None, animate: bool = False) -> str:
    """Return a drawing as SVG text: its last frame, or with `animate` as an animation.

    `items` is a `Canvas`, a payload, or anything that `normalize` accepts. `canvas` is the id of
    the canvas to show, by default the one opened last. Raises `DrawingError` if a drawing is
    malformed, or there is none.
    """
    stage = Stage(records=animate)
    if isinstance(items, Surface):
        stage.apply(items.commands)
    else:
        for payload in _payloads(items):
            stage.apply_payload(payload)
    if canvas is not None and canvas not in stage.scenes:
        raise DrawingError(f"No canvas {canvas} is opened in these items")
    if not stage.scenes:
        raise DrawingError("No canvas is opened in these items")
    return _document(stage.scenes[next(reversed(stage.scenes)) if canvas is None else canvas])


def picture(commands: Sequence[Sequence[Any]], since: int | None) -> str:
    """Return a drawing of one canvas, animated from the command number `since` on."""
    stage = Stage()
    stage.apply(commands[:since])
    if since is not None:
        stage.start_recording()
        stage.apply(commands[since:])
    (scene,) = stage.scenes.values()
    return _document(scene)


def _payloads(items: Any) -> Iterable[str | bytes]:
    if isinstance(items, str | bytes):
        yield items
        return
    for item in normalize(items):
        if isinstance(item, InvalidItem):
            raise DrawingError(f"{item.path}: {item.reason}")
        if isinstance(item, MediaItem | UpdateItem) and TYPE in item.data:
            yield item.data[TYPE]


def _document(scene: Scene) -> str:
    length = max(0.0, scene.time - DRAWING_GAP_SECONDS)
    scale = min(1.0, DRAWING_MAX_PLAY_SECONDS / length) if length else 1.0
    body = "".join(
        _still(group) if still else "".join(animated(one, scale) for one in group)
        for still, group in groupby(scene.played, _is_still)
    )
    width, height = digits(scene.width), digits(scene.height)
    defaults = "".join(f' {name}="{value}"' for name, value in DEFAULTS.items())
    label = f"Drawing of {len(scene.objects)} objects"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{label}">'
        f"{_background(scene, scale)}<g{defaults}>{body}</g></svg>"
    )


def _background(scene: Scene, scale: float) -> str:
    color = scene.bgcolor
    frames = [(time * scale, one[:7]) for time, one in scene.backgrounds]
    inside = switched("fill", frames) if frames else ""
    opacity = digits(round(int(color[7:] or "ff", 16) / 255, 3))
    opacity_attribute = "" if opacity == "1" else f' fill-opacity="{opacity}"'
    head = f'<rect width="100%" height="100%" fill="{color[:7]}"{opacity_attribute}'
    return f"{head}>{inside}</rect>" if inside else f"{head}/>"


def _is_still(one: SceneObject) -> bool:
    return not one.moves and not one.created_at and one.removed_at is None


def _still(objects: Iterable[SceneObject]) -> str:
    parts: list[str] = []
    path: list[str] = []
    style: _Style | None = None
    for one in objects:
        state = one.state
        if not state["visible"]:
            continue
        joined = _joined(state)
        if joined != style and style:
            parts.append(_path(path, style))
            path = []
        style = joined
        if joined:
            start = f"M{digits(state['x1'])} {digits(state['y1'])}"
            path.append(f"{start}L{digits(state['x2'])} {digits(state['y2'])}")
        else:
            parts.append(tag(element(state)))
    if style:
        parts.append(_path(path, style))
    return "".join(parts)


def _joined(state: State) -> _Style | None:
    """Return the style of a line that can be joined with others into one path, else `None`.

    Only opaque lines can: others would look different where they cross.
    """
    if state["shape"] != "line" or state["opacity"] != 1 or state["angle"] % 360:
        return None
    color, width = state["color"], state["width"]
    return (color, digits(width), cap(width)) if color[7:] in {"", "ff"} and width else None


def _path(parts: list[str], style: _Style) -> str:
    color, width, ends = style
    made = {"d": "".join(parts), "stroke": color[:7], "stroke-width": width, "stroke-linecap": ends}
    return tag(Element("path", made))
