"""What a result shows can be kept and shown again; display ids within a scope (Chromium)."""

from __future__ import annotations

from typing import Any

import pytest

from backendai_media import normalize, to_nbformat
from backendai_media.model import compact, to_builtins

from .stage import Stage

pytestmark = pytest.mark.one_engine

KEEP = "id => BackendAI.Media.items(id)"
TWO = '<div id="out"></div><div id="other"></div>'


def display(text: str, id_: str = "d", *, update: bool = False) -> dict[str, Any]:
    type_ = "update_display_data" if update else "display_data"
    transient = {"display_id": id_}
    return {"output_type": type_, "data": {"text/plain": text}, "transient": transient}


def comm(type_: str, **state: Any) -> dict[str, Any]:
    return {"msg_type": type_, "content": {"comm_id": "w", "data": {"state": state}}}


VALUE = [
    ["stdout", "gone\n"],
    {"output_type": "clear_output", "wait": True},
    ["stdout", "a\n"],
    ["stdout", "b\n"],
    display("old"),
    comm("comm_open", _model_name="OutputModel", msg_id="m"),
    ["stderr", "in the widget\n"],
    comm("comm_msg", msg_id=""),
    {"data": {"application/vnd.jupyter.widget-view+json": {"model_id": "w"}}},
    display("new", update=True),
    ["log", ["info", "", "", "said"]],
    ["error", {"name": "E", "message": "failed", "traceback": []}],
    {"output_type": "clear_output", "wait": True},
]


def test_a_result_comes_back_as_it_stood(stage: Stage) -> None:
    stage.open()
    stage.handle_all(VALUE)
    kept = stage.js(KEEP, "r")
    assert kept == to_builtins(compact(normalize(VALUE), places=True))
    shown = stage.text()
    stage.js("() => BackendAI.Media.dispose()")
    stage.handle_all(kept, "again")
    assert stage.text() == shown
    assert stage.js(KEEP, "again") == kept
    assert to_nbformat(kept) == to_nbformat(VALUE)


def test_an_open_area_gives_what_was_appended(stage: Stage) -> None:
    stage.open()
    kept = stage.js("""async () => {
      const area = BackendAI.Media.open('r', document.querySelector('#out'));
      for (const text of ['a', 'b', 'c']) area.append(['stdout', text]);
      return area.items();
    }""")
    assert kept == [{"kind": "stream", "name": "stdout", "text": "abc"}]
    message = "() => BackendAI.Media.items('nobody').catch(String)"
    assert "RangeError" in stage.js(message)


HANDLE = """([id, place, value, options]) =>
  BackendAI.Media.handle_all(value, id, document.querySelector(place), options)"""


def test_a_cell_updates_the_output_of_another(stage: Stage) -> None:
    stage.open(body=TWO)
    stage.js(HANDLE, ["a", "#out", [display("one")], {}])
    report = stage.js(HANDLE, ["b", "#other", [display("two", update=True)], {}])
    assert stage.text() == "one"
    assert report["rendered"] == 0
    assert report["failed"][0]["type"] == "update"
    assert "options.scope" in report["failed"][0]["error"]
    stage.js("() => { BackendAI.options = { scope: 'notebook' }; }")
    stage.js(HANDLE, ["a", "#out", [display("one")], {}])
    report = stage.js(HANDLE, ["b", "#other", [display("two", update=True)], {}])
    assert stage.text() == "two"
    assert report == {"rendered": 1, "failed": []}


def test_all_results_of_a_scope_are_updated(stage: Stage) -> None:
    stage.open()
    stage.handle_all([display("one")], "a")
    stage.handle_all([display("two")], "b")
    stage.handle_all([display("new", update=True)], "b", append=True)
    assert [text for _, text in stage.items()] == ["new", "new"]


def test_a_block_in_another_cell_writes_into_the_widget(stage: Stage) -> None:
    stage.open(body=TWO)
    scope = {"scope": "notebook"}
    view = {"data": {"application/vnd.jupyter.widget-view+json": {"model_id": "w"}}}
    stage.js(HANDLE, ["a", "#out", [comm("comm_open", _model_name="OutputModel"), view], scope])
    value = [comm("comm_msg", msg_id="m"), ["stdout", "x"], comm("comm_msg", msg_id="")]
    stage.js(HANDLE, ["b", "#other", value, scope])
    assert "x" in stage.text()
    assert stage.items("#other") == []


def test_a_widget_that_is_shown_again_has_its_content(stage: Stage) -> None:
    stage.open()
    view = {"data": {"application/vnd.jupyter.widget-view+json": {"model_id": "w"}}}
    made = [comm("comm_open", _model_name="OutputModel", msg_id="m"), view, ["stdout", "x"]]
    stage.handle_all([*made, comm("comm_msg", msg_id="")])
    assert "x" in stage.text()
    clear = {"output_type": "clear_output", "wait": False}
    stage.handle_all([clear], append=True)
    assert "x" not in stage.text()
    stage.handle_all([view], append=True)
    assert "x" in stage.text()
    # Within itself it shows nothing more.
    into = [comm("comm_msg", msg_id="m"), view, ["stdout", "y"], comm("comm_msg", msg_id="")]
    stage.handle_all(into, append=True)
    assert stage.text().count("x") == 1
    assert "y" in stage.text()
    assert stage.probe("errors") == []
