"""What a function shows for many arguments: the first state, its values in disabled controls."""

from __future__ import annotations

from typing import Any

from .._spec import INTERACTIVE_MIN_UNPACKED
from ..model.interactive import Choice, Grid, read, state_items
from ..model.items import ErrorItem, Item, MediaItem, StreamItem
from .console import console
from .context import Context, MessageError
from .error_text import error_text
from .markup import element, text
from .registry import render_bundle

__all__ = ["interactive"]


def interactive(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return the first state; which one it is stands above it."""
    meter, grid = context.meter, None
    try:
        grid = read(data)
        outputs, size = grid.read_outputs(grid.first, meter.unpacked)
    except (ValueError, RecursionError):
        if not grid or meter.unpacked >= INTERACTIVE_MIN_UNPACKED:
            raise MessageError("interactive_broken") from None
        # There may have been too many before it.
        meter.left_out["left_out_parts"] = None
        outputs, size = [], 0
    meter.unpack(size - grid.share)
    meter.grant(_size(grid))
    chosen = zip(grid.choices, grid.chosen(grid.first), strict=True)
    controls = [_control(choice, number) for choice, number in chosen]
    said = context.translate("interactive_one", n=len(grid.places))
    before = context.bundle, context.metadata
    try:
        with meter.within(grid.share):
            shown = [_item(item, context) for item in state_items(outputs)]
    finally:
        context.bundle, context.metadata = before
    return element(
        "div",
        element("div", *controls, class_="backendai-interactive-controls"),
        element("div", text(said), class_="backendai-interactive-note"),
        element("div", *shown, class_="backendai-interactive-state"),
        class_="backendai-interactive",
    )


def _size(grid: Grid) -> int:
    """Return about how many characters a payload has."""
    return grid.length + sum(sum(map(len, one.values)) for one in grid.choices)


def _control(choice: Choice, number: int) -> str:
    """Return a control that nobody can use, and its value."""
    value = choice.values[number]
    if choice.kind == "select":
        control = element("select", element("option", text(value), selected=True), disabled=True)
    elif choice.kind == "checkbox":
        control = element("input", type="checkbox", checked=number > 0, disabled=True)
    else:
        control = element(
            "input",
            type="range",
            min="0",
            max=str(len(choice.values) - 1),
            value=str(number),
            disabled=True,
            aria_valuetext=value,
        )
    shown = element("span", text(value), class_="backendai-interactive-value", aria_hidden="true")
    classes = f"backendai-interactive-choice backendai-interactive-{choice.kind}"
    return element("label", text(choice.name), control, shown, class_=classes)


def _item(item: Item, context: Context) -> str:
    match item:
        case StreamItem(name=name, text=content):
            type_, inner = str(name), console(content, name, context)
        case ErrorItem():
            type_, inner = "error", console(error_text(item), "error", context)
        case MediaItem(data=data, metadata=metadata):
            type_, inner = render_bundle(data, metadata, context)
        case _:
            return ""
    return element("div", inner, class_="backendai-item", data_type=type_)
