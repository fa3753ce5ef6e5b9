"""Assigns commits to branches, from parent links alone."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

__all__ = ["assign_branches", "by_priority"]

HEADS, REMOTES = "refs/heads/", "refs/remotes/"


def by_priority(
    tips: Iterable[tuple[str, int]], current: str, default: str, *, bare: bool
) -> list[tuple[str, int]]:
    """Return branches, `(full name, position of the tip)`, in the order of assignment.

    First the main branch: in a bare repository the current one, else the remote's main branch
    (`default`), or `main`, or `master`, or the current one. Then local branches, then remote ones,
    with older tips first, so that a branch from which others start keeps its commits.
    """
    found = [tip for tip in tips if tip[0].startswith((HEADS, REMOTES))]
    local = HEADS + default.removeprefix(REMOTES).partition("/")[2]
    candidates = [current if bare else local, default, f"{HEADS}main", f"{HEADS}master", current]
    names = {name for name, _ in found}
    main = next((name for name in candidates if name in names), None)
    return sorted(
        found, key=lambda tip: (tip[0] != main, tip[0].startswith(REMOTES), tip[1], tip[0])
    )


def assign_branches(first_parents: Sequence[int], tips: Iterable[int]) -> array[int]:
    """Return the branch of each commit: 1 + the position of a tip in `tips`, 0 for none.

    A branch has its tip and its first parents (-1: none), up to a commit of an earlier branch.
    """
    assigned = array("i", bytes(4 * len(first_parents)))
    for number, tip in enumerate(tips, 1):
        commit = tip
        while commit >= 0 and not assigned[commit]:
            assigned[commit] = number
            commit = first_parents[commit]
    return assigned
