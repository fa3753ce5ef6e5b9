"""Elements as mail programs keep them, and what a mail has attached.

Word's engine, in Outlook for Windows, has padding and borders for cells only: a box is a table of
one. Nothing folds, nothing plays, and nothing is drawn by the program: formulas are text, and
drawings pictures.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import struct
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import unquote_to_bytes

from .context import Context
from .formula_text import boxes, line
from .images import as_svg
from .mail_styles import Inherited, translated
from .nodes import Child, Node, written
from .raster import MAX_WIDTH, rasterized

__all__ = ["Attachment", "MailMarkup"]

#: Bytes of all attachments: Gmail takes 25 MB, in base64.
MAX_ATTACHED_BYTES = 18_000_000
TAB = 8

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
_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)?[^,]*?(;\s*base64)?,", re.IGNORECASE)
_SHOWN = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif"}
_SPACES = re.compile("  +")
_STRONG = re.compile(r"[A-Za-z\u00c0-\u02b8\u0370-\u058f]|([\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc])")


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

    def convert(self, root: Node) -> list[Node]:
        """Return the parts of a tree as a mail has them."""
        self._draw(root)
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
                found[_drawing(node)] = ground
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
            return self._picture(_drawing(node), node.attributes.get("aria-label", ""), node)
        special = getattr(self, f"_{node.name}", None) if node.name in _SPECIAL else None
        if special:
            made: list[Child] = special(node, state)
            return made
        if "backendai-source" in node.classes:
            return [self._source(node, state)]
        name = _name(node)
        kept, here = translated(name, style, state)
        if name == "pre" or (here.is_pre and name in {"div", "p"} and _is_text(node)):
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
            if isinstance(inner[0], Node) and inner[0].name in _BREAKS:
                return inner
        made_node = Node(name, attributes, inner, style=kept)
        if style.get("unicode-bidi") == "plaintext" or node.attributes.get("dir") == "auto":
            _direct(made_node)
        if name == "table":
            _tidy(made_node)
        return [_boxed(made_node)] if name in _BOXES else [made_node]

    def _details(self, node: Node, state: Inherited) -> list[Child]:
        kept, here = translated("div", node.style, state)
        return [_boxed(Node("div", {}, self._children(node, here), style=kept))]

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
        found = _decoded(address)
        if not found:
            if not _LINK.match(address):
                return [alt] if alt else []
            return [_image(node, address, alt, 0)]
        type_, content = found
        subtype = _SHOWN.get(type_)
        if not subtype:
            name = self._attach(content, type_, "picture")
            return [f"{alt} {name}".strip()]
        return self._shown(content, subtype, _width(content), alt, node)

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
        return [_image(node, f"cid:{cid}", alt, width)]

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
            found = _decoded(address)
            if not found:
                return []
            name = node.attributes["download"] or "output.bin"
            return [self._attach(found[1], _type(found[0], name), name)]
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
        found = _decoded(address)
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
        table = _one_row(cells)
        table.attributes["width"] = "100%"
        if color:
            table.attributes["bgcolor"] = color
        return table

    def _preformatted(self, node: Node, kept: dict[str, str], here: Inherited) -> Node:
        made = Node("pre", {}, self._plain(node, _pre_state(here)), style=kept)
        made.style.setdefault("margin", "0")
        # Word leaves long lines long; all others wrap them.
        made.style["white-space"] = "pre-wrap"
        _expand(made)
        return _boxed(made)

    def _plain(self, node: Node, state: Inherited) -> list[Child]:
        """Return what is in preformatted text: inline elements only."""
        out: list[Child] = []
        for one in node.children:
            if isinstance(one, str):
                out.append(one)
            elif one.name == "div":
                out += self._plain(one, state)
                if one.classes[:1] == ["backendai-fold"]:
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


def _is_text(node: Node) -> bool:
    return not any(
        one.name in _BREAKS - {"div"} or one.name in _SPECIAL - {"a", "img"} for one in node.walk()
        if one is not node
    )


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


def _expand(pre: Node) -> None:
    """Replace tabs, which the new Outlook drops; a line feed at the start would not be shown."""
    column = 0
    is_first = True
    waiting = [(pre, place) for place in range(len(pre.children))][::-1]
    while waiting:
        node, place = waiting.pop()
        one = node.children[place]
        if isinstance(one, Node):
            waiting += [(one, inner) for inner in range(len(one.children))][::-1]
            continue
        if is_first:
            one = one.removeprefix("\n")
        is_first = False
        first, *rest = one.split("\n")
        first = (" " * column + first).expandtabs(TAB)[column:]
        node.children[place] = "\n".join([first, *(line_.expandtabs(TAB) for line_ in rest)])
        column = len(rest[-1].expandtabs(TAB)) if rest else column + len(first)


def _direct(node: Node) -> None:
    """Give text that begins in a script from right to left its direction."""
    found = _STRONG.search(node.content())
    if found and found[1]:
        node.attributes["dir"] = "rtl"
        if node.style.get("text-align") == "left":
            node.style["text-align"] = "right"


def _boxed(node: Node) -> Node:
    """Return a block whose padding and borders all programs show."""
    moved = {
        name: value
        for name, value in node.style.items()
        if name.startswith(("padding", "border")) and value not in {"0", "0px", "none"}
    }
    color = node.style.get("background-color")
    for name in [one for one in node.style if one.startswith(("padding", "border"))]:
        del node.style[name]
    if not moved:
        return node
    if color:
        moved["background-color"] = color
    margins = {one: node.style.pop(one) for one in list(node.style) if one.startswith("margin")}
    if node.name != "div":
        node.style["margin"] = "0"
    cell = Node("td", {}, [node], style=moved)
    table = _one_row([cell])
    table.attributes["width"] = "100%"
    return Node("div", {}, [table], style=margins) if margins else table


def _one_row(cells: list[Child]) -> Node:
    attributes = {"role": "presentation", "cellpadding": "0", "cellspacing": "0", "border": "0"}
    return Node("table", attributes, [Node("tbody", {}, [Node("tr", {}, cells)])])


def _tidy(table: Node) -> None:
    """Move what rows have to their cells, where it is shown, and what all cells have to the table."""
    cells: list[Node] = []
    for row in table.walk():
        if row.name != "tr":
            continue
        inside = [one for one in row.elements() if one.name in {"td", "th"}]
        cells += inside
        for side in ("border-top", "border-bottom"):
            if line_ := row.style.pop(side, None):
                for cell in inside:
                    cell.style.setdefault(side, line_)
        aligned = {cell.style.get("vertical-align") for cell in inside}
        if len(aligned) == 1 and (value := aligned.pop()):
            row.attributes["valign"] = value
            for cell in inside:
                del cell.style["vertical-align"]
        for cell in inside:
            if value := cell.style.pop("text-align", None):
                cell.attributes["align"] = value
    for part in table.elements():
        line_ = part.style.pop("border-top", None)
        rows = [one for one in part.elements() if one.name == "tr"]
        for cell in rows[0].elements() if line_ and rows else []:
            cell.style.setdefault("border-top", line_)
    if cells and all(cell.style.get("padding") == ".25em .7em" for cell in cells):
        table.attributes["cellpadding"] = "5"
        for cell in cells:
            del cell.style["padding"]


def _drawing(node: Node) -> str:
    """Return an inline drawing as a document."""
    copy = Node("svg", dict(node.attributes), node.children, style=dict(node.style))
    copy.attributes.setdefault("xmlns", "http://www.w3.org/2000/svg")
    copy.attributes.setdefault("xmlns:xlink", "http://www.w3.org/1999/xlink")
    for side in ("width", "height"):
        value = copy.style.pop(side, "")
        if value.endswith("px"):
            copy.attributes[side] = value
        elif "%" in copy.attributes.get(side, ""):
            del copy.attributes[side]
    return written(copy, is_xml=True)


def _image(node: Node, address: str, alt: str, width: int) -> Node:
    """Return a picture that is no wider than a mail."""
    given = {"src": address, "alt": alt}
    sides = [_pixels(node, side) for side in ("width", "height")]
    wide = sides[0] or width
    if wide > MAX_WIDTH:
        given["width"] = str(MAX_WIDTH)
    elif sides[0] or sides[1]:
        given.update(
            {
                name: str(value)
                for name, value in zip(("width", "height"), sides, strict=True)
                if value
            }
        )
    elif width:
        given["width"] = str(width)
    return Node("img", given)


def _pixels(node: Node, side: str) -> int:
    given = node.style.get(side) or node.attributes.get(side, "")
    found = re.match(r"(\d{1,5})(?:\.\d*)?(?:px)?\Z", given.strip())
    return int(found[1]) if found else 0


def _decoded(address: str) -> tuple[str, bytes] | None:
    """Return the type and the bytes of a data address."""
    found = _DATA.match(address)
    if not found:
        return None
    content = unquote_to_bytes(address[found.end() :])
    if found[2]:
        try:
            content = base64.b64decode(content)
        except (binascii.Error, ValueError):
            return None
    return (found[1] or "text/plain").lower(), content


def _type(given: str, name: str) -> str:
    """Return the type of a file: a page hides it, so that a browser saves what it is."""
    if given != "application/octet-stream":
        return given
    return {"pdf": "application/pdf", "txt": "text/plain"}.get(name.rpartition(".")[2], given)


def _width(content: bytes) -> int:
    """Return the width of a PNG, GIF or JPEG in pixels; 0 if it is unknown."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) > 24:
        return int.from_bytes(content[16:20])
    if content[:3] == b"GIF" and len(content) > 10:
        return int.from_bytes(content[6:8], "little")
    at = 2
    while content[:2] == b"\xff\xd8" and at + 9 < len(content) and content[at] == 0xFF:
        kind, size = content[at + 1], struct.unpack_from(">H", content, at + 2)[0]
        if 0xC0 <= kind <= 0xCF and kind not in {0xC4, 0xC8, 0xCC}:
            return int(struct.unpack_from(">H", content, at + 7)[0])
        at += 2 + size
    return 0

