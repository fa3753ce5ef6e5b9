"""Rendered items without style sheets and shadow roots: each element has the styles that it shows.

This is what mail and programs for paper read, which know no shadow roots, and neither custom
properties nor `light-dark()`. Styles of outputs keep nothing that reaches beyond the output, as
with `shadow=False`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
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

#: Comparisons of selectors for each element of an output, and further ones for an output.
STEPS_PER_ELEMENT, MIN_STEPS = 60, 100_000
#: Longer values, and more references in a value, are left out: they may double each time.
MAX_VALUE_CHARACTERS, MAX_REFERENCES = 2000, 50

_FLAGS = re.IGNORECASE | re.ASCII
_FUNCTION = re.compile(r"(?<![\w-])(var|light-dark)\(", _FLAGS)
_ROOT = re.compile(r":host(?![\w-])(?!\()", _FLAGS)
_CONDITION = re.compile(r"\(\s*([\w-]+)\s*(?::\s*([^()]*))?\)")
_LENGTH = re.compile(r"([\d.]+)(px|r?em)?\s*\Z")
_TYPE = re.compile(r"\s*(?:(not|only)\s+)?(all|screen|print)?\b", _FLAGS)


@dataclass(frozen=True)
class Medium:
    """What the styles are for."""

    #: `"screen"` or `"print"`.
    name: str
    #: `"light"` or `"dark"`.
    theme: str
    #: In CSS pixels.
    width: int
    #: Custom properties of the document.
    variables: Mapping[str, str] = field(default_factory=dict, compare=False)


#: Name, value, and whether it is important.
_Declaration = tuple[str, str, bool]


@dataclass(slots=True)
class _Rule:
    selector: Selector
    declarations: list[_Declaration]
    order: int


def inlined(root: Node, context: Context, medium: Medium, more: str = "") -> None:
    """Give the elements of items or of a notebook their styles; `more` is a further style sheet."""
    scopes = [*_scopes(root)]
    ours = _Sheet(medium)
    ours.add(page_style())
    ours.add(more)
    unlimited = Budget(1 << 60)
    for node in root.walk():
        ours.style(node, unlimited)
    trusted = {context.base, context.markdown, context.jupyter}
    for scope in scopes:
        if not _fill(*scope, medium, trusted):
            what = context.translate("left_out_formatting")
            line = context.translate("left_out", what=what)
            scope[0].children.append(Node("div", {"class": "backendai-static-note"}, [line]))
    _resolve(root, medium)


def _scopes(root: Node) -> Iterator[tuple[Node, list[Child]]]:
    """Take the shadow roots out of their hosts, and return both."""
    for host in [one for one in root.walk() if one.name != "template"]:
        for child in host.elements():
            if child.name == "template":
                host.adopt([one for one in host.children if one is not child])
                yield host, child.children


def _fill(host: Node, children: list[Child], medium: Medium, trusted: Iterable[str]) -> bool:
    """Put the contents of a shadow root into its host, in their styles; return whether in all."""
    sheet = _Sheet(medium)
    inside: list[Child] = []
    for child in children:
        if isinstance(child, Node) and child.name == "style":
            css = "".join(one for one in child.children if isinstance(one, str))
            sheet.add(css, is_foreign=css not in trusted)
        else:
            inside.append(child)
    # To its contents, the host is their root and nothing else.
    shadow = Node("#host", place=-2)
    shadow.adopt(inside)
    nodes = [*shadow.walk()]
    budget = Budget(MIN_STEPS + STEPS_PER_ELEMENT * len(nodes))
    is_whole = True
    for node in nodes:
        node.is_foreign = node is not shadow
        try:
            sheet.style(node, budget)
        except BudgetError:
            is_whole = False
            break
    host.style = {**shadow.style, **host.style}
    slotted = {one.attributes.get("slot"): one for one in host.elements()}
    for node in nodes:
        if any(one.name == "slot" for one in node.elements()):
            node.adopt([_slotted(one, slotted) for one in node.children])
    host.adopt(shadow.children)
    return is_whole


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

    def add(self, css: str, *, is_foreign: bool = False) -> None:
        """Add a style sheet; what reaches beyond an output is left out of a foreign one."""
        found = _rules(css, self._medium) if is_foreign else _our_rules(css, self._medium)
        for selector_text, block in found:
            try:
                given_selectors = selectors(_ROOT.sub(":root", selector_text))
            except SelectorError:
                continue
            given = _declarations(block, is_foreign=is_foreign)
            for selector in given_selectors if given else ():
                self._count += 1
                rule = _Rule(selector, given, self._count)
                self._rules.setdefault(selector.key, []).append(rule)

    def style(self, node: Node, budget: Budget) -> None:
        """Give an element its declarations: those of rules, and over them its own."""
        keys = ["", node.name.lower(), *(f".{one}" for one in node.classes)]
        if id_ := node.attributes.get("id"):
            keys.append(f"#{id_}")
        rules = [
            rule
            for key in keys
            for rule in self._rules.get(key, ())
            if rule.selector.matches(node, budget)
        ]
        rules.sort(key=lambda one: (one.selector.specificity, one.order))
        own = node.attributes.pop("style", "")
        given = [one for rule in rules for one in rule.declarations]
        given += _declarations(own, is_foreign=node.is_foreign) if own else []
        for is_important in (False, True):
            for name, value, important in given:
                if important == is_important:
                    # What comes later counts more.
                    node.style.pop(name, None)
                    node.style[name] = value


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


@lru_cache(16)
def _our_rules(css: str, medium: Medium) -> list[tuple[str, str]]:
    return _rules(css, medium)


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
        return value.lower() == medium.theme
    length = _LENGTH.match(value)
    if name in {"min-width", "max-width"} and length:
        pixels = float(length[1]) * (1 if length[2] == "px" else 16)
        return pixels <= medium.width if name == "min-width" else pixels >= medium.width
    return False


def _resolve(root: Node, medium: Medium) -> None:
    """Replace custom properties and `light-dark()` by what they are at each element."""
    waiting: list[tuple[Node, Mapping[str, str], str]] = [(root, medium.variables, "light")]
    while waiting:
        node, variables, scheme = waiting.pop()
        if "color-scheme" in node.style:
            scheme = _scheme(node.style.pop("color-scheme"), medium.theme)
        own = {name: value for name, value in node.style.items() if name.startswith("--")}
        if own:
            variables = dict(variables)
            for name, value in own.items():
                found = resolved(value, variables, scheme)
                if found is None or found.lower() == "initial":
                    variables.pop(name, None)
                else:
                    variables[name] = found
        kept: dict[str, str] = {}
        for name, value in node.style.items():
            found = None if name in own else resolved(value, variables, scheme)
            if found is not None:
                kept[name] = found
        node.style = kept
        waiting += [(one, variables, scheme) for one in node.elements()]


def _scheme(value: str, theme: str) -> str:
    words = value.lower().split()
    if "light" in words and "dark" in words:
        return theme
    return "dark" if "dark" in words else "light"


def resolved(value: str, variables: Mapping[str, str], scheme: str) -> str | None:
    """Return a value without references; `None` if it has no meaning."""
    if "(" not in value:
        return value
    for _ in range(MAX_REFERENCES):
        functions = [*_FUNCTION.finditer(value)]
        if not functions:
            return None if "\0" in value else value
        found = functions[-1]
        # Nothing within the last one is another.
        first, rest, end = _arguments(value, found.end())
        if found[1].lower() == "var":
            # A fallback that means nothing may not be needed.
            made = variables.get(first.strip(), "\0" if rest is None else rest.strip())
        else:
            made = (rest or "" if scheme == "dark" else first).strip()
        value = f"{value[: found.start()]}{made}{value[end:]}"
        if len(value) > MAX_VALUE_CHARACTERS:
            return None
    return None


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
