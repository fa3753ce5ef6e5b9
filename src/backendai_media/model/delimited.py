"""Delimited text, like CSV, as `spec/csv.md` has it."""

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from .cells import kind_of

__all__ = ["named", "rows", "sniff"]

#: UTF-16 units of the text, and lines in them, from which the delimiter is found.
SNIFFED_UNITS, SNIFFED_LINES = 65_536, 20
_START = re.compile('\ufeff?(?:sep=([^"\r\n])\r?\n)?')
_QUOTED = re.compile('"[^"]*"')
_LINE_END = re.compile("\r\n?|\n")


def sniff(text: str) -> str:
    """Return which of `,`, `;`, tab and `|` divides the first lines best, or what `sep=` names."""
    named = _START.match(text)
    if named and named[1]:
        return named[1]
    lines = filter(None, _LINE_END.split(_QUOTED.sub("", text[:SNIFFED_UNITS])))
    first = list(islice(lines, SNIFFED_LINES))

    def score(mark: str) -> int:
        counts = [line.count(mark) + 1 for line in first]
        return counts[0] * counts.count(counts[0]) if counts and counts[0] > 1 else 0

    return max(",;\t|", key=score)


def rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each row; rows may differ in length.

    Raises `csv.Error` for a cell that is longer than the standard library reads.
    """
    start = _START.match(text)
    body = io.StringIO(text[start.end() :] if start else text, newline="")
    widest = 0
    for row in csv.reader(body, delimiter=delimiter):
        widest = max(widest, len(row))
        # An empty line is a row only where there is one column.
        if row or widest == 1:
            yield row or [""]


def named(
    rows: list[list[str]], *, header: bool | None = None
) -> tuple[list[str], list[list[str]]]:
    """Return the names of the columns, and the rows below them.

    `header` tells whether the first row has the names; `None`: unless none of its cells is text.
    """
    if header is None:
        header = any(kind_of([cell]) == "text" for cell in rows[0]) if rows else True
    width = max(map(len, rows), default=0)
    if not header:
        return [str(place + 1) for place in range(width)], rows
    first = rows[0] if rows else []
    return first + [""] * (width - len(first)), rows[1:]
