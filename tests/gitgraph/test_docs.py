"""The page about git graphs tells everything there is."""

import re
from pathlib import Path

from backendai_media import gitgraph
from backendai_media.gitgraph.reader import _OPTIONS

from .conftest import Repo

PAGE = (Path(__file__).parents[2] / "docs/gitgraph.md").read_text(encoding="utf-8")


def test_every_public_name_is_there() -> None:
    assert {name for name in gitgraph.__all__ if not re.search(rf"[`.]{name}\b", PAGE)} == set()


def test_the_fields_are_those_of_a_commit(repo: Repo) -> None:
    repo.line("main", 1)
    table = PAGE.split("## Format")[1].split("Only `oid`")[0]
    named = {
        name
        for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE)
        for name in re.findall(r"`(\w+)`", row)
    }
    assert named == set(gitgraph.read(repo.path).commits[0])


def test_the_options_are_those_that_are_taken() -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith("| `revisions`"))
    for option in re.findall(r"`(--\w+)`", row):
        assert _OPTIONS.fullmatch(option) or _OPTIONS.fullmatch(f"{option}=x")
