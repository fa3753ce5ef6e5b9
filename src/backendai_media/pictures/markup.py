"""HTML as a picture: its first table, else its text, else what plays in it."""

import re
from html.parser import HTMLParser

from . import marks
from .grid import table
from .lines import card, text

__all__ = ["markup"]

#: Characters that are read: pictures show little, and outputs can be long.
_MOST = 1 << 19
_SPAN = 100
_SILENT = frozenset(("script", "style", "head", "template", "noscript"))
_BLOCKS = frozenset("p div li tr br h1 h2 h3 h4 h5 h6 pre ul ol dt dd hr section details".split())
_SHAPES = (
    re.compile(r"([\d,_]+) rows? × ([\d,_]+) columns?"),
    re.compile(r"shape: \(([\d_]+), ([\d_]+)\)"),
)
_PLAYERS = {
    "audio": ("Sound", marks.SOUND),
    "video": ("Video", marks.PLAY),
    "script": ("Interactive page", marks.CHART),
    "iframe": ("Page", marks.PAGE),
    "canvas": ("Picture", marks.CHART),
    "img": ("Picture", marks.PAGE),
    "svg": ("Picture", marks.CHART),
}


def markup(html: str) -> str | None:
    """Return a picture of an HTML fragment or document; `None`: there is nothing to see."""
    reader = _Reader()
    reader.feed(html[:_MOST])
    reader.close()
    if reader.rows:
        return _table(reader)
    plain = re.sub(r"\n\s*\n+", "\n\n", "".join(reader.text)).strip()
    for tag, (name, mark) in _PLAYERS.items():
        if tag in reader.tags and (len(plain) < 200 or tag in {"audio", "video"}):
            return card(name, reader.title or plain[:80], mark=mark)
    return text(plain, name=reader.title or "HTML") if plain else None


def _table(reader: "_Reader") -> str:
    names = [" / ".join(filter(None, parts)) for parts in zip(*_squared(reader.head), strict=True)]
    rows = reader.rows
    if not names:
        names = [""] * max(map(len, rows))
    whole = "".join(reader.text)
    shape = next((found for one in _SHAPES if (found := one.search(whole))), None)
    gap = next((at for at, row in enumerate(rows) if set(row[-1:]) & {"...", "…", "⋮"}), None)
    if shape is None or not rows:
        return table(names, rows, caption=reader.caption)
    count = int(re.sub("[,_]", "", shape[1]))
    if gap is not None and set(filter(None, rows[gap])) <= {"...", "…", "⋮"}:
        rows = rows[:gap]
    return table(names, rows, more_rows=max(count - len(rows), 0), caption=reader.caption)


def _squared(rows: list[list[str]]) -> list[list[str]]:
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]


class _Reader(HTMLParser):
    """Takes the first table apart, and keeps all text beside it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.text: list[str] = []
        self.title = self.caption = ""
        self.head: list[list[str]] = []
        self.rows: list[list[str]] = []
        self._spans: dict[int, tuple[int, str]] = {}
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = (1, 1)
        self._silent = ""
        self._into = ""
        self._in_head = self._done = False
        self._only_heads = True

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag in {"title", "caption"}:
            self._into = tag
        elif self._silent or tag in _SILENT:
            self._silent = self._silent or tag
        elif tag == "thead":
            self._in_head = True
        elif tag == "tr":
            self._row, self._only_heads = [], True
        elif tag in {"td", "th"} and self._row is not None:
            given = dict(attrs)
            self._span = (_number(given.get("colspan")), _number(given.get("rowspan")))
            self._only_heads &= tag == "th"
            self._fill()
            self._cell = []
        if tag in _BLOCKS:
            self.text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._into:
            self._into = ""
        if tag == self._silent:
            self._silent = ""
        elif tag in {"td", "th"} and self._cell is not None and self._row is not None:
            self._end_cell(self._row, " ".join("".join(self._cell).split()))
        elif tag == "tr" and self._row is not None:
            self._end_row(self._row)
        elif tag == "thead":
            self._in_head = False
        elif tag == "table":
            self._done = bool(self.rows)
        if tag in _BLOCKS:
            self.text.append("\n")

    def handle_data(self, data: str) -> None:
        if self._into:
            setattr(self, self._into, f"{getattr(self, self._into)} {data}".strip()[:200])
        elif not self._silent:
            (self.text if self._cell is None else self._cell).append(data)

    def _end_cell(self, row: list[str], content: str) -> None:
        across, down = self._span
        for _ in range(across):
            if down > 1:
                self._spans[len(row)] = (down - 1, content)
            row.append(content)
        self._cell = None

    def _end_row(self, row: list[str]) -> None:
        self._fill()
        heads = self._in_head or (self._only_heads and not self.rows and not self.head)
        if row and not self._done:
            (self.head if heads else self.rows).append(row)
        self._row = None

    def _fill(self) -> None:
        """Put what reaches down from rows above in its place; only its first row shows it."""
        row = self._row
        while row is not None and len(row) in self._spans:
            left, content = self._spans.pop(len(row))
            if left > 1:
                self._spans[len(row)] = (left - 1, content)
            row.append("")


def _number(text: str | None) -> int:
    return min(int(text), _SPAN) if text and text.isdecimal() and len(text) < 9 and int(text) else 1
