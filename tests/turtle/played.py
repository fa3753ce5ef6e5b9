"""Plays a turtle program by a script, in real Tk or in ours, in a process of its own.

`python played.py tk PROGRAM SCRIPT` opens windows on $DISPLAY, does what SCRIPT says, prints what
the program's variables and turtles are at last and where its canvases are, and stays until its
input ends. `python played.py ours PROGRAM SCRIPT FOLDER` does the same with ours, and writes 0.png
and so on. Chance and the time of day are the same in both, and no time passes.

A script is lines such as `12 Up Up a` (keys), `15 click 10 -20`, `15 click 10 -20 3` (its button),
`20 drag 0 0 50 50 80 90` and `60 end`; `answers Ada 12` is what is typed where a program asks. The
number says when: a moment is an `update()`, a move after `listen()`, a timer's function, or a wait
without timers.
"""

from __future__ import annotations

import builtins
import datetime as dt
import heapq
import itertools
import json
import random
import shlex
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import stage  # type: ignore[import-not-found] # next to this file

Action = list[str]


class Script:
    """What is done when; `moment` counts."""

    def __init__(self, text: str) -> None:
        lines = [shlex.split(line) for line in text.split(";") if line.strip()]
        self.answers = [one for line in lines if line[0] == "answers" for one in line[1:]]
        self.actions = [(int(line[0]), line[1:]) for line in lines if line[0] != "answers"]
        self.moment = 0
        self.listens = False

    def due(self) -> list[Action]:
        """Return what is to be done by now. Raises `Waits` at the end."""
        found: list[Action] = []
        while self.actions and self.actions[0][0] <= self.moment:
            action = self.actions[0][1]
            if action == ["end"]:
                if found:
                    break
                raise stage.Waits
            self.actions.pop(0)
            found.append(action)
        return found


class Player:
    """Counts moments, and does then what the script says."""

    def __init__(self, turtle: Any, script: Script) -> None:
        self.turtle = turtle
        self.script = script
        self.depth = 0
        self._count("update", turtle.TurtleScreen, lambda screen: screen._tracing != 1)
        for name in ("_goto", "_rotate"):
            self._count(name, turtle.RawTurtle, self._is_seen)
        listen = turtle.TurtleScreen.listen

        def listening(screen: Any, *arguments: Any) -> None:
            script.listens = True
            listen(screen, *arguments)

        turtle.TurtleScreen.listen = listening
        self.screens: list[Any] = []
        made = turtle.TurtleScreen.__init__

        def init(screen: Any, *arguments: Any, **options: Any) -> None:
            made(screen, *arguments, **options)
            self.screens.append(screen)

        turtle.TurtleScreen.__init__ = init

    def _is_seen(self, turtle: Any) -> bool:
        return self.script.listens and turtle.screen._tracing == 1

    def _count(self, name: str, owner: Any, counts: Callable[[Any], bool]) -> None:
        original = getattr(owner, name)

        def step(one: Any, *arguments: Any) -> Any:
            if not counts(one):
                return original(one, *arguments)
            self.script.moment += 1
            result = original(one, *arguments)
            self.after_step()
            return result

        setattr(owner, name, step)

    def after_step(self) -> None:
        """Something was drawn."""

    @property
    def screen(self) -> Any:
        return self.screens[-1]

    def run(self, program: str) -> dict[str, Any]:
        """Run a program until its script ends; return the state of its variables and turtles."""
        random.seed(20)
        time.sleep = lambda _: None
        dt.datetime = stage.Morning  # type: ignore[misc]
        names: dict[str, Any] = {"__name__": "__main__", "__file__": program}
        code = compile(Path(program).read_text(encoding="utf-8"), program, "exec")
        with suppress(stage.Waits, self.turtle.Terminator):
            exec(code, names)
        values = {name: value for name, value in names.items() if is_plain(value)}
        turtles = [
            [*one.pos(), one.heading(), one.isvisible(), one._pencolor, one._fillcolor]
            for screen in self.screens
            for one in screen.turtles()
        ]
        return {"values": values, "turtles": turtles, "moment": self.script.moment}


def is_plain(value: Any) -> bool:
    """Return whether a variable is of numbers, texts and lists of them only."""
    if isinstance(value, list):
        return all(map(is_plain, value))
    return isinstance(value, int | float | str)


class TkPlayer(Player):
    """Has a queue of timers in place of Tk's: the clock is where the next one is."""

    def __init__(self, turtle: Any, script: Script) -> None:
        super().__init__(turtle, script)
        self.now = 0
        self.timers: list[tuple[int, int, Callable[[], object]]] = []
        self.numbers = itertools.count()
        base = turtle.TurtleScreenBase
        base._delay = lambda *_: None
        base._ontimer = lambda _, function, ms: self.add_timer(function, ms)
        base.mainloop = turtle.mainloop = turtle.done = lambda *_: self.loop()
        answers = iter(script.answers)
        turtle.simpledialog.askstring = lambda *_, **__: next(answers)
        turtle.simpledialog.askfloat = lambda *_, **__: float(next(answers))

    def add_timer(self, function: Callable[[], object], ms: int) -> None:
        heapq.heappush(self.timers, (self.now + ms, next(self.numbers), function))

    def loop(self) -> None:
        while True:
            self.after_step()
            if not self.timers:
                self.script.moment += 1
                continue
            self.now = self.timers[0][0]
            latest = next(self.numbers)
            while self.timers and self.timers[0][0] <= self.now and self.timers[0][1] < latest:
                self.script.moment += 1
                self.call(heapq.heappop(self.timers)[2])

    def call(self, function: Callable[[], object]) -> None:
        self.depth += 1
        try:
            function()
        except Exception:  # noqa: BLE001 - as Tk does
            traceback.print_exc()
        finally:
            self.depth -= 1

    def after_step(self) -> None:
        if not self.depth:
            for action in self.script.due():
                self.call(lambda action=action: self.do(action))  # type: ignore[misc]

    def do(self, action: Action) -> None:
        canvas = self.screen.cv
        canvas = getattr(canvas, "_canvas", canvas)
        if action[0] not in {"click", "drag"}:
            canvas.update()
            for key in action:
                canvas.event_generate(f"<KeyPress-{key}>")
                canvas.event_generate(f"<KeyRelease-{key}>")
            return
        for kind, x, y, button in pointer(action, self.screen, canvas):
            held = {"state": 0x80 << button} if kind != "down" else {}
            name = {"down": f"Button-{button}", "move": "Motion", "up": f"ButtonRelease-{button}"}
            if kind == "down":
                canvas.event_generate("<Motion>", x=x, y=y)
            canvas.event_generate(f"<{name[kind]}>", x=x, y=y, **held)


def pointer(action: Action, screen: Any, canvas: Any) -> list[tuple[str, int, int, int]]:
    """Return what the pointer does: downs, moves and ups, at pixels of the canvas."""
    numbers = list(map(float, action[1:]))
    button = int(numbers.pop()) if len(numbers) % 2 else 1
    points = [
        (
            round(x * screen.xscale - canvas.canvasx(0)),
            round(-y * screen.yscale - canvas.canvasy(0)),
        )
        for x, y in zip(numbers[::2], numbers[1::2], strict=True)
    ]
    kinds = ["down", *["move"] * (len(points) - 1)]
    found = [(kind, *point, button) for kind, point in zip(kinds, points, strict=True)]
    return [*found, ("up", *points[-1], button)]


class OurPlayer(Player):
    """A host that passes events on, and the clock that it goes by, in milliseconds."""

    def __init__(self, turtle: Any, script: Script, loop: Any) -> None:
        super().__init__(turtle, script)
        self.loop = loop
        self.now = 0.0
        self.sent = self.seen = 0
        ontimer = turtle.TurtleScreenBase._ontimer

        def counted(screen: Any, function: Callable[[], object], ms: int) -> None:
            def call() -> None:
                script.moment += 1
                function()

            ontimer(screen, call, ms)

        turtle.TurtleScreenBase._ontimer = counted
        answers = iter(script.answers)
        builtins.input = lambda *_: next(answers)

    def monotonic(self) -> float:
        return self.now / 1000

    def time_ns(self) -> int:
        return int(self.now)

    def after_step(self) -> None:
        self.now += 20

    def __call__(self, seconds: float, /) -> list[dict[str, Any]]:
        """Return the events that have come."""
        numbers = [one.canvas.id for one in self.loop.recorders if one.canvas]
        shown = [{"kind": "shown", "drawing": one} for one in numbers if self.seen < self.sent]
        self.seen = self.sent
        if self.loop.busy:
            self.now += seconds * 1000
            return shown
        waits = seconds > 0.1 and not self.loop.waits
        self.script.moment += waits
        found = [one for action in self.script.due() for one in self.events(action)]
        if not found:
            self.now += seconds * 1000
        return shown + found

    def events(self, action: Action) -> list[dict[str, Any]]:
        from backendai_media.turtle._events import DOM_KEYS

        canvas = self.screen.cv
        canvas = getattr(canvas, "_canvas", canvas)
        number = canvas.recorder.canvas.id
        if action[0] not in {"click", "drag"}:
            return [
                {"kind": kind, "key": DOM_KEYS.get(key, key), "drawing": number}
                for key in action
                for kind in ("press", "release")
            ]
        return [
            {"kind": kind, "x": x + 0.5, "y": y + 0.5, "button": button, "drawing": number}
            for kind, x, y, button in pointer(action, self.screen, canvas)
        ]


def by_tk(program: str, script: str) -> None:
    import tkinter as tk
    import turtle

    canvases = stage.note_canvases(tk)
    state = TkPlayer(turtle, Script(script)).run(program)
    views = stage.views(canvases, turtle)
    print(json.dumps({**state, "views": views}), flush=True)
    sys.stdin.read()


def by_ours(program: str, script: str, folder: str) -> None:
    from backendai_media import _emit
    from backendai_media import turtle as ours
    from backendai_media.turtle import _live, _loop, _tk

    player = OurPlayer(ours.install(tkinter=True), Script(script), _tk.loop)
    for module in (_live, _loop):
        vars(module)["time"] = player
    ours.set_events(player)

    def count(_: object) -> None:
        player.sent += 1

    _emit.set_sink(count)
    state = player.run(program)
    for number, canvas in enumerate(_tk.loop.canvases()):
        Path(folder, f"{number}.png").write_bytes(canvas.to_png())
    origins = [(-one.corner[0], -one.corner[1]) for one in _tk.loop.recorders]
    print(json.dumps({**state, "origins": origins, "sent": player.sent}))


if __name__ == "__main__":
    _, side, *rest = sys.argv
    (by_tk if side == "tk" else by_ours)(*rest)
