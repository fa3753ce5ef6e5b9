"""The screen of a recorded terminal, on which programs place the cursor.

Knows what full-screen programs use of ECMA-48 and of xterm's control sequences
(https://invisible-island.net/xterm/ctlseqs/ctlseqs.html); other sequences do nothing.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence

from .._spec import CONSOLE_MAX_JOINED_UNITS
from .console_lines import Line
from .limits import Meter
from .sgr import Style, link_of, select
from .width import columns_of

__all__ = ["RecordedScreen"]

#: Lines above the screen that are kept.
MAX_HISTORY = 5000
_TOKEN = re.compile(
    r"([^\0-\x1f\x7f-\x9f]+)"
    r"|\x1b\[([0-?]*+)([ -/]*+)([@-~])"
    r"|\x1b([\]PX^_][^\x07\x1b]*+)(?:\x07|\x1b\\|(?=\x1b[^\\]))"
    r"|\x1b(?:([ -/]++)([0-~])|([0-OQ-WYZ\\`-~]))"
    r"|([\0-\x1a\x1c-\x1f\x7f-\x9f])"
)
_PARTIAL = re.compile(r"\x1b(?:\[[0-?]*+[ -/]*+|[\]PX^_][^\x07\x1b]*+\x1b?|[ -/]*+)\Z")
#: Characters of a sequence; a longer one is none.
MAX_SEQUENCE = 4096
#: What the DEC's character set for graphics has from "`" on.
_GRAPHICS = str.maketrans(
    {0x60 + place: one for place, one in enumerate("◆▒␉␌␍␊°±␤␋┘┐┌└┼⎺⎻─⎼⎽├┤┴┬│≤≥π≠£·")}
)
_Cells = Sequence[str]


class _Row:
    """The cells of a row, each with its style; those after the last one are blank."""

    __slots__ = ("cells", "styles")

    def __init__(self) -> None:
        self.cells: list[str] = []
        self.styles: list[int] = []

    def put(self, column: int, cells: _Cells, style: int) -> None:
        """Replace the cells from `column` on; a wide character of which one is left is blank."""
        end = column + len(cells)
        self._fill(column)
        for edge in (column, end):
            if edge < len(self.cells) and not self.cells[edge]:
                start = max(edge - 1, 0)
                while start and not self.cells[start]:
                    start -= 1
                self.cells[start:edge] = " " * (edge - start)
                if edge == end:
                    self.cells[edge] = " "
        self.cells[column:end] = cells
        self.styles[column:end] = [style] * len(cells)

    def insert(self, column: int, count: int, columns: int, style: int) -> None:
        """Move the cells from `column` on to the right, out of the row at its end."""
        self._fill(column)
        self.cells[column:column] = " " * count
        self.styles[column:column] = [style] * count
        if len(self.cells) > columns and not self.cells[columns]:
            self.cells[columns - 1] = " "
        del self.cells[columns:], self.styles[columns:]

    def delete(self, column: int, count: int) -> None:
        """Move the cells after some to the left."""
        del self.cells[column : column + count], self.styles[column : column + count]

    def _fill(self, column: int) -> None:
        if (missing := column - len(self.cells)) > 0:
            self.cells += " " * missing
            self.styles += [0] * missing

    def line(self) -> Line:
        """Return the row as a line, without the blanks at its end."""
        cells, styles = self.cells, self.styles
        end = len(cells)
        while end and cells[end - 1] == " " and not styles[end - 1]:
            end -= 1
        runs: list[int] = []
        offset = shown = 0
        for cell, style in zip(cells[:end], styles, strict=False):
            if style != shown and cell:
                runs += (offset, style)
                shown = style
            offset += len(cell)
        return Line("".join(cells[:end]), runs)


def _count(parameters: str | None) -> int:
    return max(1, int(parameters[:5])) if parameters and parameters.isdecimal() else 1


def _narrow(cells: _Cells) -> list[str]:
    """Return the characters that take one column."""
    ends = [*cells[1:], " "]
    return [cell for cell, after in zip(cells, ends, strict=True) if cell and after]


class RecordedScreen:
    """Interprets a recorded program's output; `meter` counts its work."""

    def __init__(self, columns: int, rows: int, meter: Meter) -> None:
        self.columns, self.height, self.meter = columns, rows, meter
        self.styles: list[Style] = [{}]
        self._numbers: dict[tuple[tuple[str, str], ...], int] = {(): 0}
        self._partial = ""
        self._last: list[_Row] = []
        self._reset()

    def _reset(self) -> None:
        self._rows = [_Row() for _ in range(self.height)]
        self._primary: list[_Row] | None = None
        self._history: deque[_Row] = deque(maxlen=MAX_HISTORY)
        #: The cursor; after the last column, the next character wraps.
        self._row = self._column = self._number = 0
        self._top, self._bottom = self._other_region = 0, self.height - 1
        self._wraps, self._inserts = True, False
        #: Character sets, and which of them is used.
        self._sets, self._set = ("", ""), 0
        self._saved: tuple[int, int, int, tuple[str, str], int] = (0, 0, 0, ("", ""), 0)
        #: What the other screen has saved, and the region that scrolls in it.
        self._other_saved = self._saved
        self._previous = ""
        # Whether there is text since everything was cleared.
        self._is_used = False

    def lines(self) -> list[Line]:
        """Return what is on the screen and above it; if nothing is, what was cleared last."""
        rows = [*self._history, *self._rows] if self._primary is None else self._rows
        lines: list[Line] = []
        for row in rows if self._is_used else self._last:
            # Few bytes can fill a screen.
            is_room = self.meter.write(len(row.cells), "left_out_parts")
            if not is_room or not self.meter.spend(len(row.cells) / 5, "left_out_parts"):
                break
            lines.append(row.line())
        while lines and lines[-1].is_empty():
            lines.pop()
        return lines or [Line()]

    def resize(self, columns: int, rows: int) -> None:
        """Change the size: rows go and come at the top."""
        self.columns = columns
        while len(self._rows) > rows:
            if self._row < len(self._rows) - 1 and not self._rows[-1].cells:
                self._rows.pop()
            else:
                self._leave(self._rows.pop(0))
                self._row = max(0, self._row - 1)
        self._rows += [_Row() for _ in range(rows - len(self._rows))]
        self.height = rows
        self._top, self._bottom = self._other_region = 0, rows - 1
        self._column = min(self._column, columns)

    def write(self, more: str) -> bool:
        """Write text; return whether there was room for all of it."""
        text, self._partial = self._partial + more, ""
        at = 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if found is None:
                # A sequence that goes on in what is written next, or an escape before what is none.
                if len(text) - at < MAX_SEQUENCE and _PARTIAL.match(text, at):
                    self._partial = text[at:]
                    return True
                at += 1
                continue
            at = found.end()
            if not self.meter.spend(2 + (at - found.start()) / 20, "left_out_parts"):
                return False
            if not self._do(*found.groups()):
                return False
        return True

    def _do(  # noqa: PLR0913, PLR0917 - the groups of the pattern
        self,
        text: str | None,
        parameters: str | None,
        between: str | None,
        final: str | None,
        string: str | None,
        place: str | None,
        designated: str | None,
        escape: str | None,
        control: str | None,
    ) -> bool:
        """Do what a token says; return whether there was room for it."""
        if text:
            return self._print(text)
        previous, self._previous = self._previous, ""
        if final == "b" and previous:
            return self._print(previous * min(_count(parameters), self.columns * self.height))
        if final:
            return bool(between) or self._command(final, parameters or "")
        if string:
            self._link(string)
        elif designated:
            one, other = self._sets
            if place in {"(", ")"}:
                self._sets = (designated, other) if place == "(" else (one, designated)
        elif escape:
            return self._escape(escape)
        elif control:
            return self._control(control)
        return True

    def _print(self, text: str) -> bool:
        if self._sets[self._set] == "0":
            text = text.translate(_GRAPHICS)
        if not text.isascii():
            text = self._join(text)
        cells: _Cells = columns_of(text)
        self._is_used = True
        while cells:
            if not self._wraps and self._column >= self.columns - 1:
                # Each replaces the one before in the last column; wide ones have no room there.
                self._column, cells = self.columns - 1, _narrow(cells)[-1:]
                if not cells:
                    break
            elif self._column >= self.columns:
                if not self._line_feed():
                    return False
                self._column = 0
            room = self.columns - self._column
            part = cells[:room]
            if len(cells) > room and not cells[room]:
                part = part[:-1]  # a wide character goes to the next row
            taken = len(part)
            if not part:
                part, taken = " ", 0 if self.columns > 1 else 2
            row = self._rows[self._row]
            if self._inserts:
                row.insert(self._column, len(part), self.columns, 0)
            row.put(self._column, part, self._number)
            self._column += len(part)
            cells = cells[taken:]
        self._previous = text[-1:]
        return True

    def _join(self, text: str) -> str:
        """Add the accents that a text begins with to what is before the cursor."""
        cells = self._rows[self._row].cells
        place = min(self._column, len(cells)) - 1
        while place > 0 and not cells[place]:
            place -= 1
        count = 0
        while place >= 0 and count < len(text) and len(cells[place]) < CONSOLE_MAX_JOINED_UNITS:
            joined = cells[place] + text[count]
            if len(columns_of(joined)) != len(columns_of(cells[place])):
                break
            cells[place] = joined
            count += 1
        return text[count:]

    def _control(self, control: str) -> bool:
        match control:
            case "\n" | "\v" | "\f":
                return self._line_feed()
            case "\r":
                self._column = 0
            case "\b":
                self._column = max(0, min(self._column, self.columns - 1) - 1)
            case "\t":
                if self._column < self.columns:
                    self._column = min(self.columns - 1, self._column // 8 * 8 + 8)
            case "\x0e" | "\x0f":
                self._set = 15 - ord(control)
        return True

    def _line_feed(self) -> bool:
        self._column = min(self._column, self.columns - 1)
        if self._row == self._bottom:
            return self._scroll(1)
        self._row = min(self._row + 1, self.height - 1)
        return True

    def _scroll(self, count: int, top: int | None = None) -> bool:
        """Move the lines from `top` to the region's bottom up, or down for negative counts."""
        start, end = self._top if top is None else top, self._bottom + 1
        count = max(start - end, min(count, end - start))
        if not self.meter.spend(abs(count) + self.height / 20, "left_out_parts"):
            return False
        blank = [_Row() for _ in range(abs(count))]
        if count > 0:
            if top is None and not start:
                for row in self._rows[:count]:
                    self._leave(row)
            self._rows[start:end] = self._rows[start + count : end] + blank
        else:
            self._rows[start:end] = blank + self._rows[start : end + count]
        return True

    def _leave(self, row: _Row) -> None:
        if self._primary is None:
            self._history.append(row)

    def _escape(self, final: str) -> bool:
        match final:
            case "7":
                self._save()
            case "8":
                self._restore()
            case "D":
                return self._line_feed()
            case "E":
                self._column = 0
                return self._line_feed()
            case "M":
                self._column = min(self._column, self.columns - 1)
                if self._row == self._top:
                    return self._scroll(-1)
                self._row = max(0, self._row - 1)
            case "c":
                self._keep()
                self._reset()
                return self.meter.spend(self.height / 2, "left_out_parts")
        return True

    def _command(self, final: str, parameters: str) -> bool:
        if final == "m":
            if parameters[:1] not in {"<", "=", ">", "?"}:
                self._number = self._style_number(select(self.styles[self._number], parameters))
            return True
        if parameters.startswith("?"):
            return final not in "hl" or self._modes(parameters[1:].split(";"), final == "h")
        numbers = [int(one[:5]) if one.isdecimal() else 0 for one in parameters.split(";")[:2]]
        given = numbers[0]
        if final in "ABCDEFGHade`f":
            self._move(final, max(given, 1), max([*numbers, 1][1], 1))
            return True
        return self._edit(final, given, numbers[-1])

    def _move(self, final: str, count: int, second: int) -> None:
        row, column = self._row, min(self._column, self.columns - 1)
        first, last = 0, self.height - 1
        if self._top <= row <= self._bottom and final in "ABEF":
            first, last = self._top, self._bottom
        if final in "AF":
            row = max(first, row - count)
        elif final in "BEe":
            row = min(last, row + count)
        elif final in "dHf":
            row = min(last, count - 1)
        if final in "Ca":
            column += count
        elif final == "D":
            column -= count
        elif final in "EF":
            column = 0
        elif final in "G`":
            column = count - 1
        elif final in "Hf":
            column = second - 1
        self._row, self._column = row, max(0, min(self.columns - 1, column))

    def _edit(self, final: str, given: int, second: int) -> bool:  # noqa: C901, PLR0912 - a case for each
        count, row = max(given, 1), self._rows[self._row]
        column = min(self._column, self.columns - 1)
        if not self.meter.spend(self.columns / 50, "left_out_parts"):
            return False
        match final:
            case "J":
                return self._erase_screen(given, self._column)
            case "K":
                self._erase_line(given, self._column)
            case "X":
                self._column = column
                self._erase(self._row, column, min(self.columns, column + count))
            case "P":
                self._column = column
                row.delete(column, count)
            case "@":
                self._column = column
                row.insert(column, min(count, self.columns), self.columns, self._blank_style())
            case "L" | "M" if self._top <= self._row <= self._bottom:
                self._column = 0
                return self._scroll(count if final == "M" else -count, self._row)
            case "S" | "T":
                return self._scroll(count if final == "S" else -count)
            case "r":
                bottom = min(second or self.height, self.height) - 1
                if count - 1 < bottom:
                    self._top, self._bottom = count - 1, bottom
                    self._row = self._column = 0
            case "s":
                self._save()
            case "u":
                self._restore()
            case "h" | "l" if given == 4:
                self._inserts = final == "h"
        return True

    def _modes(self, modes: list[str], is_set: bool) -> bool:  # noqa: FBT001
        for mode in modes:
            if mode == "7":
                self._wraps = is_set
            elif mode in {"47", "1047", "1049"}:
                if mode == "1049" and is_set:
                    self._save()
                if is_set and self._primary is None:
                    self._primary, self._rows = self._rows, [_Row() for _ in range(self.height)]
                    self._saved, self._other_saved = self._other_saved, self._saved
                    self._other_region = self._top, self._bottom
                    self._top, self._bottom = 0, self.height - 1
                elif not is_set and self._primary is not None:
                    self._rows, self._primary = self._primary, None
                    self._saved, self._other_saved = self._other_saved, self._saved
                    region = self._other_region
                    self.resize(self.columns, self.height)
                    self._top, self._bottom = region
                    self._is_used = True
                if mode == "1049" and not is_set:
                    self._restore()
                if not self.meter.spend(self.height / 2, "left_out_parts"):
                    return False
        return True

    def _erase_screen(self, given: int, column: int) -> bool:
        if not self.meter.spend(self.height / 2, "left_out_parts"):
            return False
        if given > 2:
            # 3: only what has scrolled out, which is kept.
            return True
        if given > 1 or not (given or self._row or column):
            self._keep()
            self._rows = [_Row() for _ in range(self.height)]
            for row in range(self.height if self._blank_style() else 0):
                self._erase(row, 0, None)
            return True
        self._erase_line(given, column)
        for row in range(self._row) if given else range(self._row + 1, self.height):
            self._erase(row, 0, None)
        return True

    def _keep(self) -> None:
        """Keep what is about to be cleared: many recordings end so."""
        if self._is_used:
            self._last = [*self._history, *self._rows]
            self._history.clear()
            self._is_used = False

    def _erase_line(self, given: int, column: int) -> None:
        end = min(column + 1, self.columns) if given == 1 else None
        self._erase(self._row, 0 if given else column, end)

    def _erase(self, row: int, start: int, end: int | None) -> None:
        cells, style = self._rows[row], self._blank_style()
        stop = self.columns if end is None else end
        if style or stop < len(cells.cells):
            cells.put(start, " " * (stop - start), style)
        else:
            cells.put(min(start, len(cells.cells)), "", 0)
            cells.delete(start, len(cells.cells))

    def _save(self) -> None:
        self._saved = (self._row, self._column, self._number, self._sets, self._set)

    def _restore(self) -> None:
        """Put the cursor where it was saved, with its style and character sets."""
        row, column, self._number, self._sets, self._set = self._saved
        self._row, self._column = min(row, self.height - 1), min(column, self.columns)

    def _blank_style(self) -> int:
        """Return the style of what is erased: that of the ground at present."""
        style = self.styles[self._number]
        return self._style_number({"bg": style["bg"]}) if "bg" in style else 0

    def _link(self, command: str) -> None:
        if command.startswith("]8;"):
            style = {key: one for key, one in self.styles[self._number].items() if key != "link"}
            link = link_of(command[command.find(";", 3) + 1 :])
            self._number = self._style_number({**style, "link": link} if link else style)

    def _style_number(self, style: Style) -> int:
        key = tuple(sorted(style.items()))
        if key not in self._numbers:
            self._numbers[key] = len(self.styles)
            self.styles.append(style)
        return self._numbers[key]
