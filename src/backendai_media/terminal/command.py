"""What runs in a terminal: program, directory, environment, user and limits, checked early."""

from __future__ import annotations

import os
import pwd
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from ..errors import TerminalError

PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#: What `limits` may name: the resources of util-linux' prlimit.
RESOURCES: Final = frozenset(
    "as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime "
    "sigpending stack".split()
)


class Command:
    """A program and the surroundings that it gets.

    Nothing of the server's own environment reaches it but `PATH`, `LANG`, `LC_*` and `TZ`; `env`
    adds to that, and a value of None takes away. `cwd` is the user's home by default. Another
    `user` needs a server that runs as root. `limits` are numbers by the names in `RESOURCES`.

    Raises `TerminalError` where something of that is not there.
    """

    def __init__(
        self,
        argv: Sequence[str],
        *,
        cwd: str | Path | None = None,
        env: Mapping[str, str | None] | None = None,
        user: str | None = None,
        limits: Mapping[str, int] | None = None,
    ) -> None:
        if isinstance(argv, str) or not argv or not all(isinstance(arg, str) for arg in argv):
            raise TerminalError("A command is a list of texts, like ['bash', '-l'].")
        who = _account(user)
        self.uid = who.pw_uid
        self.env = _environment(who, env or {})
        if any("\0" in text for text in (*argv, *self.env, *self.env.values(), str(cwd or ""))):
            raise TerminalError("Commands, directories and environments must not contain NUL.")
        home = Path(who.pw_dir)
        directory = Path(cwd) if cwd is not None else home if home.is_dir() else Path("/")
        if not directory.is_dir():
            raise TerminalError(f"There is no directory {directory}; give another cwd.")
        enter = [self._find("sh"), "-c", 'cd -- "$0" && exec "$@"', str(directory.absolute())]
        self.chain = [
            *self._limit(limits or {}),
            *self._become(who),
            *enter,
            self._find(argv[0]),
            *argv[1:],
        ]

    def _find(self, program: str) -> str:
        found = shutil.which(program, path=self.env.get("PATH", ""))
        if found is None:
            raise TerminalError(
                f"There is no program {program!r} in PATH; install it or name its path."
            )
        return str(Path(found).absolute())

    def _limit(self, limits: Mapping[str, int]) -> list[str]:
        if unknown := set(limits) - RESOURCES:
            raise TerminalError(f"No such limit: {', '.join(sorted(unknown))}.")
        if not all(type(value) is int and value >= 0 for value in limits.values()):
            raise TerminalError("Limits are whole numbers from 0.")
        if not limits:
            return []
        options = [f"--{name}={value}:{value}" for name, value in limits.items()]
        return [self._find("prlimit"), *options, "--"]

    def _become(self, who: pwd.struct_passwd) -> list[str]:
        if who.pw_uid == os.geteuid():
            return []
        if os.geteuid() != 0:
            raise TerminalError(
                f"Only a server that runs as root can run programs as {who.pw_name}."
            )
        ids = [f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--init-groups"]
        return [self._find("setpriv"), *ids, "--inh-caps=-all", "--no-new-privs", "--"]


def _account(user: str | None) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(os.geteuid()) if user is None else pwd.getpwnam(user)
    except KeyError:
        if user is not None:
            raise TerminalError(f"There is no user {user!r}.") from None
        # A container's arbitrary user id has no entry.
        home = os.environ.get("HOME", "/")
        name = str(os.geteuid())
        return pwd.struct_passwd((name, "x", os.geteuid(), os.getegid(), "", home, "/bin/sh"))


def _environment(who: pwd.struct_passwd, extra: Mapping[str, str | None]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "LANG", "TZ") or name.startswith("LC_")
    }
    own = {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "HOME": who.pw_dir,
        "USER": who.pw_name,
        "LOGNAME": who.pw_name,
        "SHELL": who.pw_shell or "/bin/sh",
    }
    merged = {"PATH": PATH, "LANG": "C.UTF-8", **kept, **own, **extra}
    if any(not name or "=" in name for name in merged):
        raise TerminalError("Names in env must not be empty nor contain '='.")
    return {name: value for name, value in merged.items() if value is not None}
