"""Reading real repositories, of every kind and with everything in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tracemalloc
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from backendai_media import gitgraph, normalize
from backendai_media.gitgraph import GitGraphError, lay_out, read
from backendai_media.gitgraph.export import write_json
from tests import FULL

from .conftest import Repo
from .histories import HISTORIES


def said_by_git(repo: Repo, *revisions: str) -> Counter[tuple[str, str]]:
    """The edges that `git log` states."""
    said = repo.git("log", "--format=%h %p", "--no-abbrev", *(revisions or ("--all",)))
    rows = [line.split() for line in said.splitlines()]
    return Counter((row[0], parent) for row in rows for parent in row[1:])


def drawn(commits: Any) -> Counter[tuple[str, str]]:
    layout = lay_out(commits)
    assert not layout.problems
    oids = [one["oid"] for one in commits]
    found = Counter((oids[child], oids[parent]) for child, parent in layout.edges())
    return found + Counter((oids[layout.places[row]], oid) for row, oid in layout.dangling)


@pytest.mark.parametrize("make", HISTORIES)
def test_the_edges_are_those_of_git(repo: Repo, make: Callable[[Repo], None]) -> None:
    make(repo)
    graph = read(repo.path)
    assert drawn(graph.commits) == said_by_git(repo)
    oids = repo.git("log", "--all", "--topo-order", "--reverse", "--format=%H").split()
    assert [one["oid"] for one in graph.commits] == oids


def by_message(graph: gitgraph.GitGraph, field: str) -> dict[str, Any]:
    return {one["message"]: one[field] for one in graph.commits}


def test_fields(repo: Repo) -> None:
    a = repo.commit("First\n\nA body", ref="main")
    b = repo.commit("Second", a, ref="topic")
    first, second = read(repo.path).commits
    assert first == {
        "oid": a,
        "parent_ids": [],
        "author": "Ann Author",
        "message": "First",
        "branch": "main",
        "parent_branches": [],
        "email": "ann@example.com",
        "time": 1_700_000_060,
        "refs": ["HEAD", "refs/heads/main"],
    }
    assert (second["parent_ids"], second["parent_branches"]) == ([a], ["main"])
    assert (second["oid"], second["branch"], second["refs"]) == (b, "topic", ["refs/heads/topic"])


def test_it_is_an_item_and_a_sequence(repo: Repo) -> None:
    repo.line("main", 5)
    graph = read(repo.path)
    (item,) = normalize(graph)
    kind, commits = graph
    assert item.data == {kind: list(commits)}  # type: ignore[union-attr]
    assert commits[-1] == commits[4] == list(commits)[4]
    assert commits[1:3] == [commits[1], commits[2]]
    with pytest.raises(IndexError):
        commits[5]


@pytest.mark.parametrize(
    ("message", "subject"),
    [
        ("a || b || c", "a || b || c"),
        ("two\nlines\n\nbody", "two lines"),
        ("tab\there \x01\x1b[31m\x1e", "tab\there \x01\x1b[31m\x1e"),
        ("한국어 👩‍🚀 é", "한국어 👩‍🚀 é"),
        ("%x00%H %s", "%x00%H %s"),
        ("", ""),
        ("\n\n  \n", ""),
        ("x" * 100_000, "x" * 100_000),
        ("<script>alert(1)</script> \"'&", "<script>alert(1)</script> \"'&"),
    ],
)
def test_subjects(repo: Repo, message: str | bytes, subject: str) -> None:
    root = repo.commit(message, ref="main", GIT_AUTHOR_NAME="|| Zoë\tÖ ||", GIT_AUTHOR_EMAIL="")
    repo.commit("next", root, ref="main")
    first, second = read(repo.path).commits
    assert (first["message"], first["author"], first["email"]) == (subject, "|| Zoë\tÖ ||", "")
    assert second["message"] == "next"


def test_messages_in_other_encodings(repo: Repo) -> None:
    repo.git("config", "i18n.commitEncoding", "ISO-8859-1")
    repo.git("config", "i18n.logOutputEncoding", "ISO-8859-1")
    repo.commit(b"caf\xe9", ref="main")
    assert read(repo.path).commits[0]["message"] == "café"


@pytest.mark.parametrize(
    ("message", "subject"), [(b"before\0after", "before"), (b"caf\xe9 \xff", "caf\ufffd \ufffd")]
)
def test_bytes_that_are_no_text(repo: Repo, message: bytes, subject: str) -> None:
    tree = repo.git("mktree")
    who = "A <a@b> 1700000000 +0000"
    raw = f"tree {tree}\nauthor {who}\ncommitter {who}\n\n".encode() + message
    oid = repo.git("hash-object", "-w", "-t", "commit", "--literally", "--stdin", data=raw)
    repo.commit("next", oid, ref="main")
    assert [one["message"] for one in read(repo.path).commits] == [subject, "next"]


def test_dates_out_of_any_range(repo: Repo) -> None:
    tree = repo.git("mktree")
    for number, date in enumerate(["99999999999999", "-5", "", "x"]):
        raw = f"tree {tree}\nauthor A <a> {date} +0000\ncommitter A <a> 1 +0000\n\nm{number}\n"
        oid = repo.git(
            "hash-object", "-w", "-t", "commit", "--literally", "--stdin", data=raw.encode()
        )
        repo.git("update-ref", f"refs/heads/b{number}", oid)
    graph = read(repo.path)
    assert all(isinstance(one["time"], int | None) for one in graph.commits)
    assert "m0" in graph.to_svg()


def test_configuration_changes_nothing(repo: Repo) -> None:
    repo.line("main", 3)
    expected = list(read(repo.path).commits)
    (repo.path / "evil").write_text("#!/bin/sh\ntouch ran\n", encoding="utf-8")
    (repo.path / "evil").chmod(0o755)
    for key, value in {
        "log.showSignature": "true",
        "gpg.program": "./evil",
        "core.pager": "./evil",
        "core.fsmonitor": "./evil",
        "color.ui": "always",
        "log.decorate": "full",
        "log.follow": "true",
        "format.pretty": "fuller",
        "log.date": "relative",
        "log.mailmap": "true",
        "alias.log": "!./evil",
        "log.diffMerges": "on",
    }.items():
        repo.git("config", key, value)
    assert list(read(repo.path).commits) == expected
    assert not (repo.path / "ran").exists()


def test_the_environment_of_another_repository(
    repo: Repo, tmp_path: Path, monkeypatch: Any
) -> None:
    repo.line("main", 2)
    other = Repo(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other.path / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.path))
    assert len(read(repo.path).commits) == 2


def test_empty_repositories(repo: Repo, tmp_path: Path) -> None:
    graph = read(repo.path)
    assert (len(graph.commits), list(graph.commits)) == (0, [])
    assert "No commits yet" in graph.to_svg()
    with pytest.raises(GitGraphError, match=r"HEAD of .* has no commits yet"):
        read(repo.path, revisions="HEAD")
    assert len(read(Repo(tmp_path / "bare", "--bare").path).commits) == 0


def test_orphan_branches(repo: Repo) -> None:
    repo.line("main", 2)
    repo.git("symbolic-ref", "HEAD", "refs/heads/unborn")
    assert len(read(repo.path).commits) == 2
    repo.line("unborn", 2)
    assert by_message(read(repo.path), "parent_ids")["unborn 0"] == []
    assert drawn(read(repo.path).commits) == said_by_git(repo)


def clone(repo: Repo, *options: str, name: str = "clone") -> Repo:
    target = repo.path.parent / name
    repo.git("clone", "-q", *options, f"file://{repo.path}", str(target))
    return Repo(target, init=False)


def test_bare_repositories(repo: Repo) -> None:
    HISTORIES[1](repo)
    repo.git("symbolic-ref", "HEAD", "refs/heads/topic")
    bare = clone(repo, "--bare")
    graph = read(bare.path)
    assert drawn(graph.commits) == said_by_git(repo)
    assert by_message(graph, "branch")["main 0"] == "topic"


def test_shallow_clones(repo: Repo) -> None:
    HISTORIES[1](repo)
    shallow = clone(repo, "--depth", "2")
    graph = read(shallow.path)
    assert 0 < len(graph.commits) < len(read(repo.path).commits)
    assert drawn(graph.commits) == said_by_git(shallow)


def test_the_newest_only(repo: Repo) -> None:
    oid = repo.line("main", 9)
    graph = read(repo.path, max_count=3)
    assert [one["message"] for one in graph.commits] == ["main 6", "main 7", "main 8"]
    assert graph.commits[-1]["oid"] == oid
    assert len(lay_out(graph.commits).dangling) == 1
    assert graph.commits[0]["parent_branches"] == [None]
    assert len(read(repo.path, max_count=0).commits) == 0
    for wrong in (-1, True, "3"):
        with pytest.raises(GitGraphError, match="max_count"):
            read(repo.path, max_count=wrong)  # type: ignore[arg-type]


def test_remote_branches(repo: Repo) -> None:
    HISTORIES[1](repo)
    copy = clone(repo, "-b", "topic")
    graph = read(copy.path)
    assert by_message(graph, "branch")["main 0"] == "origin/main"
    assert by_message(graph, "branch")["other 1"] == "origin/other"
    assert not [ref for one in graph.commits for ref in one["refs"] if ref.endswith("origin/HEAD")]


def test_worktrees_and_subdirectories(repo: Repo) -> None:
    repo.line("main", 2)
    repo.git("reset", "-q", "--hard")
    repo.git("worktree", "add", "-q", "-b", "side", "../tree")
    below = repo.path.parent / "tree/a/b"
    below.mkdir(parents=True)
    for path in (below, below.parent.parent, repo.path / ".git"):
        graph = read(path)
        assert len(graph.commits) == 2
    assert read(below).commits[-1]["refs"][:2] == ["HEAD", "refs/heads/side"]


def test_submodules(repo: Repo) -> None:
    inner = Repo(repo.path.parent / "inner")
    inner.line("main", 3)
    repo.line("main", 1)
    repo.git("reset", "-q", "--hard")
    allow = ("-c", "protocol.file.allow=always")
    repo.git(*allow, "submodule", "--quiet", "add", f"file://{inner.path}", "sub")
    assert len(read(repo.path).commits) == 1
    assert len(read(repo.path / "sub").commits) == 3


def test_replaced_and_grafted_commits(repo: Repo) -> None:
    a, b = repo.line("main", 2), repo.line("other", 2)
    tip = repo.line("main", 2, a)
    repo.git("replace", "--graft", tip, a, b)
    graph = read(repo.path)
    assert drawn(graph.commits) == said_by_git(repo)
    shown = {one["oid"]: one for one in graph.commits}
    assert shown[tip]["parent_ids"] == [a, b]
    assert not [ref for one in graph.commits for ref in one["refs"] if "replace" in ref]
    repo.git("replace", "-d", tip)
    grafts = repo.path / ".git/info/grafts"
    grafts.write_text(f"{tip} {b}\n", encoding="utf-8")
    assert drawn(read(repo.path).commits) == said_by_git(repo)


def test_sha256_repositories(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "new", "--object-format=sha256")
    repo.line("main", 3)
    graph = read(repo.path)
    assert [len(one["oid"]) for one in graph.commits] == [64] * 3
    assert drawn(graph.commits) == said_by_git(repo)


def test_labels(repo: Repo) -> None:
    HISTORIES[5](repo)
    base = repo.git("rev-parse", "main~3")
    repo.line("topic", 2, base)
    repo.line("later", 2, repo.git("rev-parse", "topic"))
    repo.git("symbolic-ref", "HEAD", "refs/heads/later")
    labels = by_message(read(repo.path), "branch")
    assert {label for message, label in labels.items() if message[:4] in ("main", "Merg")} == {
        "main"
    }
    assert {label for message, label in labels.items() if message.startswith("gone")} == {None}
    assert [labels[f"topic {n}"] for n in (0, 1)] == ["topic", "topic"]
    assert [labels[f"later {n}"] for n in (0, 1)] == ["later", "later"]


def test_refs(repo: Repo) -> None:
    HISTORIES[6](repo)
    refs = by_message(read(repo.path), "refs")
    assert refs["only a tag has it"] == ["refs/tags/nested", "refs/tags/v1"]
    assert refs["detached"] == ["HEAD"]
    assert by_message(read(repo.path), "branch")["detached"] is None


def test_revisions(repo: Repo) -> None:
    HISTORIES[1](repo)
    assert drawn(read(repo.path, revisions="topic").commits) == said_by_git(repo, "topic")
    ranged = read(repo.path, revisions=["main", "^topic"])
    oids = repo.git("rev-list", "main", "^topic").split()
    assert {one["oid"] for one in ranged.commits} == set(oids)
    assert len(read(repo.path, revisions=["--branches=top*"]).commits) == 5
    for wrong in ("--output=stolen", "-p", "", "a\0b", "--exec=x", "--all\n--output=x"):
        with pytest.raises(GitGraphError, match="is not a revision"):
            read(repo.path, revisions=wrong)
    with pytest.raises(GitGraphError, match="No revisions"):
        read(repo.path, revisions=[])
    with pytest.raises(GitGraphError, match=r"unknown revision|bad revision"):
        read(repo.path, revisions="nothing")
    assert not (repo.path / "stolen").exists()


def test_paths(repo: Repo) -> None:
    for number, name in enumerate(["a", "b", "-c", "a", "b", "a"]):
        (repo.path / name).write_text(str(number), encoding="utf-8")
        repo.git("add", "--", name)
        repo.git("commit", "-q", "-m", f"{number} {name}")
    graph = read(repo.path, paths=["a"])
    assert [one["message"] for one in graph.commits] == ["0 a", "3 a", "5 a"]
    assert lay_out(graph.commits).dangling == []
    assert len(list(lay_out(graph.commits).edges())) == 2
    assert [one["message"] for one in read(repo.path, paths=["-c"]).commits] == ["2 -c"]


def test_paths_that_look_like_options(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Repo(tmp_path / "--help").line("main", 1)
    monkeypatch.chdir(tmp_path)
    assert len(read("--help").commits) == 1
    done = subprocess.run(
        [sys.executable, "-m", "backendai_media", "gitgraph", "--", "--help"],
        capture_output=True,
        check=True,
    )
    assert len(json.loads(done.stdout)[1]) == 1


def test_what_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(GitGraphError, match="is not in a git repository"):
        read(tmp_path)
    with pytest.raises(GitGraphError, match="is not a directory"):
        read(tmp_path / "missing")
    with pytest.raises(GitGraphError, match="is not a directory"):
        read("a\0b")
    Repo(tmp_path / "repo").line("main", 1)
    tip = tmp_path / "repo/.git/refs/heads/main"
    tip.write_text("1" * 40 + "\n", encoding="utf-8")
    with pytest.raises(GitGraphError, match=r"git cannot read .*: bad object"):
        read(tmp_path / "repo")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitGraphError, match="git is not installed"):
        read(tmp_path)


def fast_import(repo: Repo, count: int) -> None:
    """Branches and merges, as many as one likes, in no time."""
    lines = []
    for number in range(count):
        mark = number + 1
        ref = f"refs/heads/b{number % 7}" if number % 3 else "refs/heads/main"
        lines.append(
            f"commit {ref}\nmark :{mark}\ncommitter A Person <a@example.com> {10**9 + number} +0000"
        )
        subject = f"A subject of usual length, number {number}"
        lines.append(f"data {len(subject)}\n{subject}")
        if number > 10:
            lines.append(f"from :{mark - 3}")
            if number % 5 == 0:
                lines.append(f"merge :{mark - 7}")
        lines.append("")
    repo.git("fast-import", "--quiet", "--force", data="\n".join(lines).encode())


@pytest.mark.slow
def test_a_large_history_is_compact_and_streamed(repo: Repo, tmp_path: Path) -> None:
    count = 20_000 if FULL else 4_000
    fast_import(repo, count)
    tracemalloc.start()
    try:
        graph = read(repo.path)
        kept, most = tracemalloc.get_traced_memory()
        assert len(graph.commits) > 0.99 * count
        assert kept / count < 400
        assert most / count < 600
        tracemalloc.reset_peak()
        with (tmp_path / "graph.json").open("wb") as file:
            for part in write_json(graph):
                file.write(part)
        assert tracemalloc.get_traced_memory()[1] - kept < 6_000_000
    finally:
        tracemalloc.stop()
    (item,) = normalize(json.loads((tmp_path / "graph.json").read_bytes()))
    (payload,) = item.data.values()  # type: ignore[union-attr]
    assert payload == list(graph.commits)
    assert drawn(graph.commits) == said_by_git(repo)


def test_git_is_the_one_on_the_path() -> None:
    assert shutil.which("git"), "these tests need git"
    assert os.environ["HOME"]
