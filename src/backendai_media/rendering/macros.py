"""Which macros of a document the compiled library may be given.

It replaces macros by recursion, and counts how often, not how much that becomes: one that repeats
its argument takes all memory, and what is nested too deeply ends the process.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["MAX_LEVELS", "Macros", "levels"]

#: Levels of groups after which a library's recursion fails; and those that macros may make of them.
MAX_LEVELS, MAX_MACRO_LEVELS = 60, 240
_NESTING = re.compile(r"\\[\\{}]|(\{|\\(?:begin|left)\b)|(\}|\\(?:end|right)\b)")
_COMMAND = r"\\(?:(?:re)?newcommand|providecommand|[gex]?def|let|DeclareMathOperator)(?![A-Za-z])"
_COMMANDS = re.compile(_COMMAND)
_DEFINING = re.compile(rf"{_COMMAND}\*?\s*+\{{?\s*+(\\(?:[A-Za-z]+|[^A-Za-z]))\s*+\}}?")
_NAME = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z])")
_ARGUMENT = re.compile("#+[0-9]?")
#: Numbers of arguments, in front of what a macro stands for.
_PARAMETERS = re.compile(r"\s*+(?:\[[0-9]\]|(?:#[1-9])++)?+\s*+(?=\{)")
_BRACE = re.compile(r"\\[\\{}]|([{}])")
_COMMENT = re.compile(r"(?<!\\)(?:\\\\)*+%")


@dataclass
class Macros:
    """The macros of a document, as far as its formulas were read."""

    #: How deep what each stands for is nested.
    _levels: dict[str, int] = field(default_factory=dict)
    #: All that they mention.
    _mentioned: set[str] = field(default_factory=set)

    def define(self, source: str) -> bool:
        """Note what a formula defines; return whether the library may read it."""
        defining = list(_DEFINING.finditer(source))
        if len(defining) < len(_COMMANDS.findall(source)) or _COMMENT.search(source):
            return False  # what is defined is not certain
        for found in defining:
            name, body = found[1], _body(source, found.end())
            names = set(_NAME.findall(body))
            arguments = _ARGUMENT.findall(body)
            if len(set(arguments)) < len(arguments) or any(len(one) != 2 for one in arguments):
                return False
            if name in names or name in self._mentioned:
                return False  # it may come to stand for itself
            self._levels[name] = levels(body) + self._deepest(names)
            self._mentioned |= names
        return True

    def fit(self, source: str) -> bool:
        """Return whether what a formula becomes is nested as deep as the library can read."""
        deepest = self._deepest(set(_NAME.findall(source))) if self._levels else 0
        return (levels(source) + 1) * (deepest + 1) <= MAX_MACRO_LEVELS

    def _deepest(self, names: set[str]) -> int:
        return max((self._levels[name] for name in names & self._levels.keys()), default=0)


def levels(source: str) -> int:
    """Return how deep groups, environments and fences are nested."""
    depth = most = 0
    for found in _NESTING.finditer(source):
        depth += bool(found[1]) - bool(found[2])
        most = max(most, depth)
    return most


def _body(source: str, start: int) -> str:
    """Return what a macro stands for, behind its name and its parameters; in doubt, more."""
    parameters = _PARAMETERS.match(source, start)
    if not parameters:
        return source[start:]
    depth, begin = 0, parameters.end()
    for found in _BRACE.finditer(source, begin):
        depth += (found[1] == "{") - (found[1] == "}")
        if found[1] and not depth:
            return source[begin : found.end()]
    return source[begin:]
