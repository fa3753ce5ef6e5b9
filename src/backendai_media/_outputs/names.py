"""Names of columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["label", "unique"]


def label(name: Any) -> str:
    """Return a name as text; levels of a name are joined."""
    parts = name if isinstance(name, tuple) else (name,)
    return " / ".join(str(part) for part in parts if part is not None and part != "")


def unique(names: Iterable[Any]) -> list[str]:
    """Return names as texts, numbered where one comes again."""
    found: dict[str, None] = {}
    for given in names:
        name = number = label(given)
        count = 1
        while number in found:
            count += 1
            number = f"{name} ({count})"
        found[number] = None
    return list(found)
