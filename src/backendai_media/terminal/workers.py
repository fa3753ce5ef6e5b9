"""Which names of sessions are taken, among the workers of one server that have no store.

Each worker keeps its own sessions. A lock for each name, which the system releases when a process
ends, shows the others that it is taken, so that a name never stands for two shells.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
import threading
from collections.abc import Iterable
from pathlib import Path

if sys.platform != "win32":
    import fcntl

_mutex = threading.Lock()
#: This user's file, of which a byte is locked for each name of this process; open while there are
#: any. All of a process share it: closing a descriptor of a file gives up all locks there.
_file: int | None = None
_places: set[int] = set()


class TakenNames:
    """The names of the site that is served at `hosts`."""

    def __init__(self, hosts: Iterable[str]) -> None:
        self._site = ",".join(sorted(hosts))

    def take(self, user: str, name: str) -> bool:
        """Take a name; return False if another worker has it. Taking it twice is allowed."""
        with _mutex:
            return _take(self._place(user, name))

    def release(self, user: str, name: str) -> None:
        """Let others take a name."""
        with _mutex:
            _release(self._place(user, name))

    def is_taken(self, user: str, name: str) -> bool:
        """Return whether another worker has a name."""
        place = self._place(user, name)
        with _mutex:
            if place in _places:
                return False
            free = _take(place)
            _release(place)
            return not free

    def _place(self, user: str, name: str) -> int:
        text = f"{self._site}\0{user}\0{name}"
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
        return int.from_bytes(digest[:7], "big")


def _take(place: int) -> bool:
    global _file  # noqa: PLW0603 - one for the process
    if sys.platform == "win32":
        return True
    try:
        if _file is None:
            _file = _open()
        fcntl.lockf(_file, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, place)
    except BlockingIOError:
        _release(place)
        return False
    except OSError:  # no such directory, or no locks there: nothing can be said
        return True
    _places.add(place)
    return True


def _release(place: int) -> None:
    global _file  # noqa: PLW0603
    if sys.platform == "win32" or _file is None:
        return
    if place in _places:
        _places.remove(place)
        fcntl.lockf(_file, fcntl.LOCK_UN, 1, place)
    if not _places:
        os.close(_file)
        _file = None


def _open() -> int:
    path = Path(tempfile.gettempdir(), f"backendai-terminals-{os.getuid()}")
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    if os.fstat(file).st_uid != os.getuid():
        os.close(file)
        raise PermissionError(f"{path} is another user's")
    return file
