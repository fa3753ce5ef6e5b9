"""Git graphs as SVG, like the browser's, without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from html import escape
from itertools import islice
from typing import Any
from unicodedata import east_asian_width

from .._spec import GIT_COLORS, GIT_MAX_LANE_PX, GIT_ROW_PX, THEME_COLORS
from ..errors import GitGraphError
from .commits import TYPE, Commits
from .layout import Layout, lay_out
from .paths import circles, curves, stubs

__all__ = ["STYLE", "to_svg"]

#: Colours by class, in light and dark.
_CLASSES = {
    "paper": THEME_COLORS["background"],
    "ink": THEME_COLORS["foreground"],
    "dim": THEME_COLORS["muted"],
} | {f"c{index}": color for index, color in enumerate(GIT_COLORS)}
#: Colours in dark mode; attributes have the light ones, for viewers without styles.
STYLE = (
    "@media (prefers-color-scheme:dark){"
    + "".join(
        f".backendai-git-{name}{{fill:{dark}}}.backendai-git-{name}-line{{stroke:{dark}}}"
        for name, (_, dark) in _CLASSES.items()
    )
    + "}"
)
_FONT = 'font-family="system-ui,sans-serif" font-size="13"'
#: Lanes that are drawn; those further right are cut off.
_MOST_LANES = 48
#: Columns of text, a wide character taking two.
_SUBJECT, _AUTHOR, _BADGE = 72, 18, 22
#: Pixels of narrow, middling and wide letters, about; fonts differ.
_NARROW, _MIDDLE, _WIDE = 4.5, 7.3, 10.0
# Characters that XML does not allow.
_CONTROL = re.compile(
    "[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)


def _describe(commits: int, older: int, malformed: int) -> list[str]:
    notes = [] if commits else ["No commits yet"]
    if older:
        notes.append(f"… {older:,} older commit{'s' * (older > 1)}")
    if malformed:
        notes.append(f"{malformed:,} entries or links are malformed and left out")
    return notes


def to_svg(
    item: Any,
    *,
    max_rows: int = 200,
    describe: Callable[[int, int, int], list[str]] = _describe,
) -> str:
    """Return the newest `max_rows` commits of a git graph as SVG text.

    `item` is the result of `read`, a payload, or anything that `normalize` accepts; the first graph
    of several is drawn. `describe` returns the lines below it, given the numbers of all commits, of
    those that are not shown, and of malformed entries and links; by default in English. Raises
    `GitGraphError` if there is none, or if it has no commits.
    """
    if isinstance(max_rows, bool) or not isinstance(max_rows, int) or max_rows < 1:
        raise GitGraphError(f"max_rows must be a number of rows, at least 1, not {max_rows!r}")
    commits = _payload(item)
    layout = lay_out(commits, max_rows=max_rows)
    notes = describe(layout.total, layout.total - len(layout.places), len(layout.problems))
    return _document(layout, [commits[place] for place in layout.places], notes)


def _payload(item: Any) -> Sequence[Any]:
    if isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], Commits):
        return item[1]  # a `GitGraph`
    if isinstance(item, Commits):
        return item
    if isinstance(item, list) and all(isinstance(one, dict) and "oid" in one for one in item):
        return item
    from ..model import InvalidItem, MediaItem, UpdateItem, normalize

    found = normalize(item)
    for one in found:
        if isinstance(one, MediaItem | UpdateItem) and TYPE in one.data:
            payload = one.data[TYPE]
            if not isinstance(payload, list):
                raise GitGraphError("A git graph must be a list of commits")
            return payload
    reasons = [f": {one.path}: {one.reason}" for one in found if isinstance(one, InvalidItem)]
    raise GitGraphError("These items contain no git graph" + "".join(reasons[:1]))


def _document(layout: Layout, commits: list[dict[str, Any]], notes: list[str]) -> str:
    count = len(commits)
    lanes = min(layout.width, _MOST_LANES)
    left = round(lanes * GIT_MAX_LANE_PX + 12)
    rows = [_Row(commit) for commit in commits]
    author = left + max((row.width for row in rows), default=0) + 24
    date = author + max((_width(row.author) for row in rows), default=0) + 24
    width = date + 160
    height = GIT_ROW_PX * (count + len(notes)) + 8
    body = [_graph(layout, lanes)]
    body += [row.draw(left, author, date, GIT_ROW_PX * index + 4) for index, row in enumerate(rows)]
    body += [
        _text(left, GIT_ROW_PX * (count + index) + 4, note, "dim")
        for index, note in enumerate(notes)
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">'
        f"<title>Git history of {layout.total} commits</title><style>{STYLE}</style>"
        f'<rect width="100%" height="100%" {_fill("paper")}/>'
        f'<g {_FONT} xml:space="preserve">{"".join(body)}</g></svg>'
    )


def _graph(layout: Layout, lanes: int) -> str:
    """Return lines and dots, one path per colour, cut after the last lane."""
    count = len(GIT_COLORS)
    parts = []
    for dash, paths in (
        ("", curves(layout, lanes + 1)),
        (' stroke-dasharray="2 3"', stubs(layout)),
    ):
        drawn: dict[int, list[str]] = {}
        for lane, path in paths:
            drawn.setdefault(lane % count, []).append(path)
        parts += [
            f'<path d="{"".join(drawn[color])}" {_stroke(color)}{dash}/>' for color in sorted(drawn)
        ]
    dots: dict[int, list[str]] = {}
    for lane, path in circles(layout):
        dots.setdefault(lane % count, []).append(path)
    parts += [f'<path d="{"".join(dots[color])}" {_fill(f"c{color}")}/>' for color in sorted(dots)]
    width, height = round(lanes * GIT_MAX_LANE_PX + 8), GIT_ROW_PX * len(layout.lanes) + 8
    return (
        f'<svg width="{width}" height="{height}"><g transform="translate(0 4)" '
        f'stroke-width="2">{"".join(parts)}</g></svg>'
    )


class _Row:
    """The texts of a commit, cut to the available width."""

    def __init__(self, commit: dict[str, Any]) -> None:
        found = commit.get("refs")
        refs = [one for one in found if isinstance(one, str)] if isinstance(found, list) else []
        self.badges = [_cut(name, _BADGE) for name in map(badge, refs[:3])]
        if len(refs) > 3:
            self.badges.append(f"+{len(refs) - 3}")
        self.subject = _cut(text_of(commit.get("message")).split("\n", 1)[0], _SUBJECT)
        self.author = _cut(text_of(commit.get("author")), _AUTHOR - 2)
        self.date = _date(commit.get("time"))
        self.oid = _cut(text_of(commit["oid"])[:7], 7)
        self.width = sum(_width(one) + 16 for one in self.badges) + _width(self.subject)

    def draw(self, left: int, author: int, date: int, top: int) -> str:
        """Return the row, `top` pixels from the top."""
        parts = []
        x = left
        for name in self.badges:
            width = _width(name)
            box = f'x="{x}" y="{top + 3}" width="{width + 10}" height="{GIT_ROW_PX - 6}" rx="4"'
            parts.append(f"<rect {box} {_stroke(0)}/>")
            parts.append(_text(x + 5, top, name, more=f' textLength="{width}"'))
            x += width + 16
        parts.append(_text(x, top, self.subject))
        parts.append(_text(author, top, self.author, "dim"))
        parts.append(_text(date, top, self.date, "dim"))
        parts.append(
            _text(date + 92, top, self.oid, "dim", ' font-family="ui-monospace,monospace"')
        )
        return "".join(parts)


def badge(ref: str) -> str:
    """Return the label of a ref: the name of a branch, else its kind and name."""
    tag = ref.removeprefix("refs/tags/")
    return f"tag: {tag}" if tag != ref else re.sub("^refs/(?:heads/|remotes/)?", "", ref)


def text_of(value: Any) -> str:
    """Return text with the characters that XML allows, `""` for anything else."""
    return _CONTROL.sub("\ufffd", value) if isinstance(value, str) else ""


def _date(time: Any) -> str:
    if isinstance(time, bool) or not isinstance(time, int | float):
        return ""
    try:
        return datetime.fromtimestamp(time, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _wide(character: str) -> int:
    return 2 if east_asian_width(character) in "WF" else 1


def _columns(text: str) -> int:
    return sum(map(_wide, text))


def _width(text: str) -> int:
    """Return the approximate width of text in pixels."""
    wide = sum(one.isupper() or one in "mwMW%@—…" or _wide(one) == 2 for one in text)
    narrow = sum(one in "iljtfrI.,:;'|!/()[] " for one in text)
    return round(wide * _WIDE + narrow * _NARROW + (len(text) - wide - narrow) * _MIDDLE)


def _cut(text: str, limit: int) -> str:
    """Return text on one line, cut to `limit` columns."""
    text = text_of(" ".join(text[: 4 * limit].split()))
    if _columns(text) <= limit:
        return text
    return "".join(islice(_fitting(text, limit - 1), None)) + "…"


def _fitting(text: str, limit: int) -> Iterator[str]:
    for character in text:
        limit -= _wide(character)
        if limit < 0:
            return
        yield character


def _text(x: int, top: int, text: str, name: str = "ink", more: str = "") -> str:
    return f'<text x="{x}" y="{top + GIT_ROW_PX - 8}" {_fill(name)}{more}>{escape(text)}</text>'


def _fill(name: str) -> str:
    return f'class="backendai-git-{name}" fill="{_CLASSES[name][0]}"'


def _stroke(color: int) -> str:
    return f'class="backendai-git-c{color}-line" stroke="{GIT_COLORS[color][0]}" fill="none"'
