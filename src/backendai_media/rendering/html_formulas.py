r"""Formulas in HTML: `$$…$$`, `\[…\]` and `\(…\)` in its text, as MathJax finds them.

The rules are those of `browser/src/renderers/formulas` (docs/markdown.md).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from .context import Context, RenderError
from .formulas import reason_of
from .markup import VOID, element, text
from .standalone import shadow_style
from .svg_mathml import rebuild

__all__ = ["typeset"]

_CLOSINGS = {"$$": "$$", "\\[": "\\]", "\\(": "\\)"}
_OPENS = re.compile(r"\$\$|\\[(\[]")
_SIGNS = re.compile(r"\\[\s\S]|\$+")
_MARK = re.compile(r"\$\$+|\\[()\[\]]")
#: Elements whose text is not looked at; classes that say whether the text within is.
_IGNORED = frozenset("pre code kbd textarea select button math svg".split())
_IGNORING = frozenset({"tex2jax_ignore", "mathjax_ignore"})
_PROCESSING = frozenset({"tex2jax_process", "mathjax_process"})
#: Formulas of an output; later ones stay as they are.
MAX_FORMULAS = 10_000
#: A tag as the sanitiser writes it.
_TAG = re.compile(r"<(/?)([A-Za-z][^\s<>/]*)([^<>]*)>")
_CLASS = re.compile(' class="([^"]*)"')


def typeset(content: str, context: Context) -> tuple[str, list[str]]:
    """Return sanitised HTML with its formulas as MathML, and the style sheets that these need."""
    if not _OPENS.search(content):
        return content, []
    context.formulas.begin()
    left = MAX_FORMULAS
    parts: list[str] = []
    done = 0
    for start, end in _runs(content):
        formulas, made = _divided(content[start:end], left, context)
        if formulas:
            parts += (content[done:start], made)
            done = end
            left -= formulas
        if left <= 0:
            break
    if not parts:
        return content, []
    style = context.formulas.style
    return "".join([*parts, content[done:]]), [shadow_style("latex"), *([style] if style else [])]


def _runs(content: str) -> Iterator[tuple[int, int]]:
    """Yield where texts are, with line breaks in between, in which formulas may be."""
    # Whether text is left alone, and whether a class says so, for each element around.
    around = [(False, False)]
    start = 0
    for tag in _TAG.finditer(content):
        is_end, name, inside = tag.groups()
        name = name.lower()
        if name in {"br", "wbr"}:
            continue
        if not any(around[-1]) and tag.start() > start:
            yield start, tag.start()
        start = tag.end()
        if is_end:
            if len(around) > 1:
                around.pop()
        elif name not in VOID and not inside.endswith("/"):
            is_ignored, by_class = around[-1]
            found = _CLASS.search(inside)
            classes = set(unescape(found[1]).split()) if found else set()
            if classes & (_IGNORING | _PROCESSING):
                by_class = bool(classes & _IGNORING)
            around.append((is_ignored or name in _IGNORED, by_class))
    if start < len(content):
        yield start, len(content)


def _divided(run: str, most: int, context: Context) -> tuple[int, str]:
    """Return how many formulas are in texts and line breaks, and these with the formulas."""
    if not _OPENS.search(run):
        return 0, run
    pieces = re.split("(<[^<>]*>)", run)
    texts = [_text_of(piece) for piece in pieces]
    whole = "".join(texts)
    formulas = list(_formulas(whole))[:most]
    if not formulas:
        return 0, run
    out: list[str] = []
    number = end = 0
    for piece, shown in zip(pieces, texts, strict=True):
        start, end = end, end + len(shown)
        at = start
        while number < len(formulas) and formulas[number][0] < end:
            since, until = formulas[number]
            if since >= start:
                out += (text(whole[at:since]), _formula(whole[since:until], context))
            at = min(until, end)
            if until > end:
                break
            number += 1
        if not piece.startswith("<"):
            out.append(text(whole[at:end]))
        elif at == start:
            out.append(piece)
    return len(formulas), "".join(out)


def _text_of(piece: str) -> str:
    if piece.startswith("<"):
        return "\n" if piece[:3].lower() == "<br" else ""
    return unescape(piece)


def _formulas(whole: str) -> Iterator[tuple[int, int]]:
    """Yield where formulas begin and end in a text, their delimiters included."""
    signs = ((found.group(), found.start()) for found in _SIGNS.finditer(whole))
    marks = [(mark, at) for mark, at in signs if _MARK.fullmatch(mark)]
    last = dict(marks)
    closing = ""
    since = 0
    for mark, at in marks:
        if not closing:
            end = _CLOSINGS.get(mark, "")
            if end and last.get(end, -1) > at:
                closing, since = end, at
        elif mark == closing:
            if whole[since + 2 : at].strip():
                yield since, at + 2
            closing = ""
        elif closing == "$$" and mark.startswith(closing):
            # More than two dollars in a row say how dear something is, and so did the two before.
            closing = ""


def _formula(whole: str, context: Context) -> str:
    is_display = whole[1] != "("
    kind = "display" if is_display else "inline"
    try:
        made = context.formulas.convert(whole[2:-2], context.meter, is_display=is_display)
    except RenderError as error:
        reason = reason_of(error, context.translate)
        made = element("code", text(whole), class_="math-error", title=reason)
    else:
        # What is no MathML is a reference.
        if made.startswith("<math"):
            made = rebuild(made, confined=context.confined, meter=context.meter)
    return element("span", made, class_=f"math {kind}" if context.confined else None)
