"""Layouts: the vectors that both languages are held to, and what holds for any history."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendai_media.gitgraph import GitGraphError, Layout, lay_out
from tests import FULL

from .make_vectors import CASES, FOLDER, chain, commit, numbers, random_history, wide


@pytest.mark.parametrize("name", CASES)
def test_vectors(name: str) -> None:
    vector = json.loads((FOLDER / f"{name}.json").read_bytes())
    assert vector["commits"] == CASES[name]
    assert vector["layout"] == numbers(lay_out(CASES[name]))


def test_no_vector_is_left_over() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(CASES)


def stated(commits: list[Any]) -> Counter[tuple[str, str]]:
    """The edges that sound commits state."""
    return Counter(
        (one["oid"], parent) for one in commits for parent in dict.fromkeys(one["parent_ids"])
    )


def drawn(layout: Layout, commits: list[Any]) -> Counter[tuple[str, str]]:
    """The edges that are drawn, dangling ones included."""
    oids = [one["oid"] for one in commits]
    found = Counter((oids[child], oids[parent]) for child, parent in layout.edges())
    return found + Counter((oids[layout.places[row]], oid) for row, oid in layout.dangling)


def check(layout: Layout) -> None:
    """What no picture may break."""
    rows = len(layout.lanes)
    cells = {(row, lane) for row, lane in enumerate(layout.lanes)}
    assert len(cells) == rows
    assert sorted(layout.places) == sorted(set(layout.places))
    taken: dict[tuple[int, int], int] = {}
    for segment, lane in enumerate(layout.segment_lanes):
        top, bottom = layout.tops[segment], layout.bottoms[segment]
        assert top < bottom < rows
        for row in range(top + 1, bottom):
            assert (row, lane) not in cells, "a lane passes through a foreign commit"
            assert (row, lane) not in taken, "two segments in one lane"
            taken[row, lane] = segment
    assert list(layout.children) == sorted(layout.children)
    for child, segment in zip(layout.children, layout.segments, strict=True):
        assert layout.tops[segment] <= child < layout.bottoms[segment]
    pairs = [
        (child, layout.bottoms[s])
        for child, s in zip(layout.children, layout.segments, strict=True)
    ]
    assert len(pairs) == len(set(pairs)), "an edge is drawn twice"
    assert max(layout.lanes, default=0) < layout.width
    assert all(line >= 0 for line in layout.segment_lines)
    # A line is one way down, each commit the first parent of the one above.
    assert all(
        lane == 0 for lane, line in zip(layout.lanes, layout.lines, strict=True) if line == 0
    )


@st.composite
def histories(draw: st.DrawFn) -> list[dict[str, Any]]:
    size = draw(st.integers(0, 40))
    commits = []
    for i in range(size):
        parents = draw(
            st.lists(st.integers(max(0, i - 12), i - 1), max_size=4, unique=True)
            if i
            else st.just([])
        )
        gone = [f"gone{i}"] if draw(st.integers(0, 15)) == 0 else []
        branch = draw(st.sampled_from([None, "main", "a", "b"]))
        commits.append(commit(f"c{i}", *(f"c{p}" for p in parents), *gone, branch=branch))
    return commits


@given(histories())
def test_any_history(commits: list[dict[str, Any]]) -> None:
    layout = lay_out(commits)
    check(layout)
    assert drawn(layout, commits) == stated(commits)
    assert layout.problems == []
    # What is in order stays in order.
    assert list(layout.places) == list(range(len(commits)))[::-1]


@given(histories(), st.randoms(use_true_random=False))
def test_any_order(commits: list[dict[str, Any]], random: Any) -> None:
    shuffled = random.sample(commits, len(commits))
    layout = lay_out(shuffled)
    check(layout)
    assert drawn(layout, shuffled) == stated(commits)


@given(histories(), st.integers(1, 40))
def test_the_newest_rows_are_those_of_the_whole(commits: list[dict[str, Any]], most: int) -> None:
    whole, part = lay_out(commits), lay_out(commits, max_rows=most)
    count = min(most, len(commits))
    assert (part.total, len(part.lanes)) == (len(commits), count)
    assert part.lanes == whole.lanes[:count]
    assert all(b < 0 or b == whole.bottoms[i] for i, b in enumerate(part.bottoms))


ENTRIES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.fixed_dictionaries(
            {"oid": inner | st.sampled_from("abcd")},
            optional={
                "parent_ids": st.lists(inner | st.sampled_from("abcd"), max_size=4),
                "branch": inner,
            },
        )
    ),
    max_leaves=12,
)


@given(st.lists(ENTRIES, max_size=12))
def test_any_data(entries: list[Any]) -> None:
    """Duplicates, cycles, malformed entries: drawn or reported."""
    try:
        layout = lay_out(entries)
    except GitGraphError:
        assert entries
        return
    check(layout)
    left_out = Counter(kind for kind, _, _ in layout.problems)
    assert len(layout.lanes) + left_out["not a commit"] + left_out["duplicate"] == len(entries)


def test_cycles_are_reported() -> None:
    layout = lay_out([commit("a", "c"), commit("b", "a"), commit("c", "b"), commit("s", "s")])
    assert [kind for kind, _, _ in layout.problems] == ["cycle", "cycle"]
    assert len(list(layout.edges())) == 2


def test_a_long_cycle_and_a_long_line_do_not_recurse() -> None:
    size = 50_000 if FULL else 10_000
    line = chain(*(f"c{i}" for i in range(size)))
    assert lay_out(line).width == 1
    line[0]["parent_ids"] = [f"c{size - 1}"]
    assert len(lay_out(line).problems) == 1
    assert list(lay_out(line[::-1]).lanes) == [0] * size


def test_a_very_wide_octopus() -> None:
    commits = wide(100_000 if FULL else 20_000)
    layout = lay_out(commits)
    assert drawn(layout, commits) == stated(commits)
    assert len(set(layout.lanes)) == layout.width


def test_main_is_straight_and_first() -> None:
    commits = random_history(7, 400, live=10)
    layout = lay_out(commits)
    by_oid = {one["oid"]: one for one in commits}
    rows = {commits[place]["oid"]: row for row, place in enumerate(layout.places)}
    labels = Counter(one["branch"] for one in commits if one["branch"])
    label = max(labels, key=labels.__getitem__)
    oid: str | None = next(one["oid"] for one in commits[::-1] if one["branch"] == label)
    line = []
    while oid in rows:
        line.append(rows[oid])
        oid = next(iter(by_oid[oid]["parent_ids"]), None)
    assert line == [row for row, lane in enumerate(layout.lanes) if lane == 0]


def test_lanes_stay_few() -> None:
    """Never more than branches live at a time, and a lane for each merge under way."""
    for seed in range(20):
        assert lay_out(random_history(seed, 300, live=6)).width <= 2 * 6 + 6


def test_nothing_that_is_a_commit() -> None:
    with pytest.raises(GitGraphError, match="No entry is a commit"):
        lay_out(["a", "b"])


def test_memory() -> None:
    """32 bits a number: a million rows fit."""
    layout = lay_out(random_history(5, 2_000, live=8))
    arrays = [value for value in numbers(layout).values() if isinstance(value, list)]
    assert sum(map(len, arrays)) * 4 / 2_000 < 60
