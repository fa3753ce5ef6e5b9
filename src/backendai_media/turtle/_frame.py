"""One frame of a film, and how long it takes."""

import math
from typing import TYPE_CHECKING, Any, Final

from ._items import Item
from ._painting import CURSORS, near

if TYPE_CHECKING:
    from ._film import Film

__all__ = ["LONGEST", "Frame"]

#: Milliseconds that a step of a drawing takes, the pause after it included.
STEP: Final = 300
#: Slower than this, the pauses between steps would be too long to like.
SLOWEST: Final = 0.5
FASTEST: Final = 32
#: Milliseconds that a step takes at most.
LONGEST: Final = STEP / SLOWEST
#: Lines of one frame that grow; more appear at once.
GROWING: Final = 8
#: Doublings by which a speed may be wrong; each change of it is a command more.
_NEAR: Final = 0.6


class Frame:
    """One frame: what changes at once, and then what moves together."""

    def __init__(self, film: "Film") -> None:
        self.film = film
        self.still: list[tuple[Any, ...]] = []
        self.moving: list[tuple[Any, ...]] = []
        self.deleted = film.deleted
        film.deleted = []
        lines = sum(item.kind == "line" for item in film.dirty)
        self.grows = film.moved and lines <= GROWING
        left, top = film.corner
        # Tk's coordinates name pixels; half a pixel on is where they have their middle.
        self._dx, self._dy = 0.5 - left, 0.5 - top

    def spot(self, x: float, y: float) -> tuple[float, float]:
        """Return where a place of the canvas is on the paper."""
        return near(x + self._dx), near(y + self._dy)

    def place(self, item: Item, shape: tuple[Any, ...], target: list[tuple[Any, ...]]) -> int:
        """Add an object; return its number."""
        film = self.film
        number = film.paper.number() if film.paper else 0
        target.append(("obj", number, shape))
        if item.place is not None:
            item.z = CURSORS + item.key % 100_000
        elif item.z is None:
            self._stack(item)
        if item.z is not None:
            target.append(("update", number, "z", item.z))
        return number

    def delete(self, item: Item) -> None:
        """Take all objects of an item away."""
        self.deleted += [one for one in item.ids if one is not None]
        item.ids = []

    def commit(self, elapsed: float, *, tick: bool) -> bool:
        """Write the frame down; `elapsed` milliseconds lie between the last one and this."""
        film = self.film
        put = film.put
        for number in self.deleted:
            put("delete", number)
        if self.still:
            self._animate(on=False)
            for command in self.still:
                put(*command)
        if not self.moving and (tick or elapsed > STEP) and (self.still or self.deleted):
            self._wait()
        self._move(elapsed)
        return bool(self.still or self.moving or self.deleted)

    def rest(self, milliseconds: float) -> None:
        """Let so much time pass, a step at most."""
        self._wait()
        self._move(milliseconds)

    def _move(self, elapsed: float) -> None:
        put = self.film.put
        if self.moving:
            self._animate(on=True)
            self._pace(elapsed)
            grouped = len(self.moving) > 1
            if grouped:
                put("begin-group")
            for command in self.moving:
                put(*command)
            if grouped:
                put("end-group")

    def _stack(self, item: Item) -> None:
        """Find out whether an object that is added now lies where its item does."""
        film = self.film
        if film.top <= item.key < film.floor and item.key > 0:
            film.top = item.key
            return
        if 0 < item.key < film.floor:
            above = [one for one in film.items.values() if one.place is None and one.key > item.key]
            film.floor = min((one.key for one in above if one.ids), default=math.inf)
            film.top = item.key
            for other in above:
                if other.ids and other.z is None:
                    other.z = other.key
                    self.still += [
                        ("update", one, "z", other.z) for one in other.ids if one is not None
                    ]
            return
        item.z = item.key

    def _wait(self) -> None:
        """Let time pass: a step in which something moves that nobody sees."""
        film = self.film
        if film.tick is None:
            film.tick = film.paper.number() if film.paper else 0
            self._animate(on=False)
            film.put("obj", film.tick, ("line", 0, 0, 0, 0, "#ffffff00", 0))
        film.ticks += 1
        self.moving.append(("update", film.tick, "x1", film.ticks % 100))

    def _animate(self, *, on: bool) -> None:
        film = self.film
        if film.stopped is on:
            film.stopped = not on
            film.put("resume-anim" if on else "stop-anim")

    def _pace(self, elapsed: float) -> None:
        film = self.film
        wanted = min(FASTEST, max(SLOWEST, STEP / max(elapsed, 1)))
        if abs(math.log2(wanted / film.speed)) > _NEAR:
            speed = 2.0 ** round(math.log2(wanted))
            film.speed = speed
            film.put("speed", near(speed))
