# ruff: noqa: A002, ARG001, ARG002, ARG004, N803, PLR0913 - tkinter's names and signatures
"""What turtle programs need of tkinter, with recorders in place of windows.

`turtle.py` imports this and `_canvas` as `tkinter`. Nothing of Tk is loaded.
"""

import re
from collections.abc import Callable
from typing import Any

from ..errors import TclError
from ._bindings import Bindings
from ._colors import rgb
from ._images import Picture, read_image
from ._loop import Loop
from ._warnings import warn_once

__all__ = ["Frame", "Misc", "PhotoImage", "Scrollbar", "Tk", "loop", "mainloop", "simpledialog"]

loop = Loop()

#: Size of the screen in pixels.
SCREEN_SIZE = (1280, 800)
_GEOMETRY = re.compile(r"=?(?:(\d+)x(\d+))?(?:[+-]-?\d+[+-]-?\d+)?")


class Misc:
    """The base of all widgets."""

    master: Any = None

    def __init__(self, master: Any = None, cnf: Any = None, **options: Any) -> None:
        self.master = master
        self.options: dict[str, Any] = {**(cnf or {}), **options}
        self.tk: Any = self
        self.bindings = Bindings()

    def update(self) -> None:
        loop.update()

    def update_idletasks(self) -> None:
        loop.update()

    def after(self, ms: Any, func: Callable[..., object] | None = None, *args: Any) -> str | None:
        if func is None:
            loop.sleep(float(ms))
            return None
        return loop.after(ms, func, *args)

    def after_idle(self, func: Callable[..., object], *args: Any) -> str:
        return loop.after(0, func, *args)

    def after_cancel(self, id: str) -> None:
        loop.cancel(id)

    def mainloop(self, n: int = 0) -> None:
        loop.run()

    def quit(self) -> None:
        loop.quit()

    def destroy(self) -> None: ...

    def configure(self, cnf: Any = None, **options: Any) -> None:
        self.options.update(cnf or {}, **options)

    def config(self, cnf: Any = None, **options: Any) -> None:
        self.configure(cnf, **options)

    def cget(self, key: str) -> Any:
        return self.options.get(key, "")

    def __getitem__(self, key: str) -> Any:
        return self.cget(key)

    def __setitem__(self, key: str, value: Any) -> None:
        self.configure({key: value})

    def bind(self, sequence: Any = None, func: Any = None, add: Any = None) -> None:
        if func is not None:
            self.bindings.bind(sequence, func, add)
            if sequence != "<Configure>":
                loop.say_unheard()

    def unbind(self, sequence: Any, funcid: Any = None) -> None:
        self.bindings.unbind(sequence)

    def focus_force(self) -> None:
        self.winfo_toplevel().focused = self

    def lift(self, *args: Any) -> None: ...

    def pack(self, cnf: Any = None, **options: Any) -> None: ...

    def grid(self, cnf: Any = None, **options: Any) -> None: ...

    def rowconfigure(self, index: Any, cnf: Any = None, **options: Any) -> None: ...

    focus_set = focus = focus_force
    grid_forget = pack_forget = lift
    place, columnconfigure = pack, rowconfigure

    def winfo_toplevel(self) -> Any:
        return self.master.winfo_toplevel() if self.master is not None else self

    def winfo_rgb(self, color: str) -> tuple[int, int, int]:
        parts = rgb(str(color))
        if parts is None:
            raise TclError(f'unknown color name "{color}"')
        red, green, blue = parts
        return red * 257, green * 257, blue * 257

    def winfo_screenwidth(self) -> int:
        return SCREEN_SIZE[0]

    def winfo_screenheight(self) -> int:
        return SCREEN_SIZE[1]

    def winfo_width(self) -> int:
        return int(self.winfo_toplevel().size[0])

    def winfo_height(self) -> int:
        return int(self.winfo_toplevel().size[1])

    winfo_reqwidth, winfo_reqheight = winfo_width, winfo_height

    def winfo_exists(self) -> bool:
        return True

    def call(self, *args: Any) -> str:
        return ""

    eval = call


class Tk(Misc):
    """A window: its size, and the canvases in it."""

    size: tuple[int, int] = (200, 200)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__()
        self.canvases: list[Any] = []
        #: The widget that gets keys.
        self.focused: Any = None

    def geometry(self, newGeometry: str | None = None) -> str:
        if newGeometry is not None:
            found = _GEOMETRY.fullmatch(newGeometry.replace(" ", ""))
            if not found:
                raise TclError(f'bad geometry specifier "{newGeometry}"')
            if found[1]:
                self.size = max(1, int(found[1])), max(1, int(found[2]))
                for canvas in self.canvases:
                    canvas.update_viewport(redraw=True)
        return f"{self.size[0]}x{self.size[1]}+0+0"

    def destroy(self) -> None:
        loop.show()
        for canvas in self.canvases:
            loop.drop(canvas.recorder)
        loop.quit()

    def title(self, string: str | None = None) -> str:
        if string is not None:
            self.options["title"] = string
        return str(self.options.get("title", "tk"))

    def wm_protocol(self, *args: Any) -> None: ...

    protocol = resizable = attributes = wm_attributes = state = wm_protocol
    minsize = maxsize = iconbitmap = iconphoto = withdraw = deiconify = wm_protocol
    wm_title, wm_geometry = title, geometry


Toplevel = Tk


class Frame(Misc):
    """A frame; `ScrolledCanvas` is one."""


class Scrollbar(Misc):
    """A scroll bar, never visible."""

    def set(self, *args: Any) -> None: ...


class PhotoImage:
    """An image; without a file or data it is empty."""

    def __init__(
        self,
        name: str | None = None,
        cnf: Any = None,
        master: Any = None,
        *,
        file: Any = None,
        data: Any = None,
        width: int = 0,
        height: int = 0,
        **options: Any,
    ) -> None:
        self.picture: Picture | None = None
        self.size: tuple[float, float] = (width, height)
        if file is not None or data is not None:
            self.picture = read_image(file, data)
            self.size = self.picture.width, self.picture.height

    def blank(self) -> None:
        self.picture = None

    def width(self) -> int:
        return int(self.size[0])

    def height(self) -> int:
        return int(self.size[1])

    def zoom(self, x: int, y: int | None = None) -> "PhotoImage":
        return self._scaled(x, y or x)

    def subsample(self, x: int, y: int | None = None) -> "PhotoImage":
        return self._scaled(1 / x, 1 / (y or x))

    def copy(self) -> "PhotoImage":
        return self._scaled(1, 1)

    def _scaled(self, x: float, y: float) -> "PhotoImage":
        other = PhotoImage()
        other.picture = self.picture
        other.size = max(1, -(-self.size[0] * x // 1)), max(1, -(-self.size[1] * y // 1))
        return other


class _Dialogs:
    """`tkinter.simpledialog`: dialogs that ask where `input()` asks, if it can be answered."""

    @staticmethod
    def askstring(title: Any, prompt: Any, *, initialvalue: Any = None, **options: Any) -> Any:
        answer = _ask(title, prompt, initialvalue)
        if answer is None:
            warn_once("textinput() cannot be answered here: it returns None")
            return initialvalue
        return answer or (initialvalue if initialvalue is not None else "")

    @staticmethod
    def askfloat(title: Any, prompt: Any, **options: Any) -> Any:
        return _ask_number(float, title, prompt, **options)

    @staticmethod
    def askinteger(title: Any, prompt: Any, **options: Any) -> Any:
        return _ask_number(int, title, prompt, **options)


def _ask_number(
    kind: Callable[[str], float],
    title: Any,
    prompt: Any,
    *,
    initialvalue: Any = None,
    minvalue: Any = None,
    maxvalue: Any = None,
    **options: Any,
) -> Any:
    """Ask until the answer is a number within its limits; an empty one is the initial value."""
    while (answer := _ask(title, prompt, initialvalue)) is not None:
        if not answer.strip():
            return initialvalue
        try:
            number = kind(answer)
        except ValueError:
            print("That is not a number. Please try again.")
            continue
        if minvalue is not None and number < minvalue:
            print(f"The least allowed value is {minvalue}. Please try again.")
        elif maxvalue is not None and number > maxvalue:
            print(f"The greatest allowed value is {maxvalue}. Please try again.")
        else:
            return number
    warn_once("numinput() cannot be answered here: it returns its default")
    return initialvalue


def _ask(title: Any, prompt: Any, initial: Any) -> str | None:
    """Ask as `input()` does, below what was drawn so far; `None` if nobody can answer."""
    loop.show()
    parts = [f"{title}:" if title else "", f"{prompt or ''}", f"[{initial}]" if initial else ""]
    try:
        return input(" ".join(filter(None, parts)) + " ")
    except (EOFError, OSError, RuntimeError):  # no input, a closed one, a kernel's that has none
        return None


simpledialog = _Dialogs


def mainloop(n: int = 0) -> None:
    """Run timers, then show what was drawn."""
    loop.run()
