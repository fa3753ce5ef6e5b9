"""Formulas as MathML, not sanitised: by math-core, or by the page's own Temml where it knows more.

math-core is compiled and takes microseconds. What it does not know runs in QuickJS, in the very
chunk that pages load: it takes most of a millisecond, and what it makes is what the page shows.
"""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from threading import Lock

import quickjs
from math_core import LatexError, LatexToMathML

from .._spec import LATEX_MAX_FORMULA_LENGTH
from ..assets.locate import bundle
from .errors import MessageError
from .limits import Meter

__all__ = ["Formulas"]

#: Operations of either library: for a formula, and for each character of it.
FAST_OPERATIONS, FAST_OPERATIONS_PER_CHARACTER = 5, 1
OPERATIONS, OPERATIONS_PER_CHARACTER = 300, 20
#: Levels of groups, after which a library's recursion fails.
MAX_LEVELS = 60
#: Macros that math-core expands in one formula, and characters of their definitions in a document.
#: Temml has limits of its own, for what they become.
MAX_EXPANSIONS, MAX_DEFINITIONS = 100, 2000
#: Bytes and seconds that Temml may take; it has narrower limits, which say what is wrong.
MAX_MEMORY, MAX_SECONDS = 64 << 20, 5
MAX_REASON_CHARACTERS = 300

_NESTING = re.compile(r"\\[{}]|(\{|\\(?:begin|left)\b)|(\}|\\(?:end|right)\b)")
#: What later formulas of a document depend on: definitions, and numbers of equations.
_LASTING = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|[gex]?def|let|DeclareMathOperator|label|tag|(?:eq)?ref"
    r"|begin\{(?:equation|align|alignat|gather|multline|eqnarray|flalign)\})"
)
_DEFINITION = re.compile(r"\\(?:re)?newcommand\*?\s*+(?:\{\s*+(\\[a-zA-Z]+)\s*+\}|(\\[a-zA-Z]+))")
_EXPORT = re.compile(r"export\s*\{([^{}]*)\};?\s*\Z")
#: Markup of math-core that needs a style sheet of its own, or elements that engines lack.
_NEEDS_STYLES = re.compile(r"<menclose|\sclass=")

_TYPESETTER = r"""
globalThis.performance ??= { now: () => Date.now() };
globalThis.typesetter = () => {
    const signal = { addEventListener() {} };
    const translate = (message, { label }) => `?${label}`;
    const typeset = latex.createTypesetter({ host: {}, scope: new Map(), signal, translate });
    return (source, display) => {
        let failed = "";
        const made = typeset(source, display, "", (reason) => (failed = reason || "invalid"));
        return JSON.stringify(failed ? ["", failed] : [made, ""]);
    };
};
"""


class Formulas:
    """Converts the formulas of a document, in their order; macros hold from one to the next."""

    def __init__(self) -> None:
        #: With the macros of the document; `None` as long as there are none.
        self._math_core: LatexToMathML | None = None
        self._temml: _Temml | None = None
        #: Whether math-core lacks what a formula has defined.
        self._is_behind = False
        #: Formulas that define or number something, which Temml has not seen.
        self._unseen: list[tuple[str, bool]] = []
        self._definitions = 0

    def convert(self, source: str, meter: Meter, *, is_display: bool, share: float = 1) -> str:
        """Return a formula as MathML; `share` of its work counts.

        Raises `MessageError` if it cannot be parsed, or would take too long.
        """
        size = len(source)
        cost = FAST_OPERATIONS + FAST_OPERATIONS_PER_CHARACTER * size
        if size > LATEX_MAX_FORMULA_LENGTH or _is_deep(source):
            raise MessageError("latex_too_long")
        if not meter.spend(share * cost, "left_out_parts"):
            raise MessageError("latex_too_long")
        is_lasting = bool(_LASTING.search(source))
        if is_lasting and not self._math_core:
            self._math_core = _new_math_core()
        made = self._by_math_core(source, is_display=is_display, is_lasting=is_lasting)
        if made is None:
            cost = OPERATIONS + OPERATIONS_PER_CHARACTER * size
            if not meter.spend(share * cost, "left_out_parts"):
                raise MessageError("latex_too_long")
            made = self._by_temml(source, is_display=is_display, is_lasting=is_lasting)
        if not meter.write(len(made), "left_out_parts"):
            raise MessageError("latex_too_long")
        return made

    def _by_math_core(self, source: str, *, is_display: bool, is_lasting: bool) -> str | None:
        if self._is_behind:
            return None
        if not self._math_core:
            return _independent(source, is_display=is_display)
        if is_lasting:
            self._definitions += len(source)
            # These differ, or take long.
            if self._definitions > MAX_DEFINITIONS or "\\tag" in source or "ref" in source:
                return None
        made = _converted(self._math_core, source, is_display=is_display)
        if made is not None and is_lasting:
            self._unseen.append((source, is_display))
        return made

    def _by_temml(self, source: str, *, is_display: bool, is_lasting: bool) -> str:
        if not is_lasting and not self._unseen and not self._temml:
            return _by_temml_alone(source, is_display=is_display)
        if not self._temml:
            self._temml = _Temml()
        self._is_behind = self._is_behind or is_lasting
        for earlier, display in self._unseen:
            self._temml.convert(earlier, is_display=display)
        self._unseen.clear()
        return _checked(self._temml.convert(source, is_display=is_display))


def _new_math_core() -> LatexToMathML:
    return LatexToMathML(global_group=True, fancy_error=False, max_expansions=MAX_EXPANSIONS)


@lru_cache(2048)
def _independent(source: str, *, is_display: bool) -> str | None:
    return _converted(_new_math_core(), source, is_display=is_display)


def _converted(converter: LatexToMathML, source: str, *, is_display: bool) -> str | None:
    """Return MathML, or `None` if the library does not know all of the formula."""
    # Redefinitions are allowed, as in the page.
    source = _DEFINITION.sub(
        lambda found: (
            f"\\providecommand{{{found[1] or found[2]}}}{{}}"
            f"\\renewcommand{{{found[1] or found[2]}}}"
        ),
        source,
    )
    try:
        made = converter.convert_with_global_state(source, displaystyle=is_display)
    except LatexError:
        return None
    return None if _NEEDS_STYLES.search(made) else made


@lru_cache(2048)
def _by_temml_alone(source: str, *, is_display: bool) -> str:
    return _checked(_Temml().convert(source, is_display=is_display))


def _checked(result: tuple[str, str]) -> str:
    made, reason = result
    if reason.startswith("?"):
        raise MessageError("no_such_label", label=reason[1:])
    if reason:
        raise MessageError("invalid_formula", reason=reason[:MAX_REASON_CHARACTERS])
    return made


def _is_deep(source: str) -> bool:
    depth = 0
    for found in _NESTING.finditer(source):
        depth += bool(found[1]) - bool(found[2])
        if depth > MAX_LEVELS:
            return True
    return False


class _Temml:
    """Temml with the macros of a document."""

    def __init__(self) -> None:
        self._engine = _engine()
        with self._engine.lock:
            self._typeset = self._engine.new()

    def convert(self, source: str, *, is_display: bool) -> tuple[str, str]:
        """Return MathML and why there is none; one of them is empty."""
        try:
            with self._engine.lock:
                made, reason = json.loads(self._typeset(source, is_display))
        except quickjs.JSException as error:
            # It may have stopped anywhere: nothing of it is used again.
            _engine.cache_clear()
            return "", str(error).split("\n")[0]
        return made, reason


class _Engine:
    def __init__(self) -> None:
        self.lock = Lock()
        context = quickjs.Context()
        context.set_memory_limit(MAX_MEMORY)
        context.set_time_limit(MAX_SECONDS)
        code = (bundle() / "js/latex.js").read_text(encoding="utf-8")
        # QuickJS gives no way to what a module exports.
        context.eval(_EXPORT.sub(_as_global, code))
        context.eval(_TYPESETTER)
        self.new = context.get("typesetter")


def _as_global(found: re.Match[str]) -> str:
    pairs = [one.split(" as ") for one in found[1].split(",")]
    fields = ",".join(f"{name.strip()}:{value.strip()}" for value, name in pairs)
    return f"globalThis.latex={{{fields}}};"


@cache
def _engine() -> _Engine:
    return _Engine()
