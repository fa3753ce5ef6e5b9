"""Lines of console text: text with styled runs, or an array of cells while they change."""

from __future__ import annotations

import re

from .._spec import CONSOLE_RUN_WEIGHT, CONSOLE_WIDE_WEIGHT
from .width import columns_of

__all__ = ["Line", "units"]

#: Where a line does not change, its cells would take much more memory than its text.
_NO_RUNS: list[int] = []
_MAY_BE_WIDE = re.compile("[^\0-\u10ff]")


def units(text: str) -> int:
    """Return the length in UTF-16 code units, as browsers count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


class Line:
    """A line of the screen.

    It is packed (`text`, `runs`) until it is changed anywhere but at its end; then it has an entry
    a column in `_cells` (the grapheme that starts there, `""` where a wide one goes on) and its
    style in `_styles`, until `pack` is called. Each change takes time for what it changes, never
    for the line's length.
    """

    __slots__ = ("_cells", "_size", "_styles", "continues", "runs", "text")

    def __init__(self, text: str = "", runs: list[int] = _NO_RUNS) -> None:
        self.text = text
        #: Offset and style of each run, alternating; text before the first one has style 0.
        self.runs = runs
        #: The next line continues this one: no line feed came between.
        self.continues = False
        self._cells: list[str] | None = None
        self._styles: list[int] = _NO_RUNS
        self._size = -1

    @property
    def size(self) -> int:
        """Length in UTF-16 code units."""
        if self._size < 0:
            self._size = units(self.text)
        return self._size

    @property
    def weight(self) -> int:
        """What the line costs a page: its text, the elements of its styles and wide characters."""
        if self._cells is None:
            text, runs = self.text, len(self.runs) // 2
        else:
            text = "".join(self._cells)
            styles = [style for cell, style in zip(self._cells, self._styles, strict=True) if cell]
            runs = sum(a != b for a, b in zip([0, *styles], styles, strict=False))
        factor = 1 if text.isascii() or not _MAY_BE_WIDE.search(text) else CONSOLE_WIDE_WEIGHT
        return self.size * factor + runs * CONSOLE_RUN_WEIGHT

    @property
    def width(self) -> int:
        """Number of columns."""
        if self._cells is None and self.text.isascii() and self.text.isprintable():
            return len(self.text)
        return len(self._unpacked())

    def is_empty(self) -> bool:
        """Whether there is no text."""
        return not (self.text if self._cells is None else self._cells)

    def add(self, text: str, style: int) -> None:
        """Add text at the end."""
        if self._cells is None:
            if text and (self.runs[-1] if self.runs else 0) != style:
                self.runs = [*self.runs, len(self.text), style]
            if self._size >= 0:
                self._size += units(text)
            self.text += text
            return
        end = last = len(self._cells)
        if text.isascii():
            self._replace(end, end, columns_of(text, end), style)
            return
        # It may begin with what belongs to the last character, like an accent.
        while last and not self._cells[last - 1]:
            last -= 1
        last = max(last - 1, 0)
        before, old = "".join(self._cells[last:]), self._styles[last:]
        more = columns_of(before + text, last)
        self._replace(last, end, more, style)
        self._styles[last : last + len(old)] = old[: len(more)]

    def overwrite(self, column: int, text: str, style: int) -> int:
        """Replace the columns from `column` on, which is in the line; return the column after."""
        if not column and self._is_covered(text):
            self.clear()
            self.add(text, style)
            return len(text)
        more = columns_of(text, column)
        end = column + len(more)
        self._split(end)
        self._split(column)
        self._replace(column, end, more, style)
        return end

    def cut(self, column: int) -> None:
        """Remove the columns from `column` on, except for the rest of a wide character."""
        cells = self._unpacked()
        while column < len(cells) and not cells[column]:
            column += 1
        self._replace(column, len(cells), [], 0)

    def blank(self, end: int) -> None:
        """Make the columns before `end` blank."""
        end = min(end, len(self._unpacked()))
        self._split(end)
        self._replace(0, end, [" "] * end, 0)

    def clear(self) -> None:
        """Empty the line."""
        self.text, self.runs, self.continues = "", _NO_RUNS, False
        self._cells, self._styles, self._size = None, _NO_RUNS, -1

    def pack(self) -> Line:
        """Return the line itself, with its text and runs up to date."""
        cells = self._cells
        if cells is None:
            return self
        runs: list[int] = []
        offset = shown = 0
        for cell, style in zip(cells, self._styles, strict=True):
            if cell:
                if style != shown:
                    runs += (offset, style)
                    shown = style
                offset += len(cell)
        self.text, self.runs = "".join(cells), runs
        self._cells, self._styles = None, _NO_RUNS
        return self

    def _is_covered(self, text: str) -> bool:
        """Whether a text hides the whole line."""
        if not (text.isascii() and text.isprintable()):
            return False
        if self._cells is not None:
            return len(text) >= len(self._cells)
        return len(text) >= len(self.text) and self.text.isascii() and self.text.isprintable()

    def _unpacked(self) -> list[str]:
        cells = self._cells
        if cells is None:
            self._size = self.size
            cells = self._cells = columns_of(self.text)
            styles: list[int] = []
            offset = style = run = 0
            runs = self.runs
            for cell in cells:
                while run < len(runs) and runs[run] <= offset:
                    style = runs[run + 1]
                    run += 2
                offset += len(cell)
                styles.append(style)
            self._styles = styles
        return cells

    def _replace(self, start: int, end: int, more: list[str], style: int) -> None:
        cells = self._unpacked()
        self._size += units("".join(more)) - units("".join(cells[start:end]))
        cells[start:end] = more
        self._styles[start:end] = [style] * len(more)

    def _split(self, column: int) -> None:
        """Replace the halves of the character that `column` is in the middle of by blanks.

        Of a tab, which is text, one blank is left on either side.
        """
        cells = self._unpacked()
        if column >= len(cells) or cells[column]:
            return
        self._replace(column - 1, column, [" "], 0)
        end = column
        while end < len(cells) and not cells[end]:
            end += 1
        self._replace(column, end, [" "], 0)
