"""Runs git, which alone handles worktrees, grafts, replacements and future formats."""

import os
import subprocess
from pathlib import Path

from ..errors import GitGraphError

__all__ = ["Git"]

#: Variables that may have been set for another repository, by a hook for example.
_REPOSITORY_VARIABLES = (
    "GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_CEILING_DIRECTORIES GIT_COMMON_DIR GIT_DIR "
    "GIT_GRAFT_FILE GIT_INDEX_FILE GIT_NAMESPACE GIT_NO_REPLACE_OBJECTS GIT_OBJECT_DIRECTORY "
    "GIT_PREFIX GIT_REPLACE_REF_BASE GIT_SHALLOW_FILE GIT_WORK_TREE"
).split()
#: Messages in English; no prompts, fetches or locks.
_ENVIRONMENT = {
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}


class Git:
    """Runs git in `path`, any directory of a repository or worktree, or a bare repository.

    Raises `GitGraphError` if git is missing, or `path` is not in a repository.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        if not self.path.is_dir():
            raise GitGraphError(f"{self.path} is not a directory; pass one inside a git repository")
        self.run("rev-parse", "--git-dir")

    def run(self, *arguments: str, fails: bool = False) -> bytes:
        """Return the output of a git command; with `fails`, `b""` if it fails.

        Raises `GitGraphError` with git's own reason otherwise.
        """
        env = {
            name: value for name, value in os.environ.items() if name not in _REPOSITORY_VARIABLES
        }
        # A repository's configuration may ask for signatures, checked by a program of its choice.
        command = ["git", "--no-pager", "-c", "log.showSignature=false", *arguments]
        try:
            done = subprocess.run(  # noqa: S603 - no shell, and every argument is ours or checked
                command,
                cwd=self.path,
                env={**env, **_ENVIRONMENT},
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

    def _reason(self, stderr: str) -> str:
        if "not a git repository" in stderr:
            return f"{self.path} is not in a git repository"
        lines = [line for line in stderr.splitlines() if line.startswith(("fatal:", "error:"))]
        reason = (lines or stderr.splitlines() or ["git failed"])[-1].partition(": ")[2] or stderr
        if "dubious ownership" in stderr:
            reason += f"; to trust it, run: git config --global --add safe.directory {self.path}"
        return f"git cannot read {self.path}: {reason.strip()}"
