"""What a result shows, as outputs of a notebook's cell."""

from typing import Any

import nbformat

from backendai_media import normalize, to_nbformat
from backendai_media.model import compact, to_builtins

VALUE: list[Any] = [
    ["stdout", "gone\n"],
    {"output_type": "clear_output", "wait": False},
    ["stdout", "a\n"],
    {"output_type": "stream", "name": "stdout", "text": "b\n"},
    {"data": {"text/plain": "old"}, "transient": {"display_id": "d"}},
    ["application/vnd.vegalite.v6.json", {"mark": "bar"}],
    ["application/x-foo", {"a": 1}],
    ["model/x+json", [1]],
    ["error", {"name": "E", "message": "m", "traceback": ["t"]}],
    {
        "msg_type": "update_display_data",
        "content": {"data": {"text/plain": "new"}, "transient": {"display_id": "d"}},
    },
    ["log", ["info", 1.5, "", "said"]],
    ["input", {"prompt": "? "}],
    ["image/png", 5],
]


def test_outputs_are_those_of_a_notebook() -> None:
    outputs = to_nbformat(VALUE)
    assert outputs[:2] == [
        {"output_type": "stream", "name": "stdout", "text": "a\nb\n"},
        {"output_type": "display_data", "data": {"text/plain": "new"}, "metadata": {}},
    ]
    assert [one.get("text", one.get("ename")) for one in outputs[5:]] == [
        "E",
        "info 1.5 said\n",
        "? \n",
        "invalid",
    ]
    cell = nbformat.v4.new_code_cell(outputs=[nbformat.from_dict(one) for one in outputs])
    nbformat.validate(nbformat.v4.new_notebook(cells=[cell]))


def test_they_are_read_as_they_were() -> None:
    outputs = to_nbformat(VALUE)
    assert to_nbformat(outputs) == outputs
    assert to_nbformat(normalize(outputs)) == outputs


def test_kept_items_are_read_as_they_were() -> None:
    kept = to_builtins(compact(normalize(VALUE)))
    assert to_builtins(normalize(kept)) == kept
    assert to_nbformat(kept) == to_nbformat(VALUE)
