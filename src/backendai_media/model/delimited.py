"""Delimited text, like CSV, as `spec/csv.md` has it."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from .cells import kind_of

__all__ = ["comments", "named", "rows", "sniff"]

#: UTF-16 units of the text, and lines in them, from which the delimiter is found.
SNIFFED_UNITS, SNIFFED_LINES = 65_536, 20
#: Rows below the first that may name columns, too; rows and columns that are looked at to tell.
HEAD_MORE, HEAD_ROWS, HEAD_COLUMNS = 3, 20, 100
_START = re.compile('\ufeff?(?:sep=([^"\r\n])\r?\n)?')
_COMMENTS = re.compile(r"(?>#[^\r\n]*+[\r\n]++)*+")
_QUOTED = re.compile('"[^"]*"')
_LINE_END = re.compile("\r\n?|\n")
_BREAK = re.compile("[\r\n]")


def sniff(text: str) -> str:
    """Return which of `,`, `;`, tab and `|` divides the first lines best, or what `sep=` names."""
    named = _START.match(text)
    if named and named[1]:
        return named[1]
    start = _past_comments(text)
    part = text[start : start + SNIFFED_UNITS]
    lines = filter(None, _LINE_END.split(_QUOTED.sub("", part)))
    first = list(islice(lines, SNIFFED_LINES))

    def score(mark: str) -> int:
        counts = [line.count(mark) + 1 for line in first]
        return counts[0] * counts.count(counts[0]) if counts and counts[0] > 1 else 0

    return max(",;\t|", key=score)


def comments(text: str, delimiter: str) -> str:
    """Return the comments before the rows, `""` if there are none."""
    return text[_begin(text) : _start(text, delimiter)].strip()


def rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield the cells of each row; rows may differ in length."""
    body = text[_start(text, delimiter) :]
    count = widest = 0
    found = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter)
    try:
        for row in found:
            count += 1
            widest = max(widest, len(row))
            # An empty line is a row only where there is one column.
            if row or widest == 1:
                yield row or [""]
    except csv.Error:
        # A cell is longer than the standard library reads.
        for row in islice(_rows(body, delimiter), count, None):
            widest = max(widest, len(row))
            if row or widest == 1:
                yield row or [""]


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield rows as `csv.reader` does, whose cells may have any length."""
    mark = re.escape(delimiter)
    cell = re.compile(rf'(?:"((?>[^"]++|"")*+)"?)?([^{mark}\r\n]*+)(?:({mark})|\r\n|[\r\n]|\Z)')
    row: list[str] = []
    at = 0
    while at < len(text) or row:
        found = cell.match(text, at)
        if not found:  # never: every part may be empty
            return
        quoted, rest, has_more = found.groups()
        value = rest if quoted is None else quoted.replace('""', '"') + rest
        # An empty line has no cells.
        if row or has_more or found[0].strip("\r\n"):
            row.append(value)
        at = found.end()
        if not has_more:
            yield row
            row = []


def named(
    rows: list[list[str]], *, header: bool | None = None
) -> tuple[list[str], list[list[str]]]:
    """Return the names of the columns, and the rows below them.

    `header` tells whether the first row has the names; `None`: unless none of its cells is text.
    """
    count = _head_rows(rows) if header is None else int(header and bool(rows))
    width = max(map(len, rows), default=0)
    if not count:
        return [str(place + 1) for place in range(width)] if rows else [], rows
    head, below = rows[:count], rows[count:]
    names = [
        " / ".join(filter(None, (row[place] for row in head if place < len(row))))
        for place in range(max(map(len, head)))
    ]
    if _have_names(len(head[0]), below[: HEAD_MORE + HEAD_ROWS + 1 - count]):
        names.insert(0, "")
    return names[:width] + [""] * (width - len(names)), below


def _head_rows(rows: list[list[str]]) -> int:
    """Return how many of the first rows name the columns."""
    if not rows or not any(map(_is_name, rows[0])):
        return 0
    names = [name for name in rows[0][:HEAD_COLUMNS] if name]
    if len(set(names)) == len(names):
        return 1
    # Groups of columns have one name: rows of names only name the columns, too, if one of them
    # is above values of another kind.
    width = min(len(rows[0]), HEAD_COLUMNS)
    more = 0
    below = rows[1 : 1 + HEAD_MORE + HEAD_ROWS]
    while more < min(HEAD_MORE, len(below)) and all(map(_is_name, below[more][:width])):
        more += 1
    while more and not any(
        cell and kind_of(_column(below[more : more + HEAD_ROWS], place)) != "text"
        for place, cell in enumerate(below[more - 1][:width])
    ):
        more -= 1
    return 1 + more


def _column(rows: list[list[str]], place: int) -> list[str | None]:
    return [row[place] if place < len(row) else None for row in rows]


def _is_name(cell: str) -> bool:
    return kind_of([cell]) == "text"


def _have_names(width: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether rows begin with their own names, as R writes them.

    Each has a cell more than the first row then, and the last ones are not all empty, as where
    each line ends with a delimiter.
    """
    return all(len(row) == width + 1 for row in rows) and any(row[-1] for row in rows)


def _begin(text: str) -> int:
    """Return where the text begins after a byte order mark and a line that names the delimiter."""
    found = _START.match(text)
    return found.end() if found else 0


def _past_comments(text: str) -> int:
    """Return where the first line without `#` begins; if there is none, where the text does."""
    begin = _begin(text)
    head = text[begin : begin + SNIFFED_UNITS]
    found = _COMMENTS.match(head)
    length = found.end() if found else 0
    return begin + length if length < len(head) else begin


def _start(text: str, delimiter: str) -> int:
    """Return where the rows begin.

    The last comment is one of them if it has as many cells as the row below, whose columns it
    names.
    """
    end = _past_comments(text)
    lines = text[_begin(text) : end].rstrip()
    last = _begin(text) + max(lines.rfind("\n"), lines.rfind("\r")) + 1

    def count(start: int) -> int:
        line = _BREAK.split(text[start : start + SNIFFED_UNITS], 1)[0]
        return _QUOTED.sub("", line).count(delimiter) + 1

    cells = count(last)
    return last if cells > 1 and cells == count(end) else end
