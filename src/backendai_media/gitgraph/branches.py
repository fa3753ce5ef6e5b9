"""Which branch a commit belongs to, told by links alone."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence

__all__ = ["own", "priority"]

HEADS, REMOTES = "refs/heads/", "refs/remotes/"


def priority(
    tips: Iterable[tuple[str, int]], current: str, default: str, *, bare: bool
) -> list[tuple[str, int]]:
    """Return branches, `(full name, position of the tip)`, in the order in which they own.

    First the main one: in a bare repository the current one, else what the remote has for its
    main branch (`default`, a remote branch), or `main`, or `master`, or the current one. Then local
    branches, then remote ones, older tips first: a branch that others go on from keeps its commits.
    """
    found = [tip for tip in tips if tip[0].startswith((HEADS, REMOTES))]
    local = HEADS + default.removeprefix(REMOTES).partition("/")[2]
    wishes = [current if bare else local, default, f"{HEADS}main", f"{HEADS}master", current]
    names = {name for name, _ in found}
    main = next((wish for wish in wishes if wish in names), None)
    return sorted(
        found, key=lambda tip: (tip[0] != main, tip[0].startswith(REMOTES), tip[1], tip[0])
    )


def own(first_parents: Sequence[int], tips: Iterable[int]) -> array[int]:
    """Return each commit's owner: 1 + the position of a tip in `tips`, 0 where it has none.

    A tip owns itself and its first parents (-1: none) as far as no tip before it does.
    """
    owners = array("i", bytes(4 * len(first_parents)))
    for number, tip in enumerate(tips, 1):
        commit = tip
        while commit >= 0 and not owners[commit]:
            owners[commit] = number
            commit = first_parents[commit]
    return owners
