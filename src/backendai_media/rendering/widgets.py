"""Jupyter's widgets, at their last values: the core ones as disabled controls, of others the text.

The elements and classes are those of `browser/src/renderers/widgets/`; what needs a script to be
seen there, such as a tab, is in a part to open.
"""

from __future__ import annotations

import re
from typing import Any

from .._spec import WIDGET_MAX_VIEWS, WIDGET_MODULES
from ..model.compaction import WidgetModel
from .context import Context, RenderError
from .markup import element, text
from .widget_controls import CONTROLS
from .widget_numbers import js_number
from .widget_styles import look_of
from .widget_view import Control, Display, View

__all__ = ["widget"]

#: Characters of a name that is shown.
MAX_NAME_CHARACTERS = 80
#: Children of a box beyond which those that are far are laid out late.
_MANY = 100
#: Types that show more than a line of text.
_BETTER = re.compile(r"image/|text/(?:html|markdown|latex)|application/(?!.*widget)", re.DOTALL)


def widget(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return a widget with all that it contains, and a note if a kernel would be of use."""
    states = context.states
    name = data.get("model_id") if isinstance(data, dict) else None
    name = name if isinstance(name, str) else ""
    model = states.get(name)
    is_foreign = model is not None and _control_of(model) is _foreign
    if is_foreign and any(map(_BETTER.match, context.bundle)):
        raise RenderError("A widget's own code does not run here")
    plain = context.bundle.get("text/plain")
    display = Display(context, states, _control_of)
    is_closed = model is None and name in states.closed
    parts = [display.show(name)] if model else []
    if isinstance(plain, str) and plain and (is_foreign or not (model or is_closed)):
        context.meter.grant(len(plain))
        parts.append(element("pre", text(plain), class_="backendai-widget-plain"))
    if display.needs_kernel or not (model or is_closed):
        note = text(context.translate("widget_needs_kernel"))
        parts.append(element("div", note, class_="backendai-widget-note"))
    return element("div", *parts, class_="backendai-widgets")


def _control_of(model: WidgetModel) -> Control:
    state = model.state
    module = state.get("_model_module", state.get("_view_module"))
    name = state.get("_model_name")
    if (module is None or module in WIDGET_MODULES) and isinstance(name, str):
        return _ALL.get(name.removesuffix("Model"), _foreign)
    return _foreign


def _foreign(view: View) -> str:
    """Say what a widget is whose own code does not run here."""
    traits = ("_anywidget_id", "_model_module", "_model_name")
    module = next(filter(None, map(view.text, traits)), "")[:MAX_NAME_CHARACTERS]
    said = text(view.context.translate("widget_foreign", module=module))
    return view.element((), element("div", said, class_="backendai-widget-note"))


def _box(kind: str) -> Control:
    def control(view: View) -> str:
        children = [*view.children("children")]
        kinds = ("box", kind, *["many"] * (len(children) > _MANY))
        return view.element(kinds, *children, look=look_of(view.text("box_style")))

    return control


def _folds(view: View, children: list[str]) -> list[str]:
    """Return children in parts to open, with their titles; the one that is selected is open."""
    titles, selected = view.texts("titles", WIDGET_MAX_VIEWS), view.number("selected_index", -1)
    # As ipywidgets 7 has them.
    old = view.get("_titles")
    folds = []
    for place, child in enumerate(children):
        title = titles[place] if place < len(titles) else ""
        if not title and isinstance(old, dict) and isinstance(old.get(str(place)), str):
            title = old[str(place)]
        summary = element("summary", text(title or str(place + 1)))
        if view.fits(summary):
            folds.append(element("details", summary, child, open=place == selected))
    return folds


def _accordion(view: View) -> str:
    return view.element(("accordion",), *_folds(view, [*view.children("children")]))


def _stack(view: View) -> str:
    """Return what is seen of a stack, and the rest in parts to open."""
    children = [*view.children("children")]
    selected = view.number("selected_index", -1)
    rest = _folds(view, children)
    seen = children[int(selected)] if 0 <= selected < len(children) else ""
    if seen and len(rest) == len(children):
        del rest[int(selected)]
    return view.element(("box", "VBox", "accordion"), seen, *rest)


def _controller(view: View) -> str:
    """Return what a game controller did last."""
    name = view.text("name") or view.context.translate("widget_no_controller")
    parts = element(
        "div",
        *view.children("axes", "buttons"),
        class_="backendai-widget-box backendai-widget-HBox",
    )
    shown = element("div", text(name), class_="backendai-widget-text")
    return view.element((), shown, parts) if view.fits(name) else ""


def _reading(low: str) -> Control:
    def control(view: View) -> str:
        value = js_number(view.number("value", 0))
        return view.element((), element("meter", value, min=low, value=value, aria_label=value))

    return control


_ALL: dict[str, Control] = {
    **CONTROLS,
    "Box": _box("Box"),
    "HBox": _box("HBox"),
    "VBox": _box("VBox"),
    "GridBox": _box("GridBox"),
    "Accordion": _accordion,
    "Tab": _accordion,
    "Stack": _stack,
    "Controller": _controller,
    "ControllerAxis": _reading("-1"),
    "ControllerButton": _reading("0"),
}
