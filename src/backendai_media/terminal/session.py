"""A program on a terminal, with its viewers and observers."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Coroutine
from typing import Any, Final

from ..errors import LimitError
from .command import Command
from .frames import Exit
from .limits import Limits
from .monitoring import log
from .output import MAX_OUTPUT_BYTES
from .program import Program
from .replay import Replay
from .tasks import Timers
from .viewer import CLIENT_LEFT, Observer, Viewer

_REDRAW_SECONDS: Final = 0.1  # for which a program sees another size, to make it redraw
_EXIT_REATTACH_SECONDS: Final = 30.0  # for a viewer that may have missed the exit


class Session:
    """Runs `command` until it exits, is ended, or has had no viewer for `reattach_timeout`.

    Output is read only as far as the fastest viewer has acknowledged, plus a window. `exit` is set
    once the program has exited and all its output is in `replay`. `on_expired` is called when the
    session is finished and has no viewers left. Sessions belong to the event loop that runs when
    they are made.

    Raises `TerminalError` if the program cannot start.
    """

    __slots__ = (
        "_active_at",
        "_active_viewer",
        "_expired",
        "_last_acked",
        "_loop",
        "_on_expired",
        "_program",
        "_tasks",
        "_timers",
        "_unthrottled",
        "exit",
        "limits",
        "name",
        "observers",
        "replay",
        "size",
        "viewers",
    )

    def __init__(
        self,
        name: str,
        command: Command,
        limits: Limits,
        *,
        size: tuple[int, int] = (24, 80),
        on_expired: Callable[[Session], None] = lambda _: None,
    ) -> None:
        self.name = name
        self.limits = limits
        self.size = size
        self.replay = Replay(limits.replay)
        self.viewers: list[Viewer] = []
        self.observers: list[Observer] = []
        self.exit: Exit | None = None
        self._loop = asyncio.get_running_loop()
        self._on_expired = on_expired
        self._active_viewer: Viewer | None = None  # whose size the terminal has
        self._last_acked = 0  # by the last viewer to leave
        self._unthrottled = False  # without viewers the program runs on although the replay is full
        self._tasks: set[asyncio.Task[None]] = set()
        self._expired = False
        self._timers = Timers()
        self._active_at = self._loop.time()
        self._program = Program(
            command,
            size,
            limits,
            room=self._room,
            on_output=self._on_output,
            on_written=self._on_written,
            on_exit=self._on_exit,
        )
        self.resume()
        self._timers.set("reattach", limits.reattach_timeout, self._expire)
        self._check_idle()
        log("session.started", session=name, pid=self._program.pid)

    async def join(
        self, client: bytes, offset: int | None = None, *, writable: bool = True
    ) -> tuple[Viewer, int]:
        """Return a new viewer and the newest sequence number received from this client.

        Raises `LimitError` if there are too many viewers.
        """
        return self.attach(client, offset, writable=writable), self.received(client)

    def attach(
        self,
        client: bytes,
        offset: int | None = None,
        *,
        writable: bool = True,
        make: Callable[..., Viewer] = Viewer,
    ) -> Viewer:
        """Add a viewer that has everything before `offset`; with None it has nothing.

        A viewer of the same client is replaced. Raises `LimitError` if there are too many.
        """
        for viewer in list(self.viewers):
            if viewer.client == client:
                self.detach(viewer, "another connection took its place")
        if len(self.viewers) >= self.limits.viewers:
            raise LimitError(f"The session has {len(self.viewers)} viewers already.")
        if offset is None or offset > self.replay.end:  # of another session's stream
            offset = self.replay.beginning()
            if self.replay.end:
                self.redraw()  # the program's idea of the screen is not what this viewer sees
        viewer = make(self, client, offset, writable=writable)
        if written := self.written(client):
            viewer.notify_written(written)  # the notification may have been lost
        self.viewers.append(viewer)
        self._unthrottled = False
        self._timers.cancel("reattach", "backpressure")
        self.resume()
        return viewer

    def detach(self, viewer: Viewer, reason: str = CLIENT_LEFT) -> None:
        """Remove a viewer; removing it twice is allowed."""
        if viewer.detach_reason:
            return
        viewer.detach_reason = reason
        viewer.notify()
        self.viewers.remove(viewer)
        if viewer is self._active_viewer:
            self._active_viewer = None
            for other in reversed(self.viewers):
                if other.writable and other.size:
                    self.focus(other)
                    break
        if not self.viewers:
            self._last_acked = viewer.acked
            timeout = self.limits.reattach_timeout
            if viewer.exit_sent:  # the client may not have received it
                timeout = min(_EXIT_REATTACH_SECONDS, timeout)
            self._timers.set("reattach", timeout, self._expire)
        self.resume()

    def received(self, client: bytes) -> int:
        """Return the newest sequence number received from the client; 0 for an unknown client."""
        return self._program.input.received(client)

    def written(self, client: bytes) -> int:
        """Return the newest sequence number of the client that the terminal has taken."""
        return self._program.input.written(client)

    def type(self, viewer: Viewer, sequence: int, data: bytes) -> None:
        """Queue input; a read-only viewer's is dropped.

        Raises `ProtocolError` if input is missing before it or exceeds the input window.
        """
        if viewer.writable:
            self._active_at = self._loop.time()
            self.focus(viewer)
            self._program.input.add(viewer.client, sequence, data)

    def resize(self, viewer: Viewer, rows: int, columns: int) -> None:
        """Set a viewer's size, which is the terminal's while this viewer is in use."""
        if viewer.writable:
            viewer.size = rows, columns
            if self._active_viewer in (None, viewer):
                self.focus(viewer)

    def focus(self, viewer: Viewer) -> None:
        """Give the terminal this viewer's size."""
        if not viewer.writable:
            return
        self._active_viewer = viewer
        if viewer.size is not None and viewer.size != self.size and not self._program.ending:
            self.size = viewer.size
            self._program.resize(*self.size)
            for other in self.viewers:
                other.notify_resized(*self.size)
            for observer in self.observers:
                observer.resized(*self.size)

    def redraw(self) -> None:
        """Make the program redraw its screen, by changing the terminal's size for a moment."""
        if not self._program.ending and "redraw" not in self._timers:
            rows, columns = self.size
            self._program.resize(rows - 1 or 2, columns)
            self._timers.set("redraw", _REDRAW_SECONDS, lambda: self._program.resize(*self.size))

    def resume(self) -> None:
        """Start or stop reading output, as the viewers' acknowledgements allow."""
        if self._program.drained:
            return
        if self._room() > 0:
            self._program.output.start()
            self._timers.cancel("backpressure")
            return
        self._program.output.stop()
        if not self.viewers and "backpressure" not in self._timers:
            self._timers.set("backpressure", self.limits.backpressure_timeout, self._unthrottle)

    async def end(self) -> None:
        """End the program and everything it started; return when no process is left."""
        await self._program.end()

    def _room(self) -> int:
        if self._unthrottled:
            return MAX_OUTPUT_BYTES
        if self.viewers:
            return max(v.acked for v in self.viewers) + self.limits.window - self.replay.end
        return self._last_acked + self.limits.replay - self.replay.end

    def _unthrottle(self) -> None:
        self._unthrottled = True
        self.resume()

    def _on_output(self, data: bytes) -> None:
        offset = self.replay.end
        self.replay.append(data)
        self._active_at = self._loop.time()
        for viewer in self.viewers:
            viewer.notify()
        for observer in self.observers:
            observer.output(offset, data)
        self.resume()

    def _on_written(self, client: bytes, sequence: int) -> None:
        for viewer in self.viewers:
            if viewer.client == client:
                viewer.notify_written(sequence)
        for observer in self.observers:
            observer.written(client, sequence)

    def _on_exit(self, how: Exit) -> None:
        self._timers.cancel("backpressure", "redraw", "idle")
        self.exit = how
        log(
            "session.ended",
            session=self.name,
            code=how.code,
            signal=how.signal,
            output=self.replay.end,
        )
        for viewer in self.viewers:
            viewer.notify()
        for observer in self.observers:
            observer.ended(how)

    def _expire(self) -> None:
        async def expire() -> None:
            await self.end()
            if not self.viewers and not self._expired:
                self._expired = True
                for observer in self.observers:
                    observer.expired()
                self._on_expired(self)

        self._spawn(expire())

    def _check_idle(self) -> None:
        remaining = self._active_at + self.limits.idle_timeout - self._loop.time()
        if remaining <= 0:
            log("session.idle", session=self.name)
            self._spawn(self.end())
        elif math.isfinite(remaining):
            self._timers.set("idle", remaining, self._check_idle)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
