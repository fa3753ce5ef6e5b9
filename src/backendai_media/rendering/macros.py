"""Which formulas and macros the compiled library may be given.

It replaces macros by recursion, and counts how often, not how much that becomes: one that repeats
its argument takes all memory, and what is nested too deeply ends the process. Behind each bracket
that has no counterpart it reads the rest twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

__all__ = ["MAX_LEVELS", "Macros", "levels"]


#: Brackets without a counterpart, each of which doubles the time.
MAX_UNMATCHED = 6

#: Levels of groups after which a library's recursion fails; and those that macros may make of them.
MAX_LEVELS, MAX_MACRO_LEVELS = 60, 240
_NESTING = re.compile(r"\\[\\{}]|(\{|\\(?:begin|left)\b)|(\}|\\(?:end|right)\b)")
_COMMAND = r"\\(?:(?:re)?newcommand|providecommand|[gex]?def|let|DeclareMathOperator)(?![A-Za-z])"
_COMMANDS = re.compile(_COMMAND)
_DEFINING = re.compile(rf"{_COMMAND}\*?\s*+\{{?\s*+(\\(?:[A-Za-z]+|[^A-Za-z]))\s*+\}}?")
_NAME = re.compile(r"\\(?:[A-Za-z]+|[^A-Za-z])")
_ARGUMENT = re.compile("#+[0-9]?")
#: Numbers of arguments, in front of what a macro stands for.
_PARAMETERS = re.compile(r"\s*+(?>\[[0-9]\]|(?>#[1-9])++)?+\s*+(?=\{)")
_TOKEN = re.compile(r"\\[A-Za-z]+|\\?[^\s\\]|\\\\")
_LEFT = re.compile(
    r"[(\[]|\\\{|\\(?:l(?:brace|brack|paren|l?angle|Angle|[vV]ert|floor|ceil|group|moustache"
    r"|l?corner|lbracket|lparenthesis|Brace|Brack|bag)|ulcorner|Lbag|mathopen)(?![A-Za-z])"
    r"|[\u2308\u230a\u2772\u27c5\u27e6\u27e8\u27ea\u27ec\u27ee\u2983\u2985\u2987\u2989\u298b\u298d\u298f\u2991\u2993\u2995\u2997\u29d8\u29da\u29fc]"
)
_RIGHT = re.compile(
    r"[)\]\u2309\u230b\u27e7\u27e9]|\\\}|\\(?:r(?:brace|brack|paren|r?angle|[vV]ert|floor|ceil|group"
    r"|moustache|rbracket|rparenthesis|Brace)|urcorner)\Z"
)
_SIZES = re.compile(r"\\[bB]igg?([lr])\Z")
_BRACE = re.compile(r"\\[\\{}]|([{}])")
_COMMENT = re.compile(r"(?<!\\)(?>\\\\)*+%")


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
            if not _is_balanced(body):
                return False
            self._levels[name] = levels(body) + self._deepest(names)
            self._mentioned |= names
        return True

    def fit(self, source: str) -> bool:
        """Return whether the library can read what a formula becomes."""
        if _unmatched(source) > MAX_UNMATCHED:
            return False
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


def _unmatched(source: str) -> int:
    """Return how many brackets are opened and not closed in the same group, cell or row.

    In doubt it is more: what follows a command may be its argument.
    """
    if len(_LEFT.findall(source)) + source.count("igl") + source.count("iggl") <= MAX_UNMATCHED:
        return 0
    found, opened, before = 0, [0], ""
    for token in _TOKEN.findall(source):
        size = _SIZES.match(before)
        if before in {r"\left", r"\right"} or size:
            # The bracket may be any, or none.
            kind, before = size[1] if size else before, ""
        else:
            is_argument = before in {"^", "_"} or before[1:].isalpha()
            kind = "l" if _LEFT.match(token) else "r" if _RIGHT.match(token) else token
            kind = "" if kind == "r" and is_argument else kind
            before = token
        if kind == "l":
            opened[-1] += 1
        elif kind == "r":
            opened[-1] -= bool(opened[-1])
        elif kind in {"{", r"\begin", r"\left"}:
            opened.append(0)
        elif kind in {"}", r"\end", r"\right", "&", r"\\"}:
            found += opened.pop()
            if not opened or kind in {"&", r"\\"}:
                opened.append(0)
    return found + sum(opened)


def _is_balanced(body: str) -> bool:
    """Whether what a macro stands for leaves no bracket open, as far as that is certain."""
    known = MAX_UNMATCHED + 1
    return _unmatched(f"{body} x{'(' * known}") == known


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
