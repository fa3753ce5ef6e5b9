"""CSV text and files of tables."""

from __future__ import annotations

import csv
import io
import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from ..model.jsonio import loads
from .base import OutputError, read
from .names import unique

__all__ = ["of_file"]

_INTEGER = re.compile(r"[+-]?(?:0|[1-9]\d{0,14})")
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)?(?:\.\d*)?(?:[eE][+-]?\d{1,3})?")
_SAMPLE = 1 << 14


def of_file(given: str | bytes | os.PathLike[Any], names: Sequence[str] | None) -> tuple[Any, Any]:
    """Return what a file holds, or CSV text: rows or a JSON value, and the columns' names."""
    if isinstance(given, bytes):
        return _csv(_decoded(given), None), names
    if isinstance(given, str) and "\n" in given:
        return _csv(given, None), names
    path = Path(os.fsdecode(given))
    suffix = path.suffix.lower()
    if suffix in {".parquet", ".feather", ".arrow", ".xlsx", ".xls", ".sqlite", ".db"}:
        raise OutputError(f"{path.name}: read it with pandas or polars, and show what they return")
    content = _decoded(read(path))
    if suffix == ".json":
        try:
            return loads(content), names
        except (ValueError, RecursionError) as error:
            raise OutputError(f"{path} is no JSON: {error}") from error
    return _csv(content, "\t" if suffix in {".tsv", ".tab"} else None), names


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise OutputError(f"A table as text must be UTF-8: {error}") from error


def _csv(text: str, delimiter: str | None) -> dict[str, list[Any]]:
    """Return the columns of CSV text, whose first line names them; numbers are told."""
    if delimiter is None:
        delimiter = ","
        with suppress(csv.Error):
            delimiter = csv.Sniffer().sniff(text[:_SAMPLE], ",;\t|").delimiter
    try:
        head, *rows = [
            row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if row
        ] or [[]]
    except csv.Error as error:
        raise OutputError(f"This is no CSV: {error}") from error
    if not head:
        raise OutputError("This CSV text is empty; its first line names the columns")
    width = max(map(len, [head, *rows]))
    head += [f"column {number + 1}" for number in range(len(head), width)]
    full = [row + [""] * (width - len(row)) for row in rows]
    columns = zip(*full, strict=True) if full else ([] for _ in head)
    return {name: _typed(list(one)) for name, one in zip(unique(head), columns, strict=True)}


def _typed(column: list[str]) -> list[Any]:
    """Return numbers where all of a column is numbers; codes like 007 stay text."""
    filled = [one.strip() for one in column if one.strip()]
    if filled and all(map(_INTEGER.fullmatch, filled)):
        return [int(one) if one.strip() else None for one in column]
    if filled and all(_NUMBER.fullmatch(one) and any(map(str.isdigit, one)) for one in filled):
        return [float(one) if one.strip() else None for one in column]
    return list(column)
