"""Time that passes only where a program waits, its timers, and the frames that come of it."""

import heapq
import itertools
import sys
import traceback
from collections.abc import Callable
from typing import Any, Final

from ._errors import once
from ._film import Film, Paper

__all__ = ["Loop"]

#: Milliseconds that Tk takes to show something, about; that a frame of `update` takes.
UPDATE: Final = 5
FRAME: Final = 16
#: What a program that never ends may do.
MAINLOOP: Final = 60_000
COMMANDS: Final = 300_000
UPDATES: Final = 10_000
IDLE: Final = 2_000
NESTED: Final = 20


class Loop:
    """The event loop of all canvases. Its clock is virtual, in milliseconds."""

    def __init__(self) -> None:
        self.now = 0.0
        self.films: list[Film] = []
        self.shows = True
        #: What ends a program, and what a canvas raises that is gone: the turtle module's.
        self.terminator: type[Exception] = RuntimeError
        self.gone: type[Exception] = RuntimeError
        self._timers: list[tuple[float, int, str, Callable[[], object]]] = []
        self._numbers = itertools.count()
        self._depth = self._updates = self._idle = 0
        self._gone: list[Paper] = []
        self._end: Exception | None = None
        self._quit = False
        self._explicit = False

    @property
    def busy(self) -> bool:
        """Whether a timer's function runs just now."""
        return self._depth > 0

    @property
    def waits(self) -> bool:
        """Whether there are timers."""
        return bool(self._timers)

    def after(self, milliseconds: Any, function: Callable[..., object], *args: Any) -> str:
        """Call a function in so many milliseconds; return the timer's name."""
        number = next(self._numbers)
        due = self.now + max(0.0, float(milliseconds))
        name = f"after#{number}"
        heapq.heappush(self._timers, (due, number, name, lambda: function(*args)))
        return name

    def cancel(self, name: str) -> None:
        """Forget a timer."""
        self._timers = [one for one in self._timers if one[2] != name]
        heapq.heapify(self._timers)

    def sleep(self, milliseconds: float) -> None:
        """Let time pass."""
        self.now += max(0.0, milliseconds)

    def pause(self, seconds: Any) -> None:
        """Let time pass as `time.sleep` does, but only in the picture."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        for film in self.films:
            film.frame(self.now, forced=True)
            film.rest(seconds * 1000)
        self.now += seconds * 1000

    def update(self) -> None:
        """Show what changed, and call what is due, as Tk does while a program draws."""
        self.now += UPDATE
        explicit, self._explicit = self._explicit, False
        if self._depth < NESTED:
            while self._timers and self._timers[0][0] <= self.now:
                self._call()
        shown = [film.frame(self.now, tick=explicit) for film in self.films]
        self._limit(explicit=explicit, idle=not any(shown))

    def explicit(self) -> None:
        """Let the next update be a frame of its own."""
        self.now += FRAME - UPDATE
        self._explicit = True

    def run(self) -> None:
        """Run timers until none is left, `quit` is called, or a minute has passed; show it all."""
        end = self.now + MAINLOOP
        self._quit = False
        while self._timers and not self._quit:
            if self._timers[0][0] > end:
                once("Timers stopped after 60 seconds: this program has no end of its own")
                self._timers.clear()
                break
            self.now = max(self.now, self._timers[0][0])
            self._call()
            for film in self.films:
                film.frame(self.now, tick=True)
            self._limit(explicit=False, idle=False)
        self.show()

    def quit(self) -> None:
        """Let `run` return."""
        self._quit = True

    def show(self) -> None:
        """Send out what is new."""
        self.settle()
        for film in self.films:
            if self.shows and film.paper and film.paper.news:
                film.paper.update()
                film.papers = [film.paper]

    def settle(self) -> None:
        """Put on paper what is not there yet."""
        for film in self.films:
            film.frame(self.now, forced=True)
            film.order()

    def papers(self) -> list[Paper]:
        """Return every drawing that was made, of canvases that are gone, too."""
        self.settle()
        return self._gone + [paper for film in self.films for paper in film.papers]

    def drop(self, film: Film) -> None:
        """Forget a canvas that is gone."""
        if film in self.films:
            self.films.remove(film)
            if not self.shows:
                self._gone += film.papers

    def _call(self) -> None:
        function = heapq.heappop(self._timers)[3]
        self._depth += 1
        try:
            function()
        except Exception as error:  # as Tk: it reports, and goes on
            if error is self._end:
                raise
            print("Exception in Tkinter callback", file=sys.stderr)
            traceback.print_exc()
        finally:
            self._depth -= 1

    def _limit(self, *, explicit: bool, idle: bool) -> None:
        """End a program that goes on for ever, as closing its window would."""
        self._updates += explicit and not idle
        self._idle = self._idle + 1 if idle and explicit else 0
        if self._updates > UPDATES or self._idle > IDLE:
            self._updates = self._idle = 0
            self._stop("it called update() many thousand times")
        for film in self.films:
            if film.paper and film.paper.news > COMMANDS:
                self._stop(f"its drawing has more than {COMMANDS:,} commands")

    def _stop(self, reason: str) -> None:
        self._quit = True
        self._end = self.terminator(f"The program was ended: {reason}")
        raise self._end
