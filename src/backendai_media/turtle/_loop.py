"""The event loop of turtle programs.

Its clock is virtual: time passes only where a program waits, and makes a film. Where a host passes
events on, a program that uses them, timers or `update` becomes live: its clock is the real one, and
what it draws is sent frame by frame.
"""

import heapq
import itertools
import sys
import time
import traceback
from collections.abc import Callable
from typing import Any, Final

from . import _events
from ._events import EventSource, PageEvent
from ._live import Live
from ._recorder import Recorder
from ._recording import RecordedCanvas
from ._warnings import warn_once

__all__ = ["Loop"]

#: Milliseconds that Tk takes to draw something, about; milliseconds of a frame after `update`.
UPDATE_MS: Final = 5
FRAME_MS: Final = 16
#: What a program that never ends is allowed.
MAINLOOP_MS: Final = 60_000
MAX_COMMANDS: Final = 300_000
MAX_UPDATES: Final = 10_000
MAX_IDLE_UPDATES: Final = 2_000
MAX_NESTED_TIMERS: Final = 20
#: `update` calls after which a program is an animation.
STILL_UPDATES: Final = 1
#: Milliseconds of a film, and of real time, after which what is drawn is shown at once.
LONG_FILM_MS: Final = 60_000
LONG_WORK_MS: Final = 3_000
_UNHEARD: Final = "A picture has no mouse or keyboard: these handlers are never called"


class Loop:
    """The event loop of all canvases. Its clock is virtual, in milliseconds."""

    def __init__(self) -> None:
        self.now = 0.0
        self.recorders: list[Recorder] = []
        self.sends = True
        #: Raised to end a program, and by a canvas that is gone: the turtle module's own.
        self.terminator: type[Exception] = RuntimeError
        self.gone: type[Exception] = RuntimeError
        self._timers: list[tuple[float, int, str, Callable[[], object]]] = []
        self._numbers = itertools.count()
        self._depth = self._updates = self._idle = 0
        self._gone: list[RecordedCanvas] = []
        self._end: Exception | None = None
        self._quit = False
        self._explicit = False
        self._live: Live | None = None
        self._began = 0.0, 0.0

    @property
    def busy(self) -> bool:
        """Whether a function of a timer or an event is running."""
        return self._depth > 0

    @property
    def waits(self) -> bool:
        """Whether any timer is pending."""
        return bool(self._timers)

    @property
    def source(self) -> EventSource | None:
        """Where events come from, if anybody passes them on."""
        return _events.source

    @property
    def listens(self) -> bool:
        """Whether functions wait for events."""
        wanted = (recorder.receiver.wanted() for recorder in self.recorders if recorder.receiver)
        return any(one.keys or one.pointer for one in wanted)

    def say_unheard(self) -> None:
        """Warn that a handler will never be called, where nobody passes events on."""
        if not self.source:
            warn_once(_UNHEARD)

    def after(self, milliseconds: Any, function: Callable[..., object], *args: Any) -> str:
        """Call a function after a number of milliseconds; return the timer's name."""
        number = next(self._numbers)
        if self._live:
            self.now = max(self.now, self._live.clock())
        due = self.now + max(0.0, float(milliseconds))
        name = f"after#{number}"
        heapq.heappush(self._timers, (due, number, name, lambda: function(*args)))
        return name

    def cancel(self, name: str) -> None:
        """Cancel a timer."""
        self._timers = [one for one in self._timers if one[2] != name]
        heapq.heapify(self._timers)

    def sleep(self, milliseconds: float) -> None:
        """Advance the clock."""
        self.now += max(0.0, milliseconds)

    def pause(self, seconds: Any) -> None:
        """Replace `time.sleep`: time passes in the drawing only."""
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        for recorder in self.recorders:
            recorder.record_frame(self.now, forced=True)
            recorder.pause(seconds * 1000)
        self.now += seconds * 1000

    def update(self) -> None:
        """Draw what changed and call what is due, as Tk does while a program draws."""
        self._rest()
        self.now += UPDATE_MS
        explicit, self._explicit = self._explicit, False
        if self._depth < MAX_NESTED_TIMERS:
            self._call_timers(self.now)
        shown = [recorder.record_frame(self.now, separate=explicit) for recorder in self.recorders]
        if not self._live:
            self._limit(explicit=explicit, idle=not any(shown))
            if not self._is_animation():
                return
            self._go_live()
        self._pace(explicit=explicit)

    def request_frame(self) -> None:
        """Make the next update a frame of its own."""
        self.now += FRAME_MS - UPDATE_MS
        self._explicit = True

    def run(self) -> None:
        """Call timers and handlers until none is left or `quit` is called; then show.

        Where nobody passes events on, timers end after a virtual minute.
        """
        self._quit = False
        if self.source and (self._timers or self.listens):
            self._go_live()
            while (self._timers or self.listens) and not self._quit:
                self._turn()
        else:
            self._run_timers(self.now + MAINLOOP_MS)
        self.show()

    def _run_timers(self, end: float) -> None:
        while self._timers and not self._quit:
            if self._timers[0][0] > end:
                warn_once("Timers stopped after 60 seconds: this program does not end by itself")
                self._timers.clear()
                break
            self.now = max(self.now, self._timers[0][0])
            self._call(heapq.heappop(self._timers)[3])
            for recorder in self.recorders:
                recorder.record_frame(self.now, separate=True)
            self._limit(explicit=False, idle=False)

    def quit(self) -> None:
        """Make `run` return."""
        self._quit = True

    def show(self) -> None:
        """Send what was not sent yet."""
        self.settle()
        if self._live:
            self._live.send(self.recorders, hears=False)
            return
        for recorder in self.recorders:
            if self.sends and recorder.canvas and recorder.canvas.unsent:
                recorder.canvas.update()
                recorder.canvases = [recorder.canvas]

    def end_cell(self) -> bool:
        """Show what a cell drew; return whether its program was live, and is ended therefore."""
        self.show()
        self._updates = self._idle = self._depth = 0
        self._began = 0.0, 0.0
        was_live = self._live is not None
        if was_live:
            self.close()
        return was_live

    def close(self) -> None:
        """Close all windows, as the end of a process does."""
        self._timers.clear()
        for recorder in list(self.recorders):
            self.drop(recorder)
        self._live = None

    def settle(self) -> None:
        """Draw what was not drawn yet."""
        for recorder in self.recorders:
            recorder.record_frame(self.now, forced=True)
            recorder.stack_turtles()

    def canvases(self) -> list[RecordedCanvas]:
        """Return all drawings, including those of canvases that are gone."""
        self.settle()
        return self._gone + [canvas for recorder in self.recorders for canvas in recorder.canvases]

    def drop(self, recorder: Recorder) -> None:
        """Remove the recorder of a canvas that is gone."""
        if recorder in self.recorders:
            self.recorders.remove(recorder)
            if recorder.receiver:
                recorder.receiver.close()
            if self._live:
                self._live.finish(recorder)
            if not self.recorders:
                self._timers.clear()
            if not self.sends:
                self._gone += recorder.canvases

    def _is_animation(self) -> bool:
        """Return whether somebody is to see each frame as it is made."""
        if not self.source:
            return False
        if self._updates > STILL_UPDATES or self._timers or self.listens:
            return True
        work, film = self._began
        if not work:
            self._began = time.monotonic() * 1000, self.now
            return False
        is_long = self.now - film > LONG_FILM_MS
        return is_long and time.monotonic() * 1000 - work > LONG_WORK_MS

    def _go_live(self) -> None:
        if self._live or not self.source:
            return
        self._live = Live(self.source, self.now)
        # What was a film so far plays as one.
        self._live.send(self.recorders, hears=False)

    def _pace(self, *, explicit: bool) -> None:
        """Send a frame when it is time for one, and handle what comes until it is over."""
        live = self._live
        if not live:
            return
        ahead = live.ahead(self.now)
        if not explicit and ahead < live.SHORT_MS and not live.is_due():
            return
        live.send(self.recorders)
        while self._live is live:
            for event in live.wait(ahead if ahead >= live.SHORT_MS else 0):
                self._handle(event)
            live.send(self.recorders)
            ahead = live.ahead(self.now)
            if ahead < live.SHORT_MS:
                return

    def _turn(self) -> None:
        """Do what is due, show it, and wait for the next event or timer."""
        live = self._live
        if not live:
            self._quit = True
            return
        self._rest()
        if self._call_timers(self.now):
            for recorder in self.recorders:
                recorder.record_frame(self.now, separate=True)
        else:
            self.settle()
        due = max(1, self._timers[0][0] - live.clock()) if self._timers else live.IDLE_MS
        if due > live.SHORT_MS or live.is_due():
            live.send(self.recorders)
        if self._quit:
            return
        for event in live.wait(due):
            self._rest()
            self._handle(event)

    def _rest(self) -> None:
        """Let the clock of a live program catch up: nothing moved, so the film waits."""
        behind = self._live.clock() - self.now if self._live else 0
        if behind <= 0:
            return
        self.now += behind
        if behind > Live.REST_MS:
            for recorder in self.recorders:
                recorder.pause(min(behind, Live.MAX_REST_MS))
                recorder.skip(self.now)

    def _call_timers(self, now: float) -> bool:
        """Call timers that are due by now; not those that they set."""
        latest = next(self._numbers)
        called = False
        while self._timers and self._timers[0][0] <= now and not self._quit:
            if self._live and self._timers[0][1] > latest:
                break
            self._call(heapq.heappop(self._timers)[3])
            called = True
        return called

    def _handle(self, event: PageEvent) -> None:
        if self._depth >= MAX_NESTED_TIMERS:
            return
        for recorder in self.recorders:
            if recorder.canvas and recorder.canvas.id == event.drawing and recorder.receiver:
                for function in recorder.receiver.functions(event):
                    if recorder in self.recorders:
                        self._call(function)
                return

    def _call(self, function: Callable[[], object]) -> None:
        self._depth += 1
        try:
            function()
        except Exception as error:  # Tk reports it and continues
            if error is self._end:
                raise
            print("Exception in Tkinter callback", file=sys.stderr)
            traceback.print_exc()
        finally:
            self._depth -= 1

    def _limit(self, *, explicit: bool, idle: bool) -> None:
        """End a program that never ends, as closing its window would."""
        self._updates += explicit and not idle
        self._idle = self._idle + 1 if idle and explicit else 0
        if self._updates > MAX_UPDATES or self._idle > MAX_IDLE_UPDATES:
            self._updates = self._idle = 0
            self._stop("it called update() thousands of times")
        for recorder in self.recorders:
            if recorder.canvas and recorder.canvas.unsent > MAX_COMMANDS:
                self._stop(f"its drawing has more than {MAX_COMMANDS:,} commands")

    def _stop(self, reason: str) -> None:
        self._quit = True
        self._end = self.terminator(f"The program was ended: {reason}")
        raise self._end
