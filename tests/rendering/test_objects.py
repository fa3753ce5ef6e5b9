"""Objects: `render` shows what `display` knows, and items stay items."""

from __future__ import annotations

from typing import Any

import pytest

from backendai_media import Markdown, Table, normalize, render
from backendai_media.assets.tags import Markup

INVALID = 'data-type="invalid"'


class Rich:
    def _repr_html_(self) -> str:
        return "<b>rich</b><script>alert(1)</script>"


class Broken:
    def __repr__(self) -> str:
        raise ValueError("no text")


class WorseError(Exception):
    def __str__(self) -> str:
        raise ValueError


def cycle() -> list[Any]:
    made: list[Any] = []
    made.append(made)
    return made


@pytest.mark.parametrize(
    ("obj", "type_", "shown"),
    [
        (Table({"a": [1, 2]}), "application/vnd.dataresource+json", "<td"),
        (Markdown("# one"), "text/markdown", "<h1"),
        (Rich(), "text/html", "<b>rich</b>"),
        ("a < b", "text/plain", "'a &lt; b'"),
        ([1, 2], "text/plain", "[1, 2]"),
        (["a", "b", "c"], "text/plain", "['a', 'b', 'c']"),
        ([["a", "b"], 5], "text/plain", "[['a', 'b'], 5]"),
        ({"a": 1}, "text/plain", "{'a': 1}"),
        ({"result": 42}, "text/plain", "{'result': 42}"),
        ({}, "text/plain", "{}"),
        (None, "text/plain", "None"),
        (4.5, "text/plain", "4.5"),
        (range(10**12), "text/plain", "range(0, 1000000000000)"),
        (Rich, "text/plain", "&lt;class"),
        (b"\xff", "text/plain", "b'\\xff'"),
        (cycle(), "text/plain", "[[...]]"),
        (Broken(), "error", "no text"),
        (ValueError("bad < value"), "error", "bad &lt; value"),
        (WorseError(), "error", "WorseError"),
    ],
    ids=lambda one: type(one).__name__,
)
def test_objects(obj: Any, type_: str, shown: str) -> None:
    found = render(obj)
    assert f'data-type="{type_}"' in found
    assert shown in found
    assert "<script" not in found


def test_libraries() -> None:
    pandas = pytest.importorskip("pandas")
    pyplot = pytest.importorskip("matplotlib.pyplot")
    express = pytest.importorskip("plotly.express")
    frame = pandas.DataFrame({"a": [1, 2], "b": ["x<", "y"]})
    figure, axes = pyplot.subplots()
    axes.plot([1, 2])
    try:
        assert "<td>x&lt;</td>" in render(frame)
        assert "<td>1</td>" in render(frame["a"])
        assert 'data-type="image/png"' in render(figure)
        assert "vnd.plotly" in render(express.line(x=[1], y=[2]))
    finally:
        pyplot.close(figure)


def test_an_exception_with_its_traceback() -> None:
    def fail() -> None:
        raise KeyError("the key") from ValueError("the cause")

    with pytest.raises(KeyError) as caught:
        fail()
    found = render(caught.value)
    assert "the cause" in found
    assert "in fail" in found
    assert "KeyError: &#x27;the key&#x27;" in found or "KeyError: 'the key'" in found


@pytest.mark.parametrize(
    "items",
    [
        ["stdout", "x"],
        [["stdout", "x"], ["html", "y"]],
        {"text/plain": "x"},
        {"status": "finished", "console": [["stdout", "x"]]},
        normalize(["stdout", "x"]),
        [],
    ],
)
def test_items_stay_items(items: Any) -> None:
    assert render(items) == render(normalize(items))


@pytest.mark.parametrize(
    "items",
    [
        [["stdout", "x"], 5],
        {"output_type": "bogus"},
        {"outputs": [{"output_type": "bogus"}]},
        {"result": {"status": "finished", "console": [["bogus"]]}},
        [{"data": {"image/png": 4}}],
    ],
)
def test_what_is_meant_to_be_items_says_what_is_wrong(items: Any) -> None:
    assert INVALID in render(items)


def test_anything_as_an_object() -> None:
    found = render(["stdout", "x"], as_object=True)
    assert "['stdout', 'x']" in found
    assert 'data-type="text/plain"' in found
    page = render({"text/html": "<b>x</b>"}, as_object=True, standalone=True)
    assert "{'text/html': '&lt;b>x&lt;/b>'}" in page


def test_a_text_that_is_markup() -> None:
    found = render(["stdout", "x"])
    assert isinstance(found, str)
    assert type(found) is Markup
    assert type(render(["stdout", "x"], standalone=True)) is Markup
    # What was taken out of it is text again.
    assert not hasattr(found[1:], "__html__")
