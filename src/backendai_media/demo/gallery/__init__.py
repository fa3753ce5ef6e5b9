"""Examples: each `.py` file in this package is code that runs on the kernel.

A file starts with comment lines `# key: value` for `title`, `about`, `order` and, where it needs
any, `needs` (modules, separated by spaces) and `active: sandbox`; the rest is the code.

`libraries.toml` has cells of real libraries, with the same fields.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from importlib.util import find_spec

import msgspec


class Example(msgspec.Struct, frozen=True):
    """An example; `missing` are the packages that it needs and this Python does not have.

    `sandbox`: scripts of what it shows run, in a frame.
    """

    name: str
    title: str
    about: str
    code: str
    missing: list[str]
    sandbox: bool = False


@cache
def _sources() -> tuple[tuple[str, dict[str, str], str], ...]:
    found = []
    for entry in files(__name__).iterdir():
        if entry.name.endswith(".py") and entry.name != "__init__.py":
            head, code = _parse(entry.read_text("utf-8"))
            found.append((entry.name.removesuffix(".py"), head, code))
    return tuple(sorted(found, key=lambda source: int(source[1]["order"])))


@cache
def _libraries() -> tuple[dict[str, str], ...]:
    text = files(__name__).joinpath("libraries.toml").read_text("utf-8")
    return tuple(tomllib.loads(text)["library"])


def examples() -> list[Example]:
    """Return all examples in order."""
    return [_example(name, head, code) for name, head, code in _sources()]


def libraries() -> list[Example]:
    """Return the cells of real libraries."""
    return [_example(one["name"], one, one["code"]) for one in _libraries()]


def _example(name: str, head: dict[str, str], code: str) -> Example:
    missing = [module for module in head.get("needs", "").split() if not find_spec(module)]
    if missing and "install" in head:
        missing = head["install"].split()
    return Example(
        name=name,
        title=head["title"],
        about=head["about"],
        code=code,
        missing=missing,
        sandbox=head.get("active") == "sandbox",
    )


def _parse(text: str) -> tuple[dict[str, str], str]:
    head, lines = {}, text.splitlines()
    while lines and lines[0].startswith("# ") and ": " in lines[0]:
        key, _, value = lines.pop(0)[2:].partition(": ")
        head[key] = value
    return head, "\n".join(lines).strip() + "\n"
