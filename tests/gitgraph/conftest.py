"""Real repositories, made by git."""

from __future__ import annotations

import os
import subprocess
from collections import Counter
from pathlib import Path

import pytest


class Repo:
    """A repository in `path`; the tree of every commit is empty unless a test writes files."""

    def __init__(self, path: Path, *options: str, init: bool = True) -> None:
        self.path = path
        self.clock = 1_700_000_000
        self.counts: Counter[str] = Counter()
        if init:
            path.mkdir(parents=True, exist_ok=True)
            self.git("init", "-q", "-b", "main", *options)

    def git(self, *arguments: str, data: bytes = b"", **env: str) -> str:
        run = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env={**os.environ, **env},
            input=data,
            capture_output=True,
            check=False,
        )
        assert run.returncode == 0, run.stderr.decode()
        return run.stdout.decode("utf-8", "replace").strip()

    def commit(self, message: str | bytes, *parents: str, ref: str = "", **env: str) -> str:
        """Make a commit with just these parents, and let a ref point to it; → its id."""
        self.clock += 60
        tree = self.git("mktree")
        links = [word for parent in parents for word in ("-p", parent)]
        data = message if isinstance(message, bytes) else message.encode()
        dates = {
            "GIT_AUTHOR_DATE": f"{self.clock} +0000",
            "GIT_COMMITTER_DATE": f"{self.clock} +0000",
        }
        oid = self.git("commit-tree", tree, *links, data=data, **{**dates, **env})
        if ref:
            self.git("update-ref", ref if "/" in ref else f"refs/heads/{ref}", oid)
        return oid

    def line(self, ref: str, count: int, *parents: str) -> str:
        """Make some commits in a row; → the last one's id."""
        tip = list(parents)
        for _ in range(count):
            tip = [self.commit(f"{ref} {self.counts[ref]}", *tip, ref=ref)]
            self.counts[ref] += 1
        return tip[0]


@pytest.fixture(autouse=True)
def plain_git(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nobody's configuration."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ann Author")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ann@example.com")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")
