"""A program on a terminal, and those who look at it and type."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

from ..errors import LimitError
from . import log
from .command import Command
from .exit_watcher import end_processes, ends_of
from .frames import Exit
from .input import InputQueue
from .limits import Limits
from .observer import Observer
from .output import FRAME, OutputPump
from .pty import Pty
from .replay import Replay
from .tasks import Timers
from .viewer import Viewer

_REDRAW: Final = 0.1  # seconds for which a program sees another size when it shall draw anew
_ECHO: Final = 30.0  # seconds for which one may come back to hear again how it ended


class Session:
    """Runs `command` until it ends, is ended, or nobody has looked for the time of grace.

    Its output is read only as far as the fastest viewer has acknowledged, plus a window. `exit` is
    set when the program has ended and all its output is in `replay`. `on_gone` is called when
    the session is of no more use to anyone. Made and used in one running event loop.

    Raises `TerminalError` where the program does not start.
    """

    __slots__ = (
        "_active _busy_at _drained _emptied _free _gone _input _left_at _loop _on_gone "
        "_output _pty _tasks _timers _watching _winding exit limits name observers replay "
        "size viewers"
    ).split()

    def __init__(
        self,
        name: str,
        command: Command,
        limits: Limits,
        *,
        size: tuple[int, int] = (24, 80),
        on_gone: Callable[[Session], None] = lambda _: None,
    ) -> None:
        self.name = name
        self.limits = limits
        self.size = size
        self.replay = Replay(limits.replay)
        self.viewers: list[Viewer] = []
        self.observers: list[Observer] = []
        self.exit: Exit | None = None
        self._loop = asyncio.get_running_loop()
        self._on_gone = on_gone
        self._active: Viewer | None = None
        self._left_at = 0  # what the last viewer who left had parsed
        self._free = False  # the program runs although nobody looks and the buffer is full
        self._drained = False  # no more output comes
        self._emptied: asyncio.Future[None] | None = None  # waits for that
        self._watching = False
        self._winding: asyncio.Task[None] | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._gone = False
        self._timers = Timers()
        self._busy_at = self._loop.time()
        self._pty = Pty(command, *size)
        self._input = InputQueue(self._pty, limits.input_window, self._tell_written)
        self._output = OutputPump(self._pty, self._room, self._deliver, self._closed)
        ends_of(self._loop).add(self._pty, self._wind_up)
        self.resume()
        self._timers.set("grace", limits.grace, self._expire)
        self._watch_idle()
        log.note("session.started", session=name, pid=self._pty.pid)

    async def join(
        self, client: bytes, offset: int | None = None, *, writable: bool = True
    ) -> tuple[Viewer, int]:
        """Return a new viewer, as `attach` does, and what was received of the client's input."""
        return self.attach(client, offset, writable=writable), self.received(client)

    def attach(
        self,
        client: bytes,
        offset: int | None = None,
        *,
        writable: bool = True,
        make: Callable[..., Viewer] = Viewer,
    ) -> Viewer:
        """Add a viewer who has seen everything before `offset`, or nothing that is still there.

        A viewer of the same client is replaced. Raises `LimitError` where there are too many.
        """
        for viewer in list(self.viewers):
            if viewer.client == client:
                self.detach(viewer, "another connection took its place")
        if len(self.viewers) >= self.limits.viewers:
            raise LimitError(f"The session has {len(self.viewers)} viewers already.")
        if offset is None or offset > self.replay.end:  # of another session's stream
            offset = self.replay.beginning()
            if self.replay.end:
                self.nudge()  # its screen is not what a program thinks it drew on
        viewer = make(self, client, offset, writable=writable)
        if written := self._input.written(client):
            viewer.note_written(written)  # the news may have been lost on the way
        self.viewers.append(viewer)
        self._free = False
        self._timers.cancel("grace", "full")
        self.resume()
        return viewer

    def detach(self, viewer: Viewer, reason: str = "it left") -> None:
        """Remove a viewer; nothing happens if it was removed before."""
        if viewer.gone:
            return
        viewer.gone = reason
        viewer.wake()
        self.viewers.remove(viewer)
        if viewer is self._active:
            self._active = None
            for other in reversed(self.viewers):
                if other.writable and other.size:
                    self.focus(other)
                    break
        if not self.viewers:
            self._left_at = viewer.acked
            # Who was told that it ended may not have heard it.
            grace = min(_ECHO, self.limits.grace) if viewer.told_exit else self.limits.grace
            self._timers.set("grace", grace, self._expire)
        self.resume()

    def received(self, client: bytes) -> int:
        """Return the newest sequence number of input that came from the client."""
        return self._input.received(client)

    def written(self, client: bytes) -> int:
        """Return the newest sequence number of the client that the program's terminal has."""
        return self._input.written(client)

    def type(self, viewer: Viewer, sequence: int, data: bytes) -> None:
        """Take input of a viewer; that of readers is dropped. Raises `ProtocolError`."""
        if viewer.writable:
            self._busy_at = self._loop.time()
            self.focus(viewer)
            self._input.add(viewer.client, sequence, data)

    def resize(self, viewer: Viewer, rows: int, columns: int) -> None:
        """Note a viewer's size, which is the terminal's while the viewer is the one in use."""
        if viewer.writable:
            viewer.size = rows, columns
            if self._active in (None, viewer):
                self.focus(viewer)

    def focus(self, viewer: Viewer) -> None:
        """Give the terminal the size of this viewer."""
        if not viewer.writable:
            return
        self._active = viewer
        if viewer.size is not None and viewer.size != self.size and self._winding is None:
            self.size = viewer.size
            self._pty.resize(*self.size)
            for other in self.viewers:
                other.note_size(*self.size)
            for observer in self.observers:
                observer.resized(*self.size)

    def nudge(self) -> None:
        """Make the program draw anew: it sees another size for a moment."""
        if self._winding is None and "redraw" not in self._timers:
            rows, columns = self.size
            self._pty.resize(rows - 1 or 2, columns)
            self._timers.set("redraw", _REDRAW, self._restore_size)

    def resume(self) -> None:
        """Read on, or stop, as the viewers' acknowledgements allow."""
        if self.exit is not None or self._drained:
            return
        if self._room() > 0:
            self._output.start()
            self._timers.cancel("full")
            return
        self._output.stop()
        if not self.viewers and "full" not in self._timers:
            self._timers.set("full", self.limits.full, self._run_free)

    async def end(self) -> None:
        """End the program and everything it started. Returns when nothing is left of it."""
        self._drain()  # nobody waits for more output
        await asyncio.shield(self._wind_up())

    def _room(self) -> int:
        if self._free:
            return FRAME
        if self.viewers:
            return max(v.acked for v in self.viewers) + self.limits.window - self.replay.end
        return self._left_at + self.limits.replay - self.replay.end

    def _deliver(self, data: bytes) -> None:
        offset = self.replay.end
        self.replay.append(data)
        self._busy_at = self._loop.time()
        for viewer in self.viewers:
            viewer.wake()
        for observer in self.observers:
            observer.output(offset, data)
        self.resume()

    def _closed(self) -> None:
        """Go on after the last output: the program ended, or goes on without its terminal."""
        self._drain()
        self._output.stop()
        if self._winding is not None:
            return
        try:
            self._loop.add_reader(self._pty.exit_fd, self._wind_up)
            self._watching = True
        except OSError:
            self._wind_up()

    def _drain(self) -> None:
        self._drained = True
        if self._emptied and not self._emptied.done():
            self._emptied.set_result(None)

    def _wind_up(self) -> Awaitable[None]:
        if self._winding is None:
            self._winding = self._loop.create_task(self._finish())
        return self._winding

    async def _finish(self) -> None:
        ends_of(self._loop).remove(self._pty)
        if self._watching:
            self._loop.remove_reader(self._pty.exit_fd)
        await end_processes(self._pty, self.limits.hang_up)
        if not self._drained:
            self._emptied = self._loop.create_future()
            await self._emptied
        self._output.stop()
        self._timers.cancel("full", "redraw", "idle")
        self._input.close()
        status = self._pty.close()
        if status is None:
            self.exit = Exit()
        else:
            self.exit = Exit(code=status) if status >= 0 else Exit(signal=-status)
        log.note(
            "session.ended",
            session=self.name,
            code=self.exit.code,
            signal=self.exit.signal,
            output=self.replay.end,
        )
        for viewer in self.viewers:
            viewer.wake()
        for observer in self.observers:
            observer.ended(self.exit)

    def _expire(self) -> None:
        async def leave() -> None:
            await self.end()
            if not self.viewers and not self._gone:
                self._gone = True
                for observer in self.observers:
                    observer.gone()
                self._on_gone(self)

        self._run(leave())

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _watch_idle(self) -> None:
        left = self._busy_at + self.limits.idle - self._loop.time()
        if left <= 0:
            log.note("session.idle", session=self.name)
            self._run(self.end())
        elif math.isfinite(left):
            self._timers.set("idle", left, self._watch_idle)

    def _run_free(self) -> None:
        self._free = True
        self.resume()

    def _restore_size(self) -> None:
        if self._winding is None:
            self._pty.resize(*self.size)

    def _tell_written(self, client: bytes, sequence: int) -> None:
        for viewer in self.viewers:
            if viewer.client == client:
                viewer.note_written(sequence)
        for observer in self.observers:
            observer.written(client, sequence)
