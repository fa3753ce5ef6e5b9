"""Console text: streams, plain text, errors and logs.

Creates the elements of `browser/src/renderers/console/{view,paint}.ts`, all of them coloured.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

from .._spec import (
    CONSOLE_BLOCK_LINES,
    CONSOLE_HEAD_BLOCKS,
    CONSOLE_MAX_LINE_UNITS,
    CONSOLE_MAX_LINES,
    CONSOLE_SLICE_UNITS,
    CSS_BACKGROUND,
    CSS_FOREGROUND,
)
from ..model.plain_values import replace_surrogates
from .console_lines import Line, units
from .console_screen import Screen, simple_block
from .context import Context, RenderError
from .contrast import readable
from .error_text import indented
from .languages import MessageId
from .limits import Meter
from .markup import element
from .markup import text as text_markup
from .sgr import Style
from .width import WIDE, columns_of

__all__ = ["console", "screen", "text"]

_LABELS: dict[str, MessageId] = {
    "stdout": "stdout",
    "stderr": "stderr",
    "error": "error",
    "log": "log",
    "text/plain": "plain_text",
}
_MARKED = re.compile("[^\0-%'-;=-\u10ff]")
_WIDE_RANGE = re.compile("[^\0-\u10ff]")
#: What is drawn with characters (lines, blocks, Braille, Powerline) keeps its colours.
_PICTURES = re.compile("([\u2500-\u259f\u2800-\u28ff\ue0a0-\ue0d7\U0001fb00-\U0001fbff]+)")

#: Text in which nothing has another style or width, moves, or joins what is before it.
_NOT_SIMPLE = re.compile("[^\n -~\xa1-\xac\xae-\u02ff]")

#: HTML that is one preformatted text.
_PRE = re.compile(r"""\s*<pre\b[^<>]*white-space:\s*pre\s*[;"']""")
#: What of markup is text that is seen.
_VISIBLE = re.compile(r"(?:\A|>)\s*+[^<\s]")
#: The tags before and after text.
Tags = tuple[str, str]


def console(content: str, type_: str, context: Context) -> str:
    """Return console text as an element, named for screen readers by its type."""
    meter = context.meter
    meter.grant(len(content))
    found = _simple_blocks(content)
    blocks: list[str] = []
    folded = lines = 0
    for count, block in _blocks(content, meter) if found is None else found:
        blocks.append(block)
        lines += count
        if lines > CONSOLE_MAX_LINES and len(blocks) > CONSOLE_HEAD_BLOCKS + 1:
            del blocks[CONSOLE_HEAD_BLOCKS]
            folded += CONSOLE_BLOCK_LINES
            lines -= CONSOLE_BLOCK_LINES
    if folded:
        blocks.insert(
            CONSOLE_HEAD_BLOCKS,
            element(
                "div",
                element("span", text_markup(context.translate("lines_hidden", n=folded))),
                class_="backendai-fold",
            ),
        )
    return _element(blocks, type_, context)


def _blocks(content: str, meter: Meter) -> Iterator[tuple[int, str]]:
    """Yield blocks of lines that are written on a screen, and last what is left on it.

    The number of their lines comes with them; that of the last ones does not count.
    """
    screen = Screen(meter.room)
    blanks = screen.blanks
    painter = _Painter(screen.styles, meter)
    for piece in _slices(replace_surrogates(content)):
        screen.write(piece)
        while taken := screen.take_block():
            yield len(taken), _block(painter.paint(taken), len(taken))
    meter.write(max(blanks - screen.blanks, 0), "left_out_parts")
    if screen.is_cut:
        meter.left_out["left_out_parts"] = None
    yield 0, _tail(painter.paint(screen.lines, is_last=True))


def _simple_blocks(content: str) -> list[tuple[int, str]] | None:
    """Return the same blocks of text that is its own lines; `None` for other text.

    Most text is, and is divided without a screen.
    """
    if _NOT_SIMPLE.search(content):
        return None
    lines = content.split("\n")
    sizes = list(map(len, lines))
    if max(sizes) > CONSOLE_MAX_LINE_UNITS:
        return None
    blocks: list[tuple[int, str]] = []
    start = 0
    while count := simple_block(sizes, start):
        inner = "\n".join([*lines[start : start + count], ""])
        blocks.append((count, _block(_escaped(inner), count)))
        start += count
    return [*blocks, (0, _tail(_escaped("\n".join(lines[start:]) if start else content)))]


def screen(lines: list[Line], styles: list[Style], type_: str, context: Context) -> str:
    """Return the lines of a terminal as an element like that of console text."""
    painted = _Painter(styles, context.meter).paint(lines, is_last=True)
    return _element([_tail(painted)], type_, context)


def _tail(inner: str) -> str:
    return element("div", inner, class_="")


def _element(blocks: list[str], type_: str, context: Context) -> str:
    label = context.translate(_LABELS[type_]) if type_ in _LABELS else type_
    names = ["backendai-console"]
    # Laid out for a terminal's width, as its HTML says: lines are not broken.
    is_laid = type_ == "text/plain" and bool(_PRE.match(str(context.bundle.get("text/html"))))
    if is_laid:
        names.append("backendai-unwrapped")
    if len(blocks) == 1 and not _VISIBLE.search(blocks[0]):
        names.append("backendai-blank")
    return element(
        "div",
        *blocks,
        class_=" ".join(names),
        role="group",
        aria_label=label,
        tabindex="0" if is_laid else None,
    )


def _slices(content: str) -> Iterator[str]:
    """Split text as the browser does: how far the cursor can move up depends on it."""
    if units(content) == len(content):
        for start in range(0, len(content), CONSOLE_SLICE_UNITS):
            yield content[start : start + CONSOLE_SLICE_UNITS]
        return
    raw = content.encode("utf-16-le", "surrogatepass")
    rest = b""
    for start in range(0, len(raw), CONSOLE_SLICE_UNITS * 2):
        piece = rest + raw[start : start + CONSOLE_SLICE_UNITS * 2]
        cut = (
            len(piece) - 2
            if 0xD8 <= piece[-1] < 0xDC and start + CONSOLE_SLICE_UNITS * 2 < len(raw)
            else None
        )
        piece, rest = (piece[:cut], piece[cut:]) if cut is not None else (piece, b"")
        yield piece.decode("utf-16-le", "surrogatepass")


def _block(inner: str, count: int) -> str:
    return element(
        "div",
        inner,
        class_="backendai-block",
        style=f"contain-intrinsic-block-size: auto {count}lh;",
    )


class _Painter:
    """Turns lines into markup: plain text, spans for styled runs, and links."""

    def __init__(self, styles: list[Style], meter: Meter) -> None:
        self.styles = styles
        self.meter = meter
        # The tags before and after a run, by style.
        self.tags: list[Tags] = [("", "")]
        # Those of what is drawn with characters, where they are others.
        self.pictures: dict[int, Tags] = {}

    def paint(self, lines: list[Line], *, is_last: bool = False) -> str:
        """Return lines as markup; there is no line feed after the very last one."""
        for number in range(len(self.tags), len(self.styles)):
            tags, picture = _tags_of(self.styles[number])
            self.tags.append(tags)
            if picture:
                self.pictures[number] = picture
        out: list[str] = []
        plain: list[str] = []  # lines without styles, which become markup together
        last = len(lines) - 1 if is_last else -1
        for index, line in enumerate(lines):
            line.pack()
            if line.runs:
                out.append(_mark_wide("".join(plain)))
                plain.clear()
                self._paint_runs(line, out)
            else:
                plain.append(line.text)
            if not line.continues and index != last:
                plain.append("\n")
            elif line.continues:
                out.append(_mark_wide("".join(plain)))
                plain.clear()
        return "".join([*out, _mark_wide("".join(plain))])

    def _paint_runs(self, line: Line, out: list[str]) -> None:
        content, runs = line.text, line.runs
        mark = _mark_wide if _MARKED.search(content) else str
        if content.isascii() and mark is _mark_wide:
            mark = _escaped
        start = number = 0
        for place in range(0, len(runs), 2):
            stop = runs[place]
            if start < stop:
                out.append(self._styled(content[start:stop], number, mark))
            start, number = stop, runs[place + 1]
        out.append(self._styled(content[start:], number, mark))

    def _styled(self, content: str, number: int, mark: Callable[[str], str]) -> str:
        picture = self.pictures.get(number)
        if not picture or content.isascii() or not _PICTURES.search(content):
            return self._tagged(mark(content), self.tags[number])
        parts = enumerate(_PICTURES.split(content))
        return "".join(
            self._tagged(mark(part), picture if place % 2 else self.tags[number])
            for place, part in parts
            if part
        )

    def _tagged(self, markup: str, tags: Tags) -> str:
        before, after = tags
        if before and not self.meter.write(len(before) + len(after), "left_out_colors"):
            return markup
        return f"{before}{markup}{after}"


def _tags_of(style: Style) -> tuple[Tags, Tags | None]:
    """Return the tags of text of a style, and those of what is drawn with characters."""
    front, back = style.get("fg"), style.get("bg")
    if "inverse" in style:
        front, back = style.get("bg", CSS_BACKGROUND), style.get("fg", CSS_FOREGROUND)
    flags = [name for name in style if name not in {"fg", "bg", "link", "inverse"}]
    text = front or (back and CSS_FOREGROUND)
    # The palette can be read where there is no other ground.
    if not text or (not back and "dim" not in style and not text.startswith("r")):
        return _colored(style, front, back, flags), None
    seen = readable(text, back, is_dim="dim" in style)
    if seen == text:
        return _colored(style, text, back, [name for name in flags if name != "dim"]), None
    plain = [name for name in flags if name != "dim"]
    return _colored(style, seen, back, plain), _colored(style, front, back, flags)


def _colored(style: Style, front: str | None, back: str | None, flags: list[str]) -> Tags:
    given = {name: value for name, value in {"fg": front, "bg": back}.items() if value}
    css = " ".join(f"--{name}: {value};" for name, value in given.items())
    names = " ".join(f"backendai-{name}" for name in [*given, *flags])
    before, after = _tags("span", class_=names, style=css or None)
    if "link" not in style:
        return before, after
    rel = "noopener noreferrer"
    link, end = _tags("a", href=style["link"], target="_blank", rel=rel)
    return link + before, after + end


def _escaped(content: str) -> str:
    return content.replace("&", "&amp;").replace("<", "&lt;")


def _mark_wide(content: str) -> str:
    """Return text in which wide characters are two columns wide in any font."""
    safe = _escaped(content)
    if content.isascii() or not _WIDE_RANGE.search(content):
        return safe
    parts = WIDE.split(safe)
    for place in range(1, len(parts), 2):
        before, after = _wide_tags(len(columns_of(parts[place])))
        parts[place] = f"{before}{parts[place]}{after}"
    return "".join(parts)


@cache
def _wide_tags(columns: int) -> Tags:
    """Return the tags before and after a few wide characters."""
    return _tags("span", class_="backendai-wide", style=f"width: {columns}ch;")


def _tags(name: str, **attributes: str | None) -> Tags:
    """Return the tags of an element."""
    before, _, after = element(name, "\0", **attributes).rpartition("\0")
    return before, after


def text(type_: str, data: Any, context: Context) -> str:
    """Return text, or JSON, as console text."""
    if not isinstance(data, str):
        if type_ == "text/plain":
            raise RenderError("expected text")
        data = indented(data)
    return console(data, type_, context)
