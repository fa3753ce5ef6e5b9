"""Follows the messages of Jupyter's widgets: their states, and which outputs are Output widgets'.

A block `with output:` sets the widget's `msg_id` to the message that runs the cell. What answers
that message is the widget's from then on, not the cell's.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from msgspec import UNSET, structs

from .._spec import WIDGET_MAX_LOOKUPS, WIDGET_MAX_MODELS, WIDGET_MAX_OPEN
from .items import ClearItem, CommBuffer, CommItem, ShowItem
from .normalize_context import NormalizeContext, dict_or_empty, is_text
from .plain_values import Base64, strip_markers

__all__ = ["COMMS", "SAVED", "VIEW", "OutputWidgets", "references_in", "view_of"]

COMMS = ("comm_open", "comm_msg", "comm_close")
#: Types of messages that a block captures.
_CAPTURED = ("stream", "display_data", "execute_result", "error", "clear_output")
VIEW = "application/vnd.jupyter.widget-view+json"
SAVED = "application/vnd.jupyter.widget-state+json"
_OUTPUT = "OutputModel"
_REFERENCE = "IPY_MODEL_"
#: Of comms that are widgets'.
_TARGET = "jupyter.widget"
#: Fields of a model that name others.
_MAX_FIELDS = 64
_METHODS = ("open", "update", "custom", "close")

Read = Callable[[Any], None]


@dataclass
class _Model:
    is_output: bool
    #: Field → the models that it names.
    children: dict[str, list[str]] = field(default_factory=dict)
    is_shown: bool = False

    def name(self, children: dict[str, list[str]]) -> None:
        """Take over what fields of its state name now."""
        for key, ids in children.items():
            if key in self.children or len(self.children) < _MAX_FIELDS:
                self.children[key] = ids


class OutputWidgets:
    """The widgets of one document, as far as it was read."""

    def __init__(self) -> None:
        self._models: dict[str, _Model] = {}
        #: Widgets whose blocks are open, the newest first, and the message that runs each.
        self._open: list[tuple[str, str]] = []
        #: Names of models that may still be looked up.
        self._left = WIDGET_MAX_LOOKUPS

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
        self, context: NormalizeContext, type_: str, message: dict[str, Any], read: Read
    ) -> None:
        """Follow a message of a widget; `read` adds the items of a value."""
        content = message["content"]
        widget, target = content.get("comm_id"), content.get("target_name", _TARGET)
        if not is_text(widget):
            return
        body = dict_or_empty(content.get("data"))
        method = body.get("method", "update" if isinstance(body.get("state"), dict) else None)
        state = strip_markers(body.get("state"))
        if method == "update_states":
            buffers = _paired(message.get("buffers"), body.get("buffer_paths", []))
            self._read_states(context, body.get("states"), read, buffers)
        elif type_ == "comm_close":
            self._follow(context, widget, CommItem("close"), read)
        elif type_ == "comm_open":
            if target == _TARGET:
                buffers = _paired(message.get("buffers"), body.get("buffer_paths", []))
                self._follow(context, widget, CommItem("open", state, buffers), read)
        elif method == "custom":
            said = strip_markers(body.get("content"))
            buffers = _paired(message.get("buffers"), None)
            self._follow(context, widget, CommItem("custom", said, buffers), read)
        elif method in {"update", "echo_update"}:
            buffers = _paired(message.get("buffers"), body.get("buffer_paths", []))
            self._follow(context, widget, CommItem("update", state, buffers), read)

    def read_item(self, context: NormalizeContext, value: dict[str, Any], read: Read) -> bool:
        """Follow an item that was kept; return `False` for what is none."""
        widget, method = value.get("widget"), value.get("method")
        if (value["kind"], value.get("action")) != ("control", "comm") or not is_text(widget):
            return False
        if method not in _METHODS:
            return False
        data = UNSET if method == "close" else strip_markers(value.get("data"))
        item = CommItem(method, data, _saved_buffers(value))
        self._follow(context, widget, item, read)
        return True

    def read_saved(
        self, context: NormalizeContext, saved: Any, read: Read, *, beside: bool = False
    ) -> None:
        """Take over widgets that were saved; with `beside`, only those that are not known."""
        for widget, one in dict_or_empty(_part(saved, "state")).items():
            state = _part(one, "state")
            if not isinstance(state, dict) or (beside and widget in self._models):
                continue
            data = strip_markers({**_named(one), **state})
            self._follow(context, widget, CommItem("open", data, _saved_buffers(one)), read)

    def _read_states(
        self, context: NormalizeContext, states: Any, read: Read, buffers: list[CommBuffer]
    ) -> None:
        """Take over the states that a kernel was asked for."""
        by_widget: dict[str | int, list[CommBuffer]] = {}
        for buffer in buffers:
            if len(buffer.path) > 2 and buffer.path[1] == "state":
                found = by_widget.setdefault(buffer.path[0], [])
                found.append(CommBuffer(buffer.path[2:], buffer.data))
        for widget, one in dict_or_empty(states).items():
            state = _part(one, "state")
            if not isinstance(state, dict):
                continue
            own = by_widget.get(widget, [])
            data = strip_markers({**_named(one), **state})
            item = CommItem("update" if widget in self._models else "open", data, own)
            self._follow(context, widget, item, read)

    def _follow(self, context: NormalizeContext, widget: str, item: CommItem, read: Read) -> None:
        state, method = dict_or_empty(item.data), item.method
        has_state = method in {"open", "update"}
        closed = self._models.get(widget) if method in {"open", "close"} else None
        is_unseen = (
            method == "update" and is_text(state.get("msg_id")) and widget not in self._models
        )
        opened = method == "open" and state.get("_model_name") == _OUTPUT
        is_output = opened or is_unseen or (method != "open" and self.is_output(widget))
        data = state if has_state else item.data
        # Of an Output widget what it shows is the items.
        if not is_output and (method != "update" or data or item.buffers):
            context.items.append(structs.replace(item, data=data, widget=widget))
        if closed:
            del self._models[widget]
            self._set_running(widget, "")
            if closed.is_output:
                context.items.append(ClearItem(wait=False, widget=widget))
        if has_state:
            is_known = widget in self._models
            model = self._models.setdefault(widget, _Model(is_output))
            if is_unseen:
                self.show(context, widget)
            self._follow_children(context, model, state)
            if model.is_output:
                self._follow_output(context, widget, state, read, clears=is_known)

    def _follow_output(
        self,
        context: NormalizeContext,
        widget: str,
        state: dict[str, Any],
        read: Read,
        *,
        clears: bool,
    ) -> None:
        if isinstance(outputs := state.get("outputs"), list):
            if clears:
                context.items.append(ClearItem(wait=False, widget=widget))
            context.into(widget, outputs, read)
        if is_text(running := state.get("msg_id")):
            self._set_running(widget, running)

    def _follow_children(
        self, context: NormalizeContext, model: _Model, state: dict[str, Any]
    ) -> None:
        children = _references(state)
        model.name(children)
        if model.is_shown:
            named = [one for ids in children.values() for one in ids]
            self._show(context, filter(self._is_waiting, named))

    def is_output(self, widget: str) -> bool:
        """Whether a widget is an Output widget, whose content stands for it."""
        model = self._models.get(widget)
        return model is not None and model.is_output

    def _is_waiting(self, widget: str) -> bool:
        model = self._models.get(widget)
        return model is not None and not model.is_shown

    def show(self, context: NormalizeContext, widget: str) -> None:
        """Show the Output widgets in a widget that is displayed, and that itself if it is one."""
        self._show(context, iter([widget]))

    def _show(self, context: NormalizeContext, widgets: Iterator[str]) -> None:
        waiting = [widgets]
        seen = set[str]()
        left = max(1, min(WIDGET_MAX_MODELS, self._left))
        while waiting and left:
            if (name := next(waiting[-1], None)) is None:
                waiting.pop()
                continue
            left -= 1
            self._left -= 1
            model = self._models.get(name)
            if name in seen or model is None:
                continue
            seen.add(name)
            model.is_shown = True
            if model.is_output:
                # No widget is within itself.
                owner = context.owner if context.owner != name else None
                context.items.append(ShowItem(name, widget=owner))
            waiting.append(chain.from_iterable([*model.children.values()]))

    def _set_running(self, widget: str, message: str) -> None:
        others = [one for one in self._open if one[0] != widget]
        self._open = [(widget, message), *others][:WIDGET_MAX_OPEN] if message else others


def view_of(data: Any) -> str | None:
    """Return the widget that a bundle displays."""
    model = _part(data, VIEW, "model_id") if isinstance(data, dict) else None
    return model if is_text(model) else None


def _message_type(message: dict[str, Any]) -> Any:
    type_ = message.get("msg_type")
    return type_ if is_text(type_) else _part(message, "header", "msg_type")


def _part(value: Any, *keys: str) -> Any:
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def references_in(value: Any) -> list[str]:
    """Return the models that a value names, alone or in a list."""
    texts = value if isinstance(value, list) else [value]
    return [
        one.removeprefix(_REFERENCE) for one in texts if is_text(one) and one.startswith(_REFERENCE)
    ]


def _references(state: dict[str, Any]) -> dict[str, list[str]]:
    """Return the models that each field of a state names."""
    found = {key: references_in(value) for key, value in state.items()}
    return {key: named for key, named in found.items() if named or key in {"children", "child"}}


def _named(saved: dict[str, Any]) -> dict[str, str]:
    """Return the name and module of a model that stand beside its state."""
    names = {"_model_name": saved.get("model_name"), "_model_module": saved.get("model_module")}
    return {key: name for key, name in names.items() if is_text(name)}


def _saved_buffers(saved: dict[str, Any]) -> list[CommBuffer]:
    listed = saved.get("buffers")
    parts = [dict_or_empty(one) for one in listed] if isinstance(listed, list) else []
    parts = [one for one in parts if one.get("encoding") != "hex"]
    return _paired([one.get("data") for one in parts], [one.get("path") for one in parts])


def _paired(buffers: Any, paths: Any) -> list[CommBuffer]:
    """Return the buffers of a message, with the places that they are for."""
    found = []
    for index, data in enumerate(buffers if isinstance(buffers, list) else []):
        listed = paths if isinstance(paths, list) else []
        path = [index] if paths is None else listed[index] if index < len(listed) else None
        if not isinstance(path, list) or not path or not isinstance(data, str | Base64):
            continue
        if all(is_text(key) or _is_number(key) for key in path):
            found.append(CommBuffer(path, str.__str__(data)))
    return found


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
