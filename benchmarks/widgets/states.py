"""The states of widgets, as Jupyter's manager and as a page takes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import ipywidgets as w
from ipywidgets.embed import dependency_state, embed_data

VIEW = "application/vnd.jupyter.widget-view+json"
STATE = "application/vnd.jupyter.widget-state+json"
#: Each has a layout and a style: together 10,000 models.
CONTROLS = 3333


def sets() -> dict[str, dict[str, Any]]:
    """Return what the cases show, by name."""
    some = [w.IntSlider(value=at, description=f"{at}") for at in range(100)]
    said = [w.Label(f"label {at}") for at in range(100)]
    kinds = [w.IntSlider, w.Label, w.FloatProgress, w.Text]
    many = [kinds[at % 4]() for at in range(CONTROLS)]
    for at, one in enumerate(many):
        one.value = f"text {at}" if at % 2 else at % 100
    return {
        "few": shown(w.VBox([w.IntSlider(), w.Label("few"), w.FloatProgress(), w.Text("few")])),
        "controls": shown(w.VBox([one for pair in zip(some, said, strict=True) for one in pair])),
        "progress": shown(w.VBox([w.FloatProgress(max=10_000)])),
        "many": shown(w.VBox(many)),
    }


def shown(widget: Any) -> dict[str, Any]:
    """Return a widget for both peers, and the id of the first thing in it."""
    states, view = saved(widget)
    return {
        "states": states,
        "view": view,
        "messages": [*opened(states), {"data": {VIEW: view}}],
        "count": len(widget.children),
        "first": widget.children[0].model_id,
    }


def saved(widget: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the states of a widget and what it contains as a notebook has them, and its view."""
    # Without them, those of all widgets of the process.
    states = dependency_state([widget], drop_defaults=False)
    data = embed_data(views=[widget], state=states)
    return data["manager_state"], data["view_specs"][0]


def opened(states: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what a kernel says of them: so they are not read-only."""
    for id_, one in states["state"].items():
        state = {"_model_name": one["model_name"], "_model_module": one["model_module"]}
        buffers = one.get("buffers", [])
        data = {"state": state | one["state"], "buffer_paths": [each["path"] for each in buffers]}
        content = {"comm_id": id_, "target_name": "jupyter.widget", "data": data}
        values = [each["data"] for each in buffers]
        yield {"msg_type": "comm_open", "content": content, "buffers": values}
