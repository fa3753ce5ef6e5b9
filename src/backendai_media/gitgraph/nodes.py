"""Extracts what a layout needs of commits from arbitrary data."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .._spec import GIT_MAX_PARENTS
from ..errors import GitGraphError

__all__ = ["Nodes", "read_nodes"]


def _ints() -> array[int]:
    return array("i")


@dataclass(slots=True)
class Nodes:
    """Commits by number, in the given order; their ids are unique.

    The known parents of commit i are `parents[starts[i]:starts[i + 1]]`, each once, none its own;
    `firsts` has its first parent, or -1 if that is unknown. `places` are positions in the item.
    `problems` lists what was left out, as `(kind, position in the item, id)`.
    """

    places: array[int] = field(default_factory=_ints)
    parents: array[int] = field(default_factory=_ints)
    starts: array[int] = field(default_factory=lambda: array("i", [0]))
    firsts: array[int] = field(default_factory=_ints)
    dangling: dict[int, list[str]] = field(default_factory=dict)
    problems: list[tuple[str, int, str]] = field(default_factory=list)
    labels: list[str | None] = field(default_factory=list)

    def main_label(self) -> str | None:
        """Return the most frequent branch, the first one of several."""
        found = Counter(label for label in self.labels if label is not None)
        return max(found, key=found.__getitem__, default=None)


def read_nodes(commits: Iterable[Any]) -> Nodes:
    """Read commits, leaving out other entries. Raises `GitGraphError` if nothing is left."""
    nodes = Nodes()
    numbers: dict[str, int] = {}
    links: list[list[str]] = []
    place = -1
    for place, commit in enumerate(commits):
        oid = commit.get("oid") if isinstance(commit, Mapping) else None
        if not isinstance(oid, str) or not oid:
            nodes.problems.append(("not a commit", place, ""))
        elif oid in numbers:
            nodes.problems.append(("duplicate", place, oid))
        else:
            numbers[oid] = len(nodes.places)
            nodes.places.append(place)
            parents = commit.get("parent_ids")
            links.append(_links(parents))
            if isinstance(parents, list | tuple) and len(parents) > GIT_MAX_PARENTS:
                nodes.problems.append(("too many parents", place, oid))
            label = commit.get("branch")
            nodes.labels.append(label if isinstance(label, str) and label else None)
    if place >= 0 and not numbers:
        raise GitGraphError("No entry is a commit with an oid")
    for number, ids in enumerate(links):
        _link(nodes, number, ids, numbers)
    return nodes


def _links(value: Any) -> list[str]:
    found = value[:GIT_MAX_PARENTS] if isinstance(value, list | tuple) else []
    return list(dict.fromkeys(one for one in found if isinstance(one, str) and one))


def _link(nodes: Nodes, number: int, ids: list[str], numbers: dict[str, int]) -> None:
    first = -1
    for index, oid in enumerate(ids):
        parent = numbers.get(oid, -1)
        if parent == number:
            nodes.problems.append(("cycle", nodes.places[number], oid))
        elif parent < 0:
            nodes.dangling.setdefault(number, []).append(oid)
        else:
            nodes.parents.append(parent)
            if not index:
                first = parent
    nodes.starts.append(len(nodes.parents))
    nodes.firsts.append(first)
