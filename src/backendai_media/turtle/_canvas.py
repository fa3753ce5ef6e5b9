# ruff: noqa: ARG002, N803 - tkinter's names and signatures

"""The canvas that stands in for Tk's: what it is told becomes a film."""

import itertools
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ._colors import hex_of
from ._errors import TclError, once
from ._film import Film
from ._items import Item, Place
from ._tk import NO_HANDLERS, Misc, Tk, loop

__all__ = ["Canvas"]


class Canvas(Misc):
    """A canvas whose items become a drawing."""

    def __init__(self, master: Any = None, cnf: Any = None, **options: Any) -> None:
        super().__init__(master if master is not None else Tk(), cnf)
        self.film = Film()
        self.gone = False
        self._fills = False
        self._numbers = itertools.count(1)
        self.options |= {"width": 378, "height": 265, "bg": "#d9d9d9"}
        loop.films.append(self.film)
        self.winfo_toplevel().canvases.append(self)
        self.configure(cnf, **options)

    def grid(self, cnf: Any = None, **options: Any) -> None:
        self._fills = "in_" in options
        self.look()

    def configure(self, cnf: Any = None, **options: Any) -> None:
        given = {**(cnf or {}), **options}
        if "background" in given:
            given["bg"] = given.pop("background")
        if given.get("bg") is None:
            given.pop("bg", None)
        else:
            self.winfo_rgb(given["bg"])
            self.film.paint(hex_of(str(given["bg"])))
        self.options.update(given)
        if given.keys() & {"width", "height", "scrollregion"}:
            self.look()

    def cget(self, key: str) -> Any:
        return self.options.get("bg" if key == "background" else key, "")

    def look(self, *, anew: bool = False) -> None:
        """Show the middle of what can be scrolled to, as large as the window."""
        if self._fills:
            width, height = self.winfo_toplevel().size
        else:
            width, height = (max(1, int(float(self.options[one]))) for one in ("width", "height"))
        region = self.options.get("scrollregion") or (0, 0, width, height)
        left, top, right, bottom = (float(one) for one in _flat([region]))
        corner = (left + right - width) / 2 // 1, (top + bottom - height) / 2 // 1
        self.film.look((min(width, 32_767), min(height, 32_767)), corner, anew=anew)

    def winfo_width(self) -> int:
        return int(self.winfo_toplevel().size[0] if self._fills else float(self.options["width"]))

    def winfo_height(self) -> int:
        return int(self.winfo_toplevel().size[1] if self._fills else float(self.options["height"]))

    def create_line(self, *args: Any, **options: Any) -> int:
        return self._create("line", args, {"fill": "black", "width": 1, **options})

    def create_polygon(self, *args: Any, **options: Any) -> int:
        return self._create("polygon", args, {"fill": "black", "outline": "", **options})

    def create_rectangle(self, *args: Any, **options: Any) -> int:
        return self._create("rectangle", args, {"fill": "", "outline": "black", **options})

    def create_oval(self, *args: Any, **options: Any) -> int:
        return self._create("oval", args, {"fill": "", "outline": "black", **options})

    def create_text(self, *args: Any, **options: Any) -> int:
        return self._create("text", args, {"fill": "black", **options})

    def create_image(self, *args: Any, **options: Any) -> int:
        return self._create("image", args, options)

    def coords(self, tagOrId: Any, *args: Any) -> list[float]:
        item = self._item(tagOrId)
        if item is None:
            return []
        if args:
            new = _numbers(args)
            if new != item.coords:
                item.coords = new
                self.film.touch(item)
        return list(item.coords)

    def itemconfigure(self, tagOrId: Any, cnf: Any = None, **options: Any) -> None:
        item = self._item(tagOrId)
        if item is None:
            return
        given, options = {**(cnf or {}), **options}, item.options
        if any(options.get(name, self) != value for name, value in given.items()):
            self._check(given)
            options.update(given)
            self.film.touch(item)

    itemconfig = itemconfigure

    def itemcget(self, tagOrId: Any, option: str) -> Any:
        item = self._item(tagOrId)
        return item.options.get(option, "") if item else ""

    def move(self, tagOrId: Any, x: float, y: float) -> None:
        if item := self._item(tagOrId):
            self.coords(tagOrId, [one + (x, y)[at % 2] for at, one in enumerate(item.coords)])

    def delete(self, *args: Any) -> None:
        for number in args:
            if number == "all":
                self.film.clear()
            else:
                self.film.remove(number)

    def find_all(self) -> tuple[int, ...]:
        items = self.film.items
        return tuple(sorted(items, key=lambda number: items[number].key))

    def type(self, tagOrId: Any) -> str | None:
        item = self._item(tagOrId)
        return item.kind if item else None

    def bbox(self, *args: Any) -> tuple[int, int, int, int] | None:
        numbers = self.find_all() if args == ("all",) else args
        boxes = [item.box() for number in numbers if (item := self._item(number))]
        if not boxes:
            return None
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return int(min(lefts)), int(min(tops)), int(max(rights)) + 1, int(max(bottoms)) + 1

    def tag_raise(self, tagOrId: Any, aboveThis: Any = None) -> None:
        if item := self._item(tagOrId):
            self.film.lift(item)

    def tag_lower(self, tagOrId: Any, belowThis: Any = None) -> None:
        if item := self._item(tagOrId):
            self.film.sink(item)

    def tag_bind(
        self, tagOrId: Any, sequence: Any = None, func: Any = None, add: Any = None
    ) -> None:
        if func is not None:
            once(NO_HANDLERS)

    def tag_unbind(self, tagOrId: Any, sequence: Any, funcid: Any = None) -> None: ...

    def canvasx(self, screenx: float) -> float:
        return float(screenx) + self.film.corner[0]

    def canvasy(self, screeny: float) -> float:
        return float(screeny) + self.film.corner[1]

    def xview(self, *args: Any) -> tuple[float, float]:
        return 0.0, 1.0

    def yview(self, *args: Any) -> tuple[float, float]:
        return 0.0, 1.0

    def xview_moveto(self, fraction: float) -> None: ...

    def yview_moveto(self, fraction: float) -> None: ...

    def postscript(self, cnf: Any = None, **options: Any) -> str:
        from ._postscript import postscript

        text = postscript(self.film)
        file = {**(cnf or {}), **options}.get("file")
        if file is None:
            return text
        try:
            Path(file).write_text(text, encoding="ascii")
        except OSError as error:
            raise TclError(f'couldn\'t open "{file}": {str(error.strerror).lower()}') from None
        return ""

    def pose(self, items: Iterable[int], x: float, y: float, turn: float) -> None:
        """Say that items are a turtle's, which is there and has turned so far."""
        for number in items:
            if item := self.film.items.get(number):
                if item.place is None:
                    self.film.pose(item, Place(x, y, turn))
                else:
                    item.place.x, item.place.y = x, y
                    item.place.turn += turn

    def _create(self, kind: str, args: tuple[Any, ...], options: dict[str, Any]) -> int:
        self._alive()
        if args and isinstance(args[-1], dict):
            options |= args[-1]
            args = args[:-1]
        self._check(options)
        number = next(self._numbers)
        self.film.add(number, kind, _numbers(args), options)
        return number

    def _item(self, number: Any) -> Item | None:
        self._alive()
        return self.film.items.get(number)

    def _check(self, options: dict[str, Any]) -> None:
        for name in ("fill", "outline"):
            if options.get(name):
                self.winfo_rgb(options[name])

    def _alive(self) -> None:
        if self.gone:
            raise loop.gone('invalid command name ".!canvas"')


def _numbers(values: Iterable[Any]) -> list[float]:
    try:
        numbers = [float(one) for one in values]
    except (TypeError, ValueError):
        numbers = _converted(values)
    if not math.isfinite(sum(numbers)):
        raise TclError(f"bad screen distance among {numbers[:8]}")
    return numbers


def _converted(values: Iterable[Any]) -> list[float]:
    try:
        return [float(one) for one in _flat(values)]
    except (TypeError, ValueError) as error:
        raise TclError(f"bad screen distance: {error}") from None


def _flat(values: Iterable[Any]) -> list[Any]:
    flat: list[Any] = []
    for one in values:
        if isinstance(one, str):
            flat += one.split()
        elif isinstance(one, Iterable):
            flat += _flat(one)
        else:
            flat.append(one)
    return flat
