# ruff: noqa: SLF001 - these are the insides of the turtle module
"""Loads a second copy of the standard library's `turtle`, with our canvas in place of Tk."""

import os
import sys
import sysconfig
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.machinery import PathFinder
from importlib.util import module_from_spec
from types import ModuleType
from typing import Any

from ..errors import NoTurtleError, TclError
from . import _canvas, _tk
from ._turtles import adapt

__all__ = ["close", "end_cell", "load", "tkinter_modules"]

_lock = threading.RLock()
_CONSTANTS = """
N S E W NW NE SW SE NS EW NSEW X Y NONE BOTH LEFT RIGHT TOP BOTTOM CENTER HORIZONTAL VERTICAL
SUNKEN RAISED FLAT GROOVE RIDGE SOLID ROUND MITER BEVEL BUTT PROJECTING NORMAL DISABLED HIDDEN END
INSERT ALL
"""


@cache
def load() -> ModuleType:
    """Return our copy of the `turtle` module. Raises `NoTurtleError` if this Python has none."""
    folders = [sysconfig.get_path("stdlib"), os.path.dirname(os.__file__)]  # noqa: PTH120
    spec = PathFinder.find_spec("turtle", folders)
    if spec is None or spec.loader is None:
        raise NoTurtleError(
            "This Python has no turtle module; install the system package that contains "
            "tkinter and turtle (Fedora: python3-tkinter, Alpine: python3-tkinter)"
        )
    module = module_from_spec(spec)
    with _lock, _as_tkinter():
        spec.loader.exec_module(module)
    adapt(module, _tk.loop)
    _show_after_cells()
    return module


@cache
def tkinter_modules() -> dict[str, ModuleType]:
    """Return our `tkinter` and `tkinter.simpledialog` modules, by name."""
    tkinter, dialogs = ModuleType("tkinter", _tk.__doc__), ModuleType("tkinter.simpledialog")
    for name in ("Frame", "Misc", "PhotoImage", "Scrollbar", "Tk"):
        setattr(tkinter, name, getattr(_tk, name))
    both: Any = tkinter
    both.Canvas, both.TclError = _canvas.Canvas, TclError
    both.Toplevel, both.Widget, both.mainloop = _tk.Toplevel, _tk.Misc, _tk.mainloop
    both.TkVersion = both.TclVersion = 8.6
    for name in _CONSTANTS.split():
        setattr(tkinter, name, name.lower())
    both.__path__ = []
    both.simpledialog = dialogs
    for name in ("askstring", "askfloat", "askinteger"):
        setattr(dialogs, name, getattr(_tk.simpledialog, name))
    return {"tkinter": tkinter, "tkinter.simpledialog": dialogs}


@contextmanager
def _as_tkinter() -> Iterator[None]:
    names = tkinter_modules()
    before = {name: sys.modules[name] for name in names if name in sys.modules}
    sys.modules.update(names)
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]
        sys.modules.update(before)


def end_cell() -> bool:
    """Show what a cell drew; return whether drawings are open, which later cells continue.

    A live program ends with its cell: its windows are closed.
    """
    if not load.cache_info().currsize:
        return False  # this Python may have no turtle module
    module: Any = load()
    if _tk.loop.end_cell():
        close()
    module.TurtleScreen._RUNNING = True  # the next cell may draw after bye()
    return any(recorder.canvas for recorder in _tk.loop.recorders)


def close() -> None:
    """Close all windows: what follows is a new drawing."""
    module: Any = load()
    _tk.loop.close()
    module.Turtle._pen = module.Turtle._screen = None
    module._Screen._root = module._Screen._canvas = None


def _show_after_cells() -> None:
    """In IPython, show what a cell drew when it has run."""
    ipython = sys.modules.get("IPython")
    if ipython and (shell := ipython.get_ipython()):
        shell.events.register("post_run_cell", lambda *_: end_cell())
