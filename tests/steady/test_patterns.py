"""No regular expression goes back and forth: no unbounded repetition within another one."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import backendai_media

# The parser of the standard library's patterns has no public name, nor types.
codes: Any = importlib.import_module("re._constants")
parser: Any = importlib.import_module("re._parser")

SOURCE = Path(backendai_media.__file__).parent
#: Patterns with nested repetitions that cannot go back: each has one way only to match a text.
SAFE = {
    # Labels of hosts; attributes as the sanitiser writes them: what divides them is not in them.
    r"[\w-]+(?:\.[\w-]+)*\.[\w-]*[^\W_]",
    r'<(/?)([A-Za-z][\w:.-]*)((?: [^\s"<>=]+(?:="[^"]*")?)*)(/?)>',
    r"data:image/(?:png|jpeg|gif|webp|avif|bmp);base64,[A-Za-z0-9+/]+={0,2}",
}


def is_nested(pattern: str, flags: int = 0) -> bool:
    """Whether an unbounded repetition that can go back contains another one."""
    return _nested(parser.parse(pattern, flags), inside=False)


def _nested(parts: Any, *, inside: bool) -> bool:
    for code, argument in parts:
        if code in {codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT}:
            _, most, inner = argument
            is_unbounded = most is codes.MAXREPEAT or most > 1000
            goes_back = code is not codes.POSSESSIVE_REPEAT
            if is_unbounded and inside and goes_back:
                return True
            if _nested(inner, inside=inside or (is_unbounded and goes_back)):
                return True
        elif code is codes.SUBPATTERN:
            if _nested(argument[-1], inside=inside):
                return True
        elif code is codes.BRANCH:
            if any(_nested(one, inside=inside) for one in argument[1]):
                return True
        elif code is codes.ATOMIC_GROUP:
            if _nested(argument, inside=False):
                return True
        elif code in {codes.ASSERT, codes.ASSERT_NOT} and _nested(argument[1], inside=inside):
            return True
    return False


def is_possessive_group(pattern: str, flags: int = 0) -> bool:
    """Whether a group that can go back is repeated possessively, as in `(?:ab*)*+`."""

    def found(parts: Any) -> bool:
        for code, argument in parts:
            if code is codes.POSSESSIVE_REPEAT:
                (inner, _), *others = argument[2]
                if others or inner in {codes.SUBPATTERN, codes.BRANCH}:
                    return True
            children = argument if isinstance(argument, list | tuple) else [argument]
            for child in children:
                lists = child if isinstance(child, list) else [child]
                if any(isinstance(one, parser.SubPattern) and found(one) for one in lists):
                    return True
        return False

    return found(parser.parse(pattern, flags))


@pytest.mark.parametrize(
    ("pattern", "possessive"),
    [
        ("a*+[bc]++", False),
        ("(?>(?:ab)*)", False),
        ("(?>ab)*+", False),
        ("(?:ab)*+", True),
        ("x(?:(?:ab|c)?+)", True),
        ("(?=(a(?:bc)*+))|x", True),
        ("x|y(?:bc)++", True),
    ],
)
def test_is_possessive_group(pattern: str, possessive: bool) -> None:
    assert is_possessive_group(pattern) == possessive


@pytest.mark.parametrize(
    ("pattern", "nested"),
    [
        ("a*b*", False),
        ("(?:ab)*", False),
        ("(?:a*b)*", True),
        ("(?:a+)+", True),
        ("(?:a*+b)*", False),
        ("(?:a*b)*+", False),
        ("(?:(?:a*)b)*", True),
        ("(?:a|b*)*", True),
        ("(?:a{2,}b)?", False),
    ],
)
def test_is_nested(pattern: str, nested: bool) -> None:
    assert is_nested(pattern) == nested


def _compiled() -> Iterator[tuple[str, re.Pattern[Any]]]:
    """Yield all patterns that modules hold."""
    for path in SOURCE.rglob("*.py"):
        # Django's need settings, MkDocs' the program: `_literal` looks at what they compile.
        is_elsewhere = "django" in path.parts or path.name == "mkdocs.py"
        if is_elsewhere or "re.compile" not in path.read_text(encoding="utf-8"):
            continue
        parts = path.relative_to(SOURCE.parent).with_suffix("").parts
        loaded = importlib.import_module(".".join(parts))
        for name, value in vars(loaded).items():
            values = value.values() if isinstance(value, dict) else [value]
            for one in values:
                if isinstance(one, re.Pattern):
                    yield f"{loaded.__name__}.{name}", one


def _literal() -> Iterator[tuple[str, str]]:
    """Yield the patterns that are passed to functions of `re` as they are."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "re"
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                value = node.args[0].value
                pattern = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                yield f"{path.name}:{node.lineno}", pattern


def _all() -> Iterator[tuple[str, str, int]]:
    """Yield where each pattern is, the pattern, and its flags."""
    for where, one in _compiled():
        if isinstance(one.pattern, bytes):
            yield where, one.pattern.decode("latin-1"), one.flags & ~re.UNICODE
        else:
            yield where, one.pattern, one.flags
    for where, pattern in _literal():
        yield where, pattern, 0


def test_no_pattern_nests_repetitions() -> None:
    found = [(where, pattern) for where, pattern, flags in _all() if is_nested(pattern, flags)]
    assert [one for one in found if one[1] not in SAFE] == []


def test_no_group_is_repeated_possessively() -> None:
    """Until Python 3.11.5 some matched wrongly (gh-106052): `(?>…)*+` does not."""
    found = [where for where, pattern, flags in _all() if is_possessive_group(pattern, flags)]
    assert found == []
