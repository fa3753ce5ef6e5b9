"""The command that runs in a terminal, checked before anything starts."""

from __future__ import annotations

import os
import pwd
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from ..errors import TerminalError

PATH: Final = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#: Names allowed in `limits`: the resources of util-linux' prlimit.
RESOURCES: Final = frozenset(
    "as core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime "
    "sigpending stack".split()
)


class Command:
    """A program with its arguments, directory, environment, user and resource limits.

    Of the server's environment it inherits `PATH`, `LANG`, `LC_*` and `TZ` only; `env` adds
    variables, and removes those whose value is None. `cwd` defaults to the user's home. Running as
    another `user` requires a server that runs as root. `limits` maps names in `RESOURCES` to whole
    numbers.

    Raises `TerminalError` if an argument is invalid, or if the program, the directory or the user
    does not exist.
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
            raise TerminalError("A command must be a list of strings, like ['bash', '-l'].")
        account = _account(user)
        self.uid = account.pw_uid
        self.env = _environment(account, env or {})
        if any("\0" in text for text in (*argv, *self.env, *self.env.values(), str(cwd or ""))):
            raise TerminalError(
                "Commands, directories and environments must not contain NUL characters."
            )
        home = Path(account.pw_dir)
        directory = Path(cwd) if cwd is not None else home if home.is_dir() else Path("/")
        if not directory.is_dir():
            raise TerminalError(f"The directory {directory} does not exist; choose another cwd.")
        enter = [self._find("sh"), "-c", 'cd -- "$0" && exec "$@"', str(directory.absolute())]
        self.chain = [
            *self._limit(limits or {}),
            *self._become(account),
            *enter,
            self._find(argv[0]),
            *argv[1:],
        ]

    def _find(self, program: str) -> str:
        found = shutil.which(program, path=self.env.get("PATH", ""))
        if found is None:
            raise TerminalError(
                f"The program {program!r} is not in PATH; install it or give its path."
            )
        return str(Path(found).absolute())

    def _limit(self, limits: Mapping[str, int]) -> list[str]:
        if unknown := set(limits) - RESOURCES:
            raise TerminalError(f"Unknown limits: {', '.join(sorted(unknown))}.")
        if not all(type(value) is int and value >= 0 for value in limits.values()):
            raise TerminalError("Limits must be whole numbers, 0 or more.")
        if not limits:
            return []
        options = [f"--{name}={value}:{value}" for name, value in limits.items()]
        return [self._find("prlimit"), *options, "--"]

    def _become(self, account: pwd.struct_passwd) -> list[str]:
        if account.pw_uid == os.geteuid():
            return []
        if os.geteuid() != 0:
            raise TerminalError(
                f"Running programs as {account.pw_name} requires a server that runs as root."
            )
        ids = [f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--init-groups"]
        return [self._find("setpriv"), *ids, "--inh-caps=-all", "--no-new-privs", "--"]


def _account(user: str | None) -> pwd.struct_passwd:
    try:
        return pwd.getpwuid(os.geteuid()) if user is None else pwd.getpwnam(user)
    except KeyError:
        if user is not None:
            raise TerminalError(f"The user {user!r} does not exist.") from None
        # An arbitrary user id, as in some containers, has no entry.
        home = os.environ.get("HOME", "/")
        name = str(os.geteuid())
        return pwd.struct_passwd((name, "x", os.geteuid(), os.getegid(), "", home, "/bin/sh"))


def _environment(account: pwd.struct_passwd, extra: Mapping[str, str | None]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name in ("PATH", "LANG", "TZ") or name.startswith("LC_")
    }
    fixed = {
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "HOME": account.pw_dir,
        "USER": account.pw_name,
        "LOGNAME": account.pw_name,
        "SHELL": account.pw_shell or "/bin/sh",
    }
    merged = {"PATH": PATH, "LANG": "C.UTF-8", **kept, **fixed, **extra}
    if any(not name or "=" in name for name in merged):
        raise TerminalError("Names in env must not be empty or contain '='.")
    return {name: value for name, value in merged.items() if value is not None}
