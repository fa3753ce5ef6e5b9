"""Previews of text, and cards that name an output."""

from .svg_text import MONO, clean, columns, cut, label, svg_document

__all__ = ["card_svg", "more", "text_svg"]

_MAX_ROWS, _MAX_COLUMNS = 24, 100
_LINE_PX, _LETTER_PX = 17, 7.25
_DIM = "#57606a"


def more(count: int, one: str, many: str) -> str:
    """Return a note about how many things are not shown."""
    return f"… {count:,} more {one if count == 1 else many}"


def text_svg(content: str, *, name: str = "Text") -> str:
    """Return the first lines of text as SVG, in a monospaced font."""
    # One more than is shown, to see whether there are more; the rest is only counted.
    given = content.rstrip("\n").split("\n", _MAX_ROWS + 1)
    shown = [cut(clean(line), _MAX_COLUMNS) for line in given[:_MAX_ROWS]]
    rest = len(given) - _MAX_ROWS
    if rest > 1:
        rest += given[-1].count("\n")
    width = max([columns(line) for line in shown] + [30])
    body = "".join(label(12, 22 + _LINE_PX * row, line) for row, line in enumerate(shown) if line)
    height = len(shown)
    if rest > 0:
        body += label(12, 22 + _LINE_PX * height, more(rest, "line", "lines"), fill=_DIM)
        height += 1
    return svg_document(24 + width * _LETTER_PX, 16 + _LINE_PX * height, name, body, MONO)


def card_svg(title: str, *about: str, mark: str = "") -> str:
    """Return a card: a title, smaller lines, and an icon as path data of 24 × 24 pixels."""
    title = cut(clean(title), 60)
    lines = [cut(clean(line), 80) for line in about if line]
    left = 52 if mark else 16
    body = f'<path d="{mark}" transform="translate(16 16)" fill="#374151"/>' if mark else ""
    body += label(left, 33 if not lines else 27, title, font_size=14, font_weight=600)
    for row, line in enumerate(lines):
        body += label(left, 46 + 17 * row, line, fill=_DIM)
    width = max([columns(title) * 8.2] + [columns(line) * 6.6 for line in lines])
    height = 56 + 17 * max(len(lines) - 1, 0)
    return svg_document(max(320, left + width + 16), height, " ".join([title, *lines]), body)
