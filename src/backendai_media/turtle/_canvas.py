# ruff: noqa: ARG002, N803 - tkinter's names and signatures

"""The canvas in place of Tk's: a recorder turns its calls into a drawing."""

import itertools
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import TclError
from ._bindings import Bindings
from ._colors import hex_of
from ._items import Item, Pose
from ._receiving import Receiver
from ._recorder import Recorder
from ._tk import Misc, Tk, loop

__all__ = ["Canvas"]


class Canvas(Misc):
    """A canvas whose items become a drawing; names and signatures are Tk's."""

    def __init__(self, master: Any = None, cnf: Any = None, **options: Any) -> None:
        super().__init__(master if master is not None else Tk(), cnf)
        self.recorder = Recorder()
        self.receiver = self.recorder.receiver = Receiver(self)
        self.bindings = self.receiver.own
        self.gone = False
        self._fills_window = False
        self._numbers = itertools.count(1)
        self.options |= {"width": 378, "height": 265, "bg": "#d9d9d9"}
        loop.recorders.append(self.recorder)
        self.winfo_toplevel().canvases.append(self)
        self.configure(cnf, **options)

    def grid(self, cnf: Any = None, **options: Any) -> None:
        self._fills_window = "in_" in options
        self.update_viewport()

    def configure(self, cnf: Any = None, **options: Any) -> None:
        given = {**(cnf or {}), **options}
        if "background" in given:
            given["bg"] = given.pop("background")
        if given.get("bg") is None:
            given.pop("bg", None)
        else:
            self.winfo_rgb(given["bg"])
            self.recorder.set_background(hex_of(str(given["bg"])))
        self.options.update(given)
        if given.keys() & {"width", "height", "scrollregion"}:
            self.update_viewport()

    def cget(self, key: str) -> Any:
        return self.options.get("bg" if key == "background" else key, "")

    def update_viewport(self, *, redraw: bool = False) -> None:
        """Show the middle of the scroll region, in the size of the window."""
        if self._fills_window:
            width, height = self.winfo_toplevel().size
        else:
            width, height = (max(1, int(float(self.options[one]))) for one in ("width", "height"))
        region = self.options.get("scrollregion") or (0, 0, width, height)
        left, top, right, bottom = (float(one) for one in _flat([region]))
        corner = (left + right - width) / 2 // 1, (top + bottom - height) / 2 // 1
        self.recorder.set_viewport((min(width, 32_767), min(height, 32_767)), corner, redraw=redraw)

    def winfo_width(self) -> int:
        return int(
            self.winfo_toplevel().size[0] if self._fills_window else float(self.options["width"])
        )

    def winfo_height(self) -> int:
        return int(
            self.winfo_toplevel().size[1] if self._fills_window else float(self.options["height"])
        )

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
                self.recorder.mark_dirty(item)
        return list(item.coords)

    def itemconfigure(self, tagOrId: Any, cnf: Any = None, **options: Any) -> None:
        item = self._item(tagOrId)
        if item is None:
            return
        given, options = {**(cnf or {}), **options}, item.options
        if any(options.get(name, self) != value for name, value in given.items()):
            self._check(given)
            options.update(given)
            self.recorder.mark_dirty(item)

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
                self.recorder.clear()
                self.receiver.items.clear()
            else:
                self.recorder.remove(number)
                self.receiver.items.pop(number, None)

    def find_all(self) -> tuple[int, ...]:
        items = self.recorder.items
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
            self.recorder.raise_(item)

    def tag_lower(self, tagOrId: Any, belowThis: Any = None) -> None:
        if item := self._item(tagOrId):
            self.recorder.lower(item)

    def tag_bind(
        self, tagOrId: Any, sequence: Any = None, func: Any = None, add: Any = None
    ) -> None:
        if func is not None:
            self.receiver.items.setdefault(tagOrId, Bindings()).bind(sequence, func, add)
            loop.say_unheard()

    def tag_unbind(self, tagOrId: Any, sequence: Any, funcid: Any = None) -> None:
        if found := self.receiver.items.get(tagOrId):
            found.unbind(sequence)

    def canvasx(self, screenx: float) -> float:
        return float(screenx) + self.recorder.corner[0]

    def canvasy(self, screeny: float) -> float:
        return float(screeny) + self.recorder.corner[1]

    def xview(self, *args: Any) -> tuple[float, float]:
        return 0.0, 1.0

    def yview(self, *args: Any) -> tuple[float, float]:
        return 0.0, 1.0

    def xview_moveto(self, fraction: float) -> None: ...

    def yview_moveto(self, fraction: float) -> None: ...

    def postscript(self, cnf: Any = None, **options: Any) -> str:
        from ._postscript import to_postscript

        text = to_postscript(self.recorder)
        file = {**(cnf or {}), **options}.get("file")
        if file is None:
            return text
        try:
            Path(file).write_text(text, encoding="ascii")
        except OSError as error:
            raise TclError(f'couldn\'t open "{file}": {str(error.strerror).lower()}') from None
        return ""

    def set_pose(self, items: Iterable[int], x: float, y: float, turn: float) -> None:
        """Set the pose of a turtle's items: its position, and by how many degrees it has turned."""
        for number in items:
            if item := self.recorder.items.get(number):
                if item.pose is None:
                    self.recorder.set_pose(item, Pose(x, y, turn))
                else:
                    item.pose.x, item.pose.y = x, y
                    item.pose.turn += turn

    def _create(self, kind: str, args: tuple[Any, ...], options: dict[str, Any]) -> int:
        self._check_alive()
        if args and isinstance(args[-1], dict):
            options |= args[-1]
            args = args[:-1]
        self._check(options)
        number = next(self._numbers)
        self.recorder.add(number, kind, _numbers(args), options)
        return number

    def _item(self, number: Any) -> Item | None:
        self._check_alive()
        return self.recorder.items.get(number)

    def _check(self, options: dict[str, Any]) -> None:
        for name in ("fill", "outline"):
            if options.get(name):
                self.winfo_rgb(options[name])

    def _check_alive(self) -> None:
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
