"""An event loop with a virtual clock: time passes only where a program waits."""

import heapq
import itertools
import sys
import traceback
from collections.abc import Callable
from typing import Any, Final

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

    @property
    def busy(self) -> bool:
        """Whether a timer's function is running."""
        return self._depth > 0

    @property
    def waits(self) -> bool:
        """Whether any timer is pending."""
        return bool(self._timers)

    def after(self, milliseconds: Any, function: Callable[..., object], *args: Any) -> str:
        """Call a function after a number of milliseconds; return the timer's name."""
        number = next(self._numbers)
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
        """Draw what changed and call timers that are due, as Tk does while a program draws."""
        self.now += UPDATE_MS
        explicit, self._explicit = self._explicit, False
        if self._depth < MAX_NESTED_TIMERS:
            while self._timers and self._timers[0][0] <= self.now:
                self._call()
        shown = [recorder.record_frame(self.now, separate=explicit) for recorder in self.recorders]
        self._limit(explicit=explicit, idle=not any(shown))

    def request_frame(self) -> None:
        """Make the next update a frame of its own."""
        self.now += FRAME_MS - UPDATE_MS
        self._explicit = True

    def run(self) -> None:
        """Run timers until none is left, `quit` is called or a minute has passed; then show."""
        end = self.now + MAINLOOP_MS
        self._quit = False
        while self._timers and not self._quit:
            if self._timers[0][0] > end:
                warn_once("Timers stopped after 60 seconds: this program does not end by itself")
                self._timers.clear()
                break
            self.now = max(self.now, self._timers[0][0])
            self._call()
            for recorder in self.recorders:
                recorder.record_frame(self.now, separate=True)
            self._limit(explicit=False, idle=False)
        self.show()

    def quit(self) -> None:
        """Make `run` return."""
        self._quit = True

    def show(self) -> None:
        """Send what was not sent yet."""
        self.settle()
        for recorder in self.recorders:
            if self.sends and recorder.canvas and recorder.canvas.unsent:
                recorder.canvas.update()
                recorder.canvases = [recorder.canvas]

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
            if not self.sends:
                self._gone += recorder.canvases

    def _call(self) -> None:
        function = heapq.heappop(self._timers)[3]
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
