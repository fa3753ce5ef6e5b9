"""Pictures without a browser, files, and how a graph leaves a kernel."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendai_media import display, gitgraph, normalize
from backendai_media._emit import sink
from backendai_media._spec import GIT_COLORS
from backendai_media._spec import GIT_MAX_LANE_PX as LANE
from backendai_media._spec import GIT_ROW_PX as ROW
from backendai_media.gitgraph import GitGraphError, lay_out, read, to_svg, write
from backendai_media.model import Item, MediaItem, svg_envelope

from .conftest import Repo
from .histories import octopus
from .make_vectors import CASES, chain, commit, payload, random_history, wide

TYPE = "application/vnd.sorna.gitgraph"
SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    return ["".join(one.itertext()) for one in ET.fromstring(svg).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", [name for name in CASES if name != "malformed"])
def test_every_row_has_its_dot_and_texts(name: str) -> None:
    commits = CASES[name]
    layout = lay_out(commits)
    svg = to_svg([TYPE, commits])
    root = ET.fromstring(svg)
    dots = "".join(
        path.get("d", "") for path in root.iter(f"{SVG}path") if path.get("fill") != "none"
    )
    places = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)a", dots)}
    shown = {(lane * LANE + 6, row * ROW + ROW // 2) for row, lane in enumerate(layout.lanes)}
    assert places == shown
    oids = [commits[place]["oid"][:7] for place in layout.places]
    assert [text for text in texts(svg) if text in set(oids)] == oids


def test_lines_end_where_commits_are() -> None:
    """Lines of the vector with an octopus start and end at dots, or where another one goes on."""
    svg = to_svg([TYPE, payload("09")])
    lines = "".join(
        path.get("d", "")
        for path in ET.fromstring(svg).iter(f"{SVG}path")
        if path.get("fill") == "none"
    )
    starts = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)", lines)}
    layout = lay_out(payload("09"))
    dots = {(lane * LANE + 10, row * ROW + ROW // 2) for row, lane in enumerate(layout.lanes)}
    with_parents = {
        (layout.lanes[row] * LANE + 10, row * ROW + ROW // 2) for row in layout.children
    }
    assert with_parents <= starts & dots


def test_the_newest_rows() -> None:
    svg = to_svg([TYPE, chain(*(f"c{n}" for n in range(50)))], max_rows=10)
    assert "… 40 older commits" in texts(svg)
    assert len([text for text in texts(svg) if re.fullmatch(r"c\d+", text)]) == 10
    for wrong in (0, -1, True, 1.5, "9"):
        with pytest.raises(GitGraphError, match="max_rows"):
            to_svg([TYPE, []], max_rows=wrong)  # type: ignore[arg-type]


def test_what_it_takes(repo: Repo) -> None:
    octopus(repo)
    graph = read(repo.path)
    svg = graph.to_svg()
    values: list[Any] = [graph, graph.commits, list(graph.commits), (TYPE, graph.commits)]
    values += [{"type": TYPE, "data": list(graph.commits)}, {TYPE: list(graph.commits)}]
    values += [
        normalize(graph)[0],
        normalize(graph),
        ["image/svg+xml", svg_envelope.wrap(TYPE, list(graph.commits), svg)],
    ]
    assert {to_svg(value) for value in values} == {svg}
    for wrong, reason in [
        (["stdout", "x"], "no git graph"),
        (7, "no git graph.*expected an item"),
        ([TYPE, {"oid": 1}], "must be a list"),
        ([TYPE, [1, 2]], "No entry is a commit"),
    ]:
        with pytest.raises(GitGraphError, match=reason):
            to_svg(wrong)


HOSTILE = [
    "</text><script>alert(1)</script>",
    '"><image href="x" onerror="alert(1)"/>',
    "]]><!--",
    "\0\x08\x0b\x1b[31m\x9f\ud800\ufffe",
    "\u202egnirts\u2066",
    "&amp;&#x3c;",
    "x" * 100_000,
    "한" * 500,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts(text: str) -> None:
    one: dict[str, Any] = {
        "oid": text,
        "parent_ids": [text + "p"],
        "author": text,
        "message": text,
        "refs": [text] * 9,
    }
    one |= {"branch": text, "time": 1, "email": text}
    svg = to_svg({"type": TYPE, "data": [one]})
    root = ET.fromstring(svg)
    allowed = {"svg", "title", "style", "rect", "g", "path", "text"}
    assert {element.tag.removeprefix(SVG) for element in root.iter()} <= allowed
    assert not re.search("[\0-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", svg)
    assert len(svg) < 10_000


VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.text())


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["author", "message", "refs", "time", "email", "branch", "parent_ids"]),
            VALUES,
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_field(fields: list[dict[str, Any]]) -> None:
    commits = [{**one, "oid": f"c{n}"} for n, one in enumerate(fields)]
    assert ET.fromstring(to_svg(commits)).tag == "{http://www.w3.org/2000/svg}svg"


def test_a_very_wide_graph_is_cut() -> None:
    svg = to_svg([TYPE, random_history(3, 300, live=200)])
    assert int(ET.fromstring(svg).get("width", "")) < 2000
    assert len(to_svg([TYPE, wide(20_000)])) < 200_000


def test_left_out_entries_are_told() -> None:
    assert "1 entries or links are malformed and left out" in texts(
        to_svg([TYPE, [7, commit("a")]])
    )


# What each kind of eye makes of linear RGB (Machado, Oliveira, Fernandes 2009, severity 1).
EYES = {
    "all cones": np.eye(3),
    "no red cones": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "no green cones": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "no blue cones": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def linear(color: str) -> Any:
    parts = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def oklab(rgb: Any) -> Any:
    lms = np.array(
        [
            [0.4122214708, 0.5363325363, 0.0514459929],
            [0.2119034982, 0.6806995451, 0.1073969566],
            [0.0883024619, 0.2817188376, 0.6299787005],
        ]
    ) @ np.clip(rgb, 0, 1)
    return np.array(
        [
            [0.2104542553, 0.7936177850, -0.0040720468],
            [1.9779984951, -2.4285922050, 0.4505937099],
            [0.0259040371, 0.7827717662, -0.8086757660],
        ]
    ) @ np.cbrt(lms)


@pytest.mark.parametrize(("theme", "page"), [(0, "#ffffff"), (1, "#161b22")])
def test_colours_are_told_apart(theme: int, page: str) -> None:
    """Whatever cones an eye has: 0.02 in OKLab is about the least that is seen at all."""
    colors = [pair[theme] for pair in GIT_COLORS]
    weights = np.array([0.2126, 0.7152, 0.0722])
    for color in colors:
        high, low = sorted([linear(color) @ weights, linear(page) @ weights], reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 3
    for matrix in EYES.values():
        seen = [oklab(matrix @ linear(color)) for color in colors]
        assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 0.14


def test_display_in_a_kernel(repo: Repo) -> None:
    octopus(repo)
    graph = read(repo.path)
    shown: list[Item] = []
    with sink(shown.append):
        display(graph)
    (item,) = shown
    assert isinstance(item, MediaItem)
    assert item.data[TYPE] == list(graph.commits)
    assert item.data["image/svg+xml"] == graph.to_svg()
    bundle = graph._repr_mimebundle_()
    assert svg_envelope.read(bundle["image/svg+xml"]) == (TYPE, list(graph.commits), graph.to_svg())
    assert bundle["text/plain"] == repr(graph) == "<GitGraph of 10 commits>"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "backendai_media", "gitgraph", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command(repo: Repo, tmp_path: Path) -> None:
    octopus(repo)
    graph = read(repo.path)
    path = str(repo.path)
    data = tmp_path / "graph.json"
    assert run(path, "-o", str(data)).stdout == f"{data}  10 commits\n"
    assert json.loads(data.read_bytes()) == [TYPE, list(graph.commits)]
    assert json.loads(run(path).stdout) == [TYPE, list(graph.commits)]
    picture = tmp_path / "graph.svg"
    assert run(path, "-o", str(picture), "--max-rows", "5").returncode == 0
    assert picture.read_text(encoding="utf-8") == graph.to_svg(max_rows=5) + "\n"
    assert len(json.loads(run(path, "--max-count", "2", "--revisions", "main").stdout)[1]) == 2


def test_the_page_is_one_file_with_a_policy(repo: Repo, tmp_path: Path) -> None:
    repo.commit("</title><script>alert(1)</script>", ref="main")
    page = tmp_path / "graph.HTML"
    write(read(repo.path), page)
    text = page.read_text(encoding="utf-8")
    assert "default-src 'none'" in text
    assert "<script" not in text
    assert "unsafe" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (["missing"], "Error: missing is not a directory; pass one inside a git repository\n"),
        (["."], "Error: . is not in a git repository\n"),
        (["repo", "-o", "graph.png"], "Error: graph.png must end in .json, .svg, .html\n"),
        (
            ["repo", "-o", "no/graph.svg"],
            "Error: no/graph.svg cannot be written: No such file or directory\n",
        ),
        (
            ["repo", "--revisions", "HEAD"],
            "Error: HEAD of repo has no commits yet\n",
        ),
        (["repo", "--revisions", "--output=x"], "Error: '--output=x' is not a revision\n"),
    ],
)
def test_what_the_command_says_of_mistakes(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], reason: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*arguments)
    assert (done.returncode, done.stderr) == (1, reason)


def test_every_name_is_there() -> None:
    assert dir(gitgraph) == sorted(gitgraph.__all__)
    for name in gitgraph.__all__:
        assert getattr(gitgraph, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = gitgraph.nothing
