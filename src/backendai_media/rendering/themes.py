"""Style sheets of outputs that ask for a theme: their conditions are met by the page's.

Mirrors `browser/src/renderers/colors/theme.ts`.
"""

from __future__ import annotations

import re
from collections.abc import Collection

__all__ = ["knows_themes", "themed"]

#: What is met in a theme only: attributes and classes that pages and notebooks set on their root.
_HOOK = (
    r"\[[\w-]{0,40}(?:theme|color-?mode|color-?scheme)[\w-]{0,40}\s*[~|^$*]?="
    r"""\s*["']?[\w-]{1,40}["']?\s*(?:[is]\s*)?\]"""
    r"|\.(?:(?:vscode|theme|mode|quarto|is)-)?(?:dark|light)(?:-(?:mode|theme))?(?![\w-])"
)
_FLAGS = re.IGNORECASE | re.ASCII
_ANY_HOOK = re.compile(_HOOK, _FLAGS)
_HOOKS = re.compile(rf":not\(\s*({_HOOK})\s*\)|{_HOOK}", _FLAGS)
#: What JupyterLab, the notebook and nbconvert have around an output.
_AROUND = re.compile(
    r"\.(?:output_html|output_area|output_subarea|output|rendered_html"
    r"|jp-(?:RenderedHTML(?:Common)?|OutputArea(?:-output)?|Notebook|Cell(?:-outputArea)?))"
    r"(?![\w-])",
    re.ASCII,
)
#: Compounds of which nothing is left stand for the output's root.
_EMPTY = re.compile(r"(^|[\s>+~(])\0+(?=[\s>+~)]|\Z)")
_MEDIA = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", _FLAGS)
#: Comments and texts; what opens and ends rules.
_PARTS = re.compile(
    r"""/\*[\s\S]*?(?:\*/|\Z)|"(?>[^"\\\n]|\\[\s\S])*+"?|'(?>[^'\\\n]|\\[\s\S])*+'?|[{};]"""
)
_BLANKS = re.compile(r"\s*+")
_BY_ITSELF = re.compile(r"light-dark\(|var\(\s*--jp-", re.IGNORECASE)
_PREFERS = re.compile("prefers-color-scheme", re.IGNORECASE)
_DARK = re.compile(r"\bdark|[-=]dark", re.IGNORECASE)
_OTHER = {"dark": "light", "light": "dark"}


def knows_themes(css: str, html: str) -> bool:
    """Whether a style sheet, or the styles in markup, follow a theme by themselves."""
    return bool(
        _PREFERS.search(css)
        or _BY_ITSELF.search(css)
        or _BY_ITSELF.search(html)
        or _ANY_HOOK.search(css)
    )


def themed(css: str, classes: Collection[str], theme: str | None = None) -> str:
    """Return a style sheet whose hooks are media queries.

    With a `theme` these are decided. `classes` are those of the output's elements. Rules with
    others in them stay as they are.
    """
    out: list[str] = []
    start = 0
    # Where the block begins that may be innermost, and its last declaration ends.
    opened = end = -1
    # Where the first text after `start` is.
    looked = filled = -1
    for found in _PARTS.finditer(css):
        part, at = found.group(), found.start()
        if part == "{":
            if opened >= 0:
                inner = max(opened, end)
                out.append(css[start:inner])
                start = inner
            opened = at + 1
        elif part == "}" or (part == ";" and opened < 0):
            prelude = css[start : max(start, opened - 1)]
            is_rule = opened >= 0 and not prelude.lstrip().startswith("@")
            out.append(_rules(prelude, css[opened:at], classes) if is_rule else css[start : at + 1])
            start, opened = at + 1, -1
        elif part == ";":
            end = at + 1
        elif opened < 0 and part[0] == "/":
            if looked != start:
                looked, filled = start, _BLANKS.match(css, start).end()  # type: ignore[union-attr]
            # Comments before a rule are no part of its selectors.
            if filled >= at:
                start = found.end()
    text = "".join(out) + css[start:]
    if not theme:
        return text
    met, not_met = "(min-width: 0)", "(max-width: 0)"
    return _MEDIA.sub(lambda one: met if one[1].lower() == theme else not_met, text)


def _rules(prelude: str, block: str, classes: Collection[str]) -> str:
    """Return a rule, in media queries where it has hooks; `block` is between its braces."""
    lists: dict[str, list[str]] = {}
    for selector in _selectors(prelude):
        rest, theme = _unhook(selector, classes)
        lists.setdefault(theme, []).append(rest)
    lists.pop("never", None)
    rules = {theme: f"{','.join(given)}{{{block}}}" for theme, given in lists.items()}
    return "".join(
        f"@media (prefers-color-scheme: {theme}){{{rule}}}" if theme else rule
        for theme, rule in rules.items()
    )


def _selectors(given: str) -> list[str]:
    """Return the selectors of a list; commas in brackets divide nothing."""
    found: list[list[str]] = [[]]
    depth = 0
    for part in re.split(r"([,()\[\]])", given):
        if part in {"(", "["}:
            depth += 1
        elif part in {")", "]"}:
            depth -= 1
        if part == "," and not depth:
            found.append([])
        else:
            found[-1].append(part)
    return ["".join(parts) for parts in found]


def _unhook(selector: str, classes: Collection[str]) -> tuple[str, str]:
    """Return a selector without its hooks, and the theme that they are met in.

    It is empty without hooks, and "never" where they contradict each other.
    """
    theme = ""

    def asked(found: re.Match[str]) -> str:
        nonlocal theme
        hook = found[1] or found[0]
        one = _theme_of(hook)
        # What the output has on elements of its own is no hook.
        if not one or (hook[0] == "." and hook[1:] in classes):
            return found[0]
        if found[1]:
            one = _OTHER[one]
        theme = "never" if theme and theme != one else one
        return "\0"

    rest = _AROUND.sub("\0", _HOOKS.sub(asked, selector))
    return _EMPTY.sub(r"\1:host", rest).replace("\0", ""), theme


def _theme_of(hook: str) -> str:
    """Return the theme that a hook is met in; `""` where it is something else."""
    lower = hook.lower()
    if hook[0] == "[" and re.search(r"theme-light\b", lower):
        return "light" if "true" in lower else "dark"
    if _DARK.search(hook):
        return "dark"
    return "light" if "light" in lower else ""
