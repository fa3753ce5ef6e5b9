"""The form of results that needs no style sheet: its styles are at its elements.

It has no shadow roots, so that it can be put into a page by any script (`innerHTML`). In their
place, outputs keep nothing that the page's own styles, scripts and anchors could mean.
"""

from __future__ import annotations

import hashlib
import re

from .context import Context
from .inline import Medium, inlined
from .nodes import Node, parse, written
from .tags import ARIA_REFERENCES

__all__ = ["inline_form"]

#: CSS pixels that media queries of outputs are met with.
WIDTH = 1000
#: Attributes by which an output could name, or be named by, something of the page, or reach it.
_DROPPED = frozenset("class name for headers usemap overflow".split()) | ARIA_REFERENCES
_PICTURES = frozenset({"svg", "math"})
#: Attributes of a whole picture.
_MOVING = frozenset({"filter", "transform"})
_REFERENCE = re.compile(r"""url\((["']?)#""")
#: Only worth it where there is a style sheet to change it.
_LAZY = ("content-visibility", "contain-intrinsic-block-size")


def inline_form(markup: str, context: Context, theme: str | None) -> str:
    """Return markup of a result, or of a notebook, with its styles in `style` attributes.

    Without a `theme`, colours are those of the place where it is put (its `color-scheme`). A style
    sheet of an output that asks for the theme cannot: the output is on white paper.
    """
    medium = Medium("screen", theme or "both", WIDTH)
    root = parse(context.anchors.connect(markup))
    if not theme:
        _lay_on_paper(root)
    inlined(root, context, medium)
    frames = [one for one in root.walk() if "backendai-html" in one.classes and not one.is_foreign]
    for number, frame in enumerate(frames):
        nodes = [one for one in frame.walk() if one.is_foreign]
        drawn: dict[Node, None] = {}
        for node in nodes:
            if node.name in _PICTURES and node not in drawn:
                drawn |= dict.fromkeys(node.walk())
        names = "\n".join(one.attributes.get("id", "") for one in drawn)
        digest = hashlib.sha256(names.encode()).hexdigest()[:8]
        for node in nodes:
            _confine(node, f"backendai-{digest}-{number}-" if node in drawn else "")
    for node in root.walk():
        for name in _LAZY:
            node.style.pop(name, None)
    return written(root)


def _lay_on_paper(root: Node) -> None:
    for node in root.walk():
        template = node.parent
        if node.name != "style" or not template or template.name != "template":
            continue
        if any("prefers-color-scheme" in str(css) for css in node.children):
            frame = template.parent and template.parent.parent
            if frame:
                frame.attributes["class"] = "backendai-html backendai-paper"


def _confine(node: Node, prefix: str) -> None:
    """Take from an output's element what reaches beyond it.

    Parts of a picture, which refer to each other, keep their ids with a `prefix`.
    """
    dropped = _DROPPED | _MOVING if node.name == "svg" else _DROPPED
    kept: dict[str, str] = {}
    for name, value in node.attributes.items():
        if name in dropped or (name == "id" and not prefix):
            continue
        is_reference = name == "href" and value[:1] == "#" and node.name != "a"
        if name == "id" or is_reference:
            kept[name] = f"#{prefix}{value[1:]}" if is_reference else prefix + value
        else:
            kept[name] = _REFERENCE.sub(rf"url(\1#{prefix}", value) if prefix else value
    node.attributes = kept
    for name, value in node.style.items():
        if prefix and "url(" in value:
            node.style[name] = _REFERENCE.sub(rf"url(\1#{prefix}", value)
