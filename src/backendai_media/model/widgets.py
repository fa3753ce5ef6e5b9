"""Follows Jupyter's Output widgets: which outputs are theirs, and where these show.

A block `with output:` sets the widget's `msg_id` to the message that runs the cell. What answers
that message is the widget's from then on, not the cell's. Of other widgets only the Output widgets
within them are known.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .._spec import WIDGET_MAX_MODELS, WIDGET_MAX_OPEN
from .items import ClearItem, ShowItem
from .normalize_context import NormalizeContext, dict_or_empty, is_text

__all__ = ["COMMS", "OutputWidgets", "view_of"]

COMMS = ("comm_open", "comm_msg", "comm_close")
#: Types of messages that a block captures.
_CAPTURED = ("stream", "display_data", "execute_result", "error", "clear_output")
_VIEW = "application/vnd.jupyter.widget-view+json"
_SAVED = "application/vnd.jupyter.widget-state+json"
_OUTPUT = "OutputModel"
_REFERENCE = "IPY_MODEL_"

Read = Callable[[Any], None]


@dataclass
class _Model:
    is_output: bool
    #: Field → the models that it names.
    children: dict[str, list[str]] = field(default_factory=dict)
    is_shown: bool = False
    #: Content that was saved with a notebook, until it shows.
    saved: list[Any] | None = None


class OutputWidgets:
    """The widgets of one document, as far as it was read."""

    def __init__(self) -> None:
        self._models: dict[str, _Model] = {}
        #: Widgets whose blocks are open, the newest first, and the message that runs each.
        self._open: list[tuple[str, str]] = []

    def owner(self, message: dict[str, Any] | None = None) -> str | None:
        """Return the widget that a message belongs to, or what comes without a header."""
        parent: Any = None
        if message is not None:
            if _message_type(message) not in _CAPTURED:
                return None
            parent = _part(message, "parent_header", "msg_id")
        if not is_text(parent) or not parent:
            return self._open[0][0] if self._open else None
        return next((widget for widget, running in self._open if running == parent), None)

    def read_comm(
        self, context: NormalizeContext, type_: str, content: dict[str, Any], read: Read
    ) -> None:
        """Follow a message of a widget; `read` adds the items of a value."""
        widget = content.get("comm_id")
        if not is_text(widget):
            return
        state = dict_or_empty(_part(content, "data", "state"))
        if type_ != "comm_msg" and (closed := self._models.pop(widget, None)):
            self._set_running(widget, "")
            if closed.is_output:
                context.items.append(ClearItem(wait=False, widget=widget))
        if type_ == "comm_close":
            return
        model, is_new = self._models.get(widget), False
        if model is None:
            model, is_new = self._new(context, widget, type_, state, read), True
        children = _references(state)
        model.children |= children
        for child in (one for ids in children.values() for one in ids if model.is_shown):
            if (new := self._models.get(child)) and not new.is_shown:
                self.show(context, child, read)
        if model.is_output:
            if isinstance(outputs := state.get("outputs"), list):
                if not is_new:
                    context.items.append(ClearItem(wait=False, widget=widget))
                context.into(widget, outputs, read)
            if is_text(running := state.get("msg_id")):
                self._set_running(widget, running)

    def _new(
        self,
        context: NormalizeContext,
        widget: str,
        type_: str,
        state: dict[str, Any],
        read: Read,
    ) -> _Model:
        # What made it may have been sent before anybody listened.
        is_unseen = type_ == "comm_msg" and is_text(state.get("msg_id"))
        model = _Model(is_unseen or state.get("_model_name") == _OUTPUT)
        self._models[widget] = model
        if is_unseen:
            self.show(context, widget, read)
        return model

    def read_saved(self, metadata: Any) -> None:
        """Take over the widgets that were saved in a notebook's metadata."""
        models = _part(dict_or_empty(metadata), "widgets", _SAVED, "state")
        for widget, saved in dict_or_empty(models).items():
            if isinstance(saved, dict):
                state = dict_or_empty(saved.get("state"))
                outputs = state.get("outputs")
                self._models[widget] = _Model(
                    saved.get("model_name") == _OUTPUT,
                    _references(state),
                    saved=outputs if isinstance(outputs, list) else None,
                )

    def is_output(self, widget: str) -> bool:
        """Whether a widget is an Output widget, whose content stands for it."""
        model = self._models.get(widget)
        return model is not None and model.is_output

    def show(self, context: NormalizeContext, widget: str, read: Read) -> None:
        """Show the Output widgets in a widget that is displayed, and that itself if it is one."""
        waiting, seen = [widget], set[str]()
        while waiting and len(seen) < WIDGET_MAX_MODELS:
            name = waiting.pop()
            model = self._models.get(name)
            if name in seen or model is None:
                continue
            seen.add(name)
            model.is_shown = True
            if model.is_output:
                # No widget is within itself.
                owner = context.owner if context.owner != name else None
                context.items.append(ShowItem(name, widget=owner))
                saved, model.saved = model.saved, None
                if saved:
                    context.into(name, saved, read)
            children = [one for ids in model.children.values() for one in ids]
            waiting += reversed(children[:WIDGET_MAX_MODELS])

    def _set_running(self, widget: str, message: str) -> None:
        others = [one for one in self._open if one[0] != widget]
        self._open = [(widget, message), *others][:WIDGET_MAX_OPEN] if message else others


def view_of(data: Any) -> str | None:
    """Return the widget that a bundle displays."""
    model = _part(data, _VIEW, "model_id") if isinstance(data, dict) else None
    return model if is_text(model) else None


def _message_type(message: dict[str, Any]) -> Any:
    type_ = message.get("msg_type")
    return type_ if is_text(type_) else _part(message, "header", "msg_type")


def _part(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _references(state: dict[str, Any]) -> dict[str, list[str]]:
    """Return the models that each field of a state names, alone or in a list."""
    found = {}
    for key, value in state.items():
        texts = value if isinstance(value, list) else [value]
        named = [
            one.removeprefix(_REFERENCE)
            for one in texts
            if is_text(one) and one.startswith(_REFERENCE)
        ]
        if named or key in {"children", "child"}:
            found[key] = named
    return found
