"""Reads CSV text and files with tables."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..errors import OutputError
from ..model import delimited
from ..model.jsonio import loads
from .columns import unique
from .output import read_file

__all__ = ["read_table_file"]

#: Short rows are filled up to the longest one; so many cells are the most.
_MIN_CELLS, _MAX_CELLS_PER_CHARACTER = 100_000, 2
_INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d{0,14})")
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)?(?:\.\d*)?(?:[eE][+-]?\d{1,3})?")


def read_table_file(
    given: str | bytes | os.PathLike[Any], names: Sequence[str] | None
) -> tuple[Any, Any]:
    """Return the rows or the JSON value in a file or in CSV text, and the columns' names.

    Raises `OutputError` if it cannot be read, or is of another format.
    """
    if isinstance(given, bytes):
        return _csv(_decoded(given), None), names
    if isinstance(given, str) and "\n" in given:
        return _csv(given, None), names
    path = Path(os.fsdecode(given))
    suffix = path.suffix.lower()
    if suffix in {".parquet", ".feather", ".arrow", ".xlsx", ".xls", ".sqlite", ".db"}:
        raise OutputError(f"{path.name}: read it with pandas or polars, and pass the data frame")
    content = _decoded(read_file(path))
    if suffix == ".json":
        try:
            return loads(content), names
        except (ValueError, RecursionError) as error:
            raise OutputError(f"{path} is not JSON: {error}") from error
    return _csv(content, "\t" if suffix in {".tsv", ".tab"} else None), names


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OutputError(f"CSV text must be UTF-8: {error}") from error


def _csv(text: str, delimiter: str | None) -> dict[str, list[Any]]:
    """Return the columns of CSV text, named by its first line; columns of numbers are converted."""
    head, *rows = [*delimited.rows(text, delimiter or delimited.sniff(text))] or [[]]
    if not head:
        raise OutputError("This CSV text is empty; its first line must name the columns")
    width = max(map(len, [head, *rows]))
    if width * len(rows) > _MIN_CELLS + _MAX_CELLS_PER_CHARACTER * len(text):
        raise OutputError("Most rows of this CSV text are much shorter than the longest one")
    head += [f"column {number + 1}" for number in range(len(head), width)]
    padded = [row + [""] * (width - len(row)) for row in rows]
    columns = zip(*padded, strict=True) if padded else ([] for _ in head)
    return {name: _converted(list(one)) for name, one in zip(unique(head), columns, strict=True)}


def _converted(column: list[str]) -> list[Any]:
    """Convert a column of numbers only; codes like 007 stay text."""
    filled = [one.strip() for one in column if one.strip()]
    if filled and all(map(_INTEGER.fullmatch, filled)):
        return [int(one) if one.strip() else None for one in column]
    if filled and all(_NUMBER.fullmatch(one) and any(map(str.isdigit, one)) for one in filled):
        return [float(one) if one.strip() else None for one in column]
    return list(column)
