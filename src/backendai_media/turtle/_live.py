"""A program that runs in real time: frames go out as they are made, and events come in."""

import itertools
import math
import time
from collections.abc import Iterable
from typing import Any, Final

from .._emit import emit
from ..drawing.encoding import TYPE, encode_commands
from ..errors import DrawingError
from ..model import MediaItem, UpdateItem
from ._bindings import Wanted
from ._events import EventSource, PageEvent, read_events
from ._recorder import Recorder
from ._recording import RecordedCanvas

__all__ = ["Live"]

_numbers = itertools.count()
#: Commands after which a drawing forgets its film.
_MAX_COMMANDS: Final = 200_000


class Live:
    """The real clock, in milliseconds, and the drawings of a live program."""

    #: Waits that are too short to be worth one; milliseconds between frames of a busy program.
    SHORT_MS: Final = 4
    FRAME_MS: Final = 16
    #: The longest that nothing is looked at.
    IDLE_MS: Final = 500
    #: When a page that has not shown a frame gets the next one all the same.
    PATIENCE_MS: Final = 500
    #: How long a step takes in the page at most.
    STEP_MS: Final = 600
    #: From when on nothing moving is a pause in the film, and how long that is at most.
    REST_MS: Final = 100
    MAX_REST_MS: Final = 1_200

    def __init__(self, source: EventSource, now: float) -> None:
        self._source = source
        self._offset = now - time.monotonic() * 1000
        self._last = now - self.FRAME_MS
        #: When drawings were sent that the page has not shown yet, by their numbers.
        self._flights: dict[int, float] = {}
        self._open: set[int] = set()

    def clock(self) -> float:
        """Return the time."""
        return time.monotonic() * 1000 + self._offset

    def ahead(self, now: float) -> float:
        """Return how far a program's time is ahead, at most a step: the page takes no longer."""
        ahead = now - self.clock()
        self._offset += max(0.0, ahead - self.STEP_MS)
        return min(max(0.0, ahead), self.STEP_MS)

    def is_due(self) -> bool:
        """Return whether it is time for another frame."""
        return self.clock() - self._last >= self.FRAME_MS

    def wait(self, milliseconds: float) -> list[PageEvent]:
        """Return the events that have come, or come within some milliseconds; perhaps none."""
        seconds = min(max(0.0, milliseconds), self.IDLE_MS) / 1000
        found = read_events(self._source(seconds))
        for event in found:
            if event.kind == "shown":
                self._open.add(event.drawing)
                self._flights.pop(event.drawing, None)
            elif event.kind == "listens" and event.drawing in self._open:
                # Another page, which has seen nothing of it.
                self._flights[event.drawing] = -math.inf
        return [event for event in found if event.kind not in {"listens", "shown"}]

    def send(self, recorders: Iterable[Recorder], *, hears: bool = True) -> None:
        """Send what was drawn and which events are wanted; without `hears` none are."""
        self._last = self.clock()
        for recorder in recorders:
            wanted = recorder.receiver.wanted() if recorder.receiver and hears else None
            canvas = recorder.canvas
            if not canvas and wanted and (wanted.keys or wanted.pointer):
                canvas = recorder.open()
            if canvas:
                self._tell(recorder, canvas, wanted)

    def _tell(self, recorder: Recorder, canvas: RecordedCanvas, wanted: Wanted | None) -> None:
        """Send what is new in a drawing, if the page has shown what was sent before.

        An update replaces one that does not show yet, and is whole then.
        """
        if canvas.unsent:
            recorder.stack_turtles()
        if recorder.heard != wanted or (wanted and canvas.display_id is None):
            recorder.heard = wanted
            canvas.put("listen", *((sorted(wanted.keys), wanted.pointer) if wanted else ()))
        recorder.canvases = [canvas]
        flight = self._flights.get(canvas.id)
        is_lost = flight is not None and self.clock() - flight > self.PATIENCE_MS
        if (canvas.unsent and flight is None) or is_lost:
            self._flights[canvas.id] = self.clock()
            data = {TYPE: encode_commands(canvas.still() if is_lost else canvas.take())}
            if canvas.display_id is None:
                canvas.display_id = f"turtle-{next(_numbers)}-{canvas.id}-{time.time_ns():x}"
                emit(MediaItem(data, {}, canvas.display_id))
            else:
                emit(UpdateItem(canvas.display_id, data, {}))
        if canvas.length > _MAX_COMMANDS:
            canvas.shorten()

    def finish(self, recorder: Recorder) -> None:
        """Show a drawing whole as it ended, for viewers that keep nothing else of it."""
        canvas = recorder.canvas
        if not canvas or canvas.display_id is None:
            return
        recorder.heard = None
        canvas.put("listen")
        canvas.take()
        try:
            picture = canvas.picture()
        except DrawingError:  # there is too much of it
            canvas.shorten()
            picture = canvas.picture()
        data: dict[str, Any] = {TYPE: encode_commands(canvas.commands)}
        emit(UpdateItem(canvas.display_id, data, {}), picture=picture)
        canvas.display_id = None
