"""Previews of tables: their first rows and columns."""

from collections.abc import Sequence
from typing import Any

from .cards import more
from .svg_text import clean, columns, cut, label, svg_document

__all__ = ["COLUMNS", "ROWS", "table_svg"]

#: How much of a table is drawn.
ROWS, COLUMNS = 10, 8
_MAX_CELL_COLUMNS = 26
_ROW_PX, _GAP_PX, _LETTER_PX, _WIDE_PX = 22, 20, 7.4, 12.5
_DIM = "#57606a"


def table_svg(
    names: Sequence[Any],
    rows: Sequence[Sequence[Any]],
    *,
    more_rows: int | None = None,
    more_columns: int | None = None,
    caption: str = "",
) -> str:
    """Return the first rows and columns of a table as SVG text.

    `more_rows` and `more_columns` count what is missing from `rows`; `None` if nothing is.
    """
    hidden_rows = max(len(rows) - ROWS, 0) + (more_rows or 0)
    hidden_columns = max(len(names) - COLUMNS, 0) + (more_columns or 0)
    head = [_text(name) for name in names[:COLUMNS]]
    cells = [[_text(cell) for cell in row[: len(head)]] for row in rows[:ROWS]]
    cells = [row + [""] * (len(head) - len(row)) for row in cells]
    right = [
        all(_is_number(row[at]) for row in rows[:ROWS] if at < len(row)) and bool(cells)
        for at in range(len(head))
    ]
    widths = [
        max([_pixels(head[at], bold=True)] + [_pixels(row[at]) for row in cells])
        for at in range(len(head))
    ]
    lefts = [12 + sum(widths[:at]) + _GAP_PX * at for at in range(len(head))]
    body, top = "", 0
    if caption:
        body, top = label(12, 20, cut(clean(caption), 80), font_weight=600), _ROW_PX
    width = (lefts[-1] + widths[-1] if head else 120) + 12
    note = _note(hidden_rows, hidden_columns)
    width = max(width, _pixels(note) + 24, _pixels(caption, bold=True) + 24 if caption else 0)
    body += (
        f'<rect x="1" y="{top + 1}" width="{width - 2:g}" height="{_ROW_PX + 4}" rx="5" '
        f'fill="#eef1f5"/>'
    )
    for number, row in enumerate([head, *cells]):
        y = top + 19 + _ROW_PX * number + (6 if number else 0)
        if number > 1:
            body += f'<path d="M1 {y - 16}H{width - 1:g}" stroke="#e2e6ea"/>'
        bold: dict[str, str | float] = {} if number else {"font_weight": 600}
        for at, cell in enumerate(row):
            if cell and right[at]:
                body += label(lefts[at] + widths[at], y, cell, text_anchor="end", **bold)
            elif cell:
                body += label(lefts[at], y, cell, **bold)
    height = top + _ROW_PX * (len(cells) + 1) + 12
    if note:
        body += f'<path d="M1 {height - 3}H{width - 1:g}" stroke="#e2e6ea"/>'
        body += label(12, height + 13, note, fill=_DIM)
        height += _ROW_PX
    return svg_document(width, height, caption or "Table", body)


def _note(rows: int, hidden_columns: int) -> str:
    parts = [more(rows, "row", "rows")] if rows else []
    if hidden_columns:
        parts.append(more(hidden_columns, "column", "columns"))
    return " and ".join(parts).replace("and … ", "and ")


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        cell = f"{cell:.6g}" if abs(cell) < 1e15 else f"{cell:g}"
    # Only the start is processed: a cell may contain megabytes.
    return cut(" ".join(clean(str(cell)[:1000]).split()), _MAX_CELL_COLUMNS)


def _is_number(cell: Any) -> bool:
    if cell is None or cell == "":
        return True
    if isinstance(cell, str):
        text = cell.strip().rstrip("%").replace(",", "")
        return len(text) < 40 and text.lstrip("+-−").replace(".", "", 1).isdecimal()
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _pixels(text: str, *, bold: bool = False) -> float:
    """Return the approximate width of text in pixels; fonts differ."""
    wide = columns(text) - len(text)
    return (len(text) - wide) * (_LETTER_PX if not bold else 7.9) + max(wide, 0) * _WIDE_PX
