"""Runs a turtle program, by real Tk or by ours, in a process of its own, and says what it shows.

`python stage.py tk PROGRAM WORDS` opens windows on $DISPLAY, prints where their canvases are when
the program waits for its user, and stays until its input ends. `python stage.py ours PROGRAM WORDS
FOLDER` writes 0.png and so on. Chance and the time of day are the same in both; where WORDS is 0
instead of 1, nothing is written on the canvas.
"""

from __future__ import annotations

import datetime as dt
import json
import random
import runpy
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

#: Updates after which a program that has no end of its own is ended.
UPDATES = 250


class Waits(BaseException):
    """The program has come to where it waits for its user."""


class Morning(dt.datetime):
    @classmethod
    def today(cls) -> Morning:
        return cls(2026, 3, 14, 10, 9, 26)

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> Morning:
        return cls.today()


def wait(*_: object) -> None:
    raise Waits


def play(program: str, words: str, turtle: Any, tkinter: Any) -> None:
    random.seed(20)
    time.sleep = lambda _: None
    dt.datetime = Morning  # type: ignore[misc]
    tkinter.mainloop = turtle.mainloop = turtle.done = turtle.TurtleScreenBase.mainloop = wait
    if words == "0":
        turtle.RawTurtle.write = lambda *_, **__: None
        turtle.write = lambda *_, **__: None
    count = [0]
    update = turtle.TurtleScreen.update

    def counted(self: Any) -> None:
        count[0] += 1
        if count[0] > UPDATES:
            raise Waits
        update(self)

    turtle.TurtleScreen.update = counted
    with suppress(Waits):
        runpy.run_path(program, run_name="__main__")


def by_tk(program: str, words: str) -> None:
    import tkinter as tk
    import turtle as real

    turtle: Any = real
    canvases = note_canvases(tk)
    turtle.TurtleScreenBase._delay = lambda *_: None
    play(program, words, turtle, tk)
    print(json.dumps(views(canvases, turtle)), flush=True)
    sys.stdin.read()


def note_canvases(tk: Any) -> list[Any]:
    """Return the list of the canvases that will be made, on a screen that is like ours."""
    canvases: list[Any] = []
    tk.Tk.__init__ = at_96_dots(tk.Tk.__init__)
    tk.Canvas.__init__ = noted(tk.Canvas.__init__, canvases)
    tk.Misc.winfo_screenwidth, tk.Misc.winfo_screenheight = lambda _: 1280, lambda _: 800
    return canvases


def views(canvases: list[Any], turtle: Any) -> list[dict[str, Any]]:
    """Return where canvases are on the screen, and where on them the origin is."""
    found = []
    for canvas in canvases:
        top = canvas.winfo_toplevel()
        top.update()
        border = int(str(canvas.cget("bd"))) + int(str(canvas.cget("highlightthickness")))
        scrolled = isinstance(canvas.master, turtle._Root)
        size = (
            (top if scrolled else canvas).winfo_width(),
            (top if scrolled else canvas).winfo_height(),
        )
        found.append(
            {
                "size": size,
                "at": (canvas.winfo_rootx() + border, canvas.winfo_rooty() + border),
                "inside": (canvas.winfo_width() - 2 * border, canvas.winfo_height() - 2 * border),
                "origin": (-canvas.canvasx(border), -canvas.canvasy(border)),
            }
        )
    for canvas in canvases:
        canvas.winfo_toplevel().update()
    return found


def at_96_dots(make: Any) -> Any:
    def init(self: Any, *arguments: Any, **options: Any) -> None:
        make(self, *arguments, **options)
        self.tk.call("tk", "scaling", 96 / 72)

    return init


def noted(make: Any, canvases: list[Any]) -> Any:
    def init(self: Any, *arguments: Any, **options: Any) -> None:
        make(self, *arguments, **options)
        canvases.append(self)

    return init


def by_ours(program: str, words: str, folder: str) -> None:
    from backendai_media import turtle as ours
    from backendai_media.turtle import _tk

    module = ours.install(tkinter=True)
    play(program, words, module, sys.modules["tkinter"])
    for number, canvas in enumerate(_tk.loop.canvases()):
        Path(folder, f"{number}.png").write_bytes(canvas.to_png())
    origins = [(-one.corner[0], -one.corner[1]) for one in _tk.loop.recorders]
    print(json.dumps(origins))


if __name__ == "__main__":
    _, side, *rest = sys.argv
    (by_tk if side == "tk" else by_ours)(*rest)
