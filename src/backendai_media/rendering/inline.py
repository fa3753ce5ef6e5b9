"""Rendered items without style sheets and shadow roots: each element has the styles that it shows.

This is what mail and programs for paper read, which know no shadow roots, and neither custom
properties nor `light-dark()`. Styles of outputs keep nothing that reaches beyond the output, as
with `shadow=False`.
"""

from __future__ import annotations

import math
import re
from collections import ChainMap
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import tinycss2

from .context import Context
from .css import declarations, parsable
from .nodes import Child, Node
from .selectors import Budget, BudgetError, Selector, SelectorError, selectors
from .standalone import page_style

__all__ = ["Medium", "inlined"]

#: Comparisons of selectors for each character of outputs, and at first.
STEPS_PER_CHARACTER, MIN_STEPS = 2, 100_000
#: Selectors of an output's style sheets.
MAX_SELECTORS = 20_000
#: Characters of declarations that rules give, for each character of outputs, and at first; and what
#: each declaration counts as besides.
GIVEN_PER_CHARACTER, MIN_GIVEN, DECLARATION = 20, 200_000, 10
#: Characters of values that had references, likewise; what is looked at on the way counts in part.
RESOLVED_PER_CHARACTER, MIN_RESOLVED, LOOKED_PART = 5, 500_000, 0.25
#: Longer values, and more references in a value, are left out: they may double each time.
MAX_VALUE_CHARACTERS, MAX_REFERENCES = 2000, 50

_FLAGS = re.IGNORECASE | re.ASCII
_FUNCTION = re.compile(r"(?<![\w-])(var|light-dark)\(", _FLAGS)
#: Stands for a `light-dark(` that is kept.
_BOTH = "\1("
_ROOT = re.compile(r":host(?![\w-])(?!\()", _FLAGS)
_CONDITION = re.compile(r"\(\s*([\w-]+)\s*(?::\s*([^()]*))?\)")
_LENGTH = re.compile(r"([\d.]+)(px|r?em)?\s*\Z")
_TYPE = re.compile(r"\s*(?:(not|only)\s+)?(all|screen|print)?\b", _FLAGS)


@dataclass(frozen=True)
class Medium:
    """What the styles are for."""

    #: `"screen"` or `"print"`.
    name: str
    #: `"light"`, `"dark"` or `"both"`: `light-dark()` stays, for whoever shows it.
    theme: str
    #: In CSS pixels.
    width: int
    #: Custom properties of the document.
    variables: Mapping[str, str] = field(default_factory=dict, compare=False)


#: Name, value, and whether it is important.
_Declaration = tuple[str, str, bool]
#: Custom properties; those without a meaning are `None`.
_Variables = ChainMap[str, str | None]
#: Values, and what they are.
_Known = dict[str, str | None]
#: Rules of ours are fewer.
_FOREIGN = 1 << 30


@dataclass(slots=True)
class _Rule:
    selector: Selector
    declarations: list[_Declaration]
    #: Characters of its declarations.
    size: int
    order: int


def inlined(root: Node, context: Context, medium: Medium, more: str = "") -> None:
    """Give the elements of items or of a notebook their styles; `more` is a further style sheet."""
    scopes = [*_scopes(root)]
    ours = _our_sheet((page_style(), more), medium)
    unlimited = Budget(math.inf, math.inf)
    for node in root.walk():
        node.style = {**node.style, **_styled(node, ours.rules(node, unlimited))}
    trusted = {context.base, context.markdown, context.jupyter}
    size = sum(_size(one) for _, children in scopes for one in children)
    budget = Budget(MIN_STEPS + STEPS_PER_CHARACTER * size, MIN_GIVEN + GIVEN_PER_CHARACTER * size)
    cut = [host for host, children in scopes if not _fill(host, children, medium, trusted, budget)]
    resolving = _Resolving(medium.theme, MIN_RESOLVED + RESOLVED_PER_CHARACTER * size)
    resolving.resolve(root, medium.variables)
    for host in cut or ([one for one, _ in scopes[:1]] if resolving.left < 0 else []):
        line = context.translate("left_out", what=context.translate("left_out_formatting"))
        host.children.append(Node("div", {"class": "backendai-static-note"}, [line]))


def _size(child: Child) -> int:
    """Return about how many characters an element, or text, has."""
    if isinstance(child, str):
        return len(child)
    return sum(
        2
        + len(node.name)
        + sum(len(name) + len(value) + 4 for name, value in node.attributes.items())
        + sum(len(one) for one in node.children if isinstance(one, str))
        for node in child.walk()
    )


def _scopes(root: Node) -> Iterator[tuple[Node, list[Child]]]:
    """Take the shadow roots out of their hosts, and return both."""
    for host in [one for one in root.walk() if one.name != "template"]:
        for child in host.elements():
            if child.name == "template":
                host.adopt([one for one in host.children if one is not child])
                yield host, child.children


def _fill(
    host: Node, children: list[Child], medium: Medium, trusted: Container[str], budget: Budget
) -> bool:
    """Put the contents of a shadow root into its host, in their styles; return whether in all."""
    ours: list[str] = []
    foreign = _Sheet(medium)
    inside: list[Child] = []
    for child in children:
        if isinstance(child, Node) and child.name == "style":
            css = "".join(one for one in child.children if isinstance(one, str))
            # Ours come first.
            if css in trusted and not foreign.is_filled:
                ours.append(css)
            else:
                foreign.add(css, is_foreign=css not in trusted)
        else:
            inside.append(child)
    # To its contents, the host is their root and nothing else.
    shadow = Node("#host", place=-2)
    shadow.adopt(inside)
    nodes = [*shadow.walk()]
    known, unlimited = _our_sheet(tuple(ours), medium), Budget(math.inf, math.inf)
    is_spent = False
    for node in nodes:
        node.is_foreign = node is not shadow
        found = known.rules(node, unlimited)
        if foreign.is_filled and not is_spent:
            try:
                found += foreign.rules(node, budget)
            except BudgetError:
                is_spent = True
        # In any case its own declarations are read: they keep nothing that reaches beyond it.
        node.style = {**node.style, **_styled(node, found)}
    host.style = {**shadow.style, **host.style}
    slotted = {one.attributes.get("slot"): one for one in host.elements()}
    for node in nodes:
        if any(one.name == "slot" for one in node.elements()):
            node.adopt([_slotted(one, slotted) for one in node.children])
    host.adopt(shadow.children)
    return not (foreign.is_cut or is_spent)


def _slotted(child: Child, slotted: Mapping[str | None, Node]) -> Child:
    if isinstance(child, Node) and child.name == "slot":
        return slotted.get(child.attributes.get("name"), "")
    return child


class _Sheet:
    """Style sheets, found by what their selectors ask for."""

    def __init__(self, medium: Medium) -> None:
        self._medium = medium
        self._rules: dict[str, list[_Rule]] = {}
        self._count = 0
        #: Whether there were too many selectors.
        self.is_cut = False

    @property
    def is_filled(self) -> bool:
        """Whether there are any rules."""
        return self._count > 0

    def add(self, css: str, *, is_foreign: bool = False) -> None:
        """Add a style sheet; what reaches beyond an output is left out of a foreign one."""
        for selector_text, block in _rules(css, self._medium):
            if is_foreign and self._count + selector_text.count(",") >= MAX_SELECTORS:
                self.is_cut = True
                break
            try:
                given_selectors = selectors(_ROOT.sub(":root", selector_text))
            except SelectorError:
                continue
            given = _declarations(block, is_foreign=is_foreign)
            size = sum(len(name) + len(value) + DECLARATION for name, value, _ in given)
            for selector in given_selectors if given else ():
                self._count += 1
                # Those of an output come later than ours.
                order = self._count + is_foreign * _FOREIGN
                rule = _Rule(selector, given, size, order)
                for key in selector.keys:
                    self._rules.setdefault(key, []).append(rule)

    def rules(self, node: Node, budget: Budget) -> list[_Rule]:
        """Return the rules for an element. Raises `BudgetError` if they are too many."""
        keys = ["", node.name.lower(), *(f".{one}" for one in node.classes)]
        keys += [f"[{one}" for one in node.attributes]
        if id_ := node.attributes.get("id"):
            keys.append(f"#{id_}")
        found: dict[int, _Rule] = {}
        for key in keys:
            for rule in self._rules.get(key, ()):
                if rule.order not in found and rule.selector.matches(node, budget):
                    budget.give(rule.size)
                    found[rule.order] = rule
        return [*found.values()]


@lru_cache(16)
def _our_sheet(sheets: tuple[str, ...], medium: Medium) -> _Sheet:
    made = _Sheet(medium)
    for css in sheets:
        made.add(css)
    return made


def _styled(node: Node, rules: list[_Rule]) -> dict[str, str]:
    """Return the declarations of an element: those of rules, and over them its own."""
    rules.sort(key=lambda one: (one.selector.specificity, one.order))
    own = node.attributes.pop("style", "")
    given = [one for rule in rules for one in rule.declarations]
    given += _declarations(own, is_foreign=node.is_foreign) if own else []
    style: dict[str, str] = {}
    for is_important in (False, True):
        for name, value, important in given:
            if important == is_important:
                # What comes later counts more.
                style.pop(name, None)
                style[name] = value
    return style


@lru_cache(4096)
def _declarations(block: str, *, is_foreign: bool) -> list[_Declaration]:
    if is_foreign:
        block = declarations(block, confined=False)
    parsed = tinycss2.parse_blocks_contents(block, skip_comments=True, skip_whitespace=True)
    return [
        (
            one.name if one.name.startswith("--") else one.lower_name,
            tinycss2.serialize(one.value).strip(),
            one.important,
        )
        for one in parsed
        if one.type == "declaration"
    ]


def _rules(css: str, medium: Medium) -> list[tuple[str, str]]:
    """Return the selectors and blocks of the rules that hold in a medium."""
    found = tinycss2.parse_stylesheet(parsable(css), skip_comments=True, skip_whitespace=True)
    return [*_holding(found, medium)]


def _holding(rules: Iterable[Any], medium: Medium) -> Iterator[tuple[str, str]]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield tinycss2.serialize(rule.prelude).strip(), tinycss2.serialize(rule.content)
        elif rule.type == "at-rule" and rule.content is not None:
            name = rule.lower_at_keyword
            prelude = tinycss2.serialize(rule.prelude)
            if name == "layer" or (name == "media" and _holds(prelude, medium)):
                inner = tinycss2.parse_blocks_contents(
                    rule.content, skip_comments=True, skip_whitespace=True
                )
                yield from _holding(inner, medium)


def _holds(queries: str, medium: Medium) -> bool:
    return any(_query_holds(one, medium) for one in queries.split(","))


def _query_holds(query: str, medium: Medium) -> bool:
    found = _TYPE.match(query)
    negated, kind = found.groups() if found else (None, None)
    is_met = (kind or "all").lower() in {"all", medium.name} and all(
        _condition_holds(name.lower(), (value or "").strip(), medium)
        for name, value in _CONDITION.findall(query)
    )
    return is_met != ((negated or "").lower() == "not")


def _condition_holds(name: str, value: str, medium: Medium) -> bool:
    if name == "prefers-color-scheme":
        return value.lower() == ("dark" if medium.theme == "dark" else "light")
    length = _LENGTH.match(value)
    if name in {"min-width", "max-width"} and length:
        pixels = float(length[1]) * (1 if length[2] == "px" else 16)
        return pixels <= medium.width if name == "min-width" else pixels >= medium.width
    return False


class _Resolving:
    """Replaces custom properties and `light-dark()` by what they are at each element."""

    def __init__(self, theme: str, left: float) -> None:
        self._theme = theme
        #: Characters that values of outputs may still become.
        self.left = left

    def resolve(self, root: Node, given: Mapping[str, str]) -> None:
        """Replace them in an element and all in it."""
        known: _Variables = ChainMap(dict(given))
        # What values are where the same properties hold: most elements set none.
        waiting: list[tuple[Node, _Variables, str, _Known]] = [(root, known, "light", {})]
        while waiting:
            node, variables, scheme, values = waiting.pop()
            if "color-scheme" in node.style:
                before, scheme = scheme, _scheme(node.style.pop("color-scheme"), self._theme)
                values = values if scheme == before else {}
                if self._theme == "both" != scheme:
                    node.style["color-scheme"] = scheme  # of fields, too, whatever the page has
            own = {name: value for name, value in node.style.items() if name.startswith("--")}
            if own:
                variables, values = variables.new_child(), {}
                for name, value in own.items():
                    found = self._value(value, variables, scheme, {}, node)
                    is_none = found is None or found.lower() == "initial"
                    variables[name] = None if is_none else found
            kept: dict[str, str] = {}
            for name, value in node.style.items():
                if name not in own:
                    found = self._value(value, variables, scheme, values, node)
                    if found is not None:
                        kept[name] = found
            node.style = kept
            waiting += [(one, variables, scheme, values) for one in node.elements()]

    def _value(
        self, value: str, variables: _Variables, scheme: str, values: _Known, node: Node
    ) -> str | None:
        if "(" not in value:
            return value
        if node.is_foreign and self.left < 0:
            return None
        looked = 0
        if value not in values:
            values[value], looked = resolved(value, variables, scheme)
        found = values[value]
        if node.is_foreign:
            self.left -= looked * LOOKED_PART + len(found or "")
        return found


def _scheme(value: str, theme: str) -> str:
    words = value.lower().split()
    if "light" in words and "dark" in words:
        return theme
    return "dark" if "dark" in words else "light"


def resolved(
    value: str, variables: Mapping[str, str | None], scheme: str
) -> tuple[str | None, int]:
    """Return a value without references, and how many characters were looked at.

    It is `None` if it has no meaning. With the scheme `"both"`, `light-dark()` is kept.
    """
    looked = 0
    for _ in range(MAX_REFERENCES):
        looked += len(value)
        functions = [*_FUNCTION.finditer(value)]
        if not functions:
            return None if "\0" in value else value.replace(_BOTH, "light-dark("), looked
        found = functions[-1]
        # Nothing within the last one is another.
        first, rest, end = _arguments(value, found.end())
        if found[1].lower() == "var":
            # A fallback that means nothing may not be needed.
            made = variables.get(first.strip())
            if made is None:
                made = "\0" if rest is None else rest.strip()
        elif scheme == "both":
            made = f"{_BOTH}{first.strip()}, {(rest or '').strip()})"
        else:
            made = (rest or "" if scheme == "dark" else first).strip()
        value = f"{value[: found.start()]}{made}{value[end:]}"
        if len(value) > MAX_VALUE_CHARACTERS:
            break
    return None, looked


def _arguments(value: str, start: int) -> tuple[str, str | None, int]:
    """Return a function's first argument, the others, and where it ends."""
    depth, comma = 1, -1
    for at in range(start, len(value)):
        character = value[at]
        depth += (character == "(") - (character == ")")
        if not depth:
            break
        if character == "," and depth == 1 and comma < 0:
            comma = at
    else:
        at = len(value)
    if comma < 0:
        return value[start:at], None, at + 1
    return value[start:comma], value[comma + 1 : at], at + 1
