"""Formulas as MathML, not sanitised: by math-core, or by the page's own Temml where it knows more.

math-core is compiled and takes microseconds, Temml most of a millisecond. What math-core writes
with other signs than the page, and all numbered equations, are left to Temml.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from time import thread_time

from math_core import LatexError, LatexToMathML

from .._spec import LATEX_MAX_FORMULA_LENGTH
from .css import sheet
from .errors import MessageError, RenderError
from .limits import Meter
from .macros import MAX_LEVELS, Macros, levels
from .markup import element, text
from .temml import Made, Temml, style

__all__ = ["Formulas", "reason_of"]

#: Operations of either library: for a formula, and for each character of it.
FAST_OPERATIONS, FAST_OPERATIONS_PER_CHARACTER = 5, 1
OPERATIONS, OPERATIONS_PER_CHARACTER = 300, 20
#: Microseconds of a slow processor for an operation; what takes longer counts as it does.
SLOWEST = 3
#: Macros that math-core expands in one formula, and characters of their definitions in a document.
#: Temml has limits of its own, for what they become.
MAX_EXPANSIONS, MAX_DEFINITIONS = 100, 2000
MAX_REASON_CHARACTERS = 300

#: What later formulas of a document depend on: definitions, and labels and numbers of equations.
_DEFINES = re.compile(
    r"\\(?:(?:re)?newcommand|providecommand|[gex]?def|let|DeclareMathOperator)(?![A-Za-z])"
)
_NUMBERED = re.compile(
    r"\\(?:label|tag|(?:eq)?ref)(?![A-Za-z])"
    r"|\\begin\{(?:equation|align|alignat|gather|multline|eqnarray|flalign|x?xalignat)\}"
)
_DEFINITION = re.compile(r"\\(?:re)?newcommand\*?\s*+(?:\{\s*+(\\[a-zA-Z]+)\s*+\}|(\\[a-zA-Z]+))")
#: What math-core does not write as Temml: with another sign, in another style, or not as a line.
_DIFFERENT = frozenset(
    "Box Colonapprox Coloneq Colonsim Eqcolon Eqqcolon Join approxcolon approxcoloncolon "
    "backepsilon begingroup bigdoublevee bigdoublewedge blacktriangle blacktriangledown "
    "circledR colonapprox coloncolon coloncolonapprox coloncolonequals coloncolonminus "
    "coloncolonsim coloneq colonequals colonminus colonsim ddddot dddot diagdown diagup "
    "displaystyle emph endgroup eqcolon equalscolon equalscoloncolon idotsint it mathit "
    "mathop minuscolon minuscoloncolon ncong newline ngeqq ngeqslant nleqq nleqslant "
    "nsubseteqq nsupseteqq overline ratio rq scriptscriptstyle scriptstyle simcolon "
    "simcoloncolon textasciicircum textasciitilde textbf textit textsc textstyle texttt "
    "triangledown triangleleft triangleright underline varDelta varGamma varLambda varOmega "
    "varPhi varPi varPsi varSigma varTheta varUpsilon varXi vartriangle vcentcolon widehat".split()
)
_COMMAND = re.compile(r"\\([A-Za-z]+)")
#: Signs that Temml writes, for math-core.
_MACROS = {"mid": r"\mathrel{|}", "varnothing": "⌀"}
#: Commands of which signs are replaced: accents, as math-core and as Temml writes them; and dots,
#: which math-core writes one by one.
_REPLACED = frozenset("bar dots dotsb dotsc dotsi dotsm dotso ldots tilde vec".split())
_SIGNS = (
    ('<mo stretchy="false">¯</mo>', '<mo stretchy="false">‾</mo>'),
    ('<mo stretchy="false">˜</mo>', '<mo stretchy="false">~</mo>'),
    ('<mo stretchy="false">⃗</mo>', '<mo stretchy="false">→</mo>'),
)
_DOTS = re.compile(r"<mo[^<>]*>([.·])</mo>(?:<mo[^<>]*>\1</mo>){2}")
#: Classes of Temml that its style sheet draws, such as lines.
_STYLED = re.compile(' class="(?!tml-display")')


class Formulas:
    """Converts the formulas of a document, in their order; macros hold from one to the next."""

    def __init__(self) -> None:
        #: With the macros of the document; `None` as long as there are none.
        self._math_core: LatexToMathML | None = None
        self._temml: Temml | None = None
        #: Whether math-core lacks what a formula has defined.
        self._is_behind = False
        #: Formulas that define something, which Temml has not seen.
        self._unseen: list[tuple[str, bool]] = []
        self._definitions = 0
        self._macros = Macros()
        self._is_first = True
        #: The style sheet that the formulas of the present output need.
        self.style = ""
        self.references = References()

    def begin(self) -> None:
        """Begin another output, in which equations are numbered anew."""
        self._is_first = True
        self.style = ""

    def convert(self, source: str, meter: Meter, *, is_display: bool, share: float = 1) -> str:
        """Return a formula as MathML; `share` of its work counts.

        References are marks, which `references` replaces. Raises `RenderError` if it cannot be
        parsed, or would take too long; `reason_of` says why.
        """
        size = len(source)
        cost = FAST_OPERATIONS + FAST_OPERATIONS_PER_CHARACTER * size
        if size > LATEX_MAX_FORMULA_LENGTH or levels(source) > MAX_LEVELS:
            raise MessageError("latex_too_long")
        if not meter.spend(share * cost, "left_out_parts"):
            raise MessageError("latex_too_long")
        is_defining = bool(_DEFINES.search(source))
        is_numbered = bool(_NUMBERED.search(source))
        made = None
        if not is_numbered and not self._is_behind:
            with _charged(meter, cost, share):
                made = self._by_math_core(source, is_display=is_display, is_defining=is_defining)
        if made is None:
            cost = OPERATIONS + OPERATIONS_PER_CHARACTER * size
            if not meter.spend(share * cost, "left_out_parts"):
                raise MessageError("latex_too_long")
            style()  # loads Temml, which is not this formula's work
            with _charged(meter, cost, share):
                if is_defining or is_numbered or self._unseen or self._temml:
                    made = self._by_temml(source, is_display=is_display, is_defining=is_defining)
                else:
                    made = _by_temml_alone(source, is_display=is_display)
            if _STYLED.search(made):
                self.style = _style()
        if not meter.write(len(made), "left_out_parts"):
            raise MessageError("latex_too_long")
        return made

    def _by_math_core(self, source: str, *, is_display: bool, is_defining: bool) -> str | None:
        if is_defining:
            self._definitions += len(source)
            # Many take long.
            if self._definitions > MAX_DEFINITIONS:
                return None
            if not self._macros.define(source):
                return None
            self._math_core = self._math_core or _new_math_core()
        if not self._macros.fit(source):
            return None
        if not self._math_core:
            return _independent(source, is_display=is_display)
        made = _converted(self._math_core, source, is_display=is_display)
        if made is not None and is_defining:
            self._unseen.append((source, is_display))
        return made

    def _by_temml(self, source: str, *, is_display: bool, is_defining: bool) -> str:
        if not self._temml:
            self._temml = Temml(self.references.token)
        self._is_behind = self._is_behind or is_defining
        for earlier, display in self._unseen:
            self._temml.convert(earlier, is_display=display)
        self._unseen.clear()
        made = self._temml.convert(source, is_display=is_display, is_first=self._is_first)
        self._is_first = False
        self.references.add(made)
        return _checked(made)


@cache
def _style() -> str:
    return sheet(style())


def reason_of(error: RenderError, translate: Callable[..., str]) -> str:
    """Return why a formula is shown as its source: as a library says it, or in the page's words."""
    return translate(error.id_, **error.values) if isinstance(error, MessageError) else str(error)


class References:
    """The labels of a document, and the references to them, also to those that come later."""

    def __init__(self) -> None:
        # It cannot be guessed, so that outputs cannot forge it.
        self.token = f"t{secrets.token_hex(12)}r"
        self._labels: dict[str, str] = {}
        self._references: list[str] = []

    def add(self, made: Made) -> None:
        """Take in what a formula labels and refers to."""
        self._labels.update(made.labels)
        self._references += made.references

    def reasons(self, markup: str) -> str:
        """Return paragraphs for what the references in some formulas may lack."""
        if self.token not in markup:
            return ""
        found = re.finditer(rf"{self.token}([0-9]+)n", markup)
        names = {self._references[int(one[1])]: one[1] for one in found}
        return "".join(
            element("p", f"{self.token}{number}p", class_="math-reason")
            for number in names.values()
        )

    def resolve(self, markup: str, translate: Callable[..., str]) -> str:
        """Return markup, sanitised, in which references are numbers, or say that there is none."""
        if not self._references:
            return markup

        def resolved(found: re.Match[str]) -> str:
            name = self._references[int(found[3] or found[4])]
            number = self._labels.get(name)
            reason = "" if number else translate("no_such_label", label=name)
            if found[4]:
                return element("p", text(reason), class_="math-reason") if reason else ""
            if number:
                mark = f"{self.token}{found[3]}n"
                return found[0].replace(mark, text(re.sub(r"^\((.*)\)$", r"\1", number)))
            source = f"\\{'eq' if found[2] else ''}ref{{{name}}}"
            kind = "code" if found[1] == "a" else "mtext"
            return element(kind, text(source), class_="math-error", title=reason)

        mark = (
            rf"<(a|mtext)(?: [^<>]*)?>(\(?){self.token}([0-9]+)n\)?</\1>"
            rf"|<p(?: [^<>]*)?>{self.token}([0-9]+)p</p>"
        )
        return re.sub(mark, resolved, markup)


@contextmanager
def _charged(meter: Meter, cost: float, share: float) -> Iterator[None]:
    """Count the time that a library takes, if it is much more than expected: macros multiply."""
    start = thread_time()
    try:
        yield
    finally:
        meter.charge(share * ((thread_time() - start) * 1e6 - SLOWEST * cost))


def _new_math_core() -> LatexToMathML:
    return LatexToMathML(
        global_group=True, fancy_error=False, macros=_MACROS, max_expansions=MAX_EXPANSIONS
    )


#: For formulas that define nothing.
_shared_math_core = cache(_new_math_core)


@lru_cache(2048)
def _independent(source: str, *, is_display: bool) -> str | None:
    return _converted(_shared_math_core(), source, is_display=is_display)


def _converted(converter: LatexToMathML, source: str, *, is_display: bool) -> str | None:
    """Return MathML, or `None` if the library does not know all of the formula as the page does."""
    commands = _COMMAND.findall(source)
    if not _DIFFERENT.isdisjoint(commands):
        return None
    # It leaves out line breaks that are in no environment.
    if "\\\\" in source and "\\begin" not in source:
        return None
    if "newcommand" in source:
        source = _DEFINITION.sub(_redefinition, source)
    try:
        made = converter.convert_with_global_state(source, displaystyle=is_display)
    except LatexError:
        return None
    # It would need a style sheet of its own, or elements that engines or MathML lack.
    is_foreign = made.count("<") > made.count("<m") + made.count("</m")
    if is_foreign or " class=" in made or "<menclose" in made:
        return None
    if not _REPLACED.isdisjoint(commands):
        for written, sign in _SIGNS:
            made = made.replace(written, sign)
        made = _DOTS.sub(lambda found: "<mo>…</mo>" if found[1] == "." else "<mo>⋯</mo>", made)
    return made


def _redefinition(found: re.Match[str]) -> str:
    """Return a definition that is allowed for what is defined already, as in the page."""
    name = found[1] or found[2]
    return f"\\providecommand{{{name}}}{{}}\\renewcommand{{{name}}}"


@lru_cache(2048)
def _by_temml_alone(source: str, *, is_display: bool) -> str:
    return _checked(Temml().convert(source, is_display=is_display))


def _checked(made: Made) -> str:
    if made.reason:
        raise RenderError(made.reason[:MAX_REASON_CHARACTERS])
    return made.markup
