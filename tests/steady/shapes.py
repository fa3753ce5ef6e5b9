"""Inputs of any size in the shapes of `spec/vectors/steady.json`."""

from __future__ import annotations

import json
import json.scanner
import sys
import threading
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

__all__ = ["Shape", "parsed", "shapes"]

_LETTERS = str.maketrans("0123456789", "abcdefghij")
FILE = Path(__file__).parents[2] / "spec/vectors/steady.json"


@dataclass(frozen=True)
class Shape:
    """An input: `head`, then `unit` and, after `middle`, `close` equally often, then `tail`.

    In `unit` and `close` `{i}` is the number of the repetition, `{j}` the one before, and `{a}` the
    number in letters.
    """

    name: str
    of: tuple[str, ...]
    unit: str
    head: str = ""
    middle: str = ""
    close: str = ""
    tail: str = ""

    def text(self, size: int) -> str:
        """Return the input of about `size` characters."""
        fixed = len(self.head) + len(self.middle) + len(self.tail)
        each = len(_repeated(self.unit, 1000, 1) + _repeated(self.close, 1000, 1))
        count = max(1, (size - fixed) // each)
        parts = _repeated(self.unit, 0, count), _repeated(self.close, 0, count)
        return f"{self.head}{parts[0]}{self.middle}{parts[1]}{self.tail}"


def _repeated(unit: str, first: int, count: int) -> str:
    if not any(mark in unit for mark in ("{i}", "{j}", "{a}")):
        return unit * count
    return "".join(
        unit.replace("{i}", str(n))
        .replace("{j}", str(n - 1))
        .replace("{a}", str(n).translate(_LETTERS))
        for n in range(first, first + count)
    )


@cache
def shapes() -> list[Shape]:
    """Return all shapes."""
    rows = json.loads(FILE.read_bytes())
    return [Shape(**{**row, "of": tuple(row["of"])}) for row in rows]


def parsed(text: str) -> Any:
    """Parse JSON of any depth."""
    try:
        return json.loads(text, parse_int=_integer)
    except RecursionError:
        return _parsed_deep(text)


def _parsed_deep(text: str) -> Any:
    """By the decoder in Python: since Python 3.12 no limit of ours concerns the one in C."""
    decoder = json.JSONDecoder(parse_int=_integer)
    decoder.scan_once = json.scanner.py_make_scanner(decoder)  # type: ignore[attr-defined]
    values: list[Any] = []
    limit, size = sys.getrecursionlimit(), threading.stack_size(512 << 20)
    try:
        thread = threading.Thread(target=lambda: values.append(decoder.decode(text)))
        sys.setrecursionlimit(10_000_000)
        thread.start()
        thread.join()
    finally:
        sys.setrecursionlimit(limit)
        threading.stack_size(size)
    return values[0]


def _integer(digits: str) -> float:
    return int(digits) if len(digits) < 4000 else float(digits)
