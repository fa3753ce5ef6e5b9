"""Notebooks as their JSON and as its value."""

import base64
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from backendai_media import BackendAIMediaError, ItemError
from backendai_media.rendering import notebook, notebooks

VALUE: dict[str, Any] = {
    "nbformat": 4,
    "cells": [
        {"cell_type": "markdown", "source": ["# Title\n", "text"]},
        {
            "cell_type": "code",
            "source": "1 + 1",
            "outputs": [{"output_type": "stream", "name": "stdout", "text": "two\n"}],
        },
    ],
}


def test_text_bytes_and_value_are_one() -> None:
    text = json.dumps(VALUE)
    made = notebook(VALUE)
    assert "two" in made
    assert notebook(text) == notebook(text.encode()) == made


@pytest.mark.parametrize("content", ["", b"\xff\xfe\xfd", "[" * 100_000, "[]", "1", "null"])
def test_what_is_no_notebook_is_named(content: str | bytes) -> None:
    with pytest.raises(ItemError, match=r"not JSON|expected a notebook"):
        notebook(content)


def test_code_begins_in_the_first_line() -> None:
    """Only a line feed right behind the tag is none."""
    cell = {"cell_type": "code", "source": "\nx", "metadata": {}, "outputs": []}
    made = notebook({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
    assert '<pre tabindex="0">\n<code>\nx</code>' in made


def test_without_a_style_sheet() -> None:
    made = notebook(VALUE, style="inline")
    assert "<template" not in made
    assert "<style" not in made
    assert 'style="' in made
    with pytest.raises(BackendAIMediaError, match="style must be one of"):
        notebook(VALUE, style="none")


@pytest.mark.parametrize("more", ['"metadata": {}', '"nbformat": 4, "cells": []', '"x": NaN'])
@pytest.mark.parametrize("last", ["a", "\ud800 a"])
def test_cells_of_a_large_notebook_are_parsed_one_by_one(
    last: str, more: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = json.dumps([*VALUE["cells"], 5, {"cell_type": "markdown", "source": last}])
    text = f'{{"cells": {cells}, {more}}}'
    whole = [notebook(one) for one in (text, text.encode())]
    monkeypatch.setattr(notebooks, "MIN_LAZY_LENGTH", 0)
    assert [notebook(one) for one in (text, text.encode())] == whole
    is_lazy = isinstance(notebooks.parsed(text)["cells"], notebooks._Cells)
    # What is not quite JSON is read by another parser, as a whole.
    assert is_lazy == (last == "a" and "NaN" not in more)


def test_a_large_notebook_that_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notebooks, "MIN_LAZY_LENGTH", 0)
    for text in ('{"cells": [1, 2', '{"cells": [{"a": 01}]}', "[" * 100_000, "no"):
        with pytest.raises(ItemError, match="not JSON"):
            notebook(text)
    with pytest.raises(ItemError, match="expected a notebook"):
        notebook('{"cells": 1}')


@pytest.mark.full
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is counted differently")
@pytest.mark.parametrize("kind", ["image/png", "text/html", "stdout"])
def test_memory_for_a_large_notebook(kind: str, tmp_path: Path) -> None:
    """It is held once, and what is made of it once more."""
    one: Any = {"output_type": "display_data", "metadata": {}}
    if kind == "stdout":
        lines = [f"line {number}\n" for number in range(60_000)]
        one = {"output_type": "stream", "name": kind, "text": lines}
    elif kind == "image/png":
        one["data"] = {kind: base64.b64encode(os.urandom(750_000)).decode() + "\n"}
    else:
        one["data"] = {kind: f"<table>{'<tr><td>1</td><td>abc</td></tr>' * 8_000}</table>"}
    wanted = {"cell_type": "code", "metadata": {}, "source": "1", "outputs": [one]}
    cells = [wanted] * (200_000_000 // len(json.dumps(wanted)))
    file = tmp_path / "large.ipynb"
    file.write_text(json.dumps({"nbformat": 4, "metadata": {}, "cells": cells}))
    size = file.stat().st_size
    assert size > 190_000_000
    command = [sys.executable, "-m", "backendai_media", "render", str(file)]
    options = ["--standalone", "-o", str(tmp_path / "page.html"), "--time-limit", "0"]
    peak = (
        "import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True);"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)"
    )
    measured = subprocess.run(
        [sys.executable, "-c", peak, *command, *options], check=True, capture_output=True
    )
    assert int(measured.stdout.split()[-1]) <= 3 * size


def test_items_of_the_normal_form_stay_as_they_are() -> None:
    """The state of a widget has lists of texts, which are no lines of one."""

    def opened(name: str, model: str, **state: object) -> dict[str, object]:
        data = {"_model_name": f"{model}Model", **state}
        return {
            "kind": "control",
            "action": "comm",
            "method": "open",
            "widget": name,
            "data": data,
        }

    outputs = [
        opened("a", "IntSlider", description="first"),
        opened("b", "IntSlider", description="second"),
        opened("box", "VBox", children=["IPY_MODEL_a", "IPY_MODEL_b"]),
        {
            "kind": "media",
            "data": {"application/vnd.jupyter.widget-view+json": {"model_id": "box"}},
        },
    ]
    made = notebook({"cells": [{"cell_type": "code", "source": "", "outputs": outputs}]})
    assert ">first<" in made
    assert ">second<" in made
