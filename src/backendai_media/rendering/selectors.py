"""Which elements of a tree a selector matches.

Of what a selector asks of a reader (`:hover`) or generates (`::before`), nothing matches. Steps
are counted, so that no style sheet takes long.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .nodes import OURS, ROOT, Node

__all__ = ["Budget", "BudgetError", "Selector", "SelectorError", "selectors"]

#: How many functions such as `:is()` may be in one another, and compounds in a selector.
MAX_LEVELS, MAX_COMPOUNDS = 3, 50

_IDENT = r"(?:[\w-]|[^\0-\x7f]|\\.)+"
_TOKEN = re.compile(
    rf"(?P<space>\s+)|(?P<combinator>[>+~])|(?P<comma>,)|\#(?P<id>{_IDENT})|\.(?P<class>{_IDENT})"
    rf"|\[(?P<attribute>[^\]]*)\]|(?P<colons>::?)(?P<pseudo>{_IDENT})(?P<function>\()?"
    rf"|(?P<tag>{_IDENT}|\*)"
)
_ATTRIBUTE = re.compile(
    rf"""\s*({_IDENT})\s*(?:([~|^$*]?=)\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))\s*([iIsS]?))?\s*\Z"""
)
_NTH = re.compile(r"(?:(?P<a>[+-]?\d*)n)?\s*(?P<b>[+-]?\s*\d+)?\Z", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(.)")
#: What makes a space no combinator.
_AHEAD = re.compile(r"\s*+(?:[,>+~]|\Z)")
#: Characters of an attribute's value that are looked at in the time of a comparison.
_PER_STEP = 200

#: Outcomes of a comparison: also what else cannot match, so that nothing is tried again.
_MATCHES, _FAILS, _ALL_SIBLINGS_FAIL, _FAILS_ALTOGETHER = range(4)


class SelectorError(ValueError):
    """What is no selector, or none that is known."""


class BudgetError(Exception):
    """A style sheet takes too long."""


@dataclass(slots=True)
class Budget:
    """The comparisons that are left, and the characters of declarations that rules may give."""

    steps: float
    characters: float

    def spend(self) -> None:
        """Count one. Raises `BudgetError` after the last one."""
        self.steps -= 1
        if self.steps < 0:
            raise BudgetError

    def give(self, characters: int) -> None:
        """Count the declarations of a rule. Raises `BudgetError` if there are too many."""
        self.characters -= characters
        if self.characters < 0:
            raise BudgetError


Test = Callable[[Node, Budget], bool]


@dataclass(slots=True)
class _Compound:
    name: str = ""
    id_: str = ""
    classes: list[str] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    #: Of what `:is()` and attributes ask for: keys of which an element has one at least.
    one_of: list[str] | None = None

    @property
    def keys(self) -> list[str]:
        """What an element has one of: `#id`, `.class`, a name or `[attribute`; empty: anything."""
        if self.id_:
            return [f"#{self.id_}"]
        if self.classes:
            return [f".{self.classes[0]}"]
        if self.name or self.one_of is None:
            return [self.name]
        return self.one_of

    @property
    def ours(self) -> list[str]:
        """Its name, and those of its classes that are ours."""
        classes = [f".{one}" for one in self.classes if one.startswith(OURS)]
        return [self.name, *classes] if self.name else classes

    def matches(self, node: Node, budget: Budget) -> bool:
        budget.spend()
        if self.name and self.name != node.name.lower():
            return False
        if self.id_ and self.id_ != node.attributes.get("id"):
            return False
        if self.classes:
            classes = node.classes
            if not all(one in classes for one in self.classes):
                return False
        return all(test(node, budget) for test in self.tests)


@dataclass(slots=True)
class Selector:
    """Compounds from right to left, and the combinators between them."""

    compounds: list[_Compound]
    combinators: list[str]
    specificity: tuple[int, int, int]
    #: What has a pseudo-element, or asks for a reader's action.
    is_dead: bool = False
    #: Names, and classes of ours, of elements around those that it selects.
    around: frozenset[str] = frozenset()

    @property
    def keys(self) -> list[str]:
        """What an element has one of: `#id`, `.class`, a name or `[attribute`; empty: anything."""
        return [] if self.is_dead else self.compounds[0].keys

    def matches(self, node: Node, budget: Budget) -> bool:
        """Whether an element is selected."""
        if self.is_dead or (self.around and not self.around <= node.around):
            return False
        return self._match(0, node, budget) == _MATCHES

    def _match(self, place: int, node: Node, budget: Budget) -> int:
        if not self.compounds[place].matches(node, budget):
            return _FAILS
        if place == len(self.combinators):
            return _MATCHES
        combinator = self.combinators[place]
        if combinator in " >":
            return self._up(place, node, budget, is_far=combinator == " ")
        return self._back(place, node, budget, is_far=combinator == "~")

    def _up(self, place: int, node: Node, budget: Budget, *, is_far: bool) -> int:
        above = node.parent
        while above is not None and above.name != ROOT:
            found = self._match(place + 1, above, budget)
            if found in {_MATCHES, _FAILS_ALTOGETHER}:
                return found
            if not is_far:
                return _ALL_SIBLINGS_FAIL
            above = above.parent
        return _FAILS_ALTOGETHER

    def _back(self, place: int, node: Node, budget: Budget, *, is_far: bool) -> int:
        before = range(node.place - 1, -1 if is_far else max(node.place - 2, -1), -1)
        for at in before:
            found = self._match(place + 1, node.siblings[at], budget)
            if found != _FAILS:
                return found
            if not is_far:
                return _FAILS
        return _ALL_SIBLINGS_FAIL


def selectors(text: str, level: int = 0) -> list[Selector]:
    """Return the selectors of a list. Raises `SelectorError` if one of them is none."""
    return _Parser(text, level).read()


class _Parser:
    def __init__(self, text: str, level: int) -> None:
        if level > MAX_LEVELS:
            raise SelectorError(text)
        self.text = text.strip()
        self.at = 0
        self.level = level

    def read(self) -> list[Selector]:
        found: list[Selector] = []
        self._begin()
        while self.at < len(self.text):
            token = _TOKEN.match(self.text, self.at)
            if not token:
                raise SelectorError(self.text)
            self.at = token.end()
            if token["comma"]:
                found.append(self._end())
                self._begin()
            elif token["space"] or token["combinator"]:
                self._combine(token["combinator"] or " ")
            else:
                self._add(token)
        return [*found, self._end()]

    def _begin(self) -> None:
        self.compounds = [_Compound()]
        self.combinators: list[str] = []
        self.weight = [0, 0, 0]
        self.is_dead = False
        self.is_empty = True

    def _end(self) -> Selector:
        if self.is_empty:
            raise SelectorError(self.text)
        ids, classes, names = self.weight
        compounds, combinators = self.compounds[::-1], self.combinators[::-1]
        around = frozenset(
            key
            for combinator, compound in zip(combinators, compounds[1:], strict=True)
            if combinator in " >"
            for key in compound.ours
        )
        return Selector(compounds, combinators, (ids, classes, names), self.is_dead, around)

    def _combine(self, combinator: str) -> None:
        if self.is_empty:
            # Spaces around a combinator, or after a comma.
            if combinator == " ":
                return
            if not self.combinators or self.combinators[-1] != " ":
                raise SelectorError(self.text)
            self.combinators[-1] = combinator
            return
        if combinator == " " and _AHEAD.match(self.text, self.at):
            return
        if len(self.compounds) >= MAX_COMPOUNDS:
            raise SelectorError(self.text)
        self.combinators.append(combinator)
        self.compounds.append(_Compound())
        self.is_empty = True

    def _add(self, token: re.Match[str]) -> None:
        last = self.compounds[-1]
        if token["tag"]:
            if not self.is_empty:
                raise SelectorError(self.text)
            if token["tag"] != "*":
                last.name = _plain(token["tag"]).lower()
                self.weight[2] += 1
        elif token["id"]:
            last.id_ = _plain(token["id"])
            self.weight[0] += 1
        elif token["class"]:
            last.classes.append(_plain(token["class"]))
            self.weight[1] += 1
        elif token["pseudo"]:
            self._pseudo(last, token)
        else:
            name, test = _attribute(token["attribute"])
            last.tests.append(test)
            last.one_of = last.one_of or [f"[{name}"]
            self.weight[1] += 1
        self.is_empty = False

    def _pseudo(self, last: _Compound, token: re.Match[str]) -> None:
        name = token["pseudo"].lower()
        given = self._argument() if token["function"] else ""
        if token["colons"] == "::" or name in {"before", "after", "first-line", "first-letter"}:
            self.is_dead = True
            return
        if name in {"is", "where", "not", "matches", "host"} and given:
            inner = _forgiving(given, self.level + 1)
            last.tests.append(_any_of(inner, is_not=name == "not"))
            if name not in {"not", "host"} and last.one_of is None:
                last.one_of = [*dict.fromkeys(key for one in inner for key in one.keys)]
            if name != "where":
                best = max((one.specificity for one in inner), default=(0, 0, 0))
                self.weight = [a + b for a, b in zip(self.weight, best, strict=True)]
            return
        test = _nth(name, given) if name.startswith("nth-") else _PSEUDOS.get(name)
        if test is None:
            self.is_dead = True
            return
        last.tests.append(test)
        self.weight[1] += 1

    def _argument(self) -> str:
        depth, start = 1, self.at
        while self.at < len(self.text):
            depth += (self.text[self.at] == "(") - (self.text[self.at] == ")")
            self.at += 1
            if not depth:
                return self.text[start : self.at - 1]
        raise SelectorError(self.text)


def _plain(name: str) -> str:
    return _ESCAPE.sub(r"\1", name) if "\\" in name else name


def _forgiving(given: str, level: int) -> list[Selector]:
    """Return those of a list that are known."""
    try:
        return [one for one in selectors(given, level) if not one.is_dead]
    except SelectorError:
        return []


def _any_of(inner: list[Selector], *, is_not: bool) -> Test:
    def test(node: Node, budget: Budget) -> bool:
        return any(one.matches(node, budget) for one in inner) != is_not

    return test


def _attribute(given: str) -> tuple[str, Test]:
    """Return the name of an attribute, and what is asked of it."""
    found = _ATTRIBUTE.match(given)
    if not found:
        raise SelectorError(given)
    name, operator, *values, flag = found.groups()
    wanted = next((one for one in values if one is not None), "")
    name = _plain(name).lower()
    fold = str.lower if flag in {"i", "I"} else str
    wanted = fold(wanted)
    compare = _OPERATORS[operator or ""]

    def test(node: Node, budget: Budget) -> bool:
        value = node.attributes.get(name)
        if value is None:
            return False
        budget.steps -= len(value) // _PER_STEP
        return compare(fold(value), wanted)

    return name, test


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "": lambda _value, _wanted: True,
    "=": lambda value, wanted: value == wanted,
    "~=": lambda value, wanted: wanted in value.split(),
    "|=": lambda value, wanted: value == wanted or value.startswith(f"{wanted}-"),
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
}


def _is_root(node: Node) -> bool:
    return node.parent is None or node.parent.name == ROOT


def _of_type(node: Node, budget: Budget, *, is_last: bool) -> int:
    """Return the place of an element among those of its name, from 1."""
    others = node.siblings[node.place + 1 :] if is_last else node.siblings[: node.place]
    budget.steps -= len(others) // 4
    budget.spend()
    return 1 + sum(one.name == node.name for one in others)


_PSEUDOS: dict[str, Test] = {
    "root": lambda node, _: _is_root(node),
    "host": lambda node, _: _is_root(node),
    "scope": lambda node, _: _is_root(node),
    "first-child": lambda node, _: node.place == 0,
    "last-child": lambda node, _: node.place == len(node.siblings) - 1,
    "only-child": lambda node, _: len(node.siblings) == 1,
    "first-of-type": lambda node, left: _of_type(node, left, is_last=False) == 1,
    "last-of-type": lambda node, left: _of_type(node, left, is_last=True) == 1,
    "empty": lambda node, _: not node.children,
    "checked": lambda node, _: "checked" in node.attributes,
    "disabled": lambda node, _: "disabled" in node.attributes,
    "link": lambda node, _: node.name == "a" and "href" in node.attributes,
    "any-link": lambda node, _: node.name == "a" and "href" in node.attributes,
}


def _nth(name: str, given: str) -> Test | None:
    """Return the test of `:nth-child()` and its like; `None` of those that are not known."""
    step, first = _steps(given.strip().lower())

    def is_at(place: int) -> bool:
        if not step:
            return place == first
        return (place - first) % step == 0 and (place - first) // step >= 0

    tests: dict[str, Test] = {
        "nth-child": lambda node, _: is_at(node.place + 1),
        "nth-last-child": lambda node, _: is_at(len(node.siblings) - node.place),
        "nth-of-type": lambda node, left: is_at(_of_type(node, left, is_last=False)),
        "nth-last-of-type": lambda node, left: is_at(_of_type(node, left, is_last=True)),
    }
    return tests.get(name)


def _steps(given: str) -> tuple[int, int]:
    given = {"odd": "2n+1", "even": "2n"}.get(given, given)
    found = _NTH.match(given)
    if not found or not given or len(given) > 20:
        raise SelectorError(given)
    step, first = found["a"], found["b"]
    number = 0 if step is None else int(f"{step}1" if step in {"", "+", "-"} else step)
    return number, int(first.replace(" ", "")) if first else 0
