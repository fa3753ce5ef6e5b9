"""Ten histories that drawings get wrong, made in real repositories."""

from __future__ import annotations

from collections.abc import Callable

from .conftest import Repo


def linear(repo: Repo) -> None:
    repo.line("main", 5)


def branch_and_merge(repo: Repo) -> None:
    base = repo.line("main", 3)
    topic, side = repo.line("topic", 2, base), repo.line("main", 2, base)
    repo.line("other", 2, base)
    repo.line("main", 2, repo.commit("Merge branch 'topic'", side, topic, ref="main"))


def octopus(repo: Repo) -> None:
    base = repo.line("main", 1)
    arms = [repo.line(f"arm{n}", 1 + n % 2, base) for n in range(4)]
    repo.line("main", 1, repo.commit("Octopus", repo.line("main", 1, base), *arms, ref="main"))


def criss_cross(repo: Repo) -> None:
    base = repo.line("main", 1)
    a, b = repo.line("main", 1, base), repo.line("dev", 1, base)
    for number in range(3):
        a, b = (
            repo.commit(f"a{number}", a, b, ref="main"),
            repo.commit(f"b{number}", b, a, ref="dev"),
        )
    repo.commit("end", a, b, ref="main")


def several_roots(repo: Repo) -> None:
    a, b, c = repo.line("main", 2), repo.line("pages", 3), repo.line("imported", 2)
    repo.line("main", 1, repo.commit("Merge the import", a, c, ref="main"))
    repo.commit("page", b, ref="pages")


def deleted_branches(repo: Repo) -> None:
    tip = repo.line("main", 1)
    for number in range(5):
        side = repo.line("gone", 2, tip)
        tip = repo.commit(f"Merge {number}", repo.line("main", 1, tip), side, ref="main")
    repo.git("update-ref", "-d", "refs/heads/gone")


def tags_and_detached_head(repo: Repo) -> None:
    base = repo.line("main", 2)
    tagged = repo.commit("only a tag has it", base)
    repo.git("tag", "-a", "-m", "v1", "v1", tagged)
    repo.git("tag", "-a", "-m", "of a tag", "nested", "v1")
    repo.git("update-ref", "--no-deref", "HEAD", repo.commit("detached", base))


def merge_of_an_ancestor(repo: Repo) -> None:
    first = repo.line("main", 1)
    tip = repo.line("main", 3, first)
    repo.commit("not fast-forward", first, tip, ref="main")
    repo.commit("the same again", tip, first, ref="strange")


def long_lived(repo: Repo) -> None:
    dev = main = repo.line("main", 1)
    for number in range(6):
        topic = repo.line(f"topic{number}", 2, dev)
        dev = repo.commit(f"Merge topic {number}", dev, topic, ref="develop")
        if number % 2:
            main = repo.commit(f"Release {number}", main, dev, ref="main")


def stacked(repo: Repo) -> None:
    tip = repo.line("main", 2)
    for number in range(4):
        tip = repo.line(f"stack{number}", 2, tip)
    repo.line("main", 3, repo.git("rev-parse", "main"))
    repo.commit("stash", tip, ref="refs/stash")


HISTORIES: list[Callable[[Repo], None]] = [
    linear,
    branch_and_merge,
    octopus,
    criss_cross,
    several_roots,
    deleted_branches,
    tags_and_detached_head,
    merge_of_an_ancestor,
    long_lived,
    stacked,
]
