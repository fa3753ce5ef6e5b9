"""Rendered items as plain text: for readers of mail that show no HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from .formula_text import line as formula_line
from .mail_boxes import TAB
from .nodes import Child, Node, rows_of
from .width import columns_of

__all__ = ["plain"]

#: Cells are padded up to this many characters, and later columns are not passed over.
MAX_PADDED, MAX_COLUMNS = 40, 1000
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big br cite code data del dfn em font i img input ins kbd label mark "
    "math meter nobr output progress q rp rt ruby s samp small span strike strong sub sup svg time "
    "tt u var wbr audio video".split()
)
_DROPPED = frozenset("script style template source track map rp".split())
_APART = frozenset("p h1 h2 h3 h4 h5 h6 table ul ol blockquote pre dl section hr".split())
_SPACE = re.compile(r"[ \t\n\f\r]+")
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff]")
_LINK = re.compile(r"(?:https?|mailto):", re.IGNORECASE)
_BLANKS = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class _State:
    is_pre: bool = False
    indent: str = ""


def plain(root: Node) -> str:
    """Return a tree of rendered items as text: tables in columns, pictures by their names."""
    text = "\n".join(_lines(root, _State()))
    return _BLANKS.sub("\n\n", _UNSEEN.sub("", text)).strip("\n") + "\n"


def _lines(node: Node, state: _State) -> list[str]:
    out: list[str] = []
    run: list[str] = []

    def flush() -> None:
        text = "".join(run)
        run.clear()
        if state.is_pre:
            found = text.removesuffix("\n").split("\n") if text else []
            out.extend(state.indent + one.expandtabs(TAB).rstrip() for one in found)
            return
        for one in text.split("\0"):
            if shown := _SPACE.sub(" ", one).strip(" "):
                out.append(state.indent + shown)

    for child in node.children:
        if isinstance(child, str) or child.name in _INLINE:
            run.append(_inline(child, is_pre=state.is_pre))
        elif not _is_hidden(child):
            flush()
            out += _block(child, state)
    flush()
    return out


def _block(node: Node, state: _State) -> list[str]:
    space = node.style.get("white-space", "")
    if node.name == "pre" or space:
        state = replace(state, is_pre=node.name == "pre" or space.startswith(("pre", "break")))
    if node.name == "table":
        return ["", *(state.indent + one for one in _table(node)), ""]
    if node.name == "hr":
        return ["", f"{state.indent}----", ""]
    parent = node.parent.name if node.parent else ""
    if node.name == "li":
        mark = f"{node.place + 1}. " if parent == "ol" else "- "
        inner = _lines(node, replace(state, indent=f"{state.indent}{' ' * len(mark)}"))
        if inner:
            inner[0] = f"{state.indent}{mark}{inner[0].lstrip()}"
        return inner
    if node.name == "blockquote":
        state = replace(state, indent=f"{state.indent}> ")
    elif node.name == "dd" or (parent == "details" and node.name != "summary"):
        state = replace(state, indent=f"{state.indent}  ")
    lines = _lines(node, state)
    is_item = {"backendai-item", "backendai-cell", "backendai-source"} & set(node.classes)
    return ["", *lines, ""] if node.name in _APART or is_item else lines


def _is_hidden(node: Node) -> bool:
    return (
        node.name in _DROPPED
        or node.style.get("display") == "none"
        or "hidden" in node.attributes
        or "backendai-count" in node.classes
    )


def _inline(child: Child, *, is_pre: bool) -> str:
    if isinstance(child, str):
        return child
    if _is_hidden(child):
        return ""
    space = child.style.get("white-space", "")
    is_pre = space.startswith("pre") if space else is_pre
    if child.name in {"img", "svg", "audio", "video"}:
        name = child.attributes.get("alt") or child.attributes.get("aria-label") or ""
        return f"[{name}]" if name else ""
    if child.name == "br":
        return "\n" if is_pre else "\0"
    if child.name == "math":
        return _formula(formula_line(child))
    if child.name == "input":
        return "[x]" if "checked" in child.attributes else "[ ]"
    inner = "".join(_inline(one, is_pre=is_pre) for one in child.children)
    if child.name in {"sub", "sup"}:
        return _script(child.name, inner)
    href = child.attributes.get("href", "")
    if child.name == "a" and _LINK.match(href) and inner.strip() not in href:
        return f"{inner} <{href}>"
    return f" ({inner}) " if child.name == "rt" else inner


def _formula(children: list[Child]) -> str:
    return "".join(
        one
        if isinstance(one, str)
        else _script(one.name, _formula(one.children))
        if one.name in {"sub", "sup"}
        else _formula(one.children)
        for one in children
    )


def _script(name: str, inner: str) -> str:
    sign = "^" if name == "sup" else "_"
    inner = inner.strip()
    return f"{sign}{inner}" if inner.isalnum() else f"{sign}({inner})" if inner else ""


def _table(table: Node) -> list[str]:
    rows = [_cells(row) for row in rows_of(table)]
    widths: dict[int, int] = {}
    for row in rows:
        for at, text, _ in row:
            widths[at] = max(widths.get(at, 0), min(_width(text), MAX_PADDED))
    # Where columns begin: each is followed by two spaces, also one that nothing is in.
    begins: dict[int, int] = {}
    end = last = 0
    for at in sorted(widths):
        begins[at] = end + 2 * (at - last)
        end, last = begins[at] + widths[at], at
    lines = [_row(row, widths, begins) for row in rows]
    caption = [one.content().strip() for one in table.elements() if one.name == "caption"]
    return [*caption, *lines]


def _row(row: list[tuple[int, str, bool]], widths: dict[int, int], begins: dict[int, int]) -> str:
    """Return a line of a table."""
    out: list[str] = []
    end = 0
    for at, text, is_right in row:
        out.append(" " * (begins[at] - end))
        padding = " " * (widths[at] - _width(text))
        out += (padding, text) if is_right else (text, padding)
        end = begins[at] + widths[at]
    return "".join(out).rstrip()


def _cells(row: Node) -> list[tuple[int, str, bool]]:
    """Return the cells of a row: their columns, their texts, and whether these are to the right."""
    out: list[tuple[int, str, bool]] = []
    at = 0
    for cell in row.elements():
        if cell.name not in {"td", "th"} or _is_hidden(cell):
            continue
        text = _SPACE.sub(" ", _whole(cell).replace("\0", " ")).strip()
        align = cell.style.get("text-align") or (cell.attributes.get("align") or "")
        out.append((at, text, align in {"right", "end"}))
        span = cell.attributes.get("colspan", "")
        # A cell over several columns has the width of its text in the first.
        is_wide = span.isdecimal() and 0 < len(span) < 5 and at < MAX_COLUMNS
        at += min(max(int(span), 1), 100) if is_wide else 1
    return out


def _whole(cell: Node) -> str:
    """Return all text of a cell, blocks in it apart."""
    parts = [
        _inline(one, is_pre=False)
        if isinstance(one, str) or one.name in _INLINE
        else f"\0{' '.join(_lines(one, _State()))}\0"
        for one in cell.children
    ]
    return "".join(parts)


def _width(text: str) -> int:
    return len(text) if text.isascii() else len(columns_of(text))
