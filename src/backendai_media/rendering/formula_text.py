"""Formulas as letters, signs, and raised and lowered text, for readers that know no MathML.

A displayed formula is a row of a table: fractions, matrices and limits stand above each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .nodes import Child, Node

__all__ = ["boxes", "line"]

#: Signs that modify the letter below or above them → the character that combines with it.
_ACCENTS = {
    "^": "\u0302",
    "\u02c6": "\u0302",
    "~": "\u0303",
    "\u02dc": "\u0303",
    "→": "\u20d7",
    "\u20d7": "\u20d7",
    "˙": "\u0307",
    ".": "\u0307",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "´": "\u0301",
    "`": "\u0300",
    "˘": "\u0306",
}
_BARS = frozenset("_‾¯\u0332\u0305\u2015―")
_BRACES = frozenset("⏟⏞⎵⎴")
_INVISIBLE = re.compile("[\u2061-\u2064\u200b\ufeff]")
_OPENING, _CLOSING = frozenset("([{⟨⌊⌈|‖"), frozenset(")]}⟩⌋⌉|‖,;.:!")
#: Operators that stand closely; other signs have a space around them between terms.
_CLOSE = frozenset("()[]{}⟨⟩⌊⌋⌈⌉|‖/′″‴!,;:.°%&#∂∇√∫∬∭∮∑∏∐⋃⋂⨁⨂~^_\u2061")
_SIGNS = frozenset("+-−±∓¬")
_LARGE = re.compile(
    r"[∑∏∐⋃⋂⋁⋀⨁⨂⨄⨆]|lim\b|lim (?:sup|inf)|max|min|sup|inf|argmax|argmin|arg (?:max|min)"
)
_ATOM = re.compile(r"-?[\w.,\u0300-\u036f\u20d7]+\Z")
#: Font sizes of brackets around rows, in em.
MAX_BRACKET = 4


def line(formula: Node) -> list[Child]:
    """Return a formula in one line."""
    return _row(formula.elements() or [Node("mtext", children=formula.children)])


def boxes(formula: Node) -> Node | None:
    """Return a displayed formula as a table; `None` if it is as good in one line."""
    terms = _terms(formula)
    if not any(_stacks(one) for one in terms):
        return None
    high = max(len(_rows(one)) for one in terms)
    cells: list[Child] = []
    run: list[Node] = []

    def flush() -> None:
        if run:
            cells.append(_cell(_row(list(run), spaced=True)))
            run.clear()

    for place, term in enumerate(terms):
        if _stacks(term):
            flush()
            cells.append(_cell([_stack(term)]))
        elif high > 1 and term.name == "mo" and _is_beside_rows(terms, place):
            flush()
            sign = _cell([_sign(term)])
            sign.style["font-size"] = f"{min(high, MAX_BRACKET)}em"
            cells.append(sign)
        else:
            run.append(term)
    flush()
    return _table([Node("tr", children=cells)])


def _terms(node: Node) -> list[Node]:
    """Return the parts of a row, also of rows in it."""
    out: list[Node] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if one.name in {"math", "mrow", "mstyle", "mpadded", "semantics"}:
            inner = one.elements()
            waiting += reversed(inner[:1] if one.name == "semantics" else inner)
        elif not one.name.startswith("annotation"):
            out.append(one)
    return out


def _stacks(node: Node) -> bool:
    if node.name in {"mfrac", "mtable"}:
        return True
    # Numbers above and below of a sign that has them beside it in text.
    return node.name in {"munder", "mover", "munderover"} and bool(
        _LARGE.match(_first(node).content().strip())
    )


def _rows(node: Node) -> list[Node]:
    return node.elements() if node.name == "mtable" else []


def _is_beside_rows(terms: list[Node], place: int) -> bool:
    sign = _sign(terms[place])
    beside = terms[place + 1 : place + 2] if sign in _OPENING else []
    beside += terms[place - 1 : place] if place and (sign in _CLOSING or not sign) else []
    return sign != "" and any(one.name == "mtable" for one in beside)


def _stack(node: Node) -> Node:
    if node.name == "mtable":
        return _table(
            [
                Node("tr", children=[_cell(_row([one], spaced=True)) for one in row.elements()])
                for row in _rows(node)
            ]
        )
    parts = node.elements()
    if node.name == "mfrac":
        parts = parts[:2]
        above = _cell(_row(parts[:1]))
        if not node.attributes.get("linethickness", "1").startswith("0"):
            above.style["border-bottom"] = "1px solid"
        lines = [above, _cell(_row(parts[1:]))]
    else:
        base, *limits = parts
        sign = _cell(_row([base]))
        if len(base.content().strip()) == 1:
            sign.style["font-size"] = "1.6em"
        small = [_cell(_row([one])) for one in limits]
        for one in small:
            one.style["font-size"] = "0.8em"
        order = {"munder": [sign, *small], "mover": [*small, sign]}
        lines = order.get(node.name, [*small[1:], sign, *small[:1]])
    for one in lines:
        one.attributes["align"] = "center"
    return _table([Node("tr", children=[one]) for one in lines])


def _table(rows: list[Node]) -> Node:
    attributes = {"role": "presentation", "cellpadding": "1", "cellspacing": "0", "border": "0"}
    body = Node("tbody")
    body.adopt([*rows])
    for row in rows:
        row.adopt(row.children)
    made = Node("table", attributes)
    made.adopt([body])
    return made


def _cell(children: list[Child]) -> Node:
    made = Node("td", {"valign": "middle"})
    made.adopt(children)
    return made


def _row(nodes: list[Node], *, spaced: bool = True) -> list[Child]:
    out: list[Child] = []
    for place, node in enumerate(nodes):
        if node.name == "mo":
            before = nodes[place - 1] if place else None
            is_sign = before is None or (before.name == "mo" and _sign(before) not in _CLOSING)
            is_last = place == len(nodes) - 1
            out.append(_operator(_sign(node), is_sign=is_sign, is_last=is_last, spaced=spaced))
        else:
            out += _one(node)
    return _joined(out)


def _operator(sign: str, *, is_sign: bool, is_last: bool, spaced: bool) -> str:
    if not sign or sign in _CLOSE or not spaced:
        return f"{sign} " if sign in {",", ";"} and not is_last else sign
    if sign.isalpha() and len(sign) > 1:
        return f"{sign} "
    if is_sign:
        # Before its term, or an equation that goes on.
        return sign if sign in _SIGNS or is_last else f"{sign} "
    return f" {sign}" if is_last else f" {sign} "


def _sign(node: Node) -> str:
    return _INVISIBLE.sub("", node.content()).strip()


def _one(node: Node) -> list[Child]:
    made = _FORMS.get(node.name)
    if made:
        return made(node)
    if node.name.startswith("annotation") or node.name == "mphantom":
        return []
    inner = node.elements()
    return _row(inner) if inner else [_INVISIBLE.sub("", node.content())]


def _first(node: Node) -> Node:
    return next(iter(node.elements()), Node("mrow"))


def _letter(node: Node) -> list[Child]:
    shown = _INVISIBLE.sub("", node.content()).strip()
    is_slanted = len(shown) == 1 and shown.isalpha() and shown.isascii()
    if is_slanted and node.attributes.get("mathvariant") != "normal":
        return [Node("i", children=[shown])]
    return [f"{shown} "] if len(shown) > 1 and shown.isalpha() else [shown]


def _space(node: Node) -> list[Child]:
    width = node.attributes.get("width", "")
    return (
        [] if not width or (width.startswith(("0", "-")) and not width.startswith("0.2")) else [" "]
    )


def _fraction(node: Node) -> list[Child]:
    above, below = (node.elements() * 2)[:2] if node.elements() else (Node("mrow"),) * 2
    if node.attributes.get("linethickness", "1").startswith("0"):
        return [*_one(above), "; ", *_one(below)]
    return [*_grouped(above), "/", *_grouped(below)]


def _grouped(node: Node) -> list[Child]:
    made = _one(node)
    shown = _text(made).strip()
    if _ATOM.match(shown) or not shown:
        return made if shown else []
    return ["(", *made, ")"]


def _root(node: Node) -> list[Child]:
    inner = node.elements()
    if node.name == "mroot" and len(inner) > 1:
        return [Node("sup", children=_one(inner[1])), "√", *_grouped(inner[0])]
    return ["√", *_grouped(Node("mrow", children=[*inner]))]


def _scripts(node: Node) -> list[Child]:
    base, *others = node.elements() or [Node("mrow")]
    names = {"msup": ["sup"], "mover": ["sup"]}.get(node.name, ["sub", "sup"])
    if node.name in {"mover", "munder"} and others:
        sign = _sign(others[0])
        mark = _ACCENTS.get(sign) if node.name == "mover" else None
        if sign in _BARS:
            mark = "\u0305" if node.name == "mover" else "\u0332"
        text = _text(_one(base)).strip()
        if mark and (len(text) == 1 or sign in _BARS):
            marked = "".join(one + mark for one in text)
            return [Node("i", children=[marked])] if text.isalpha() else [marked]
        if sign in _BRACES or mark:
            return _one(base)
    shown = _one(base) if base.name == "mo" or not _is_long(base) else _grouped(base)
    if shown and isinstance(shown[-1], str):
        shown[-1] = shown[-1].rstrip()
    scripts: list[Child] = [
        Node(name, children=made)
        for name, one in zip(names, others, strict=False)
        if (made := _one(one))
    ]
    after = [" "] if _LARGE.match(base.content().strip()) else []
    return [*shown, *scripts, *after]


def _is_long(node: Node) -> bool:
    return node.name in {"mrow", "mfrac"} and not node.content().strip().startswith(
        ("(", "[", "|", "{")
    )


def _multiscripts(node: Node) -> list[Child]:
    base, *others = node.elements() or [Node("mrow")]
    split = next((n for n, one in enumerate(others) if one.name == "mprescripts"), len(others))

    def pairs(given: list[Node]) -> list[Child]:
        return [
            Node("sup" if place % 2 else "sub", children=made)
            for place, one in enumerate(given)
            if one.name != "none" and (made := _one(one))
        ]

    return [*pairs(others[split + 1 :]), *_one(base), *pairs(others[:split])]


def _matrix(node: Node) -> list[Child]:
    out: list[Child] = []
    for row in node.elements():
        out += ["; "] if out else []
        for place, one in enumerate(row.elements()):
            out += [" "] if place else []
            out += _one(one)
    return out


_FORMS: dict[str, Callable[[Node], list[Child]]] = {
    "mi": _letter,
    "mspace": _space,
    "mfrac": _fraction,
    "msqrt": _root,
    "mroot": _root,
    "msub": _scripts,
    "msup": _scripts,
    "msubsup": _scripts,
    "munder": _scripts,
    "mover": _scripts,
    "munderover": _scripts,
    "mmultiscripts": _multiscripts,
    "mtable": _matrix,
}


def _text(children: list[Child]) -> str:
    return "".join(one if isinstance(one, str) else one.content() for one in children)


def _joined(children: list[Child]) -> list[Child]:
    """Return children in which text is not in pieces, with single spaces."""
    out: list[Child] = []
    for one in children:
        if isinstance(one, str) and out and isinstance(out[-1], str):
            out[-1] = re.sub(" {2,}", " ", out[-1] + one)
        elif one != "":
            out.append(one)
    return out
