"""Named columns of values: what tables of any kind are read into."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

__all__ = ["Columns", "label", "unique"]


class Columns:
    """Columns of `count` values each, from a table of `total` rows.

    `source` is the data frame or Arrow table that they come from, if any.
    """

    def __init__(
        self,
        names: Iterable[Any],
        values: Callable[[int], Sequence[Sequence[Any]]],
        *,
        count: int,
        total: int,
        source: Any = None,
    ) -> None:
        self.names = unique(names)
        self.count, self.total, self.source = count, total, source
        self._values = values

    def values(self, limit: int | None = None) -> list[Sequence[Any]]:
        """Return the columns, or their first `limit` values."""
        return list(self._values(self.count if limit is None else min(limit, self.count)))


def label(name: Any) -> str:
    """Return a column's name as text; the levels of a name are joined."""
    levels = name if isinstance(name, tuple) else (name,)
    return " / ".join(str(level) for level in levels if level is not None and level != "")


def unique(names: Iterable[Any]) -> list[str]:
    """Return names as text; repeated ones are numbered."""
    found: dict[str, None] = {}
    counts: dict[str, int] = {}
    for given in names:
        name = numbered = label(given)
        count = counts.get(name, 1)
        while numbered in found:
            count += 1
            numbered = f"{name} ({count})"
        counts[name] = count
        found[numbered] = None
    return list(found)
