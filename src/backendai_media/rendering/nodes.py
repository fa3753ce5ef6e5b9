"""Rendered markup as a tree, for forms of it that other programs than browsers read.

It is markup of this package and of its sanitiser, which is well-formed: this is no parser for HTML
of outputs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import Union

from .markup import VOID, quoted, text

__all__ = ["Child", "Node", "drawing", "opened", "parse", "rows_of", "shallow", "unfold", "written"]

#: Tags, each as a whole; nothing in it is looked at twice.
_TAG = re.compile(r"""<(/?)([A-Za-z][^\s/>"']*+)((?>[^"'>]|"[^"]*+"|'[^']*+')*+)>""")
_ATTRIBUTE = re.compile(r"""([^\s=/"']++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s"'=<>`]++)))?""")
#: The element around everything.
ROOT = "#root"
#: How classes begin that our style sheets look for around others.
OURS = ("backendai-", "dataframe")
#: Elements in one another.
MAX_LEVELS = 120

Child = Union["Node", str]


@dataclass(slots=True, eq=False)
class Node:
    """An element; its children are elements and text, in their order."""

    name: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Child] = field(default_factory=list)
    parent: Node | None = None
    #: Its declarations, later ones over earlier ones.
    style: dict[str, str] = field(default_factory=dict)
    #: Its place among the elements of its parent, and how many those are.
    place: int = 0
    siblings: list[Node] = field(default_factory=list)
    #: Whether it is of an output, whose styles may not reach beyond it.
    is_foreign: bool = False

    _classes: dict[str, None] | None = None
    _around: frozenset[str] | None = None

    @property
    def classes(self) -> dict[str, None]:
        """Its classes, in their order."""
        if self._classes is None:
            self._classes = dict.fromkeys(self.attributes.get("class", "").split())
        return self._classes

    @property
    def around(self) -> frozenset[str]:
        """The names of the elements that it is in, and those of their classes that are ours."""
        waiting = [self]
        while (last := waiting[-1])._around is None and last.parent:  # noqa: SLF001
            waiting.append(last.parent)
        for node in reversed(waiting):
            if node._around is None:  # noqa: SLF001
                above = node.parent
                known = (above and above._around) or frozenset()  # noqa: SLF001
                keys = above.keys if above else frozenset()
                node._around = known if keys <= known else known | keys  # noqa: SLF001
        return self._around or frozenset()

    @property
    def keys(self) -> frozenset[str]:
        """Its name, and those of its classes that are ours."""
        ours = [f".{one}" for one in self.classes if one.startswith(OURS)]
        return frozenset([self.name.lower(), *ours])

    def elements(self) -> list[Node]:
        """Return the children that are elements."""
        return [one for one in self.children if not isinstance(one, str)]

    def walk(self) -> Iterator[Node]:
        """Return this element and all in it, in the order of the document."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            if node.children:
                waiting += [one for one in node.children[::-1] if not isinstance(one, str)]

    def content(self) -> str:
        """Return all text in it."""
        out: list[str] = []
        waiting: list[Child] = [self]
        while waiting:
            one = waiting.pop()
            if isinstance(one, Node):
                waiting += reversed(one.children)
            else:
                out.append(one)
        return "".join(out)

    def adopt(self, children: list[Child]) -> None:
        """Take these children, and tell them their places."""
        self.children = children
        elements = self.elements()
        for place, one in enumerate(elements):
            one.parent, one.place, one.siblings = self, place, elements


def rows_of(table: Node) -> list[Node]:
    """Return the rows of a table, without those of tables in it."""
    parts = table.elements()
    inner = [one for part in parts for one in ([part] if part.name == "tr" else part.elements())]
    return [one for one in inner if one.name == "tr"]


def parse(markup: str) -> Node:
    """Return markup as a tree."""
    root = Node(ROOT)
    open_: list[Node] = [root]
    at = 0
    while found := _TAG.search(markup, at):
        if found.start() > at:
            open_[-1].children.append(unescape(markup[at : found.start()]))
        at = found.end()
        is_end, name, rest = found.groups()
        if is_end:
            _close(open_, name)
            continue
        node = Node(name, _attributes(rest), parent=open_[-1])
        open_[-1].children.append(node)
        if name == "style":
            end = markup.find("</style", at)
            end = len(markup) if end < 0 else end
            node.children.append(markup[at:end])
            at = end
        if name not in VOID and not rest.endswith("/"):
            open_.append(node)
    open_[-1].children.append(unescape(markup[at:]))
    for node in root.walk():
        node.adopt([one for one in node.children if one != ""])
    return root


def _close(open_: list[Node], name: str) -> None:
    for place in range(len(open_) - 1, 0, -1):
        if open_[place].name == name:
            del open_[place:]
            return


def _attributes(given: str) -> dict[str, str]:
    if not given:
        return {}
    found = _ATTRIBUTE.finditer(given)
    return {one[1]: unescape(one[2] or one[3] or one[4] or "") for one in found}


def written(node: Node, *, is_xml: bool = False) -> str:
    """Return an element as markup, with its declarations as its `style`."""
    out: list[str] = []
    waiting: list[Child | tuple[str]] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            out.append(one[0])
        elif isinstance(one, str):
            out.append(text(one))
        elif one.name == ROOT:
            waiting += reversed(one.children)
        else:
            out.append(opened(one))
            if one.name == "style" and not is_xml:
                # No markup, and the page's policy knows it by its digest.
                out.append(f"{one.content()}</style>")
            elif one.name not in VOID or is_xml:
                waiting.append((f"</{one.name}>",))
                waiting += reversed(one.children)
    return "".join(out)


def shallow(root: Node) -> None:
    """Leave nothing but the text of what is nested deeper than programs bear, and recursion."""
    level = [root]
    for _ in range(MAX_LEVELS):
        level = [one for node in level for one in node.elements()]
    for node in level:
        node.children = [text_] if (text_ := node.content()) else []


def unfold(root: Node) -> None:
    """Open what a reader would open, where nothing can be clicked.

    A box with a label that folds something is checked, and hidden itself.
    """
    labelled = {one.attributes.get("for") for one in root.walk() if one.name == "label"}
    for node in root.walk():
        if node.name == "details":
            node.attributes["open"] = ""
        elif node.name == "input" and node.attributes.get("id", "") in labelled:
            node.attributes.update({"checked": "", "hidden": ""})


def drawing(node: Node) -> str:
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


def opened(node: Node) -> str:
    """Return the start tag of an element."""
    given = dict(node.attributes)
    if node.style:
        own = given.pop("style", "").rstrip("; ")
        made = ";".join(f"{name}:{value}" for name, value in node.style.items())
        given["style"] = f"{own};{made}" if own else made
    attributes = "".join(f' {name}="{quoted(value)}"' for name, value in given.items())
    return f"<{node.name}{attributes}>"
