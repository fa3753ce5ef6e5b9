"""Every test claims something: it asserts, or calls a helper in the tests' tree that does."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).parent
#: What fails a test as `assert` does: `pytest.raises` and its like, Playwright's `expect`.
CLAIMS = {"raises", "warns", "fail", "expect"}


def asserts(function: ast.AST) -> bool:
    """Whether it asserts, or runs a program that must end well (`check=True`)."""
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.keyword) and ast.unparse(node) == "check=True")
        for node in ast.walk(function)
    )


def called(function: ast.AST, libraries: set[str]) -> set[str]:
    """Return the last names of what is called: `wait` for `page.wait(…)`, none for `json.loads`."""
    callees = [node.func for node in ast.walk(function) if isinstance(node, ast.Call)]
    names = {callee.id for callee in callees if isinstance(callee, ast.Name)}
    methods = [callee for callee in callees if isinstance(callee, ast.Attribute)]
    return names | {
        callee.attr
        for callee in methods
        if not isinstance(callee.value, ast.Name) or callee.value.id not in libraries
    }


def without_a_claim(modules: Mapping[str, str | bytes]) -> list[str]:
    """Return the tests that claim nothing, as `module::name`.

    A helper is known by its name: it is the same module's, or else any of the tree's.
    """
    calls: dict[tuple[str, str], set[str]] = {}
    claiming = set()
    for module, source in modules.items():
        nodes = list(ast.walk(ast.parse(source)))
        imports = [node for node in nodes if isinstance(node, ast.Import)]
        libraries = {alias.asname or alias.name for node in imports for alias in node.names}
        for node in nodes:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                key = module, node.name
                calls[key] = calls.get(key, set()) | called(node, libraries - {"pytest"})
                if asserts(node):
                    claiming.add(key)
    while True:
        anywhere = CLAIMS | {name for _, name in claiming}
        more = {
            (module, name)
            for (module, name), those in calls.items()
            if any(
                (module, one) in claiming if (module, one) in calls else one in anywhere
                for one in those
            )
        }
        if more <= claiming:
            silent = sorted(calls.keys() - claiming)
            return [f"{module}::{name}" for module, name in silent if name.startswith("test_")]
        claiming |= more


def test_every_test_has_a_claim() -> None:
    modules = {str(path.relative_to(HERE)): path.read_bytes() for path in HERE.rglob("*.py")}
    assert without_a_claim(modules) == []


def test_claims_are_found_in_helpers() -> None:
    tests = (
        "import json\n"
        "def test_one(): help()\n"
        "def test_two(page): page.wait()\n"
        "def test_three(): json.check(1)\n"
    )
    helpers = "def help(): check()\ndef check(): assert 1\nclass Page:\n def wait(self): fail()\n"
    assert without_a_claim({"a": tests, "b": helpers}) == ["a::test_three"]
    hidden = tests + "def help(): pass\n"
    assert without_a_claim({"a": hidden, "b": helpers}) == ["a::test_one", "a::test_three"]
