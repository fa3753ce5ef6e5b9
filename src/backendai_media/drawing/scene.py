"""Executes commands: canvases, their objects, and when each of them changed.

A `Stage` applies payloads one after the other. If it `records`, objects keep their moves, so that
the drawing can be animated.
"""

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from .._spec import (
    DRAWING_GAP_SECONDS,
    DRAWING_MAX_CANVASES,
    DRAWING_MAX_COMMANDS,
    DRAWING_MAX_POLYGON_WORK,
    DRAWING_STEP_SECONDS,
)
from ..errors import DrawingError
from . import shapes
from .encoding import decode_commands
from .object_state import State, changed, color, initial, read_property, read_shape

__all__ = ["Move", "Scene", "SceneObject", "Stage"]


class Move(NamedTuple):
    """A change between two times in seconds; a jump if they are equal."""

    start: float
    end: float
    before: State
    after: State


class SceneObject:
    """An object; `order` is its position among objects of the same z."""

    __slots__ = ("created_at", "moves", "order", "removed_at", "state")

    def __init__(self, state: State, order: int, created_at: float) -> None:
        self.state = state
        self.order = order
        self.created_at = created_at
        self.removed_at: float | None = None
        self.moves: list[Move] = []


class Scene:
    """One canvas."""

    def __init__(self, *, records: bool) -> None:
        self.records = records
        self.width: float = 0
        self.height: float = 0
        self.bgcolor = self.fgcolor = ""
        self.time = 0.0
        self.backgrounds: list[tuple[float, str]] = []
        self._orders = itertools.count()
        self._work = 0
        self._objects: dict[Any, SceneObject] = {}
        self._removed: list[SceneObject] = []
        self._group: dict[SceneObject, tuple[State, State]] = {}
        self._reset()

    def _reset(self) -> None:
        self.clear()
        self._animated, self._depth, self._speed = True, 0, 1.0
        self._fill: tuple[str, list[float], int] | None = None

    @property
    def objects(self) -> list[SceneObject]:
        """The present objects from back to front."""
        return _painted(self._objects.values())

    @property
    def played(self) -> list[SceneObject]:
        """All objects that exist or existed, from back to front."""
        return _painted([*self._objects.values(), *self._removed])

    def open(self, width: Any, height: Any, bgcolor: Any = "#fff", fgcolor: Any = "#000") -> None:
        """Start from scratch with an empty canvas."""
        self.width, self.height = shapes.side("width", width), shapes.side("height", height)
        self.stroke(fgcolor)
        self._reset()
        self.background(bgcolor)

    def background(self, value: Any) -> None:
        """Change the background."""
        self.bgcolor = color("bgcolor", value)
        if self.records:
            self.backgrounds.append((self.time, self.bgcolor))

    def stroke(self, value: Any) -> None:
        """Change the default stroke colour."""
        self.fgcolor = color("fgcolor", value)

    def draw(self, key: Any, array: Any) -> None:
        """Add an object, replacing one of the same id."""
        state = read_shape(array, self.fgcolor)
        _check_key(key)
        if state is None:
            return
        if self._fill and state["shape"] == "line":
            _extend_outline(self._fill[1], state)
        self._put(key, state, next(self._orders))

    def update(self, key: Any, name: Any, value: Any) -> None:
        """Change an object; ignored if there is none, or if it has no such property."""
        _check_key(key)
        target = self._objects.get(key)
        if target and (read := read_property(target.state, name, value)):
            after = changed(target.state, *read)
            self._change(target, target.state, after, still=read[0] == "z")

    def delete(self, key: Any) -> None:
        """Remove an object."""
        _check_key(key)
        if gone := self._objects.pop(key, None):
            self._remove([gone])

    def clear(self) -> None:
        """Remove all objects."""
        self._remove(list(self._objects.values()))
        self._objects.clear()

    def begin_fill(self, value: Any = None) -> None:
        """Start an outline that is to be filled."""
        fill = self.fgcolor if value is None else color("fill", value)
        self._fill = fill, [], next(self._orders)

    def end_fill(self) -> None:
        """Fill the outline, below its lines."""
        if self._fill:
            fill, points, order = self._fill
            self._fill = None
            if len(points) > 4:
                state = read_shape(["polygon", points, shapes.NONE, fill, 0], self.fgcolor)
                self._put(("fill", order), state or {}, order)

    def speed(self, factor: Any) -> None:
        """Change the speed of what follows."""
        wanted = shapes.number("speed", factor)
        self._speed = min(1_000, max(0.01, wanted)) if wanted > 0 else 0.0

    def animate(self, *, on: bool) -> None:
        """Turn animation of what follows on or off."""
        self._animated = on

    def begin_group(self) -> None:
        """Combine what follows into one step."""
        self._depth += 1

    def end_group(self) -> None:
        """End the step."""
        self._depth = max(0, self._depth - 1)
        if not self._depth:
            self.finish()

    def finish(self) -> None:
        """End the present step, if any."""
        if self._group:
            pace = self._speed or 1
            end = self.time + DRAWING_STEP_SECONDS / pace
            for target, (before, after) in self._group.items():
                target.moves.append(Move(self.time, end, before, after))
            self._group.clear()
            self.time = end + DRAWING_GAP_SECONDS / pace

    def _put(self, key: Any, state: State, order: int) -> None:
        if key in self._objects:
            self._remove([self._objects.pop(key)])
        target = self._objects[key] = SceneObject(state, order, self.time)
        self._change(target, initial(state), state, new=True)

    def _change(
        self,
        target: SceneObject,
        before: State,
        after: State,
        *,
        new: bool = False,
        still: bool = False,
    ) -> None:
        target.state = after
        self._work += len(after.get("points", ()))
        if self._work > DRAWING_MAX_POLYGON_WORK:
            raise DrawingError("polygons have too many points, or change too often")
        moving = self._animated and self._speed > 0 and not still
        if moving and not new:
            target.order = next(self._orders)  # moving objects come to the front
        if not self.records:
            return
        if moving or target in self._group:
            self._group[target] = (self._group.get(target, (before,))[0], after)
            if not self._depth:
                self.finish()
        elif not new:
            target.moves.append(Move(self.time, self.time, before, after))

    def _remove(self, gone: list[SceneObject]) -> None:
        if self.records:
            for target in gone:
                target.removed_at = self.time
            self._removed += gone


_COMMANDS: dict[str, Callable[..., None]] = {
    "canvas": Scene.open,
    "bgcolor": Scene.background,
    "fgcolor": Scene.stroke,
    "obj": Scene.draw,
    "update": Scene.update,
    "delete": Scene.delete,
    "clear": Scene.clear,
    "begin-fill": Scene.begin_fill,
    "end-fill": Scene.end_fill,
    "begin-group": Scene.begin_group,
    "end-group": Scene.end_group,
    "stop-anim": lambda scene: scene.animate(on=False),
    "resume-anim": lambda scene: scene.animate(on=True),
    "speed": Scene.speed,
}
_MAX_ARGUMENTS = {"canvas": 4, "update": 3, "obj": 2, "begin-fill": 1, "bgcolor": 1, "fgcolor": 1}
_MAX_ARGUMENTS |= {"delete": 1, "speed": 1}
_MIN_ARGUMENTS = {**_MAX_ARGUMENTS, "canvas": 2, "begin-fill": 0}


class Stage:
    """Canvases by id, whose state lasts from item to item."""

    def __init__(self, *, records: bool = False) -> None:
        self.records = records
        self.scenes: dict[Any, Scene] = {}
        self._count = 0

    def apply_payload(self, payload: str | bytes) -> None:
        """Execute the commands of an item. Raises `DrawingError` if they are malformed."""
        self.apply(decode_commands(payload))

    def apply(self, commands: Sequence[Sequence[Any]]) -> None:
        """Execute commands. Raises `DrawingError`, which names the first malformed one."""
        self._count += len(commands)
        if self._count > DRAWING_MAX_COMMANDS:
            raise DrawingError(f"These drawings have more than {DRAWING_MAX_COMMANDS:,} commands")
        for index, command in enumerate(commands):
            try:
                self._do(command)
            except DrawingError as error:
                raise DrawingError(f"Command {index}: {error}") from None
        for scene in self.scenes.values():
            scene.finish()

    def start_recording(self) -> None:
        """Record moves from now on."""
        self.records = True
        for scene in self.scenes.values():
            scene.records = True
            scene.backgrounds = [(0, scene.bgcolor)]

    def _do(self, command: Sequence[Any]) -> None:
        if len(command) < 2 or not isinstance(command[1], str):
            raise DrawingError("a command must be a list of canvas id, name and arguments")
        key, name, *arguments = command
        _check_key(key)
        if name not in _COMMANDS:
            return
        if len(arguments) < _MIN_ARGUMENTS.get(name, 0):
            raise DrawingError(f"{name} lacks arguments; got {len(arguments)}")
        if name == "canvas" and key not in self.scenes:
            if len(self.scenes) >= DRAWING_MAX_CANVASES:
                raise DrawingError(f"more than {DRAWING_MAX_CANVASES:,} canvases")
            scene = Scene(records=self.records)
            scene.open(*arguments[:4])
            self.scenes[key] = scene
        elif key in self.scenes:
            _COMMANDS[name](self.scenes[key], *arguments[: _MAX_ARGUMENTS.get(name, 0)])


def _check_key(key: Any) -> None:
    if not isinstance(key, int | str):
        raise DrawingError(f"an id must be a whole number or text; got {shapes.short_repr(key)}")


def _extend_outline(points: list[float], line: State) -> None:
    """Add a line to the outline that is to be filled."""
    start = [line["x1"], line["y1"]]
    if points[-2:] != start:
        points += start
    points += [line["x2"], line["y2"]]


def _painted(objects: Iterable[SceneObject]) -> list[SceneObject]:
    return sorted(objects, key=lambda one: (one.state["z"], one.order))
