"""The page's own Temml in QuickJS: the very chunk that pages load.

It takes most of a millisecond for a formula, and what it makes is what the page shows.
"""

from __future__ import annotations

import json
import re
from functools import cache
from threading import Lock
from typing import NamedTuple

import quickjs

from ..assets.locate import bundle

__all__ = ["Made", "Temml", "style"]

#: Bytes and seconds that Temml may take; it has narrower limits, which say what is wrong.
MAX_MEMORY, MAX_SECONDS = 64 << 20, 2

_EXPORT = re.compile(r"export\s*\{([^{}]*)\};?\s*\Z")
#: Outputs come one after the other; labels and references are told, not looked up.
_TYPESETTER = r"""
globalThis.performance ??= { now: () => Date.now() };
globalThis.Node = { DOCUMENT_POSITION_FOLLOWING: 4, DOCUMENT_POSITION_DISCONNECTED: 1 };
// Elements of HTML are none of a formula's.
const NUMBER = /<mtext><span class="tml-eqn">([^<]*)<\/span><\/mtext>/g;
const TEXT = '<mtext class="tml-eqn">$1</mtext>';
globalThis.typesetter = (token) => {
    const scope = new Map();
    const signal = { addEventListener() {} };
    let outputs = 0;
    let references = 0;
    let labels, named, typeset;
    const begin = () => {
        const place = outputs++;
        const host = { place, compareDocumentPosition: (other) => (other.place > place ? 4 : 2) };
        typeset = latex.createTypesetter({ host, scope, signal });
        const shared = scope.get("formulas");
        shared.label = (name, number) => labels.push([name, number]);
        shared.numberOf = (reader, name) => {
            named.push(name);
            return `${token}${references++}n`;
        };
    };
    return (source, display, isFirst) => {
        labels = [];
        named = [];
        let failed = "";
        if (!typeset || isFirst) begin();
        const made = typeset(source, display, "", (reason) => (failed = reason || "invalid"));
        return JSON.stringify([failed ? "" : made.replace(NUMBER, TEXT), failed, labels, named]);
    };
};
"""


class Made(NamedTuple):
    """MathML, or the reason why there is none; labels with their numbers, and references."""

    markup: str
    reason: str = ""
    labels: list[tuple[str, str]] = []  # noqa: RUF012 - never changed
    references: list[str] = []  # noqa: RUF012


def style() -> str:
    """Return the style sheet of formulas, which is not filtered."""
    return _engine().style


class Temml:
    """Temml with the macros of a document."""

    def __init__(self, token: str = "") -> None:
        """`token` and the reference's number stand for the number of each reference's equation."""
        self._engine = _engine()
        with self._engine.lock:
            self._typeset = self._engine.new(token)

    def convert(self, source: str, *, is_display: bool, is_first: bool = False) -> Made:
        """Convert a formula; `is_first`: of an output, in which equations are numbered anew."""
        try:
            with self._engine.lock:
                return Made(*json.loads(self._typeset(source, is_display, is_first)))
        except quickjs.JSException as error:
            # It may have stopped anywhere: nothing of it is used again.
            _engine.cache_clear()
            return Made("", str(error).split("\n")[0])


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
        self.style: str = context.eval("latex.style")


def _as_global(found: re.Match[str]) -> str:
    pairs = [one.split(" as ") for one in found[1].split(",")]
    fields = ",".join(f"{name.strip()}:{value.strip()}" for value, name in pairs)
    return f"globalThis.latex={{{fields}}};"


@cache
def _engine() -> _Engine:
    return _Engine()
