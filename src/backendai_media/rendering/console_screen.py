"""A terminal screen of unlimited width: lines that grow downwards, and control sequences.

Mirrors `browser/src/renderers/console/screen.ts`, with a fast path for the most frequent text:
whole lines that contain colours only.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .._spec import (
    CONSOLE_BLANKS_PER_UNIT,
    CONSOLE_BLOCK_LINES,
    CONSOLE_BLOCK_UNITS,
    CONSOLE_FIRST_BLANKS,
    CONSOLE_MAX_LINE_UNITS,
    CONSOLE_MIN_BLOCK_LINES,
    CONSOLE_MIN_REACHABLE_LINES,
    CONSOLE_RUN_WEIGHT,
    CONSOLE_WIDE_WEIGHT,
)
from .console_lines import Line, units
from .sgr import Style, link_of, select

__all__ = ["Screen", "simple_block"]

#: The column after the last character, wherever that is.
END = -1
MAX_TRANSITIONS = 4096
MAX_LINE_WEIGHT = CONSOLE_MAX_LINE_UNITS * (CONSOLE_RUN_WEIGHT + CONSOLE_WIDE_WEIGHT)

# Text, and after it a `CSI` that may be known, an escape, or another control character as often as
# it comes. An escape before another one stands for nothing. At the end of a line, tabs are text.
_CONTROLS = (
    r"(?:\x1b*\x1b\[([0-;]*+)([@-~])|(\x1b+)"
    r"|(\n+|[\v\f]+|\r+|\x08+|\t|[\0-\x07\x0e-\x1a\x1c-\x1f\x7f-\x9f]+))?"
)
_STEP = re.compile(rf"([^\0-\x1f\x7f-\x9f]*){_CONTROLS}")
_STEP_AT_END = re.compile(rf"([^\0-\x08\n-\x1f\x7f-\x9f]*){_CONTROLS}")
# Another `CSI`; `OSC` and other strings, which end in their line; character sets and single ones.
_SEQUENCE = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]"
    r"|([\]PX^_][^\x07\x1b\n-\r]*)(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-OQ-WYZ\\`-~])"
)
_PARTIAL = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b\n-\r]*\x1b?|[ -/]*)\Z")
_COLOR = r"\x1b\[([0-;]*+)m"
_COLORED = re.compile(_COLOR)
_PLAIN_LINES = re.compile(rf"(?>[^\0-\x08\x0b-\x1f\x7f-\x9f]++|{_COLOR.replace('(', '(?:', 1)})*+")
_DIGITS = re.compile("[0-9]*")


class Screen:
    """Interprets a program's output."""

    def __init__(self, blanks: float = CONSOLE_FIRST_BLANKS) -> None:
        self.styles: list[Style] = [{}]
        self.lines = [Line()]
        self._numbers: dict[tuple[tuple[str, str], ...], int] = {(): 0}
        # (style, sequence) → style: programs repeat a few of them.
        self._transitions: dict[tuple[int, str], int] = {}
        self._number = 0
        self._row = 0
        self._column = END
        # Text follows what was written last: an accent belongs to that.
        self._joins = True
        self._partial = ""
        #: Blanks that may be left before distant text.
        self.blanks = int(min(blanks, CONSOLE_FIRST_BLANKS))
        #: Whether blanks were left out, since there would have been too many.
        self.is_cut = False

    def write(self, more: str) -> None:
        """Write text; an unfinished sequence is kept for the next call."""
        text, self._partial = self._partial + more, ""
        self.blanks += len(more) * CONSOLE_BLANKS_PER_UNIT
        at, tried = self._write_lines(text, 0)
        end = len(text)
        while at < end and (
            found := (_STEP_AT_END if self._column == END else _STEP).match(text, at)
        ):
            part, parameters, final, escapes, controls = found.groups()
            at = found.end()
            if part:
                self._print(part)
            if final:
                self._command(final, parameters)
            elif escapes:
                at = self._escape(text, at - 1)
            elif controls:
                self._control(controls[0], len(controls))
                if controls[0] == "\n" and at >= tried:
                    at, tried = self._write_lines(text, at)

    def take_block(self) -> list[Line]:
        """Remove and return a block of lines that the cursor no longer reaches, if there is one."""
        reachable = min(self._row, len(self.lines) - CONSOLE_MIN_REACHABLE_LINES)
        if (
            reachable < CONSOLE_BLOCK_LINES
            and len(self.lines) * MAX_LINE_WEIGHT < CONSOLE_BLOCK_UNITS
        ):
            return []
        count = size = 0
        while count < CONSOLE_BLOCK_LINES and size < CONSOLE_BLOCK_UNITS and count < reachable:
            size += self.lines[count].weight
            count += 1
        if count < CONSOLE_BLOCK_LINES and size < CONSOLE_BLOCK_UNITS:
            size = count = 0
            while size < CONSOLE_BLOCK_UNITS and count < self._row - 1:
                size += self.lines[count].weight
                count += 1
            if size < CONSOLE_BLOCK_UNITS or count > CONSOLE_MIN_BLOCK_LINES:
                return []
        self._row -= count
        taken = self.lines[:count]
        del self.lines[:count]
        return taken

    def _write_lines(self, text: str, at: int) -> tuple[int, int]:
        """Write whole lines that contain colours only.

        Return the position after them, and one before which there are no more of them.
        """
        lines = self.lines
        if self._column > 0 or self._row != len(lines) - 1 or not lines[-1].is_empty():
            return at, at
        found = _PLAIN_LINES.match(text, at)
        plain = found.end() if found else at
        end = text.rfind("\n", at, plain) + 1
        if not end:
            return at, plain
        lines.pop()
        number, known = self._number, self._transitions
        for raw in text[at : end - 1].split("\n"):
            if len(raw) * 2 > CONSOLE_MAX_LINE_UNITS:
                lines.append(Line())
                self._row, self._column = len(lines) - 1, 0
                self.write(raw)
                number = self._number
                continue
            if "\x1b" not in raw:
                lines.append(Line(raw, [0, number]) if number and raw else Line(raw))
                continue
            parts = _COLORED.split(raw)
            content = parts[0]
            runs = [0, number] if number and content else []
            shown = number if runs else 0
            for parameters, part in zip(parts[1::2], parts[2::2], strict=True):
                key = (number, parameters)
                number = known[key] if key in known else self._style_after(*key)
                if part:
                    if shown != number:
                        runs += (len(content), number)
                        shown = number
                    content += part
            lines.append(Line(content, runs))
        self._number = number
        lines.append(Line())
        self._row, self._column = len(lines) - 1, 0
        return end, plain

    def _style_after(self, number: int, parameters: str) -> int:
        """Return the number of the style after a sequence."""
        known = self._transitions.get((number, parameters))
        if known is None:
            known = self._style_number(select(self.styles[number], parameters))
            if len(self._transitions) > MAX_TRANSITIONS:
                self._transitions.clear()
            self._transitions[number, parameters] = known
        return known

    def _style_number(self, style: Style) -> int:
        """Return the number of a style."""
        key = tuple(sorted(style.items()))
        if key not in self._numbers:
            self._numbers[key] = len(self.styles)
            self.styles.append(style)
        return self._numbers[key]

    def _print(self, text: str) -> None:
        line = self.lines[self._row]
        joins, self._joins = self._joins, True
        if self._column != END:
            blanks = self._column - line.width
            if blanks < 0:
                self._overwrite(line, text, joins=joins)
                return
            if blanks:
                self.is_cut = self.is_cut or blanks > self.blanks
                blanks = min(blanks, self.blanks, CONSOLE_MAX_LINE_UNITS)
                self.blanks -= blanks
                line.add(" " * blanks, 0)
            self._column = END
        if len(text) * 2 + line.size <= CONSOLE_MAX_LINE_UNITS:
            line.add(text, self._number, joins=joins)
            return
        while text:
            room = CONSOLE_MAX_LINE_UNITS - line.size
            if room < 2:
                line.continues = True
                self._row += 1
                line = Line()
                self.lines.insert(self._row, line)
                room = CONSOLE_MAX_LINE_UNITS
            part = text[:room]
            while units(part) > room:  # beyond the BMP characters take two
                part = part[: len(part) - (units(part) - room + 1) // 2]
            line.add(part, self._number, joins=joins)
            joins = True
            text = text[len(part) :]

    def _overwrite(self, line: Line, text: str, *, joins: bool) -> None:
        """Replace the columns at the cursor."""
        # What does not fit into the line goes on after it.
        fits = units(text) * 2 + line.size <= CONSOLE_MAX_LINE_UNITS
        limit = None if fits else line.width
        self._column, rest = line.overwrite(
            self._column, text, self._number, joins=joins, limit=limit
        )
        if rest:
            line.cut(self._column)
            self._column = END
            self._print(rest)

    def _control(self, control: str, count: int) -> None:
        """Handle a control character that comes `count` times."""
        match control:
            case "\r":
                self._move_along(0)
            case "\b":
                self._move_along(max(0, self._at() - count))
            case "\n" | "\v" | "\f":
                self._move_to(self._row + count, 0)
            case "\t":
                # At the line's end it is text, so that it is copied as a tab.
                if self._column == END or self._column == self.lines[self._row].width:
                    self._print("\t")
                else:
                    self._move_along(self._column + 8 - self._column % 8)

    def _move_to(self, row: int, column: int) -> None:
        self._row = max(0, row)
        while len(self.lines) <= self._row:
            self.lines.append(Line())
        self._column = column
        self._joins = False

    def _move_along(self, column: int) -> None:
        self._column = column
        self._joins = False

    def _at(self) -> int:
        """Return the cursor's column."""
        return self.lines[self._row].width if self._column == END else self._column

    def _escape(self, text: str, at: int) -> int:
        """Handle the sequence at `at`; return the position after it."""
        found = _SEQUENCE.match(text, at)
        if not found:
            if len(text) - at > CONSOLE_MAX_LINE_UNITS or not _PARTIAL.match(text, at):
                return at + 1
            self._partial = text[at:]
            return len(text)
        command = found[1]
        if command and command.startswith("]8;"):
            style = {key: one for key, one in self.styles[self._number].items() if key != "link"}
            link = link_of(command[command.find(";", 3) + 1 :])
            self._number = self._style_number({**style, "link": link} if link else style)
        return found.end()

    def _command(self, final: str, parameters: str) -> None:
        """Handle a `CSI`."""
        if final == "m":
            self._number = self._style_after(self._number, parameters)
            return
        given, count = _numbers(parameters)
        row, last = self._row, len(self.lines) - 1
        column = self._at()
        match final:
            case "A":
                self._move_to(row - count, column)
            case "B":
                self._move_to(min(row + count, last), column)
            case "C":
                self._move_along(column + count)
            case "D":
                self._move_along(max(0, column - count))
            case "E":
                self._move_to(min(row + count, last), 0)
            case "F":
                self._move_to(row - count, 0)
            case "G":
                self._move_along(count - 1)
            case "J" if not given:
                self._move_along(column)
                del self.lines[row + 1 :]
                self._erase_right(column)
            case "K":
                self._move_along(column)
                self._erase(given, column)

    def _erase(self, given: int, column: int) -> None:
        line = self.lines[self._row]
        if given == 0:
            self._erase_right(column)
        elif given == 2:
            line.clear()
        elif given == 1:
            line.blank(column + 1)

    def _erase_right(self, column: int) -> None:
        line = self.lines[self._row]
        line.continues = False
        line.cut(column)


# Programs that move the cursor do so with a few numbers.
@lru_cache(256)
def _numbers(parameters: str) -> tuple[int, int]:
    """Return the first number of a sequence, and how far it moves the cursor."""
    found = _DIGITS.match(parameters)
    given = int(found.group().lstrip("0")[:5] or 0) if found else 0
    return given, min(max(given, 1), CONSOLE_MAX_LINE_UNITS)


def simple_block(sizes: Sequence[int], start: int) -> int:
    """Return how many lines `Screen.take_block` takes, with the cursor at the end of the last.

    `sizes` are those of all lines, in code units and columns; those before `start` were taken.
    """
    left = len(sizes) - start
    reachable = min(left - 1, left - CONSOLE_MIN_REACHABLE_LINES)
    if reachable >= CONSOLE_BLOCK_LINES:
        whole = sizes[start : start + CONSOLE_BLOCK_LINES]
        if sum(whole) < CONSOLE_BLOCK_UNITS:
            return CONSOLE_BLOCK_LINES
    count = size = 0
    while size < CONSOLE_BLOCK_UNITS and count < min(CONSOLE_BLOCK_LINES, left - 2):
        size += sizes[start + count]
        count += 1
    if size < CONSOLE_BLOCK_UNITS and not count == CONSOLE_BLOCK_LINES <= reachable:
        return 0
    return count if count <= max(reachable, CONSOLE_MIN_BLOCK_LINES) else 0
