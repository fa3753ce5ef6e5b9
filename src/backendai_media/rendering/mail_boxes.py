"""Boxes, tables and lines of mail, as all programs show them."""

from __future__ import annotations

import re

from .nodes import Child, Node, rows_of

__all__ = ["TAB", "boxed", "direct", "expand", "one_row", "right_to_left", "tidy"]

TAB = 8
#: That of our own tables' cells, which is shorter as an attribute of the table.
CELL_PADDING = ".25em .7em"
_STRONG = re.compile(
    r"[A-Za-z\u00c0-\u02b8\u0370-\u058f]|([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])"
)


def expand(pre: Node) -> None:
    """Replace tabs, which the new Outlook drops; a line feed at the start would not be shown."""
    column = 0
    is_first = True
    waiting = [(pre, place) for place in range(len(pre.children))][::-1]
    while waiting:
        node, place = waiting.pop()
        one = node.children[place]
        if isinstance(one, Node):
            waiting += [(one, inner) for inner in range(len(one.children))][::-1]
            continue
        if is_first:
            one = one.removeprefix("\n")
        is_first = False
        first, *rest = one.split("\n")
        first = (" " * column + first).expandtabs(TAB)[column:]
        node.children[place] = "\n".join([first, *(line_.expandtabs(TAB) for line_ in rest)])
        column = len(rest[-1].expandtabs(TAB)) if rest else column + len(first)


def right_to_left(root: Node) -> set[Node]:
    """Return the elements that take their direction from a text that begins from right to left."""
    found: set[Node] = set()
    # Of each element, the direction of the first text that has one.
    known: dict[Node, bool | None] = {}
    for node in reversed([*root.walk()]):
        is_rtl = None
        for one in node.children:
            strong = None if isinstance(one, Node) else _STRONG.search(one)
            is_rtl = known[one] if isinstance(one, Node) else strong and bool(strong[1])
            if is_rtl is not None:
                break
        known[node] = is_rtl
        follows = node.style.get("unicode-bidi") == "plaintext"
        if is_rtl and (follows or node.attributes.get("dir") == "auto"):
            found.add(node)
    return found


def direct(node: Node) -> None:
    """Give an element the direction of text from right to left."""
    node.attributes["dir"] = "rtl"
    if node.style.get("text-align") == "left":
        node.style["text-align"] = "right"


def boxed(node: Node) -> Node:
    """Return a block whose padding and borders all programs show."""
    moved = {
        name: value
        for name, value in node.style.items()
        if name.startswith(("padding", "border")) and value not in {"0", "0px", "none"}
    }
    color = node.style.get("background-color")
    for name in [one for one in node.style if one.startswith(("padding", "border"))]:
        del node.style[name]
    if not moved:
        return node
    if color:
        moved["background-color"] = color
    margins = {one: node.style.pop(one) for one in list(node.style) if one.startswith("margin")}
    if node.name != "div":
        node.style["margin"] = "0"
    cell = Node("td", {}, [node], style=moved)
    table = one_row([cell])
    table.attributes["width"] = "100%"
    return Node("div", {}, [table], style=margins) if margins else table


def one_row(cells: list[Child]) -> Node:
    """Return cells as a table without meaning."""
    attributes = {"role": "presentation", "cellpadding": "0", "cellspacing": "0", "border": "0"}
    return Node("table", attributes, [Node("tbody", {}, [Node("tr", {}, cells)])])


def tidy(table: Node) -> None:
    """Give cells what rows have, where it is shown, and the table what all cells have."""
    cells: list[Node] = []
    for row in rows_of(table):
        inside = [one for one in row.elements() if one.name in {"td", "th"}]
        cells += inside
        _tidy_row(row, inside)
    for part in table.elements():
        line = part.style.pop("border-top", None)
        rows = [one for one in part.elements() if one.name == "tr"]
        if line and rows:
            for cell in rows[0].elements():
                cell.style.setdefault("border-top", line)
    if cells and all(cell.style.get("padding") == CELL_PADDING for cell in cells):
        table.attributes["cellpadding"] = "5"
        for cell in cells:
            del cell.style["padding"]


def _tidy_row(row: Node, cells: list[Node]) -> None:
    for side in ("border-top", "border-bottom"):
        if line := row.style.pop(side, None):
            for cell in cells:
                cell.style.setdefault(side, line)
    aligned = {cell.style.get("vertical-align") for cell in cells}
    if len(aligned) == 1 and (value := aligned.pop()):
        row.attributes["valign"] = value
        for cell in cells:
            del cell.style["vertical-align"]
    for cell in cells:
        if value := cell.style.pop("text-align", None):
            cell.attributes["align"] = value
