"""A program on a pseudo-terminal: started, read, written, and ended with all its processes."""

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

if sys.platform not in ("linux", "darwin"):
    raise TerminalError(f"Terminals need Linux or macOS; there are none on {sys.platform}.")

_IUTF8: Final = 0x4000  # the same on both; Python's termios names it on neither
#: Descriptors of all terminals here; no new program gets them, which need not be asked each time.
_OURS: Final[set[int]] = set()
_READ: Final = 1 << 12  # what Linux keeps ready to be read
_ALL: Final = signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}


class _Watch(Protocol):
    """Something that becomes readable."""

    def fileno(self) -> int: ...

    def close(self) -> None: ...


class Pty:
    """A running program that leads a session of its own on a terminal of its own.

    `fd` is the terminal's master side, which never blocks. Whoever makes one calls `close` in the
    end; until then its process id is not given to another.
    """

    __slots__ = ("_empty", "_reaped", "_status", "_watch", "fd", "pid")

    def __init__(self, command: Command, rows: int = 24, columns: int = 80) -> None:
        """Start `command`. Raises `TerminalError` where the system refuses."""
        try:
            self.fd, slave = os.openpty()
        except OSError as error:
            raise TerminalError(f"No terminal is left: {error.strerror}.") from error
        try:
            os.set_blocking(self.fd, False)
            self.resize(rows, columns)
            self.pid = _spawn(command, slave)
        except OSError as error:
            os.close(self.fd)
            raise TerminalError(f"The program does not start: {error.strerror}.") from error
        except BaseException:
            os.close(self.fd)
            raise
        finally:
            os.close(slave)
        _OURS.add(self.fd)
        self._watch: _Watch | None = None
        self._empty = False  # nothing of the session lives, so that nothing of it ever will
        self._reaped = False
        self._status: int | None = None

    @property
    def exit_fd(self) -> int:
        """A descriptor, made when first asked for, that is readable once the program has ended.

        Raises `OSError` where none is left, or the program's status was taken away.
        """
        if self._watch is None:
            self._watch = _watch(self.pid)
        return self._watch.fileno()

    def ended(self) -> bool:
        """Return whether the program has ended, where that can be asked."""
        if not hasattr(os, "waitid"):  # as on macOS, where the end takes the terminal from all
            return False
        try:
            look = os.WEXITED | os.WNOHANG | os.WNOWAIT
            return os.waitid(os.P_PID, self.pid, look) is not None
        except ChildProcessError:  # another part of this program took its status
            return True

    def read(self, limit: int, pieces: list[bytes]) -> int:
        """Append what there is, up to `limit` bytes, and return how much; -1 at the end.

        What came before the end is among the pieces too.
        """
        # This loop runs 15,000 times for 60 MB, each time after the kernel has slept.
        read, fd, add, left = os.read, self.fd, pieces.append, limit
        try:
            while left > 0:
                data = read(fd, min(left, _READ))
                if not data:
                    return -1
                add(data)
                left -= len(data)
        except (BlockingIOError, InterruptedError):
            pass
        except OSError as error:
            if error.errno == errno.EIO:  # Linux' way to say that nobody has it open any more
                return -1
            raise
        return limit - left

    def write(self, data: bytes | memoryview) -> int:
        """Write what the terminal takes now, and return how much that was; -1 after the end."""
        try:
            return os.write(self.fd, data)
        except (BlockingIOError, InterruptedError):
            return 0
        except OSError as error:
            if error.errno in (errno.EIO, errno.EPIPE):
                return -1
            raise

    def resize(self, rows: int, columns: int) -> None:
        """Set the size, of which the program is told if it changed."""
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def hang_up(self) -> set[int]:
        """Tell all processes of the session to end; return those that were asked."""
        asked = self.members()
        processes.send(asked, signal.SIGHUP)
        processes.send(asked, signal.SIGCONT)
        return asked

    def members(self) -> set[int]:
        """Return the session's living processes."""
        # What forks and ends while one looks can be missed, but not twice.
        found = set() if self._empty else processes.members(self.pid) or processes.members(self.pid)
        self._empty = not found
        return found

    def kill(self) -> None:
        """End all processes of the session, whatever they do about it."""
        if not self._empty:
            processes.kill(self.pid)
            self.members()

    def close(self) -> int | None:
        """End what still runs, and free everything. May be called again.

        Returns the exit code, or a signal's number below zero, or None where another part of this
        program took the status away.
        """
        if self._reaped:
            return self._status
        self.kill()
        _OURS.discard(self.fd)
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
    # A session's leader gets the first terminal that it opens as its controlling one.
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
        setsigdef=_ALL,  # Python ignores SIGPIPE, and a server may ignore more
    )


def _inheritable() -> list[int]:
    """Return the descriptors, beyond the first three, that a new program would get."""
    found = []
    names = os.listdir("/proc/self/fd" if sys.platform == "linux" else "/dev/fd")  # noqa: PTH208
    for fd in set(map(int, names)) - _OURS:
        try:
            if fd > 2 and os.get_inheritable(fd):
                found.append(fd)
        except OSError:  # that of the list
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
        except ProcessLookupError:  # it ended already
            queue.close()
            reader, writer = os.pipe()
            os.close(writer)
            return io.FileIO(reader)
        return queue
