"""Pseudo-terminals: starts a program on one, reads, writes, and ends all its processes."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import io
import os
import select
import signal
import struct
import sys
import termios
from typing import Final, Protocol

from ..errors import TerminalError
from . import processes
from .command import Command

_IUTF8: Final = 0x4000  # on both systems; Python's termios does not define it
#: The descriptors of this process's terminals, which are never inheritable.
_PTY_FDS: Final[set[int]] = set()
_READ_BYTES: Final = 1 << 12  # Linux' buffer of a terminal's output
_ALL_SIGNALS: Final = signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}


class _Watch(Protocol):
    """An object whose descriptor becomes readable."""

    def fileno(self) -> int: ...

    def close(self) -> None: ...


class Pty:
    """A program that leads a new process session on a new pseudo-terminal.

    `fd` is the non-blocking master side of the terminal. Call `close` when done; until then the
    process id is not reused.

    Raises `TerminalError` if the system cannot make a terminal or start the program.
    """

    __slots__ = ("_empty", "_reaped", "_status", "_watch", "fd", "pid")

    def __init__(self, command: Command, rows: int = 24, columns: int = 80) -> None:
        try:
            self.fd, slave = os.openpty()
        except OSError as error:
            raise TerminalError(f"Cannot open a pseudo-terminal: {error.strerror}.") from error
        try:
            os.set_blocking(self.fd, False)
            self.resize(rows, columns)
            self.pid = _spawn(command, slave)
        except OSError as error:
            os.close(self.fd)
            raise TerminalError(f"The program cannot start: {error.strerror}.") from error
        except BaseException:
            os.close(self.fd)
            raise
        finally:
            os.close(slave)
        _PTY_FDS.add(self.fd)
        self._watch: _Watch | None = None
        self._empty = False  # no process of the session is left, so none can follow
        self._reaped = False
        self._status: int | None = None

    @property
    def exit_fd(self) -> int:
        """A descriptor that becomes readable when the program has exited.

        It is made on first use. Raises `OSError` if that fails, or if the program has been reaped.
        """
        if self._watch is None:
            self._watch = _watch(self.pid)
        return self._watch.fileno()

    def ended(self) -> bool:
        """Return whether the program has exited; always False where the system cannot tell."""
        if not hasattr(os, "waitid"):  # macOS: an exit closes the terminal for everyone
            return False
        try:
            options = os.WEXITED | os.WNOHANG | os.WNOWAIT
            return os.waitid(os.P_PID, self.pid, options) is not None
        except ChildProcessError:  # reaped by other code of this process
            return True

    def read(self, limit: int, pieces: list[bytes]) -> int:
        """Append available output, up to `limit` bytes, to `pieces`; return its size in bytes.

        Returns -1 at the end of the output; `pieces` then has what came before it.
        """
        # Runs 15,000 times for 60 MB.
        read, fd, add, left = os.read, self.fd, pieces.append, limit
        try:
            while left > 0:
                data = read(fd, min(left, _READ_BYTES))
                if not data:
                    return -1
                add(data)
                left -= len(data)
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            if error.errno == errno.EIO:  # Linux: nobody has the terminal open any more
                return -1
            raise
        return limit - left

    def write(self, data: bytes | memoryview) -> int:
        """Write what the terminal takes now; return the number of bytes, or -1 if it is closed."""
        try:
            return os.write(self.fd, data)
        except (BlockingIOError, InterruptedError):
            return 0
        except OSError as error:
            if error.errno in (errno.EIO, errno.EPIPE):
                return -1
            raise

    def resize(self, rows: int, columns: int) -> None:
        """Set the size; the program gets SIGWINCH if it changed."""
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> set[int]:
        """Send SIGHUP to all processes of the session, and return them."""
        found = self.members()
        processes.send(found, signal.SIGHUP)
        processes.send(found, signal.SIGCONT)
        return found

    def members(self) -> set[int]:
        """Return the session's living processes."""
        # A process that forks and exits during a look can be missed, but not twice.
        found = set() if self._empty else processes.members(self.pid) or processes.members(self.pid)
        self._empty = not found
        return found

    def kill(self) -> None:
        """Kill all processes of the session."""
        if not self._empty:
            processes.kill(self.pid)
            self.members()

    def close(self) -> int | None:
        """Kill the remaining processes and close the terminal; closing twice is allowed.

        Returns the exit code, the negative number of a signal, or None if other code of this
        process has reaped the program.
        """
        if self._reaped:
            return self._status
        self.kill()
        _PTY_FDS.discard(self.fd)
        if self._watch is not None:
            self._watch.close()
        os.close(self.fd)
        with contextlib.suppress(ChildProcessError):
            self._status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self._reaped = self._empty = True
        return self._status


def _spawn(command: Command, slave: int) -> int:
    flags = termios.tcgetattr(slave)
    flags[0] |= _IUTF8  # the line editor erases characters, not bytes
    termios.tcsetattr(slave, termios.TCSANOW, flags)
    if command.uid != os.geteuid():
        os.fchown(slave, command.uid, -1)
    # The first terminal that a session leader opens becomes its controlling terminal.
    actions: list[tuple[int, int] | tuple[int, int, int] | tuple[int, int, str, int, int]] = [
        (os.POSIX_SPAWN_CLOSE, fd) for fd in _inheritable()
    ]
    actions.append((os.POSIX_SPAWN_OPEN, 0, os.ttyname(slave), os.O_RDWR, 0))
    actions += [(os.POSIX_SPAWN_DUP2, 0, 1), (os.POSIX_SPAWN_DUP2, 0, 2)]
    return os.posix_spawn(
        command.chain[0],
        command.chain,
        command.env,
        file_actions=actions,
        setsid=True,
        setsigmask=[],
        setsigdef=_ALL_SIGNALS,  # Python ignores SIGPIPE, and a server may ignore more
    )


def _inheritable() -> list[int]:
    """Return the descriptors above 2 that a new program would inherit."""
    found = []
    names = os.listdir("/proc/self/fd" if sys.platform == "linux" else "/dev/fd")  # noqa: PTH208
    for fd in set(map(int, names)) - _PTY_FDS:
        try:
            if fd > 2 and os.get_inheritable(fd):
                found.append(fd)
        except OSError:  # of the listing itself
            pass
    return found


if sys.platform == "linux":

    def _watch(pid: int) -> _Watch:
        return io.FileIO(os.pidfd_open(pid))

else:

    def _watch(pid: int) -> _Watch:
        queue = select.kqueue()
        event = select.kevent(
            pid,
            select.KQ_FILTER_PROC,
            select.KQ_EV_ADD | select.KQ_EV_ONESHOT,
            select.KQ_NOTE_EXIT,
        )
        try:
            queue.control([event], 0)
        except ProcessLookupError:  # it has exited already
            queue.close()
            reader, writer = os.pipe()
            os.close(writer)
            return io.FileIO(reader)
        return queue
