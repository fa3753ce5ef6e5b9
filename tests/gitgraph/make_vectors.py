"""Writes spec/vectors/gitgraph: commits, and the layout that both languages give them.

python -m tests.gitgraph.make_vectors
"""

from __future__ import annotations

import json
import random
from dataclasses import fields
from typing import Any

from backendai_media.gitgraph import Layout, lay_out
from tests import VECTORS

FOLDER = VECTORS / "gitgraph"


def commit(oid: str, *parents: Any, branch: Any = None) -> dict[str, Any]:
    return {"oid": oid, "parent_ids": list(parents), "branch": branch}


def chain(*oids: str, after: str | None = None, branch: Any = None) -> list[dict[str, Any]]:
    before = [after, *oids]
    return [
        commit(oid, *([before[i]] if before[i] else []), branch=branch)
        for i, oid in enumerate(oids)
    ]


def payload(number: str) -> list[Any]:
    (path,) = VECTORS.glob(f"{number}_*.json")
    found: list[Any] = json.loads(path.read_bytes())["media"][0][1]
    return found


def random_history(seed: int, size: int, *, live: int, shuffled: bool = False) -> list[Any]:
    """Branches that begin, merge (octopuses too), end, and some unknown parents."""
    rng = random.Random(seed)
    tips: list[str] = []
    commits = []
    for i in range(size):
        oid = f"{i:04x}"
        parents: list[str] = []
        if tips:
            parents = rng.sample(tips, min(len(tips), rng.choices([1, 2, 3, 5], [16, 5, 1, 1])[0]))
        if rng.random() < 0.03:
            parents = []
        if rng.random() < 0.02:
            parents.append(f"gone{i}")
        if rng.random() < 0.7:
            for parent in parents[: 1 if rng.random() < 0.6 else None]:
                if parent in tips:
                    tips.remove(parent)
        tips.append(oid)
        if len(tips) > live:
            tips.pop(rng.randrange(len(tips)))
        commits.append(commit(oid, *parents, branch=rng.choice([None, None, "main", "topic"])))
    if shuffled:
        rng.shuffle(commits)
    return commits


def wide(count: int) -> list[Any]:
    arms = [f"a{i}" for i in range(count)]
    return [*chain("r"), *(commit(arm, "r") for arm in arms), commit("o", *arms), *chain("x", "y")]


CASES: dict[str, list[Any]] = {
    "empty": [],
    "one": [commit("a", "")],
    "line": chain("a", "b", "c", branch="main"),
    "vector-08": payload("08"),
    "vector-09": payload("09"),
    "octopus": [
        *chain("r", branch="main"),
        *(commit(oid, "r") for oid in "abc"),
        commit("m", "r", "a", "b", "c", branch="main"),
        commit("n", "m", branch="main"),
    ],
    "criss-cross": [
        *chain("r"),
        commit("a", "r", branch="main"),
        commit("b", "r"),
        commit("c", "a", "b", branch="main"),
        commit("d", "b", "a"),
        commit("e", "c", "d", branch="main"),
    ],
    "roots": [*chain("a", "b"), *chain("p", "q"), *chain("x"), commit("m", "b", "q", "x")],
    "dangling": [commit("a", "lost"), commit("b", "a", "gone", "far"), commit("c", "b")],
    "duplicates": [*chain("a", "b"), commit("b", "a"), commit("a"), commit("c", "b", "b", "a")],
    "cycle": [commit("a", "c"), commit("b", "a"), commit("c", "b", "c"), commit("d", "c")],
    "newest-first": chain("a", "b", "c", "d")[::-1],
    "malformed": [
        None,
        7,
        {},
        {"oid": 7},
        {"oid": ""},
        {"oid": "a", "parent_ids": "b", "branch": 9},
        {"oid": "b", "parent_ids": [None, 3, "a", {}], "branch": ""},
    ],
    "tied-branches": [*chain("a", "b", branch="one"), *chain("c", "d", after="a", branch="two")],
    "main-below": [*chain("a", "b", branch="main"), *chain("c", "d", after="b", branch="x")],
    "side-then-own": [
        *chain("r", "x"),
        commit("p", "x"),
        commit("q", "r", branch="main"),
        commit("m", "q", "x", branch="main"),
        commit("n", "m", "p", branch="main"),
    ],
    "wide-90": wide(90),
    "random-1": random_history(1, 60, live=4),
    "random-2": random_history(2, 120, live=9),
    "random-3": random_history(3, 150, live=80),
    "random-shuffled": random_history(4, 60, live=6, shuffled=True),
}


def numbers(layout: Layout) -> dict[str, Any]:
    """A layout as JSON has it."""
    found = {one.name: getattr(layout, one.name) for one in fields(layout)}
    return {
        name: value
        if isinstance(value, int)
        else [list(x) if isinstance(x, tuple) else x for x in value]
        for name, value in found.items()
    }


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, commits in CASES.items():
        about = {"commits": commits, "layout": numbers(lay_out(commits))}
        lines = [
            f'"{key}": {json.dumps(value, separators=(",", ":"))}' for key, value in about.items()
        ]
        (FOLDER / f"{name}.json").write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
