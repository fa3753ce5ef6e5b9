"""`render_paper`: a page for programs that print."""

from __future__ import annotations

from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .._imports import requires_extra
from ..errors import BackendAIMediaError

with requires_extra("render"):
    from .api import new_context
    from .context import Context
    from .fit_tables import fitted
    from .formula_text import boxes, line
    from .inline import Medium, inlined
    from .limits import Limits
    from .mail_boxes import direct, right_to_left
    from .nodes import Child, Node, drawing, parse, unfold, written
    from .notebooks import content_element, title_of
    from .standalone import page, print_page
    from .translate import Messages
    from .widget_text import write_out

__all__ = ["SIZES", "check_size", "printed", "render_paper"]

#: Sizes of paper → CSS pixels of the text's width, between margins of 12 mm.
SIZES = {"A3": 1031, "A4": 702, "A5": 468, "legal": 725, "letter": 725}
#: Pixels of it that are left of a notebook's outputs.
INDENT = 14
_STYLE = """
@page{size:%s;margin:14mm 12mm;
@bottom-center{content:counter(page);font:9px sans-serif;color:#59636e}}
html,body{background:#fff;color-scheme:light;margin:0;max-width:none;padding:0}
html{-webkit-print-color-adjust:exact;print-color-adjust:exact}
.backendai-output,.backendai-notebook{font-size:13px}
.backendai-source{display:block;padding-left:4em}
.backendai-source .backendai-count{float:left;margin-left:-3.5em;min-width:0;text-align:left}
.backendai-source pre{white-space:pre-wrap;overflow-wrap:anywhere}
.backendai-console{font-size:12px;overflow-wrap:anywhere}
.backendai-block{content-visibility:visible}
.backendai-cell-code>.backendai-output{padding-left:14px}
.backendai-html{contain:layout}
.backendai-static-table table,.backendai-html table{border-collapse:collapse}
"""
#: What elements in shadow roots need too, where no style sheet of the page reaches.
#: What is of screens, or of browsers.
_SCREEN = frozenset(
    "contain contain-intrinsic-block-size content-visibility cursor overflow overflow-x overflow-y "
    "unicode-bidi user-select".split()
)
_WHOLE = {"break-inside": "avoid"}
_WITH_NEXT = {"break-after": "avoid"}
_PICTURE = {
    **_WHOLE,
    "max-width": "100%",
    "max-height": "240mm",
    "object-fit": "contain",
}
_STYLES = {
    **dict.fromkeys(["h1", "h2", "h3", "h4", "h5", "h6", "summary"], _WITH_NEXT),
    **dict.fromkeys(["tr", "figure"], _WHOLE),
    **dict.fromkeys(["img", "svg", "video"], _PICTURE),
    "code": {"overflow-wrap": "anywhere"},
    "pre": {"white-space": "pre-wrap", "overflow-wrap": "anywhere", "overflow": "visible"},
}


def render_paper(  # noqa: PLR0913 - settings of one call
    content: Any,
    *,
    size: str = "A4",
    hosts: Iterable[str] = (),
    title: str | None = None,
    language: str | None = None,
    messages: Messages | None = None,
    folder: Path | None = None,
    limits: Limits | None = None,
) -> str:
    """Return items, in any shape that `normalize` accepts, or a notebook, as a page to be printed.

    It is for programs such as WeasyPrint, which know no shadow roots, and neither custom
    properties nor MathML: styles are at the elements, and formulas are text. Tables fit on paper of
    a size (`A3`, `A4`, `A5`, `legal` or `letter`), everything is unfolded, and headings become
    bookmarks. Pictures beside a notebook are taken from below `folder`. The other arguments are
    those of `render`.

    Content never raises. Raises what `render` raises.
    """
    check_size(size)
    context = new_context(hosts=hosts, language=language, messages=messages, limits=limits)
    made = content_element(content, context, theme="light", folder=folder)
    root = parse(context.anchors.connect(made))
    unfold(root)
    write_out(root, bars=True)
    sheet = _STYLE % size
    inlined(root, context, Medium("print", "light", SIZES[size]), sheet)
    _prepare(root, size)
    rtl = right_to_left(root)
    for node in root.walk():
        if node in rtl:
            direct(node)
        node.adopt([_known(one) for one in node.children])
        node.style = {name: one for name, one in node.style.items() if name not in _SCREEN}
    return print_page(written(root), context, title=_title(content, title, context), style=sheet)


def printed(
    content: Any, context: Context, *, size: str, title: str | None, folder: Path | None
) -> str:
    """Return the same as `render_paper` for a browser: as the page that it shows."""
    root = parse(content_element(content, context, theme="light", folder=folder))
    unfold(root)
    write_out(root, bars=True)
    _prepare(root, size)
    made = written(root)
    name = _title(content, title, context)
    return "".join(page(made, context, title=name, theme="light", styles=[_STYLE % size]))


def check_size(size: str) -> None:
    """Raise `BackendAIMediaError` for an unknown size of paper."""
    if size not in SIZES:
        raise BackendAIMediaError(f"size must be one of {', '.join(SIZES)}, not {size!r}")


def _title(content: Any, title: str | None, context: Context) -> str:
    return title or title_of(content) or context.translate("output")


def _prepare(root: Node, size: str) -> None:
    """Make fit whatever is printed."""
    outer = _outer_tables(root)
    for node in [*root.walk()]:
        if node.name == "img":
            # What is far down the page is printed, too.
            node.attributes.pop("loading", None)
        for name, value in _STYLES.get(node.name, {}).items():
            node.style.pop(name, None)
            node.style[name] = value
        if node.name != "table" and node.children:
            node.adopt([part for one in node.children for part in _on_paper(one, size, outer)])


def _outer_tables(root: Node) -> set[Node]:
    """Return the tables that have others in them."""
    found: set[Node] = set()
    around: dict[Node, Node | None] = {}
    for node in root.walk():
        above = node.parent
        table = above if above is None or above.name == "table" else around.get(above)
        around[node] = table
        if node.name == "table" and table:
            found.add(table)
    return found


def _on_paper(child: Child, size: str, outer: Container[Node]) -> list[Child]:
    """Return what is printed of a part of an element; what needs a click is none of it."""
    if isinstance(child, str):
        return [child]
    if child.name == "table" and child not in outer:
        return fitted(child, SIZES[size] - INDENT)
    if child.name in {"audio", "video"}:
        return [child.attributes.get("aria-label", "")]
    if child.name == "input" and "hidden" not in child.attributes:
        is_box = child.attributes.get("type") in {"checkbox", "radio"}
        return ["☑ " if "checked" in child.attributes else "☐ "] if is_box else []
    if child.name == "a" and child.attributes.get("href", "").startswith("data:"):
        return []
    return [child]


def _known(child: Child) -> Child:
    """Return a part of an element without MathML, and drawings as pictures, which scale."""
    if isinstance(child, Node) and child.name == "svg":
        address = f"data:image/svg+xml,{quote(drawing(child))}"
        style = {**_PICTURE, "height": "auto"}
        return Node(
            "img", {"src": address, "alt": child.attributes.get("aria-label", "")}, style=style
        )
    if not isinstance(child, Node) or child.name != "math":
        return child
    is_display = child.attributes.get("display") == "block"
    made = (boxes(child) if is_display else None) or Node("span", children=line(child))
    if is_display:
        made.style = {"display": "block" if made.name == "span" else "table", "margin": ".6em 1em"}
    return made
