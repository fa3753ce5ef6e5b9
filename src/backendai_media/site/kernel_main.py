"""The kernel's program: runs cells, and sends what they show to the page.

The page's worker runs it in Pyodide, and `run_cells` in this machine's Python, so that what is
computed beforehand is what the page would compute.
"""

from __future__ import annotations

import ast
import asyncio
import builtins
import getpass
import inspect
import io
import json
import linecache
import os
import sys
import time
import traceback
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import CodeType, ModuleType
from typing import Any, Protocol

from backendai_media import display
from backendai_media._emit import set_sink
from backendai_media.model import ErrorItem, to_json
from backendai_media.turtle import set_events

__all__ = ["Host", "Kernel"]


class Host(Protocol):
    """What runs the kernel."""

    def send(self, items: str) -> object:
        """Show items, which are a list as JSON."""

    def write(self, name: str, text: str) -> object:
        """Show text of a stream."""

    def ask(self, prompt: str, password: bool) -> str | None:  # noqa: FBT001 - JavaScript's
        """Return the person's answer; `None` if the program is interrupted."""

    def listen(self) -> bool:
        """From now on raise `KeyboardInterrupt` where the program is interrupted.

        Return whether it was before.
        """

    def ignore(self) -> object:
        """From now on raise none."""

    def sleep(self, seconds: float) -> bool:
        """Wait; return whether the program is interrupted."""


class Page(Host, Protocol):
    """A host where a person can touch drawings."""

    def events(self, seconds: float) -> str | None:
        """Return what was done with drawings, as JSON in lines; wait for it up to some seconds.

        `None` if the program is interrupted.
        """


class _Stream(io.TextIOBase):
    """Standard output or error."""

    def __init__(self, name: str, host: Host) -> None:
        self.name = name
        self._host = host

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return "utf-8"

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if text:
            self._host.write(self.name, text)
        return len(text)


class _Input(io.TextIOBase):
    """Standard input: a line is what the person answers."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def readable(self) -> bool:
        return True

    def readline(self, size: int = -1) -> str:  # type: ignore[override]
        del size
        return _answer(self._host, "") + "\n"


class Kernel:
    """Holds the variables of the cells that it runs."""

    def __init__(self, host: Host) -> None:
        self._host = host
        self._count = 0
        self._task: asyncio.Task[Any] | None = None
        main = sys.modules["__main__"] = ModuleType("__main__")
        self.variables = main.__dict__
        self.variables["display"] = display
        os.environ.setdefault("MPLBACKEND", "module://backendai_media.matplotlib")
        sys.stdout, sys.stderr = _Stream("stdout", host), _Stream("stderr", host)
        sys.stdin = _Input(host)
        builtins.input = self._input
        getpass.getpass = self._getpass
        time.sleep = self._sleep  # type: ignore[assignment]
        set_sink(lambda item: host.send(to_json([item])))
        sys.meta_path.insert(0, _Turtle())
        #: Cells in whose outputs the turtles' drawings are.
        self._drew: set[str] = set()
        if hasattr(host, "events"):
            set_events(self._events)

    async def run(self, code: str, cell: str = "") -> bool:
        """Run a cell and show its last value; return whether it went well.

        Where a cell of the same name has drawn, its drawing is gone, and another begins.
        """
        if cell in self._drew:
            _close_turtles()
            self._drew.clear()
        self._task = asyncio.current_task()
        self._count += 1
        name = f"<cell {self._count}>"
        linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)
        try:
            error = await self._error_of(code, name)
        except KeyboardInterrupt as late:  # while another one was on its way
            error = late
        self._host.ignore()
        if _end_turtles():
            self._drew.add(cell)
        if error:
            self._report(error)
        return error is None

    async def _error_of(self, code: str, name: str) -> BaseException | None:
        """Run a cell; return what it raises."""
        try:
            parts = _parts(code, name)
        except (SyntaxError, ValueError) as error:
            return error.with_traceback(None)
        try:
            if self._host.listen():
                return KeyboardInterrupt()
            for part, is_value in parts:
                value = eval(part, self.variables)  # noqa: S307 - that is the kernel's work
                if inspect.iscoroutine(value) and part.co_flags & inspect.CO_COROUTINE:
                    value = await value
                if is_value and value is not None:
                    self.variables["_"] = value
                    display(value)
            _show_pending()
        except asyncio.CancelledError:
            return KeyboardInterrupt()
        except SystemExit as error:
            return None if error.code in (None, 0) else error
        except BaseException as error:  # noqa: BLE001 - whatever a cell raises is shown
            return error
        return None

    def interrupt(self) -> None:
        """End a cell that awaits something."""
        if self._task:
            self._task.cancel()

    def _report(self, error: BaseException) -> None:
        about = traceback.TracebackException.from_exception(error)
        _leave_out_own(about)
        options: dict[str, Any] = {"colorize": True} if sys.version_info >= (3, 13) else {}
        lines = "".join(about.format(**options)).rstrip("\n").split("\n")
        self._host.send(to_json([ErrorItem(type(error).__name__, str(about), lines)]))

    def _input(self, prompt: object = "", /) -> str:
        return _answer(self._host, str(prompt))

    def _getpass(self, prompt: str = "Password: ", stream: object = None, **_: object) -> str:
        del stream
        return _answer(self._host, prompt, password=True)

    def _events(self, seconds: float, /) -> list[Any]:
        page: Any = self._host
        found = _settled(page.events(seconds))
        if found is None:
            raise KeyboardInterrupt
        return [json.loads(line) for line in found.split("\n") if line]

    def _sleep(self, seconds: float, /) -> None:
        if seconds < 0:
            raise ValueError("sleep length must be non-negative")
        if _settled(self._host.sleep(seconds)):
            raise KeyboardInterrupt


def _answer(host: Host, prompt: str, *, password: bool = False) -> str:
    try:
        found = _settled(host.ask(prompt, password))
    except Exception as error:  # noqa: BLE001 - JavaScript's have no type of ours
        raise EOFError(f"input() is not possible here: {error}") from None
    if found is None:
        raise KeyboardInterrupt
    return str(found)


def _settled(value: Any) -> Any:
    """Return what JavaScript gave, or has promised."""
    if not hasattr(value, "then"):
        return value
    from pyodide.ffi import run_sync  # type: ignore[import-not-found]

    return run_sync(value)


def _parts(code: str, name: str) -> list[tuple[CodeType, bool]]:
    """Compile a cell; the last statement apart, if it is an expression."""
    tree = ast.parse(code, name)
    last = tree.body[-1] if tree.body else None
    if isinstance(last, ast.Expr):
        tree.body.pop()
    flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
    parts = [(compile(tree, name, "exec", flags), False)]
    if isinstance(last, ast.Expr):
        value = ast.Expression(last.value)
        parts.append((compile(value, name, "eval", flags), not code.rstrip().endswith(";")))
    return parts


def _leave_out_own(about: traceback.TracebackException | None) -> None:
    """Leave the frames of this file out of a traceback, and out of those that led to it."""
    while about:
        about.stack[:] = [frame for frame in about.stack if frame.filename != __file__]
        about = about.__cause__ or about.__context__


def _show_pending() -> None:
    """Show the figures that notebooks show after each cell."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot and pyplot.get_fignums():
        pyplot.show()


def _end_turtles() -> bool:
    """Show what turtles drew in a cell, also one that failed; return whether there is any."""
    if "backendai_media.turtle._stdlib" not in sys.modules:
        return False
    from backendai_media.turtle._stdlib import end_cell

    return end_cell()


def _close_turtles() -> None:
    from backendai_media.turtle._stdlib import close

    close()


class _Turtle(MetaPathFinder, Loader):
    """Makes `import turtle` import ours, which is loaded only then."""

    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        del path, target
        return ModuleSpec(name, self) if name == "turtle" else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        del spec
        from backendai_media.turtle import install

        return install()

    def exec_module(self, module: ModuleType) -> None:
        """It is there."""
