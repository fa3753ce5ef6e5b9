"""Elements as mail programs keep them, and what a mail has attached.

Word's engine, in Outlook for Windows, has padding and borders for cells only: a box is a table of
one. Nothing folds, nothing plays, and nothing is drawn by the program: formulas are text, and
drawings pictures.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from html import unescape

from .context import Context
from .formula_text import boxes, line
from .images import as_svg
from .mail_boxes import TAB, boxed, direct, expand, one_row, right_to_left, tidy
from .mail_pictures import decoded, file_type, image, width_of
from .mail_styles import Inherited, translated
from .nodes import Child, Node, drawing
from .raster import rasterized

__all__ = ["Attachment", "MailMarkup"]

#: Bytes of all attachments: Gmail takes 25 MB, in base64.
MAX_ATTACHED_BYTES = 18_000_000

_KEPT = frozenset(
    "a b big blockquote br caption center cite code col colgroup dd del div dl dt em font h1 h2 h3 "
    "h4 h5 h6 hr i img ins kbd li ol p pre q s samp small span strike strong sub sup table tbody "
    "td tfoot th thead tr tt u ul var".split()
)
_BLOCKS = frozenset(
    "address article aside details dialog dir div fieldset figcaption figure footer form header "
    "hgroup legend main menu nav search section summary".split()
)
_DROPPED = frozenset(
    "script style template slot source track wbr map area rp col colgroup datalist".split()
)
_BOXES = frozenset("div p pre blockquote h1 h2 h3 h4 h5 h6".split())
_BREAKS = _BOXES | frozenset("table ul ol dl hr li dt dd tr td th".split())
_TABLES = frozenset("table thead tbody tfoot tr".split())
#: Elements in which blocks may be.
_HOLDING = _TABLES | frozenset("blockquote caption center dd div dl li ol td th ul".split())
_ATTRIBUTES = frozenset(
    "alt align bgcolor border cellpadding cellspacing color colspan dir face height href lang "
    "nowrap reversed role rowspan scope size src start title type valign value width".split()
)
_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
_SHOWN = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}
_SPACES = re.compile("  +")


@dataclass(frozen=True)
class Attachment:
    """A picture of the mail, or a file beside it."""

    name: str
    type: str
    content: bytes
    #: Without angle brackets; empty for a file.
    cid: str = ""


@dataclass
class MailMarkup:
    """Makes the markup of a mail; `attachments` are those found so far."""

    context: Context
    theme: str
    attachments: dict[str, Attachment] = field(default_factory=dict)
    _drawn: dict[str, tuple[bytes, int] | None] = field(default_factory=dict)
    _attached: int = 0
    #: Elements whose text is from right to left, and those with others than text in them.
    _rtl: set[Node] = field(default_factory=set)
    _broken: set[Node] = field(default_factory=set)

    def convert(self, root: Node) -> list[Node]:
        """Return the parts of a tree as a mail has them."""
        self._draw(root)
        self._rtl = right_to_left(root)
        self._broken = _broken(root)
        dark = self.theme == "dark"
        colors = ((230, 230, 230), (22, 27, 34)) if dark else ((31, 35, 40), (255, 255, 255))
        made = self._children(root, Inherited(*colors))
        return [one for one in made if isinstance(one, Node)]

    def _draw(self, root: Node) -> None:
        """Rasterise all drawings at once."""
        found: dict[str, str] = {}
        # Where a program inverts the mail's colours, those of pictures stay.
        ground = "#161b22" if self.theme == "dark" else "#ffffff"
        for node in root.walk():
            if node.name == "svg":
                found[drawing(node)] = ground
            elif node.name == "img":
                svg = self._svg_of(self._address(node, "src"))
                if svg is not None:
                    found[svg] = "#ffffff"
        self._drawn = dict(zip(found, rasterized([*found.items()]), strict=True))

    def _address(self, node: Node, name: str) -> str:
        """Return an address with its data, which was put aside as markup."""
        given = node.attributes.get(name, "")
        whole = self.context.placeholders.restore(given)
        return given if whole is given or whole == given else unescape(whole)

    def _svg_of(self, address: str) -> str | None:
        """Return what is rasterised of a picture: an SVG, or an SVG around a WebP picture."""
        if address[:15].lower() == "data:image/webp":
            return f'<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/></svg>'
        return as_svg(address)

    def _children(self, node: Node, state: Inherited) -> list[Child]:
        out: list[Child] = []
        for one in node.children:
            if isinstance(one, str):
                out += _text(one, state)
            else:
                out += self._node(one, state)
        return out

    def _node(self, node: Node, state: Inherited) -> list[Child]:
        style = node.style
        is_hidden = style.get("display") == "none" or style.get("visibility") == "hidden"
        if node.name in _DROPPED or is_hidden or "hidden" in node.attributes:
            return []
        if node.name == "svg":
            return self._picture(drawing(node), node.attributes.get("aria-label", ""), node)
        special = getattr(self, f"_{node.name}", None) if node.name in _SPECIAL else None
        if special:
            made: list[Child] = special(node, state)
            return made
        if "backendai-source" in node.classes:
            return [self._source(node, state)]
        name = _name(node)
        kept, here = translated(name, style, state)
        if name == "pre" or (here.is_pre and name in {"div", "p"} and node not in self._broken):
            return [self._preformatted(node, kept, here)]
        inner = self._children(node, here)
        if name in _TABLES:
            inner = [one for one in inner if isinstance(one, Node) or one.strip()]
        elif name not in _HOLDING and any(
            isinstance(one, Node) and one.name in _BREAKS for one in inner
        ):
            name = "div"
        attributes = _attributes(node, name)
        if name == "div" and not kept and not attributes and len(inner) == 1:
            only = inner[0]
            if isinstance(only, Node) and only.name in _BREAKS:
                return inner
        made_node = Node(name, attributes, inner, style=kept)
        if node in self._rtl:
            direct(made_node)
        if name == "table":
            tidy(made_node)
        return [boxed(made_node)] if name in _BOXES else [made_node]

    def _details(self, node: Node, state: Inherited) -> list[Child]:
        kept, here = translated("div", node.style, state)
        return [boxed(Node("div", {}, self._children(node, here), style=kept))]

    def _math(self, node: Node, state: Inherited) -> list[Child]:
        is_display = node.attributes.get("display") == "block"
        made = (boxes(node) if is_display else None) or Node("span", children=line(node))
        color = translated("span", node.style, state)[0].get("color")
        if color:
            made.style["color"] = color
        return [Node("div", children=[made])] if is_display else [made]

    def _img(self, node: Node, state: Inherited) -> list[Child]:  # noqa: ARG002 - as all elements
        address = self._address(node, "src")
        alt = node.attributes.get("alt", "")
        svg = self._svg_of(address)
        if svg is not None:
            return self._picture(svg, alt, node)
        found = decoded(address)
        if not found:
            if not _LINK.match(address):
                return [alt] if alt else []
            return [image(node, address, alt, 0)]
        type_, content = found
        subtype = _SHOWN.get(type_)
        if not subtype:
            name = self._attach(content, type_, "picture")
            return [f"{alt} {name}".strip()]
        return self._shown(content, subtype, width_of(content), alt, node)

    def _picture(self, svg: str, alt: str, node: Node) -> list[Child]:
        drawn = self._drawn.get(svg)
        if not drawn:
            name = self._attach(svg.encode(), "image/svg+xml", "picture")
            return [f"{alt} {name}".strip()]
        return self._shown(drawn[0], "png", drawn[1], alt, node)

    def _shown(self, content: bytes, subtype: str, width: int, alt: str, node: Node) -> list[Child]:
        digest = hashlib.sha256(content).hexdigest()[:20]
        cid = f"{digest}@backendai-media"
        if cid not in self.attachments:
            if not self._has_room(content):
                what = self.context.translate("left_out_parts")
                return [self.context.translate("left_out", what=f"{alt} {what}".strip())]
            name = f"picture-{len(self.attachments) + 1}.{subtype.replace('jpeg', 'jpg')}"
            self.attachments[cid] = Attachment(name, f"image/{subtype}", content, cid)
        return [image(node, f"cid:{cid}", alt, width)]

    def _has_room(self, content: bytes) -> bool:
        if self._attached + len(content) > MAX_ATTACHED_BYTES:
            return False
        self._attached += len(content)
        return True

    def _attach(self, content: bytes, type_: str, name: str) -> str:
        """Attach a file, and return how the mail refers to it."""
        if not self._has_room(content):
            what = self.context.translate("left_out_parts")
            return self.context.translate("left_out", what=what)
        stem, _, suffix = name.rpartition(".")
        suffix = suffix if stem else re.sub(r"\W.*", "", type_.partition("/")[2])
        named = f"{stem or name}-{len(self.attachments) + 1}.{suffix}"
        self.attachments[named] = Attachment(named, type_, content)
        return f"({named})"

    def _a(self, node: Node, state: Inherited) -> list[Child]:
        address = self._address(node, "href")
        if address[:5].lower() == "data:" and "download" in node.attributes:
            found = decoded(address)
            if not found:
                return []
            name = node.attributes["download"] or "output.bin"
            return [self._attach(found[1], file_type(found[0], name), name)]
        kept, here = translated("a", node.style, state)
        inner = self._children(node, here)
        if not _LINK.match(address):
            return inner
        return [Node("a", {"href": address}, inner, style=kept)]

    def _player(self, node: Node, state: Inherited) -> list[Child]:  # noqa: ARG002 - as all
        label = node.attributes.get("aria-label") or self.context.translate(
            "audio" if node.name == "audio" else "video"
        )
        address = self._address(node, "src")
        found = decoded(address)
        if found:
            return [Node("b", children=[label]), f" {self._attach(found[1], found[0], node.name)}"]
        if _LINK.match(address):
            return [Node("a", {"href": address}, [label])]
        return [label]

    _audio = _video = _player

    def _input(self, node: Node, state: Inherited) -> list[Child]:  # noqa: ARG002 - as all
        if node.attributes.get("type") in {"checkbox", "radio"}:
            return ["☑" if "checked" in node.attributes else "☐"]
        return [node.attributes.get("value", "")]

    def _progress(self, node: Node, state: Inherited) -> list[Child]:  # noqa: ARG002 - as all
        try:
            least = float(node.attributes.get("min", 0))
            share = (float(node.attributes["value"]) - least) / (
                float(node.attributes.get("max", 1)) - least
            )
        except (KeyError, ValueError, ZeroDivisionError):
            return [node.content().strip()]
        return [f"{share:.0%}"]

    _meter = _progress

    def _rt(self, node: Node, state: Inherited) -> list[Child]:
        return [" (", *self._children(node, state), ") "]

    def _source(self, node: Node, state: Inherited) -> Node:
        """Return a cell's code beside its number."""
        kept, here = translated("td", node.style, state)
        cells: list[Child] = []
        for one in node.elements():
            made = self._node(one, here)
            cell = Node("td", {"valign": "top"}, made)
            cell.style["padding"] = "8px" if one.name == "pre" else "8px 0 8px 8px"
            if one.name != "pre":
                cell.attributes["width"] = "40"
                cell.attributes["align"] = "right"
            cells.append(cell)
        color = kept.get("background-color")
        table = one_row(cells)
        table.attributes["width"] = "100%"
        if color:
            table.attributes["bgcolor"] = color
        return table

    def _preformatted(self, node: Node, kept: dict[str, str], here: Inherited) -> Node:
        made = Node("pre", {}, self._plain(node, _pre_state(here)), style=kept)
        made.style.setdefault("margin", "0")
        # Word leaves long lines long; all others wrap them.
        made.style["white-space"] = "pre-wrap"
        expand(made)
        return boxed(made)

    def _plain(self, node: Node, state: Inherited) -> list[Child]:
        """Return what is in preformatted text: inline elements only."""
        out: list[Child] = []
        for one in node.children:
            if isinstance(one, str):
                out.append(one)
            elif one.name == "div":
                out += self._plain(one, state)
                if "backendai-fold" in one.classes:
                    out.append("\n")
            elif one.name == "br":
                out.append("\n")
            elif one.name == "span" or one.name in _KEPT - _BREAKS:
                kept, here = translated(one.name, one.style, state)
                inner = self._plain(one, here)
                if one.name in {"span", "code"} and not kept:
                    out += inner
                elif one.name == "a":
                    out += self._a(one, state)
                elif one.name == "img":
                    out += self._img(one, state)
                else:
                    out.append(Node(one.name, {}, inner, style=kept))
            else:
                out += self._node(one, state)
        return out


_SPECIAL = frozenset("details math img a audio video input progress meter rt".split())


def _pre_state(state: Inherited) -> Inherited:
    """Return the same, in text whose spaces are kept by its element."""
    return Inherited(state.color, state.ground, state.direction, state.align)


def _name(node: Node) -> str:
    if node.name in _KEPT:
        return node.name
    return "div" if node.name in _BLOCKS else "span"


def _attributes(node: Node, name: str) -> dict[str, str]:
    kept = {one: value for one, value in node.attributes.items() if one in _ATTRIBUTES}
    if kept.get("dir") == "auto":
        del kept["dir"]
    if name == "table":
        kept.setdefault("cellspacing", "0")
        kept.setdefault("border", "0")
    return kept


def _broken(root: Node) -> set[Node]:
    """Return the elements in which there is more than lines of text."""
    found: set[Node] = set()
    for node in reversed([*root.walk()]):
        is_break = node.name in _BREAKS - {"div"} or node.name in _SPECIAL - {"a", "img"}
        if node.parent and (is_break or node in found):
            found.add(node.parent)
    return found


def _text(text: str, state: Inherited) -> list[Child]:
    """Return text; where its spaces count, they do so without a style."""
    if not state.is_pre:
        return [text]
    out: list[Child] = []
    for place, one in enumerate(text.expandtabs(TAB).split("\n")):
        if place:
            out.append(Node("br"))
        if one:
            kept = _SPACES.sub(lambda found: " " + "\xa0" * (len(found[0]) - 1), one)
            out.append(f"\xa0{kept[1:]}" if kept[0] == " " else kept)
    return out
