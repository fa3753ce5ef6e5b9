"""`interactive`: ranges, the grid and samples of it, what a function shows, and limits."""

from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import matplotlib as mpl
import matplotlib.pyplot as plt
import pytest
from jupyter_client.blocking.client import BlockingKernelClient
from matplotlib.figure import Figure

from backendai_media import display, emit, interactive, normalize, sink
from backendai_media._interactive import grid as running
from backendai_media.errors import OutputError
from backendai_media.model import ErrorItem, Item, MediaItem, StreamItem
from backendai_media.model.interactive import INTERACTIVE, Grid, read, state_items
from tests import FULL

#: Lines of a figure that are run.
STATES = 1000 if FULL else 60


def grid_of(*args: Any, **kwargs: Any) -> Grid:
    return read(interactive(*args, **kwargs).data[INTERACTIVE])


def items_of(grid: Grid, state: int) -> list[Item]:
    return state_items(grid.outputs(state))


def echo(**arguments: Any) -> None:
    print(arguments)


def choice(given: Any, default: Any = None) -> tuple[str, list[str], str]:
    """Return a range's control, the texts of its values, and the one to begin with."""

    def function(x: Any = default) -> None:
        echo(x=x)

    grid = grid_of(function, x=given)
    [one] = grid.choices
    return one.kind, one.values, one.values[grid.first]


class Array(list[float]):
    ndim = 1

    def tolist(self) -> list[float]:
        return [*self]


RANGES: list[tuple[Any, str, list[str], str]] = [
    ((0, 4), "slider", ["0", "1", "2", "3", "4"], "2"),
    ((0, 5, 2), "slider", ["0", "2", "4"], "2"),
    ((0.0, 0.3), "slider", ["0", "0.1", "0.2", "0.3"], "0.1"),
    ((0, 1, 0.25), "slider", ["0", "0.25", "0.5", "0.75", "1"], "0.5"),
    ((3, 3), "slider", ["3"], "3"),
    (1, "slider", ["-1", "0", "1", "2", "3"], "1"),
    (-1, "slider", ["-3", "-2", "-1", "0", "1"], "-1"),
    (0, "slider", ["0", "1"], "0"),
    (range(1, 9, 3), "slider", ["1", "4", "7"], "1"),
    (Array([0.5, 1.5]), "slider", ["0.5", "1.5"], "0.5"),
    (True, "checkbox", ["False", "True"], "True"),
    (["sin", "cos"], "select", ["sin", "cos"], "sin"),
    ({"one": 1, "two": 2}, "select", ["one", "two"], "one"),
    ([("one", 1), ("two", 2)], "select", ["one", "two"], "one"),
    ([None, 2.50, "x" * 99], "select", ["None", "2.5", "x" * 80], "None"),
    ((n for n in "ab"), "select", ["a", "b"], "a"),
]


@pytest.mark.parametrize("row", RANGES, ids=lambda row: f"{row[1]} {row[2][-1][:9]}")
def test_ranges(row: tuple[Any, str, list[str], str]) -> None:
    assert choice(row[0]) == row[1:]


def test_an_argument_begins_at_its_default() -> None:
    assert choice((0, 10), 7)[2] == "7"
    assert choice((0.0, 1.0), 0.72)[2] == "0.7"
    assert choice(["sin", "cos"], "cos")[2] == "cos"
    assert choice(["sin", "cos"], "tan")[2] == "sin"
    assert choice((0, 10), "far")[2] == "5"
    marker = object()
    assert choice({"a": object(), "b": marker}, marker)[2] == "b"


def test_widgets_are_ranges() -> None:
    import ipywidgets as widgets

    assert choice(widgets.IntSlider(value=3, min=2, max=4)) == ("slider", ["2", "3", "4"], "3")
    assert choice(widgets.Checkbox(value=True)) == ("checkbox", ["False", "True"], "True")
    listed = widgets.Dropdown(options=[("one", 1), ("two", 2)], value=2)
    assert choice(listed) == ("select", ["one", "two"], "two")
    assert choice(widgets.fixed("x")) == ("select", ["x"], "x")
    with pytest.raises(OutputError, match="is no range"):
        choice(widgets.Text("x"))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("text", "x='text' is no range; give .least, most."),
        (b"raw", "is no range"),
        (None, "is no range"),
        ([], "x has no values"),
        ((5, 1), "x needs .least, most. and a step above 0"),
        ((1, 5, 0), "a step above 0"),
        ((1, 5, -1), "a step above 0"),
        ((0, 1e9), "x has 10,000,000,001 values; give a larger step"),
        (range(10**9), "values; give a larger step"),
        (["x"] * 10_001, "more than 10,000 values"),
        (float("inf"), "is no range"),
    ],
)
def test_what_is_no_range(given: Any, said: str) -> None:
    with pytest.raises(OutputError, match=said):
        interactive(echo, x=given)


def test_names_that_are_parameters_here() -> None:
    grid = grid_of(echo, {"limit": (0, 2), "sample": True}, function=["a"])
    assert [one.name for one in grid.choices] == ["limit", "sample", "function"]
    assert len(grid.places) == 6
    with pytest.raises(OutputError, match="a range for at least one argument"):
        interactive(echo)


def print_all(a: int, b: str) -> None:
    print(a, b)


def test_the_grid() -> None:
    grid = grid_of(print_all, a=(1, 3), b=["x", "y"])
    shown = [items_of(grid, n) for n in range(6)]
    expected = itertools.product((1, 2, 3), "xy")
    assert shown == [[StreamItem("stdout", f"{a} {b}\n")] for a, b in expected]
    assert grid.chosen(grid.first) == [1, 0]


def test_a_sample() -> None:
    grid = grid_of(echo, a=(0, 100), b=(0, 100), sample=50)
    assert len(grid.places) == 50
    assert grid.chosen(grid.first) == [50, 50]
    assert [*grid.places] == [*grid_of(echo, a=(0, 100), b=(0, 100), sample=50).places]
    grid = grid_of(echo, a=(0, 9), b=[True, None], sample=[{"a": 3}, {"a": 3, "b": None}])
    assert [grid.chosen(n) for n in range(2)] == [[3, 0], [3, 1]]
    assert grid.first == 0
    assert len(grid_of(echo, a=(0, 2), sample=10).places) == 3
    with pytest.raises(OutputError, match="a=77 of `sample` is not in its range"):
        interactive(echo, a=(0, 9), sample=[{"a": 77}])
    with pytest.raises(OutputError, match="1 to 1,000"):
        interactive(echo, a=(0, 99), b=(0, 99), sample=0)
    with pytest.raises(OutputError, match="1 to 1,000 states"):
        interactive(echo, a=(0, 9), sample=[])


def test_too_many_states(monkeypatch: pytest.MonkeyPatch) -> None:
    said = "10,201 combinations, and 1,000 are kept at most; give larger steps, `sample=1000`"
    with pytest.raises(OutputError, match=said):
        interactive(echo, a=(0, 100), b=(0, 100))
    with pytest.raises(OutputError, match="10,000 are kept at most"):
        interactive(echo, a=(0, 100), b=(0, 100), limit=10**6)
    monkeypatch.setattr(running, "INTERACTIVE_MAX_PACKED", 300)
    calls: list[int] = []

    def noise(a: int) -> None:
        calls.append(a)
        print("".join(chr(33 + n * n * (a + 7) % 91) for n in range(300)))

    with pytest.raises(OutputError, match="The first 3 of 100 states take more than 300 char"):
        interactive(noise, a=(0, 99))
    assert calls == [0, 1, 2]  # it does not go on
    with pytest.raises(OutputError, match="State 1 has 900,054 characters, and one may have"):
        interactive(lambda a: print("x" * 900_000), a=(0, 1))


def test_what_a_function_shows() -> None:
    def function(kind: str) -> Any:
        print("begin")
        print("warning", file=sys.stderr)
        emit(["text/html", f"<b>{kind}</b>"])
        display(["text/markdown", "*m*"], display_id="d")
        display(["text/markdown", "*n*"], display_id="d", update=True)
        if kind == "error":
            raise ValueError("no")
        return {"a": 1}

    outer: list[Item] = []
    with sink(outer.append):
        grid = grid_of(function, kind=["value", "error"])
    assert outer == []
    begin, warning, html, markdown, value = items_of(grid, 0)
    assert begin == StreamItem("stdout", "begin\n")
    assert warning == StreamItem("stderr", "warning\n")
    assert html == MediaItem({"text/html": "<b>value</b>"}, {})
    assert markdown == MediaItem({"text/markdown": "*n*"}, {})
    assert value == MediaItem({"text/plain": "{'a': 1}"}, {})
    *_, error = items_of(grid, 1)
    assert isinstance(error, ErrorItem)
    assert (error.name, error.message) == ("ValueError", "no")
    assert error.traceback[1].endswith("in function")
    assert "capture.py" not in "\n".join(error.traceback)


def test_interrupts_and_exits_stop_it() -> None:
    def function(a: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interactive(function, a=(0, 3))


def test_grids_within_are_what_they_show_first() -> None:
    grid = grid_of(
        lambda a: interactive(lambda b: display(["text/html", "<i>x</i>"]), b=(0, a)), a=(1, 2)
    )
    [item] = items_of(grid, 0)
    assert isinstance(item, MediaItem)
    assert set(item.data) == {"text/html", "text/plain"}


@pytest.fixture
def figures() -> Iterator[None]:
    plt.close("all")
    yield
    plt.close("all")


def shown() -> None:
    plt.plot([1, 2])
    plt.show()


def left_open() -> None:
    plt.plot([1, 2])


def returned() -> Figure:
    figure, axes = plt.subplots()
    axes.plot([1, 2])
    return figure


def axes() -> Any:
    return plt.subplots()[1]


@pytest.mark.usefixtures("figures")
@pytest.mark.parametrize("draw", [shown, left_open, returned, axes])
def test_figures_are_svg_once(draw: Callable[[], Any]) -> None:
    plt.figure(77).add_subplot()  # another's, which stays
    show, style = plt.show, dict(mpl.rcParams)

    def function(a: int) -> Any:
        return draw()

    output = interactive(function, a=(0, 2))
    grid = read(output.data[INTERACTIVE])
    for state in range(3):
        [item] = items_of(grid, state)
        assert isinstance(item, MediaItem)
        assert "image/svg+xml" in item.data
    assert plt.get_fignums() == [77]
    assert (plt.show, dict(mpl.rcParams)) == (show, style)
    # The same ids each time: what is equal is kept once.
    assert grid.length < 20_000
    assert "<svg" in output.data["image/svg+xml"]


@pytest.mark.usefixtures("figures")
def test_large_figures_are_png() -> None:
    def function(a: int) -> None:
        plt.scatter(range(3000), [n * n * a % 97 for n in range(3000)], c=range(3000))

    [item] = items_of(grid_of(function, a=(1, 1)), 0)
    assert isinstance(item, MediaItem)
    assert "image/png" in item.data
    assert item.metadata["image/png"]["width"] > 100


@pytest.mark.usefixtures("figures")
@pytest.mark.slow
def test_a_thousand_lines_take_two_megabytes_at_most() -> None:
    def function(a: int, b: int) -> None:
        plt.plot([(n * a + b) % 97 / 7 for n in range(200)])
        plt.show()

    output = interactive(function, a=(1, STATES // 20), b=(1, 20))
    assert f"{STATES:,} states" in repr(output)
    assert len(json.dumps(output.data[INTERACTIVE])) <= 2_000_000 * STATES / 1000


def test_progress_is_shown_where_it_takes_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    interactive(echo, a=(0, 9))
    assert capsys.readouterr().err == ""
    clock = itertools.count(step=0.5)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    interactive(echo, a=(0, 9))
    written = capsys.readouterr().err
    assert "\r███████████████░░░░░░░░░░░░░░░ 5/10\r" in written
    assert written.endswith("\r" + " " * 35 + "\r")


def test_it_shows_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    output = interactive(lambda a: display(["text/html", f"<b>{a}</b>"]), a=(0, 4))
    assert repr(output) == "<interactive <lambda>: 5 states>"
    assert output.data["text/html"] == "<b>2</b>"
    items: list[Item] = []
    with sink(items.append):
        display(output)
    [item] = items
    assert isinstance(item, MediaItem)
    assert next(iter(item.data)) == INTERACTIVE
    monkeypatch.setenv("BACKENDAI_MEDIA_ENVELOPE", "1")
    [picture] = [one for one in output._repr_mimebundle_()[0] if "svg" in one]
    assert picture == "image/svg+xml"


def test_a_path_is_a_value(tmp_path: Path) -> None:
    grid = grid_of(echo, path=[tmp_path / "a", tmp_path / "b"])
    assert grid.choices[0].values == [str(tmp_path / "a"), str(tmp_path / "b")]


def test_in_a_notebook(kernel: BlockingKernelClient) -> None:
    """IPython's own backend draws PNG; what it displays is taken down, and it goes on as before."""
    messages: list[dict[str, Any]] = []
    code = """
%matplotlib inline
import matplotlib.pyplot as plt
from IPython.display import HTML, clear_output, display
from backendai_media import interactive
def function(how):
    print("gone")
    clear_output()
    display(HTML(f"<b>{how}</b>"))
    figure = plt.figure()
    plt.plot([1, 2])
    if how == "shown":
        plt.show()
    if how == "displayed":
        display(figure)
        plt.close()
    if how == "returned":
        return figure
display(interactive(function, how=["shown", "displayed", "returned", "open"]))
plt.plot([1, 2])
plt.show()
"""
    kernel.execute_interactive(code, output_hook=messages.append, timeout=120)
    grid_item, after = [one for one in normalize(messages) if isinstance(one, MediaItem)]
    assert "image/png" in after.data
    grid = read(grid_item.data[INTERACTIVE])
    for state in range(4):
        html, figure = items_of(grid, state)
        assert isinstance(html, MediaItem)
        assert isinstance(figure, MediaItem)
        assert html.data["text/html"] == f"<b>{grid.choices[0].values[state]}</b>"
        assert "image/svg+xml" in figure.data
        assert "image/png" not in figure.data
