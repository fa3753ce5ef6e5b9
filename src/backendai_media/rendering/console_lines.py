"""Lines of console text, with styled runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from .width import columns_of

__all__ = ["Cell", "Line", "units"]

#: A column's grapheme (`""` for the rest of a wider one) and style.
Cell = tuple[str, int]


def units(text: str) -> int:
    """Return the length in UTF-16 code units, as browsers count."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class Line:
    """A line of the screen."""

    text: str = ""
    #: Offset and style of each run, alternating; text before the first one has style 0.
    runs: list[int] = field(default_factory=list)
    #: The next line continues this one: no line feed came between.
    continues: bool = False

    def add(self, text: str, style: int) -> None:
        """Add text at the end."""
        if text and (self.runs[-1] if self.runs else 0) != style:
            self.runs += (len(self.text), style)
        self.text += text

    def edit(self, change: Callable[[list[Cell]], list[Cell]]) -> None:
        """Replace the columns of the line by the result of `change`."""
        cells: list[Cell] = []
        offset = style = run = 0
        for cell in columns_of(self.text):
            while run < len(self.runs) and self.runs[run] <= offset:
                style = self.runs[run + 1]
                run += 2
            offset += len(cell)
            cells.append((cell, style))
        self.clear()
        for text, number in change(cells):
            self.add(text, number)

    def clear(self) -> None:
        """Empty the line."""
        self.text, self.runs, self.continues = "", [], False
