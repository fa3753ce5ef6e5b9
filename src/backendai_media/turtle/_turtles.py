# ruff: noqa: SLF001 - these are the insides of the turtle module
"""What is said to the standard library's turtles: one frame a move, instead of many hops.

Everything else of them is theirs.
"""

import math
from collections.abc import Callable
from typing import Any

from ..errors import BackendAIMediaError
from ._errors import TclError
from ._loop import UPDATE, Loop

__all__ = ["adapt", "film_of"]


def adapt(module: Any, loop: Loop) -> None:
    """Let a module's turtles draw by our loop."""
    turtle, screen, window = module.RawTurtle, module.TurtleScreen, module._Screen
    module.TurtleGraphicsError = _error(module.TurtleGraphicsError)
    loop.terminator = module.Terminator
    loop.gone = type("Destroyed", (TclError, module.Terminator), {})
    _moves(turtle, loop)
    turtle._rotate = _turning(turtle._rotate, loop)
    turtle._drawturtle = _posing(turtle._drawturtle)
    screen.update = _updating(screen.update, loop)
    window._destroy = _destroying(window._destroy, screen, loop)
    window.exitonclick = _leaving(window.exitonclick, loop)


def _error(base: Any) -> type[Exception]:
    return type(base.__name__, (base, BackendAIMediaError), {"__module__": "turtle"})


def _moves(turtle: Any, loop: Loop) -> None:
    for name in ("_goto", "_undogoto"):
        setattr(turtle, name, _going(getattr(turtle, name), loop, undoes=name == "_undogoto"))


def _going(original: Callable[..., None], loop: Loop, *, undoes: bool) -> Callable[..., None]:
    def move(self: Any, goal: Any) -> None:
        screen, speed = self.screen, self._speed
        if speed and screen._tracing == 1:
            x, y = goal[0] - self._position if undoes else goal - self._position
            length = math.hypot(x * screen.xscale, y * screen.yscale)
            loop.sleep(int(length / (3 * 1.1**speed * speed)) * (UPDATE + screen._delayvalue))
        film = film_of(screen)
        film.moved, film.changed = film.moved or screen._tracing == 1, True
        _at_once(self, original, goal)

    return move


def _turning(original: Callable[..., None], loop: Loop) -> Callable[..., None]:
    def turn(self: Any, angle: float) -> None:
        screen, degrees = self.screen, angle * self._degreesPerAU
        steps = int(abs(degrees) / (3 * self._speed)) if self._speed else 0
        if screen._tracing == 1 and steps:
            loop.sleep(steps * (UPDATE + screen._delayvalue))
            film_of(screen).moved = True
        self._turned = getattr(self, "_turned", 0) - degrees
        _at_once(self, original, angle)

    return turn


def _at_once(turtle: Any, original: Callable[..., None], goal: Any) -> None:
    """Let a turtle do something in one go, whatever its speed."""
    speed, turtle._speed = turtle._speed, 0
    try:
        original(turtle, goal)
    finally:
        turtle._speed = speed


def _posing(original: Callable[[Any], None]) -> Callable[[Any], None]:
    def draw(self: Any) -> None:
        screen, items = self.screen, self.turtle._item
        x, y = self._position
        turned, self._turned = getattr(self, "_turned", 0), 0
        screen.cv.pose(
            items if isinstance(items, list) else [items],
            x * screen.xscale,
            -y * screen.yscale,
            turned,
        )
        original(self)

    return draw


def _updating(original: Callable[[Any], None], loop: Loop) -> Callable[[Any], None]:
    def update(self: Any) -> None:
        """Perform a TurtleScreen update."""
        if self._tracing != 1:
            loop.explicit()
        original(self)

    return update


def _destroying(original: Callable[[Any], None], screen: Any, loop: Loop) -> Callable[[Any], None]:
    def destroy(self: Any) -> None:
        original(self)
        # What comes next starts a new drawing, unless this came while another was being made.
        screen._RUNNING = not loop.busy

    return destroy


def _leaving(original: Callable[[Any], None], loop: Loop) -> Callable[[Any], None]:
    def exitonclick(self: Any) -> None:
        loop.run()
        self.bye()

    exitonclick.__doc__ = original.__doc__
    return exitonclick


def film_of(screen: Any) -> Any:
    """Return the film of a turtle screen."""
    canvas = screen.cv
    return getattr(canvas, "_canvas", canvas).film
