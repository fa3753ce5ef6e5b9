"""Asks git itself: it alone knows worktrees, grafts, replacements, and formats yet to come."""

import os
import subprocess
from pathlib import Path

from ..errors import GitGraphError

__all__ = ["Git"]

#: What a hook or a person set for another repository.
_FOREIGN = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_CEILING_DIRECTORIES GIT_COMMON_DIR GIT_DIR "
    "GIT_GRAFT_FILE GIT_INDEX_FILE GIT_NAMESPACE GIT_NO_REPLACE_OBJECTS GIT_OBJECT_DIRECTORY "
    "GIT_PREFIX GIT_REPLACE_REF_BASE GIT_SHALLOW_FILE GIT_WORK_TREE"
).split()
#: Messages in English; nothing is asked, fetched or locked.
_QUIET = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class Git:
    """Runs git in `path`, any directory of a repository or worktree, or a bare repository.

    Raises `GitGraphError` where git is missing, or `path` is in no repository.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        if not self.path.is_dir():
            raise GitGraphError(f"{self.path} is not a directory; give one of a git repository")
        self.run("rev-parse", "--git-dir")

    def run(self, *arguments: str, fails: bool = False) -> bytes:
        """Return what a git command writes; with `fails`, `b""` where it does not succeed.

        Raises `GitGraphError` with git's own reason.
        """
        env = {name: value for name, value in os.environ.items() if name not in _FOREIGN}
        # A repository's configuration may ask for signatures, and so for a program of its choice.
        command = ["git", "--no-pager", "-c", "log.showSignature=false", *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and every argument is ours or checked
                command,
                cwd=self.path,
                env={**env, **_QUIET},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except FileNotFoundError:
            raise GitGraphError("git is not installed, or not on the PATH") from None
        except (OSError, ValueError) as error:
            raise GitGraphError(f"git cannot be run in {self.path}: {error}") from error
        if not done.returncode:
            return done.stdout
        if fails:
            return b""
        raise GitGraphError(self._reason(done.stderr.decode("utf-8", "replace")))

    def _reason(self, said: str) -> str:
        if "not a git repository" in said:
            return f"{self.path} is not in a git repository"
        lines = [line for line in said.splitlines() if line.startswith(("fatal:", "error:"))]
        reason = (lines or said.splitlines() or ["git failed"])[-1].partition(": ")[2] or said
        if "dubious ownership" in said:
            reason += f"; trust it by: git config --global --add safe.directory {self.path}"
        return f"git cannot read {self.path}: {reason.strip()}"
