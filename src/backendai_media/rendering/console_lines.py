"""Lines of console text: text with styled runs, or an array of cells while they change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from operator import ne

from .._spec import CONSOLE_MAX_JOINED_UNITS, CONSOLE_RUN_WEIGHT, CONSOLE_WIDE_WEIGHT
from .width import columns_of

__all__ = ["Line", "units"]

#: Where a line does not change, its cells would take much more memory than its text.
_NO_RUNS: list[int] = []
_MAY_BE_WIDE = re.compile("[^\0-\u10ff]")


def units(text: str) -> int:
    """Return the length in UTF-16 code units, as browsers count."""
    # One is the mark of the byte order: encoders without it are slower to call.
    return len(text) if text.isascii() else len(text.encode("utf-16", "surrogatepass")) // 2 - 1


def _is_simple(text: str) -> bool:
    """Whether each character is one unit and takes one column."""
    return text.isascii() and text.isprintable()


class Line:
    """A line of the screen.

    It is packed (`text`, `runs`) until it is changed anywhere but at its end; then it has an entry
    a column in `_cells` (the grapheme that starts there, `""` where a wide one goes on) and its
    style in `_styles`, until `pack` is called. Each change takes time for what it changes, never
    for the line's length.
    """

    __slots__ = ("_blanks", "_cells", "_is_simple", "_styles", "continues", "runs", "size", "text")

    def __init__(self, text: str = "", runs: list[int] = _NO_RUNS) -> None:
        self.text = text
        #: Offset and style of each run, alternating; text before the first one has style 0.
        self.runs = runs
        #: The next line continues this one: no line feed came between.
        self.continues = False
        #: Length in UTF-16 code units.
        self.size = len(text) if text.isascii() else units(text)
        self._cells: list[str] | None = None
        self._styles: list[int] = _NO_RUNS
        # Whether each character is one unit and takes one column; `None` if that is not known.
        self._is_simple = None if text else True
        # Cells at the beginning that are known to be blank.
        self._blanks = 0

    @property
    def weight(self) -> int:
        """What the line costs a page: its text, the elements of its styles and wide characters."""
        if self._cells is None:
            text, runs = self.text, len(self.runs) // 2
            if not runs and text.isascii():
                return self.size
        else:
            text, styles = "".join(self._cells), []
            if any(self._styles):
                styles = [one for cell, one in zip(self._cells, self._styles, strict=True) if cell]
            runs = sum(map(ne, [0, *styles], styles))
        factor = 1 if text.isascii() or not _MAY_BE_WIDE.search(text) else CONSOLE_WIDE_WEIGHT
        return self.size * factor + runs * CONSOLE_RUN_WEIGHT

    @property
    def width(self) -> int:
        """Number of columns."""
        if self._cells is not None:
            return len(self._cells)
        if self._is_simple is None:
            self._is_simple = _is_simple(self.text)
        return len(self.text if self._is_simple else self._unpacked())

    def is_empty(self) -> bool:
        """Whether there is no text."""
        return not (self.text if self._cells is None else self._cells)

    def add(self, text: str, style: int, *, joins: bool = True) -> None:
        """Add text at the end, which joins what is there: it may begin with an accent of that."""
        if self._cells is not None or not (joins or text.isascii() or self.is_empty()):
            self.overwrite(len(self._unpacked()), text, style, joins=joins)
            return
        if text and (self.runs[-1] if self.runs else 0) != style:
            if not self.runs:
                self.runs = []
            self.runs += (len(self.text), style)
        self._is_simple = self._is_simple and _is_simple(text)
        self.size += len(text) if self._is_simple else units(text)
        self.text += text

    def overwrite(
        self, column: int, text: str, style: int, *, joins: bool, limit: int | None = None
    ) -> tuple[int, str]:
        """Replace the columns from `column` on, but none from `limit` on.

        Return the column after, and the text that is left. If it joins what is before `column`, it
        may begin with an accent of that.
        """
        cells, start = self._cells, column
        if cells is None or (not column and len(text) >= len(cells)):
            if not column and self._is_covered(text):
                self.clear()
                self.add(text, style)
                return len(text), ""
            cells = self._unpacked()
        self._is_simple = self._is_simple and _is_simple(text)
        if self._is_simple and limit is None:
            self._replace(column, column + len(text), text, style)
            return column + len(text), ""
        if joins and column and not text.isascii():
            before = self._start(column - 1)
            if units(cells[before]) <= CONSOLE_MAX_JOINED_UNITS:
                start, own, text = before, self._styles[before], cells[before] + text
        more, left = columns_of(text, start), ""
        if limit is not None and (count := limit - start) < len(more):
            while count and not more[count]:
                count -= 1
            more, left = more[:count], "".join(more[count:])
        end = start + len(more)
        if end < len(cells) and not cells[end]:
            self._split(end)
        if start < len(cells) and not cells[start]:
            self._split(start)
        self._replace(start, end, more, style)
        if start < column:
            self._styles[start] = own
        return end, left

    def cut(self, column: int) -> None:
        """Remove the columns from `column` on."""
        if column < self.width:
            self._split(column)
            self._replace(column, len(self._unpacked()), "", 0)

    def blank(self, end: int) -> None:
        """Make the columns before `end` blank."""
        end = min(end, len(self._unpacked()))
        self._split(end)
        if (start := self._blanks) < end:
            self._replace(start, end, " " * (end - start), 0)
            self._blanks = end

    def clear(self) -> None:
        """Empty the line."""
        self.text, self.runs, self.continues = "", _NO_RUNS, False
        self._cells, self._styles, self.size, self._is_simple = None, _NO_RUNS, 0, True

    def pack(self) -> Line:
        """Return the line itself, with its text and runs up to date."""
        cells = self._cells
        if cells is None:
            return self
        self.text, self.runs = "".join(cells), _NO_RUNS
        if any(self._styles):
            self.runs = []
            offset = shown = 0
            for cell, style in zip(cells, self._styles, strict=True):
                if cell:
                    if style != shown:
                        self.runs += (offset, style)
                        shown = style
                    offset += len(cell)
        self._cells, self._styles = None, _NO_RUNS
        return self

    def _is_covered(self, text: str) -> bool:
        """Whether a text hides the whole line."""
        if not _is_simple(text):
            return False
        if self._cells is not None:
            return len(text) >= len(self._cells)
        return len(text) >= len(self.text) and _is_simple(self.text)

    def _unpacked(self) -> list[str]:
        cells = self._cells
        if cells is None:
            self._is_simple, self._blanks = _is_simple(self.text), 0
            cells = self._cells = [*columns_of(self.text)]
            runs = self.runs
            if not runs:
                self._styles = [0] * len(cells)
                return cells
            styles: list[int] = []
            offset = style = run = 0
            for cell in cells:
                while run < len(runs) and runs[run] <= offset:
                    style = runs[run + 1]
                    run += 2
                offset += len(cell)
                styles.append(style)
            self._styles = styles
        return cells

    def _replace(self, start: int, end: int, more: Sequence[str], style: int) -> None:
        cells = self._unpacked()
        if self._is_simple:
            cells[start:end] = more
            self.size = len(cells)
        else:
            self.size += units("".join(more)) - units("".join(cells[start:end]))
            cells[start:end] = more
        self._styles[start:end] = [style] * len(more)
        if self._blanks:
            self._blanks = min(self._blanks, start)

    def _split(self, column: int) -> None:
        """Replace the character that `column` is in the middle of by blanks."""
        cells = self._unpacked()
        start, end = self._start(column), column
        while end < len(cells) and not cells[end]:
            end += 1
        if start < column:
            self._replace(start, end, " " * (end - start), 0)

    def _start(self, column: int) -> int:
        """Return where the character begins that is at `column`."""
        cells = self._unpacked()
        while 0 < column < len(cells) and not cells[column]:
            column -= 1
        return column
