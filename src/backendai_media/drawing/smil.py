"""Animates objects with SMIL, without script, so that they also move inside an `<img>`.

Attributes always have their final values, and earlier ones are animations from the start: a viewer
that does not play animations, such as a printer or a rasteriser, shows the finished drawing.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from .object_state import State
from .scene import SceneObject
from .svg_elements import Element, element, tag

__all__ = ["animated", "switched"]

# Ease out, quadratic: 1 - (1 - t)² exactly, as a cubic curve.
_EASE = ".3333 .6667 .6667 1"
_HOLD = "0 0 1 1"
#: Attributes that cannot be interpolated: where one changes, another element takes over.
_JUMPING = frozenset(
    "font-family font-size font-weight font-style text-anchor href stroke-linecap".split()
)
_Frame = tuple[float, State]
_Key = tuple[float, str]


def animated(target: SceneObject, scale: float) -> str:
    """Return the elements of an object with their animations; times are multiplied by `scale`."""
    frames = [(time * scale, state) for time, state in _frames(target)]
    removed_at = None if target.removed_at is None else target.removed_at * scale
    lives = list(_lives(frames))
    ends = [life[0][0] for life in lives[1:]] + [removed_at]
    return "".join(_life(life, end) for life, end in zip(lives, ends, strict=True))


def switched(name: str, frames: Sequence[_Key]) -> str:
    """Return an animation that jumps between values; the last one is the element's attribute."""
    steps = [frames[0]]
    for time, value in frames[1:]:
        while steps and time <= steps[-1][0]:
            steps.pop()
        if not steps or steps[-1][1] != value:
            steps.append((time, value))
    end = steps[-1][0]
    if len(steps) < 2:
        return ""
    if len(steps) == 2:
        return f'<set attributeName="{name}" to="{steps[0][1]}" dur="{_seconds(end)}"/>'
    values = ";".join(value for _, value in steps[:-1])
    times = ";".join(_fraction(time / end) for time, _ in steps[:-1])
    return (
        f'<animate attributeName="{name}" calcMode="discrete" dur="{_seconds(end)}" '
        f'values="{values}" keyTimes="{times}"/>'
    )


def _frames(target: SceneObject) -> list[_Frame]:
    """Return the states of an object by time, to be interpolated."""
    if not target.moves:
        return [(target.created_at, target.state)]
    frames = [(target.created_at, target.moves[0].before)]
    for move in target.moves:
        frames += [(move.start, move.before), (move.end, move.after)]
    return frames


def _shape_of(made: Element) -> tuple[object, ...]:
    """Return what cannot be animated: where it changes, another element takes over."""
    attributes = made.attributes
    jumping = tuple(attributes.get(name) for name in _JUMPING)
    path = attributes.get("d") if "translate" in attributes else None
    return made.name, made.text, jumping, path, attributes.get("points", "").count(",")


def _lives(frames: list[_Frame]) -> Iterator[list[_Frame]]:
    life: list[_Frame] = []
    shape: tuple[object, ...] = ()
    for time, state in frames:
        now = _shape_of(element(state))
        if life and now != shape:
            yield life
            life = [(life[-1][0], state)]
        shape = now
        life.append((time, state))
    yield life


def _life(frames: list[_Frame], removed_at: float | None) -> str:
    made = [element(state) for _, state in frames]
    last = made[-1]
    times = [time for time, _ in frames]
    moving: dict[str, str] = {}
    for name in last.attributes:
        if name not in _JUMPING:
            track = list(zip(times, (one.attributes[name] for one in made), strict=True))
            if text := _track(name, track):
                moving[name] = text
    seen = _seen(frames, removed_at)
    text = "".join(text for name, text in moving.items() if name != "translate")
    if seen[-1][1] == "hidden":
        last.attributes["visibility"] = "hidden"
    text += switched("visibility", seen)
    if "translate" in moving or ("rotate" in moving and "translate" in last.attributes):
        place = last.attributes.pop("translate")
        inside = tag(last, text, frozenset(moving))
        return f'<g transform="translate({place})">{moving.get("translate", "")}{inside}</g>'
    return tag(last, text, frozenset(moving))


def _seen(frames: list[_Frame], removed_at: float | None) -> list[_Key]:
    seen = [(0.0, "hidden")]
    seen += [(time, "visible" if state["visible"] else "hidden") for time, state in frames]
    return seen if removed_at is None else [*seen, (removed_at, "hidden")]


def _track(name: str, track: list[_Key]) -> str:
    """Return the animation of one attribute; empty if it never changes."""
    keys = _keys(track)
    start, end = keys[0][0], keys[-1][0]
    values = [value for _, value in keys]
    if end <= start or (name == "rotate" and not any(map(_turns, values))):
        return ""
    kind = "animate"
    if name in {"translate", "rotate"}:
        kind, name = "animateTransform", f'transform" type="{name}'
    begin = f' begin="{_seconds(start)}"' if start else ""
    times = ";".join(_fraction((time - start) / (end - start)) for time, _ in keys)
    splines = ";".join(_HOLD if one == next_ else _EASE for one, next_ in pairwise(values))
    return (
        f'<{kind} attributeName="{name}"{begin} dur="{_seconds(end - start)}" '
        f'values="{";".join(values)}" keyTimes="{times}" calcMode="spline" keySplines="{splines}"/>'
    )


def _keys(track: list[_Key]) -> list[_Key]:
    """Return the necessary keys: no repetitions, and none after the final value is reached."""
    kept = [track[0]]
    for key in track[1:]:
        if key == kept[-1]:
            continue
        if len(kept) > 1 and kept[-2][1] == kept[-1][1] == key[1]:
            kept.pop()
        kept.append(key)
    if len(kept) > 1 and kept[-2][1] == kept[-1][1]:
        kept.pop()
    return kept


def _turns(rotate: str) -> bool:
    return float(rotate.split(" ", 1)[0]) % 360 != 0


def _seconds(time: float) -> str:
    return f"{_fraction(round(time, 4))}s"


def _fraction(part: float) -> str:
    return f"{part:.6f}".rstrip("0").rstrip(".")
