# ruff: noqa: SLF001 - these are the insides of the turtle module
"""Patches the standard library's turtles: a move is one frame instead of many small steps.

Everything else is theirs.
"""

import math
from collections.abc import Callable
from typing import Any

from ..errors import BackendAIMediaError, TclError
from ._loop import UPDATE_MS, Loop

__all__ = ["adapt", "recorder_of"]


def adapt(module: Any, loop: Loop) -> None:
    """Make a turtle module use our loop."""
    turtle, screen, window = module.RawTurtle, module.TurtleScreen, module._Screen
    module.TurtleGraphicsError = _error(module.TurtleGraphicsError)
    loop.terminator = module.Terminator
    loop.gone = type("Destroyed", (TclError, module.Terminator), {})
    _patch_moves(turtle, loop)
    turtle._rotate = _patched_turn(turtle._rotate, loop)
    turtle._drawturtle = _patched_draw(turtle._drawturtle)
    screen.update = _patched_update(screen.update, loop)
    window._destroy = _patched_destroy(window._destroy, screen, loop)
    window.exitonclick = _patched_exitonclick(window.exitonclick, loop)


def _error(base: Any) -> type[Exception]:
    return type(base.__name__, (base, BackendAIMediaError), {"__module__": "turtle"})


def _patch_moves(turtle: Any, loop: Loop) -> None:
    for name in ("_goto", "_undogoto"):
        setattr(
            turtle, name, _patched_goto(getattr(turtle, name), loop, undoes=name == "_undogoto")
        )


def _patched_goto(
    original: Callable[..., None], loop: Loop, *, undoes: bool
) -> Callable[..., None]:
    def move(self: Any, goal: Any) -> None:
        screen, speed = self.screen, self._speed
        if speed and screen._tracing == 1:
            x, y = goal[0] - self._position if undoes else goal - self._position
            length = math.hypot(x * screen.xscale, y * screen.yscale)
            loop.sleep(int(length / (3 * 1.1**speed * speed)) * (UPDATE_MS + screen._delayvalue))
        recorder = recorder_of(screen)
        recorder.moved, recorder.changed = recorder.moved or screen._tracing == 1, True
        _at_once(self, original, goal)

    return move


def _patched_turn(original: Callable[..., None], loop: Loop) -> Callable[..., None]:
    def turn(self: Any, angle: float) -> None:
        screen, degrees = self.screen, angle * self._degreesPerAU
        steps = int(abs(degrees) / (3 * self._speed)) if self._speed else 0
        if screen._tracing == 1 and steps:
            loop.sleep(steps * (UPDATE_MS + screen._delayvalue))
            recorder_of(screen).moved = True
        self._turned = getattr(self, "_turned", 0) - degrees
        _at_once(self, original, angle)

    return turn


def _at_once(turtle: Any, original: Callable[..., None], goal: Any) -> None:
    """Make a turtle do something in one step, whatever its speed."""
    speed, turtle._speed = turtle._speed, 0
    try:
        original(turtle, goal)
    finally:
        turtle._speed = speed


def _patched_draw(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def draw(self: Any) -> None:
        screen, items = self.screen, self.turtle._item
        x, y = self._position
        turned, self._turned = getattr(self, "_turned", 0), 0
        screen.cv.set_pose(
            items if isinstance(items, list) else [items],
            x * screen.xscale,
            -y * screen.yscale,
            turned,
        )
        original(self)

    return draw


def _patched_update(original: Callable[[Any], None], loop: Loop) -> Callable[[Any], None]:
    def update(self: Any) -> None:
        """Perform a TurtleScreen update."""
        if self._tracing != 1:
            loop.request_frame()
        original(self)

    return update


def _patched_destroy(
    original: Callable[[Any], None], screen: Any, loop: Loop
) -> Callable[[Any], None]:
    def destroy(self: Any) -> None:
        original(self)
        # What follows starts a new drawing, unless a timer closed the window.
        screen._RUNNING = not loop.busy

    return destroy


def _patched_exitonclick(original: Callable[[Any], None], loop: Loop) -> Callable[[Any], None]:
    def exitonclick(self: Any) -> None:
        if loop.source:
            original(self)
            return
        loop.run()
        self.bye()

    exitonclick.__doc__ = original.__doc__
    return exitonclick


def recorder_of(screen: Any) -> Any:
    """Return the recorder of a turtle screen."""
    canvas = screen.cv
    return getattr(canvas, "_canvas", canvas).recorder
