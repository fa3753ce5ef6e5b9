"""Sanitises inline SVG and MathML: parses it, and writes it again from known elements.

No markup of an output is passed on. The result is balanced, contains listed elements and
attributes only, and its text is escaped: however a browser parses it, there is nothing else in it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from .css import declarations, declarations_cost, is_unsafe
from .images import light_address
from .limits import Meter
from .markup import element, text
from .tags import ARIA_REFERENCES, Tag, tokens
from .urls import parse_url

__all__ = ["rebuild"]

_SVG = frozenset(
    "svg g a path rect circle ellipse line polyline polygon text tspan textpath defs symbol use "
    "lineargradient radialgradient stop clippath mask pattern marker image title desc switch "
    "filter feblend fecolormatrix fecomponenttransfer fecomposite feconvolvematrix "
    "fediffuselighting fedisplacementmap fedistantlight fedropshadow feflood fefunca fefuncb "
    "fefuncg fefuncr fegaussianblur femerge femergenode femorphology feoffset fepointlight "
    "fespecularlighting fespotlight fetile feturbulence".split()
)
_MATH = frozenset(
    "math mrow mi mn mo ms mtext mspace mfrac msqrt mroot mstyle merror mpadded mphantom msub "
    "msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd menclose "
    "semantics".split()
)
#: Elements in which text is visible.
_TEXTS = frozenset("text tspan textpath title desc a mi mn mo ms mtext".split())
#: Elements that are dropped with their contents.
_DROPPED = frozenset(
    "script style foreignobject annotation annotation-xml metadata iframe object embed noscript "
    "template textarea select title-html".split()
)
_SVG_ATTRIBUTES = frozenset(
    "alignment-baseline baseline-shift clip-path clip-rule clippathunits color "
    "color-interpolation color-interpolation-filters cx cy d direction display dominant-baseline "
    "dx dy edgemode fill fill-opacity fill-rule filter filterunits flood-color flood-opacity "
    "font-family font-size font-stretch font-style font-variant font-weight fr fx fy "
    "gradienttransform gradientunits height in in2 k1 k2 k3 k4 kernelmatrix lengthadjust "
    "letter-spacing lighting-color marker-end marker-mid marker-start markerheight markerunits "
    "markerwidth mask maskcontentunits maskunits mode offset opacity operator order orient "
    "overflow paint-order pathlength patterncontentunits patterntransform patternunits points "
    "preserveaspectratio primitiveunits r radius refx refy result rotate rx ry scale "
    "shape-rendering spreadmethod startoffset stddeviation stop-color stop-opacity stroke "
    "stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-opacity stroke-width tablevalues text-anchor text-decoration text-rendering "
    "textlength transform transform-origin type values vector-effect version viewbox visibility "
    "width word-spacing writing-mode x x1 x2 xml:space y y1 y2 z".split()
)
_MATH_ATTRIBUTES = frozenset(
    "accent accentunder align bevelled close columnalign columnlines columnspacing columnspan "
    "denomalign depth dir display displaystyle fence form frame height largeop linethickness "
    "lspace mathbackground mathcolor mathsize mathvariant maxsize minsize movablelimits notation "
    "numalign open rowalign rowlines rowspacing rowspan rspace scriptlevel separator separators "
    "stretchy subscriptshift superscriptshift symmetric voffset width xmlns".split()
)
_COMMON = frozenset("class id role style lang dir tabindex hidden".split())
#: Without a shadow root, attributes that the page's own styles and scripts may use, or by which a
#: picture could cover the page; and such ones of the picture itself.
_REACHING = frozenset({"class", "id", "overflow", *ARIA_REFERENCES})
_MOVING = frozenset({"filter", "transform"})
#: Deeper elements are dropped; shorter markup is cached.
MAX_DEPTH = 200
MAX_CACHED_CHARACTERS = 5000
OPERATIONS_PER_CHARACTER = 1.5


@dataclass(slots=True)
class _Node:
    name: str
    attributes: dict[str, str]
    inner: list[_Node | str] = field(default_factory=list)
    has_use: bool = False

    def markup(self) -> str:
        inner = [one if isinstance(one, str) else one.markup() for one in self.inner]
        return element(self.name, *inner, **self.attributes)


def rebuild(markup: str, *, confined: bool, meter: Meter) -> str:
    """Return a safe copy of an `<svg>` or `<math>` element; `""` where the meter has no room.

    `confined`: it is in a shadow root, so that ids and classes may be kept.
    """
    if not meter.spend(OPERATIONS_PER_CHARACTER * len(markup), "left_out_parts"):
        return ""
    if len(markup) >= MAX_CACHED_CHARACTERS:
        return _rebuilt(markup, confined, meter)
    return _cached(markup, confined)


def _rebuilt(markup: str, confined: bool, meter: Meter | None = None) -> str:  # noqa: FBT001
    builder = _Builder(confined=confined, meter=meter)
    for tag in tokens(markup):
        if not tag.name:
            builder.add_text(tag.text)
        elif tag.is_end:
            builder.end(tag.name)
        else:
            builder.start(tag)
    return "".join(one if isinstance(one, str) else one.markup() for one in builder.root.inner[:1])


# Small formulas and images are often repeated.
_cached = lru_cache(2048)(_rebuilt)


class _Builder:
    def __init__(self, *, confined: bool, meter: Meter | None) -> None:
        self.confined = confined
        self.meter = meter
        self.root = _Node("", {})
        self.open = [self.root]
        #: How often each name is among the open elements.
        self.counts: Counter[str] = Counter()
        #: Name of the element that is being dropped, and of those nested in it with the same name.
        self.skipping: list[str] = []
        self.known: tuple[frozenset[str], frozenset[str]] | None = None

    def start(self, tag: Tag) -> None:
        """Open an element, and close it if it is empty."""
        name = tag.name
        if self.known is None:
            self.known = (_MATH, _MATH_ATTRIBUTES) if name == "math" else (_SVG, _SVG_ATTRIBUTES)
        is_known = name in self.known[0]
        if self.skipping:
            if name == self.skipping[0] and not tag.is_empty:
                self.skipping.append(name)
        elif name in _DROPPED or (not is_known and self.known[0] is _SVG):
            if not tag.is_empty:
                self.skipping.append(name)
        elif is_known and len(self.open) < MAX_DEPTH:
            node = _Node(name, self._attributes(name, tag.attributes) if tag.attributes else {})
            if name == "use":
                # An element with a `<use>` cannot be used itself: nested uses multiply.
                node.attributes.pop("id", None)
                for one in reversed(self.open):
                    if one.has_use:
                        break
                    one.has_use = True
                    one.attributes.pop("id", None)
            self.open[-1].inner.append(node)
            if not tag.is_empty:
                self.open.append(node)
                self.counts[name] += 1

    def end(self, name: str) -> None:
        """Close the nearest element of that name."""
        if self.skipping:
            if name == self.skipping[0]:
                self.skipping.pop()
        elif self.counts[name]:
            while True:
                closed = self.open.pop().name
                self.counts[closed] -= 1
                if closed == name:
                    return

    def add_text(self, data: str) -> None:
        """Keep visible text."""
        if not self.skipping and self.open[-1].name in _TEXTS:
            self.open[-1].inner.append(text(data))

    def _attributes(self, tag: str, given: dict[str, str]) -> dict[str, str]:
        known = self.known[1] if self.known else frozenset()
        kept: dict[str, str] = {}
        for name, value in given.items():
            if not self.confined and (name in _REACHING or (tag == "svg" and name in _MOVING)):
                continue
            if name in {"href", "xlink:href"}:
                kept |= self._address(tag, value)
            elif name == "style":
                cost = declarations_cost(value)
                if self.meter and not self.meter.spend(cost, "left_out_formatting"):
                    continue
                if css := declarations(value, confined=self.confined):
                    kept[name] = css
            elif (name in known or name in _COMMON or name.startswith("aria-")) and not is_unsafe(
                value
            ):
                kept[name] = value
        return kept

    def _address(self, tag: str, value: str) -> dict[str, str]:
        value = value.strip()
        if value.startswith("#"):
            return {"href": value}
        if tag == "image":
            is_picture = re.match(r"data:image/[\w+.-]+[;,]", value)
            return {"href": light_address(value)} if is_picture else {}
        found = parse_url(value) if tag == "a" else None
        if not found or found.scheme not in {"http", "https", "mailto", "tel"}:
            return {}
        return {"href": found.href, "target": "_blank", "rel": "noopener noreferrer"}
