"""CPython's `turtle` without Tk: programs draw in the page instead of a window.

::

    python -m backendai_media.turtle program.py     # writes program.svg, an animation

    import backendai_media.turtle
    backendai_media.turtle.install()                # `import turtle` is ours from now on

    from backendai_media.turtle import *            # or like this

The turtles are those of the running Python's standard library, on a screen that replaces Tk's. So
every function of this Python's `turtle` is available and raises the same exceptions. What each does
here (`=`: as in the standard library's documentation):

================================================ ==================================================
name                                             what it does here
================================================ ==================================================
forward fd back bk backward                      =; an animated move, as long as in Tk
goto setpos setposition setx sety home           =; the same
teleport                                         =; from Python 3.12 on
right rt left lt setheading seth                 =; an animated turn
circle                                           =
dot stamp clearstamp clearstamps                 =
undo setundobuffer undobufferentries             =; an undone move is animated backwards
speed                                            =; the animation follows it
pos position xcor ycor heading distance towards  =
degrees radians                                  =
pendown pd down penup pu up isdown               =
pensize width pen                                =
color pencolor fillcolor                         =; all of Tk's colours
filling begin_fill end_fill                      =; by the even-odd rule, as in Tk
fill poly                                        =; from Python 3.14 on
reset clear                                      =
write                                            =; as wide as in Helvetica, Times or Courier
showturtle st hideturtle ht isvisible            =; turtles are in front of the drawing
shape shapesize turtlesize resizemode            =
shearfactor tilt tiltangle shapetransform        =
settiltangle                                     =; up to Python 3.12
get_shapepoly begin_poly end_poly get_poly       =
clone getturtle getpen getscreen                 =
onclick onrelease ondrag                         =, where events come; else never called, warns once
bgcolor bgpic                                    =; GIF, PNG, PPM and PGM files
clearscreen                                      =; the old drawing stays, a new one begins
resetscreen screensize setworldcoordinates mode  =
delay tracer update                              =; each `update` is a frame
no_animation                                     =; from Python 3.14 on
listen                                           =, where events come; the page says so
onkey onkeyrelease onkeypress onscreenclick      =, where events come; else never called, warns once
ontimer                                          =, where events come; else time is virtual
mainloop done                                    =, where events come; else a virtual minute
textinput                                        asks as `input()` does; None where it cannot
numinput                                         asks as `input()` does; its default where it cannot
colormode getshapes window_width window_height   =
register_shape addshape                          =; pictures are GIF files; from 3.14 on others too
turtles                                          =
getcanvas                                        returns a canvas with what programs use of Tk's
setup                                            =; fractions are of 1280 × 800
title                                            stored, not shown
bye                                              shows the drawing; what follows is a new one
exitonclick                                      =, where events come; else as if clicked at once
save                                             =, without pictures; from Python 3.14 on
write_docstringdict                              =
Turtle RawTurtle Pen RawPen                      =; RawTurtle accepts a `turtle.TK.Canvas`
Screen TurtleScreen ScrolledCanvas Shape Vec2D   =
Terminator                                       =; also ends programs that never end
================================================ ==================================================

In addition, `install()` replaces `turtle`, `show()` sends what is new, `drawing()` returns the
`Canvas`, and hosts call `set_events()` or `events_by_control()`. docs/turtle.md has the details.
"""

from types import ModuleType
from typing import TYPE_CHECKING, Any

from ..errors import NoTurtleError

if TYPE_CHECKING:
    from ._events import EventSource
    from ._recording import RecordedCanvas
    from ._warnings import TurtleWarning

__all__ = [
    "NoTurtleError",
    "TurtleWarning",
    "drawing",
    "events_by_control",
    "install",
    "set_events",
    "show",
]

_OWN = tuple(__all__)
del __all__


def install(*, tkinter: bool = False) -> ModuleType:
    """Make `import turtle` import ours in this process, and return it.

    With `tkinter`, `import tkinter` imports what turtle programs need of it: `Tk`, `Canvas`,
    `PhotoImage`. Raises `NoTurtleError` if this Python has no turtle module.
    """
    import sys

    from ._stdlib import load, tkinter_modules

    module = load()
    sys.modules["turtle"] = module
    if tkinter:
        sys.modules.update(tkinter_modules())
    return module


def show() -> None:
    """Send what was drawn since the last time; notebooks do so after each cell."""
    from ._stdlib import load
    from ._tk import loop

    load()
    loop.show()


def set_events(source: "EventSource | None") -> None:
    """Let drawings hear what people do in the page, from where a host passes it on.

    `source(seconds)` returns the events that have come, each a dict as docs/turtle.md describes it;
    if there are none, it waits for one for up to `seconds`. With `None` nobody hears anything, as
    it is at first.
    """
    from ._events import set_source

    set_source(source)


def events_by_control() -> None:
    """Take events from the control channel of this process's ipykernel.

    A host that calls this sends them as messages `backendai_events` with `{"events": [...]}`, which
    arrive while a cell runs. Raises `RuntimeError` where no ipykernel runs.
    """
    from ._control import ControlEvents

    set_events(ControlEvents())


def drawing(screen: Any = None) -> "RecordedCanvas | None":
    """Return the drawing on a screen (by default the one that functions draw on), or `None`.

    It has `to_svg(animate=True)` and `to_png()`, and shows itself as a cell's last value. `None`
    means that nothing was drawn yet.
    """
    from ._stdlib import load
    from ._tk import loop
    from ._turtles import recorder_of

    screen = screen or load().Turtle._screen  # noqa: SLF001 - its only home
    if screen is None:
        return None
    loop.settle()
    canvas: RecordedCanvas | None = recorder_of(screen).canvas
    return canvas


def __getattr__(name: str) -> Any:
    if name == "TurtleWarning":
        from ._warnings import TurtleWarning

        return TurtleWarning
    if name.startswith("_") and name != "__all__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from ._stdlib import load

    if name == "__all__":
        return [*load().__all__, *_OWN]
    return getattr(load(), name)


def __dir__() -> list[str]:
    from ._stdlib import load

    return sorted({*load().__all__, *_OWN})
