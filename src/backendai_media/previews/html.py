"""Previews of HTML: its first table, else its text, else a card for its media."""

import re

from . import icons
from .cards import card_svg, text_svg
from .html_tokenizer import tokens
from .tables import table_svg

__all__ = ["html_svg"]

#: A preview shows little, so that only the start is parsed.
_MAX_CHARACTERS = 1 << 18
#: Rows, columns and spans of a table that are parsed; further rows are counted.
_MAX_ROWS, _MAX_COLUMNS, _MAX_SPAN = 100, 200, 100
_HIDDEN = frozenset(("head", "template", "noscript", "script", "style"))
_BLOCKS = frozenset("p div li tr br h1 h2 h3 h4 h5 h6 pre ul ol dt dd hr section details".split())
_SHAPE = re.compile(r"(?<![\d,_])([\d,_]+) rows? × [\d,_]+ columns?|shape: \(([\d_]+), [\d_]+\)")
_SPANS = re.compile(r"\b(col|row)span\s*=\s*[\"']?(\d{1,5})\b")
_DOTS = frozenset(("...", "…", "⋮", ""))
_PLAYERS = {
    "audio": ("Sound", icons.SOUND),
    "video": ("Video", icons.PLAY),
    "script": ("Interactive page", icons.CHART),
    "iframe": ("Page", icons.PAGE),
    "canvas": ("Image", icons.CHART),
    "img": ("Image", icons.PAGE),
    "svg": ("Image", icons.CHART),
}


def html_svg(html: str) -> str | None:
    """Return a preview of an HTML fragment or document, or `None` if nothing is visible."""
    reader = _Reader(html[:_MAX_CHARACTERS])
    if reader.rows:
        return _table(reader)
    plain = re.sub(r"\n\s*\n+", "\n\n", "".join(reader.text)).strip()
    for tag, (name, mark) in _PLAYERS.items():
        if tag in reader.tags and (len(plain) < 200 or tag in {"audio", "video"}):
            return card_svg(name, reader.title or plain[:80], mark=mark)
    return text_svg(plain, name=reader.title or "HTML") if plain else None


def _table(reader: "_Reader") -> str:
    width = max(map(len, reader.head), default=0)
    head = [row + [""] * (width - len(row)) for row in reader.head]
    names = [" / ".join(filter(None, parts)) for parts in zip(*head, strict=True)]
    rows, count = reader.rows, reader.count
    names = names or [""] * max(map(len, rows))
    if shape := _SHAPE.search("".join(reader.text)):
        count = max(int(re.sub("[,_]", "", shape[1] or shape[2])), count)
        gap = next(
            (at for at, row in enumerate(rows) if row[-1] and _DOTS.issuperset(row[1:] or row)), 0
        )
        rows = rows[:gap] or rows
    return table_svg(names, rows, more_rows=max(count - len(rows), 0), caption=reader.caption)


class _Reader:
    """Parses the first table, and collects the text outside of it."""

    def __init__(self, html: str) -> None:
        self.tags: set[str] = set()
        self.text: list[str] = []
        self.title = self.caption = ""
        self.head: list[list[str]] = []
        self.rows: list[list[str]] = []
        self.count = 0
        self._down: dict[int, int] = {}
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._hidden = self._into = ""
        self._in_head = self._done = False
        self._only_heads = True
        for tag, content in tokens(html):
            if not tag:
                self._take(content)
            elif tag.startswith("/"):
                self._end(tag[1:])
            else:
                self._start(tag, content)
            if tag.strip("/") in _BLOCKS:
                self.text.append("\n")

    def _start(self, tag: str, attributes: str) -> None:
        self.tags.add(tag)
        if tag in {"title", "caption"}:
            self._into = tag
        elif self._hidden or tag in _HIDDEN:
            self._hidden = self._hidden or tag
        elif tag == "thead":
            self._in_head = True
        elif tag == "tr":
            self._row, self._only_heads = [], True
        elif tag in {"td", "th"} and self._row is not None:
            spans = {key: int(value) for key, value in _SPANS.findall(attributes.lower())}
            self._span = (spans.get("col") or 1, spans.get("row") or 1)
            self._only_heads &= tag == "th"
            self._fill(self._row)
            self._cell = []

    def _end(self, tag: str) -> None:
        if tag == self._into:
            self._into = ""
        if tag == self._hidden:
            self._hidden = ""
        elif tag in {"td", "th"} and self._cell is not None and self._row is not None:
            self._end_cell(self._row, " ".join("".join(self._cell).split()))
        elif tag == "tr" and self._row is not None:
            self._end_row(self._row)
        elif tag == "thead":
            self._in_head = False
        elif tag == "table":
            self._done = bool(self.rows)

    def _take(self, content: str) -> None:
        if self._into == "title":
            self.title = f"{self.title}{content}".strip()[:200]
        elif self._into == "caption":
            self.caption = f"{self.caption}{content}".strip()[:200]
        elif not self._hidden:
            (self.text if self._cell is None else self._cell).append(content)

    def _end_cell(self, row: list[str], content: str) -> None:
        across, down = self._span
        for _ in range(min(across, _MAX_COLUMNS - len(row))):
            if down > 1:
                self._down[len(row)] = min(down, _MAX_SPAN) - 1
            row.append(content)
        self._cell = None

    def _end_row(self, row: list[str]) -> None:
        self._fill(row)
        self._row = None
        if not row or self._done:
            return
        if self._in_head or (self._only_heads and not self.rows and not self.head):
            if len(self.head) < _MAX_ROWS:
                self.head.append(row)
            return
        self.count += 1
        if len(self.rows) < _MAX_ROWS:
            self.rows.append(row)

    def _fill(self, row: list[str]) -> None:
        """Add blanks for cells that span down from rows above."""
        while left := self._down.pop(len(row), 0):
            if left > 1:
                self._down[len(row)] = left - 1
            row.append("")
