"""A history as git wrote it, parsed on access: about 250 bytes a commit."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, overload

__all__ = ["FIELDS", "TYPE", "Commits"]

TYPE = "application/vnd.sorna.gitgraph"
#: A commit's fields in git's output: each ends with NUL, which no field can contain.
FIELDS = ("%H", "%P", "%an", "%ae", "%at", "%s")


@dataclass(slots=True, frozen=True, eq=False, repr=False)
class Commits(Sequence[dict[str, Any]]):
    """Commits in topological order, oldest first, parsed on access.

    `starts` are their offsets in `log`, and the end of the last one. `parents` are positions of
    their parents (-1: not included), those of commit i from `firsts[i]` on. `labels` are positions
    in `names`.
    """

    log: bytes
    starts: array[int]
    parents: array[int]
    firsts: array[int]
    labels: array[int]
    names: list[str | None]
    refs: dict[str, list[str]]

    def __len__(self) -> int:
        return len(self.labels)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(index, slice):
            return [self._commit(one) for one in range(*index.indices(len(self)))]
        return self._commit(range(len(self))[index])

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return map(self._commit, range(len(self)))

    def _commit(self, index: int) -> dict[str, Any]:
        record = self.log[self.starts[index] : self.starts[index + 1] - 1]
        oid, parents, author, email, time, subject = record.decode("utf-8", "replace").split("\0")
        known = self.parents[self.firsts[index] : self.firsts[index + 1]]
        names, labels = self.names, self.labels
        return {
            "oid": oid,
            "parent_ids": parents.split(),
            "author": author,
            "message": subject,
            "branch": names[labels[index]],
            "parent_branches": [names[labels[one]] if one >= 0 else None for one in known],
            "email": email,
            "time": int(time) if time.isdecimal() else None,
            "refs": self.refs.get(oid, []),
        }

    def __repr__(self) -> str:
        return f"<{len(self)} commits>"
