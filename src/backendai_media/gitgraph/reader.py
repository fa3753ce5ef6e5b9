"""Reads the history of a repository."""

from __future__ import annotations

import os
import re
from array import array
from collections.abc import Iterable
from itertools import chain

from ..errors import GitGraphError
from .branches import HEADS, REMOTES, assign_branches, by_priority
from .commits import FIELDS, TYPE, Commits
from .graph import GitGraph
from .run_git import Git

__all__ = ["read"]

#: Options of `git log` that only select revisions.
_OPTIONS = re.compile(
    r"--(?:all|not|(?:branches|tags|remotes)(?:=.*)?|(?:glob|exclude|since|until|after|before)=.*)",
    re.DOTALL,
)
_RECORD = re.compile(rb"([0-9a-f]+)\0([0-9a-f ]*)\0" + rb"[^\0]*\0" * (len(FIELDS) - 2))
#: Internal refs of git.
_HIDDEN = re.compile(r"refs/(?:replace/.*|remotes/[^/]+/HEAD)")


def read(
    path: str | os.PathLike[str] = ".",
    *,
    revisions: str | Iterable[str] = "--all",
    max_count: int | None = None,
    paths: Iterable[str | os.PathLike[str]] | None = None,
) -> GitGraph:
    """Read a repository's history: an item that `display` and `handle_all` show.

    `path` is any directory of the repository, or a bare repository. `revisions` is what `git log`
    accepts (`main`, `v1..v2`, `--branches`), one or several; `max_count` keeps the newest commits
    only; `paths` keeps commits that changed one of these files or directories, relative to `path`,
    and links each to its nearest ancestors that are kept. Without any commits the graph is empty.

    Raises `GitGraphError` if `path` is not in a repository, git is missing, or a revision is
    unknown.
    """
    git = Git(path)
    chosen = _chosen(revisions)
    if not chosen:
        raise GitGraphError("No revisions are given; '--all' selects everything")
    limit = [] if max_count is None else [f"--max-count={_count(max_count)}"]
    files = [] if paths is None else [os.fspath(one) for one in _several(paths)]
    if "HEAD" in chosen and not git.run("rev-parse", "-q", "--verify", "HEAD", fails=True):
        raise GitGraphError(f"HEAD of {git.path} has no commits yet")
    log = git.run(
        "log",
        "-z",
        "--topo-order",
        "--reverse",
        "--encoding=UTF-8",
        "--no-color",
        "--format=tformat:" + "%x00".join(FIELDS),
        *limit,
        # Without it, commits selected by paths would not be linked.
        *(["--parents"] if files else []),
        *chosen,
        "--",
        *files,
    )
    return GitGraph(TYPE, _commits(git, log))


def _several(value: str | os.PathLike[str] | Iterable[str | os.PathLike[str]]) -> list[str]:
    if isinstance(value, str | os.PathLike):
        return [os.fspath(value)]
    return [os.fspath(one) for one in value]


def _chosen(revisions: str | Iterable[str]) -> list[str]:
    chosen = _several(revisions)
    for one in chosen:
        if (one.startswith("-") and not _OPTIONS.fullmatch(one)) or "\0" in one or not one:
            raise GitGraphError(f"{one!r} is not a revision")
    return chosen


def _count(max_count: int) -> int:
    if isinstance(max_count, bool) or not isinstance(max_count, int) or max_count < 0:
        raise GitGraphError(f"max_count must be a number of commits, not {max_count!r}")
    return max_count


def _commits(git: Git, log: bytes) -> Commits:
    starts, firsts, parents = array("Q"), array("I"), array("i")
    positions: dict[bytes, int] = {}
    end = 0
    first_parents = array("i")
    for index, record in enumerate(_RECORD.finditer(log)):
        oid, links = record.groups()
        starts.append(end)
        firsts.append(len(parents))
        # Parents come first; one that is missing here will not follow.
        known = [positions.get(link, -1) for link in links.split()]
        parents.extend(known)
        first_parents.append(known[0] if known else -1)
        positions[oid] = index
        end = record.end()
    starts.append(end)
    firsts.append(len(parents))
    if end != len(log):
        raise GitGraphError(f"The log of {git.path} from git cannot be parsed")
    refs, branches = _refs(git, positions)
    labels = assign_branches(first_parents, [tip for _, tip in branches])
    names = [None, *(name.removeprefix(HEADS).removeprefix(REMOTES) for name, _ in branches)]
    return Commits(log, starts, parents, firsts, labels, names, refs)


def _refs(
    git: Git, positions: dict[bytes, int]
) -> tuple[dict[str, list[str]], list[tuple[str, int]]]:
    """Return refs by commit id, HEAD's first, and branches by priority."""
    output = git.run("show-ref", "--head", "--dereference", fails=True).decode("utf-8", "replace")
    targets: dict[str, str] = {}
    for line in output.splitlines():
        oid, _, name = line.partition(" ")
        targets[name.removesuffix("^{}")] = oid  # a tag's commit follows the tag itself
    current, default = (
        git.run("symbolic-ref", "-q", name, fails=True).decode("utf-8", "replace").strip()
        for name in ("HEAD", f"{REMOTES}origin/HEAD")
    )
    refs: dict[str, list[str]] = {}
    # The current branch follows HEAD.
    names = chain(("HEAD", current), (name for name in targets if name not in {"HEAD", current}))
    for name in names:
        oid = targets.get(name, "")
        if oid.encode() in positions and not _HIDDEN.fullmatch(name):
            refs.setdefault(oid, []).append(name)
    tips = ((name, positions[oid.encode()]) for oid, found in refs.items() for name in found)
    bare = git.run("rev-parse", "--is-bare-repository").strip() == b"true"
    return refs, by_priority(tips, current, default, bare=bare)
