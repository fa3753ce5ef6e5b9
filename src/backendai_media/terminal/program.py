"""A command running on a terminal: its input, its output, and how it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from .command import Command
from .exit_watcher import end_processes, exit_watcher
from .frames import Exit
from .input import InputQueue
from .limits import Limits
from .output import OutputPump
from .pty import Pty


class Program:
    """Runs `command` until it exits or is ended, together with everything it started.

    Output goes to `on_output` as far as `room` (in bytes) allows, while `output` is running. Input
    goes through `input`, which reports to `on_written`. `on_exit` is called last, when no process
    is left and all output has been delivered.

    Raises `TerminalError` if the program cannot start.
    """

    __slots__ = (
        "_drain_waiter",
        "_ending",
        "_limits",
        "_loop",
        "_on_exit",
        "_pty",
        "_watching_exit",
        "drained",
        "input",
        "output",
    )

    def __init__(  # noqa: PLR0913 - the program and its four events
        self,
        command: Command,
        size: tuple[int, int],
        limits: Limits,
        *,
        room: Callable[[], int],
        on_output: Callable[[bytes], None],
        on_written: Callable[[bytes, int], None],
        on_exit: Callable[[Exit], None],
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self._limits = limits
        self._on_exit = on_exit
        self._pty = Pty(command, *size)
        self._watching_exit = False
        self._drain_waiter: asyncio.Future[None] | None = None
        self._ending: asyncio.Task[None] | None = None
        #: Whether all output has been read, or no more is wanted.
        self.drained = False
        self.input = InputQueue(self._pty, limits.input_window, on_written)
        self.output = OutputPump(self._pty, room, on_output, self._on_output_end)
        exit_watcher(self._loop).add(self._pty, self._start_ending)

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._pty.pid

    @property
    def ending(self) -> bool:
        """Whether the program has exited or is being ended."""
        return self._ending is not None

    def resize(self, rows: int, columns: int) -> None:
        """Set the terminal's size; a program that is ending keeps its own."""
        if self._ending is None:
            self._pty.resize(rows, columns)

    async def end(self) -> None:
        """End the program and everything it started; return when no process is left."""
        self._drain()  # nobody waits for more output
        await asyncio.shield(self._start_ending())

    def _on_output_end(self) -> None:
        """Wait for the exit: a program can close its terminal and go on."""
        self._drain()
        self.output.stop()
        if self._ending is not None:
            return
        try:
            self._loop.add_reader(self._pty.exit_fd, self._start_ending)
            self._watching_exit = True
        except OSError:
            self._start_ending()

    def _drain(self) -> None:
        self.drained = True
        if self._drain_waiter and not self._drain_waiter.done():
            self._drain_waiter.set_result(None)

    def _start_ending(self) -> Awaitable[None]:
        if self._ending is None:
            self._ending = self._loop.create_task(self._end())
        return self._ending

    async def _end(self) -> None:
        exit_watcher(self._loop).remove(self._pty)
        if self._watching_exit:
            self._loop.remove_reader(self._pty.exit_fd)
        await end_processes(self._pty, self._limits.hang_up_timeout)
        if not self.drained:
            self._drain_waiter = self._loop.create_future()
            await self._drain_waiter
        self.output.stop()
        self.input.close()
        status = self._pty.close()
        if status is None:
            self._on_exit(Exit())
        else:
            self._on_exit(Exit(code=status) if status >= 0 else Exit(signal=-status))
