"""Controls of widgets as text, for programs that have none or cannot draw them."""

from __future__ import annotations

from .nodes import Child, Node

__all__ = ["write_out"]

_PREFIX = "backendai-widget-"
#: What stands beside others in a line, without spaces in the markup.
_APART = frozenset(
    f"{_PREFIX}{name}"
    for name in "button check checkbox input label radio readout tag text track valid".split()
)


def write_out(root: Node, *, bars: bool = False) -> None:
    """Put text in the place of controls: a slider's value, a bar's percentage, what is selected.

    Check boxes stay: each program has a sign of its own for them. With `bars`, so do bars.
    """
    for node in [*root.walk()]:
        if _is(node, "colored"):
            # Only browsers find a color of text for any ground.
            _style(node, "--backendai-widget-ground: initial")
        if not bars and _is(node, "label"):
            _style(node, "text-align: start")
        if any(_is_control(one) for one in node.elements()):
            node.adopt([part for one in node.children for part in _text(one, bars=bars)])


def _is_control(node: Node) -> bool:
    return (
        not _APART.isdisjoint(node.classes)
        or node.name == "meter"
        or _is(node, "color", "progress")
    )


def _is(node: Node, *names: str) -> bool:
    return any(f"{_PREFIX}{name}" in node.classes for name in names)


def _text(child: Child, *, bars: bool) -> list[Child]:
    if not isinstance(child, Node) or not _is_control(child):
        return [child]
    value = child.attributes.get("value", "")
    if _is(child, "track"):
        return _slider(child)
    if _is(child, "color"):
        # A box beside it says so, too.
        has_box = any(_is(one, "input") for one in child.siblings)
        return [] if has_box else [_span(child, value)]
    if _is(child, "progress"):
        return [*([child] if bars else []), Node("span", children=[_share(child)]), " "]
    return [child, " "] if _is(child, "check") else _field(child, value)


def _field(child: Node, value: str) -> list[Child]:
    match child.name:
        case "input" if "hidden" in child.attributes:
            return []
        case "input" | "meter":
            return [_span(child, value), " "]
        case "select":
            chosen = [one for one in child.elements() if "selected" in one.attributes]
            return [_span(child, ", ".join(one.content() for one in chosen)), " "]
        case "textarea":
            return [_lines(child), " "]
        case "button":
            return [_button(child), " "]
        case "label" | "span":
            return [child, " "]
    return [child]


def _style(node: Node, declaration: str) -> None:
    node.attributes["style"] = f"{node.attributes.get('style', '')} {declaration};"


def _span(node: Node, shown: str) -> Node:
    made = Node("span", {"class": node.attributes["class"]} if "class" in node.attributes else {})
    made.adopt([shown] if shown else [])
    return made


def _slider(track: Node) -> list[Child]:
    """Return what the readout does not say because it is hidden."""
    if any(_is(one, "readout") and "hidden" not in one.attributes for one in track.siblings):
        return []
    values = [one.attributes.get("aria-valuetext", "") for one in track.elements()]
    return [Node("span", children=[" – ".join(values)]), " "]


def _share(track: Node) -> str:
    low, high, now = (
        float(track.attributes.get(f"aria-value{name}", 0)) for name in ("min", "max", "now")
    )
    return f"{(now - low) / (high - low):.0%}" if high > low else "0%"


def _lines(area: Node) -> Node:
    made = _span(area, "")
    _style(made, "height: auto")
    lines = area.content().removeprefix("\n").split("\n")
    made.adopt([part for line in lines for part in (Node("br"), line)][1:])
    return made


def _button(button: Node) -> Node:
    made = _span(button, "")
    children: list[Child] = [*button.children] or [button.attributes.get("aria-label", "")]
    if button.attributes.get("aria-pressed") == "true":
        children = [Node("input", {"type": "checkbox", "checked": ""}), " ", *children]
    made.adopt(children)
    return made
