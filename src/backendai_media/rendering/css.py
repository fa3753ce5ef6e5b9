"""Sanitises styles of outputs, as `browser/src/renderers/html/styles.ts` does.

Styles that cannot fetch anything or escape are kept; others go through a CSS parser, and are
written again without the unsafe parts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import tinycss2

from .._spec import CSS_MAX_NESTING_LEVELS

__all__ = ["declarations", "declarations_cost", "is_unsafe", "parsable", "sheet", "sheet_cost"]

#: Operations of the CSS parser for each character.
OPERATIONS_PER_CHARACTER = 5

#: URLs that fetch nothing: fragments of the output itself, and images as data.
_LOCAL = re.compile(
    r"""url\((["']?)(?:#[\w:.-]+|data:image/(?!svg)[\w+/=;,-]+)\1\)""", re.IGNORECASE
)
#: Functions that fetch.
_FETCHING = re.compile(r"(?:url|src|image|fade|element|paint)[\w-]{0,20}\s*\(", re.IGNORECASE)
#: Properties that may refer to elements of the output.
_REFERS = re.compile("(fill|stroke|filter|clip-path|mask|marker)")
_REFERENCE = re.compile("""url\\(["']?#""")
#: Selectors of a document's root, which become the output's.
_ROOT = re.compile(r"(^|[\s,>+~(])(html|body|:root)(?![\w-])", re.IGNORECASE)
#: Python refuses to read more than 4,300 digits.
_ENDLESS = re.compile(r"\d{400,}+")
_BRACKET = re.compile(r"[][(){}]")
#: Types of tokens that no selector has.
_BROKEN = frozenset({"at-keyword", "error"})
#: Rules that are kept. Global ones (`@import`, `@font-face`, `@property`, …) are dropped.
_KEPT = re.compile(
    r"(media|supports|container|layer|scope|starting-style|(-webkit-|-moz-)?keyframes)\Z"
)
#: Without a shadow root, properties by which an output could cover the page: they move it, or draw
#: beyond its box.
_REACHING = re.compile(
    r"(-(webkit|moz|ms|o)-)?"
    r"(position|z-index|inset|top|right|bottom|left|transform|translate|scale|rotate|margin"
    r"|animation|transition|float|offset|zoom|contain|content|cursor|pointer-events"
    r"|all\Z|anchor|perspective|outline|box-(shadow|reflect)|filter|border-(image|shape)"
    r"|text-(indent|shadow|underline-offset)|overflow-clip-margin)"
)
_OVERFLOW = re.compile(r"overflow(-(x|y|block|inline))?\Z")
_CLIPS = re.compile(r"(auto|hidden|scroll|clip)( +(auto|hidden|scroll|clip))?\Z")


def is_unsafe(value: str) -> bool:
    """Whether a value could fetch something, or contains escapes."""
    return _is_suspect(value) and _is_suspect(_LOCAL.sub("0", value))


def _is_suspect(text: str) -> bool:
    """Whether there are functions that fetch, escapes, or names that affect the whole page.

    Patterns are slower, and a path of an SVG has thousands of numbers.
    """
    if "\\" in text or ("(" in text and _FETCHING.search(text)):
        return True
    lower = text.lower()
    return "view-transition" in lower or "app-region" in lower


def declarations_cost(text: str) -> int:
    """Return the operations that the declarations of an attribute take; 0 without a parser."""
    return OPERATIONS_PER_CHARACTER * len(text) if _is_suspect(text) else 0


def sheet_cost(text: str) -> int:
    """Return the operations that a style sheet takes; 0 without a parser."""
    return 0 if _is_plain_sheet(text) else OPERATIONS_PER_CHARACTER * len(text)


@lru_cache(4096)
def declarations(text: str, *, confined: bool = True) -> str:
    """Return the safe declarations of a `style` attribute.

    `confined`: they are in a shadow root, and cannot affect the page around it.
    """
    if confined and not _is_suspect(text):
        return text
    text = parsable(text)
    parsed = tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)
    kept = (_declaration(one, confined=confined) for one in parsed if one.type == "declaration")
    return " ".join(filter(None, kept))


@lru_cache(256)
def sheet(text: str) -> str:
    """Return a style sheet without unsafe parts, as text that cannot end a `<style>` element."""
    if _is_plain_sheet(text):
        return _escape_end_tags(text)
    text = parsable(text)
    rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return _escape_end_tags("\n".join(_rules(rules)))


def _is_plain_sheet(text: str) -> bool:
    return not _is_suspect(text) and "@" not in text and not _ROOT.search(text)


def parsable(text: str) -> str:
    """Return a style sheet up to where brackets are nested too deeply, without endless numbers.

    Brackets in texts and comments count too. Each level of rules is parsed again, and by recursion.
    """
    text = _ENDLESS.sub("0", text)
    depth = 0
    for found in _BRACKET.finditer(text):
        depth += 1 if found[0] in "([{" else -(depth > 0)
        if depth > CSS_MAX_NESTING_LEVELS:
            return text[: found.start()]
    return text


def _escape_end_tags(css: str) -> str:
    return css.replace("</", "<\\/")


def _rules(rules: Iterable[Any]) -> Iterable[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            # Browsers ignore such a rule; what differs from them a little might find others in it.
            if not _BROKEN.isdisjoint(one.type for one in rule.prelude):
                continue
            selector = _ROOT.sub(r"\1:host", tinycss2.serialize(rule.prelude))
            yield f"{selector.strip()}{{{_block(rule.content)}}}"
        elif rule.type == "at-rule" and rule.content is not None:
            name = rule.lower_at_keyword
            if _KEPT.match(name):
                prelude = tinycss2.serialize(rule.prelude)
                yield f"@{name}{prelude}{{{_block(rule.content)}}}"


def _block(content: list[Any]) -> str:
    """Return declarations and nested rules."""
    parsed = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    parts = []
    for one in parsed:
        kept = [_declaration(one)] if one.type == "declaration" else _rules([one])
        parts += [part for part in kept if part]
    return "".join(parts)


def _declaration(one: Any, *, confined: bool = True) -> str:
    value = tinycss2.serialize(one.value).strip()
    name = one.lower_name
    if is_unsafe(f"{name}:{value}"):
        return ""
    # For properties that take images, browsers would fetch the page itself.
    if _REFERENCE.search(value) and not _REFERS.match(name):
        return ""
    if not confined and (
        _REACHING.match(name) or (_OVERFLOW.match(name) and not _CLIPS.match(value))
    ):
        return ""
    return f"{one.name}:{value}{' !important' if one.important else ''};"
