"""Leaves out of a site's style sheets what no page uses, and keeps them from the cells."""

from __future__ import annotations

import re
from pathlib import Path

import tinycss2

_TAG = re.compile(r"<[^>]+>")
_WORD = re.compile(r"[\w-]+")
#: What a selector names: classes, ids, and values of attributes.
_NAMED = re.compile(r"[.#](-?[A-Za-z_][\w-]*)|=[\"']?([A-Za-z_][\w-]*)")
#: A selector, and the pseudo-element that it may end with.
_ENDED = re.compile(r"(.*?)((?:::?(?:before|after|marker|placeholder)|::[\w-]+).*)?", re.DOTALL)
#: What the theme's script makes for features that the pages do without.
_UNUSED = re.compile(r"\.(md-(annotation|version|consent|feedback|announce|banner)|tabbed|mermaid)")
#: Selects what is in no cell, and adds nothing to what a selector weighs.
_CELLS = ":where(:not(.backendai-run *))"
_WITH_RULES = {"media", "supports", "layer", "container"}
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")


def trim(out: Path) -> None:
    """Leave out rules whose selectors name what no page and no script of the site has."""
    words: set[str] = set()
    for path in out.glob("**/*.html"):
        for tag in _TAG.findall(path.read_text(encoding="utf-8")):
            words.update(_WORD.findall(tag))
    for path in out.glob("assets/**/*.js"):
        words.update(_WORD.findall(path.read_text(encoding="utf-8")))
    sheets = {path: path.read_text(encoding="utf-8") for path in out.glob("assets/**/*.css")}
    # What only rules that go have read goes, too.
    for _ in range(2):
        used = set(_VARIABLE.findall("".join(sheets.values())))
        sheets = {path: _without(css, words, used) for path, css in sheets.items()}
    for path, css in sheets.items():
        path.write_text(css, encoding="utf-8")


def _without(css: str, words: set[str], variables: set[str]) -> str:
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return "".join(_kept(rule, words, variables) for rule in rules)


def _kept(rule: tinycss2.ast.Node, words: set[str], variables: set[str]) -> str:
    if rule.type == "at-rule" and rule.content is not None and rule.at_keyword in _WITH_RULES:
        inner = _without(tinycss2.serialize(rule.content), words, variables)
        head = f"@{rule.at_keyword}{tinycss2.serialize(rule.prelude)}"
        return f"{head}{{{inner}}}" if inner else ""
    if rule.type != "qualified-rule":
        return str(rule.serialize())
    selectors = _parts(tinycss2.serialize(rule.prelude))
    kept = [one for one in selectors if _names(one) <= words and not _UNUSED.search(one)]
    body = _declarations(rule.content, variables)
    return f"{','.join(map(_sparing, kept))}{{{body}}}" if kept and body else ""


def _sparing(selector: str) -> str:
    """Return a selector of the theme's prose that does not select parts of cells."""
    if ".md-typeset " not in selector or _CELLS in selector:
        return selector
    subject, pseudo = _ENDED.fullmatch(selector).groups("")  # type: ignore[union-attr]
    return f"{subject}{_CELLS}{pseudo}"


def _names(selector: str) -> set[str]:
    # What is excluded need not exist.
    plain = re.sub(r":not\([^()]*\)", "", selector)
    return {one or other for one, other in _NAMED.findall(plain)}


def _parts(selectors: str) -> list[str]:
    """Split at the commas outside of parentheses."""
    depth, parts = 0, [""]
    for character in selectors:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def _declarations(content: list[tinycss2.ast.Node], variables: set[str]) -> str:
    """Serialize declarations without variables that nothing reads."""
    found = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    kept = [
        one.serialize()
        for one in found
        if not (
            one.type == "declaration" and one.name.startswith("--md") and one.name not in variables
        )
    ]
    return ";".join(kept)
