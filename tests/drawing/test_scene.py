"""What commands leave on a canvas, and in which order it is painted."""

import random
from typing import Any

import pytest

from backendai_media.drawing import Canvas, DrawingError, to_svg
from backendai_media.drawing.scene import Stage
from tests.effort import growth

from .conftest import vector

OPEN = [0, "canvas", 100, 100, "#ffffffff", "#000000ff"]


def states(*commands: list[Any]) -> list[dict[str, Any]]:
    stage = Stage()
    stage.apply([OPEN, *commands])
    return [one.state for one in stage.scenes[0].objects]


def test_updates_change_what_they_name() -> None:
    stage = Stage()
    for _, payload in vector("06")["media"]:
        stage.apply_payload(payload)
    line, circle, rect, triangle = sorted(
        (one.state for one in stage.scenes[0].objects), key=lambda state: state["shape"] != "line"
    )
    found = {state["shape"]: state for state in (line, circle, rect, triangle)}
    assert stage.scenes[0].bgcolor == "#ffff00ff"
    assert found["circle"] | {"x": 80, "y": 90, "radius": 25} == found["circle"]
    assert found["circle"]["fill"] == "#ff000080"
    assert found["rect"]["angle"] == 45
    assert found["triangle"]["angle"] == 90
    assert found["line"] | {"x1": 15, "x2": 140, "color": "#ff0000ff", "angle": 10} == found["line"]


def test_the_unknown_is_skipped() -> None:
    circle = ["circle", 1, 2, 3, "#000", "#fff", 0, 2, "more", "yet"]
    assert len(states([0, "obj", 0, circle], [0, "obj", 1, ["blob", 1]], [0, "twirl", 5])) == 1
    commands: list[list[Any]] = [
        [0, "obj", 0, circle],
        [0, "update", 0, "sparkle", 1],
        [0, "update", 0, "points", [1, 2]],
        [0, "update", 9, "x", 5],
        [7, "obj", 0, circle],
        [0, "delete", 9],
    ]
    assert states(*commands)[0]["x"] == 1


def test_an_object_of_the_same_id_is_replaced() -> None:
    circle, line = ["circle", 1, 2, 3], ["line", 0, 0, 1, 1]
    assert [one["shape"] for one in states([0, "obj", 0, circle], [0, "obj", 0, line])] == ["line"]
    assert states([0, "obj", 0, circle], [0, "delete", 0]) == []
    assert states([0, "obj", 0, circle], [0, "clear"]) == []
    assert states([0, "obj", 0, circle], OPEN) == []


def test_what_moves_comes_to_the_front() -> None:
    def order(*commands: list[Any]) -> list[int]:
        shapes = [[0, "obj", n, ["circle", n, 0, 1]] for n in range(3)]
        return [int(one["radius"]) for one in states(*shapes, *commands)]

    def grown(key: int, by: int) -> list[Any]:
        return [0, "update", key, "radius", by]

    assert order(grown(0, 10)) == [1, 1, 10]
    assert order([0, "stop-anim"], grown(0, 10)) == [10, 1, 1]
    assert order([0, "speed", 0], grown(0, 10)) == [10, 1, 1]
    assert order([0, "update", 1, "z", -1], grown(1, 10)) == [10, 1, 1]


def test_fills() -> None:
    def line(key: int, *ends: int) -> list[Any]:
        return [0, "obj", key, ["line", *ends]]

    filled = states(
        [0, "begin-fill", "#f00"],
        line(0, 0, 0, 9, 0),
        line(1, 9, 0, 9, 9),
        line(2, 5, 5, 1, 1),
        [0, "end-fill"],
        [0, "end-fill"],
        [0, "begin-fill"],
        line(3, 0, 0, 1, 1),
        [0, "end-fill"],
    )
    assert [one["shape"] for one in filled] == ["polygon", "line", "line", "line", "line"]
    assert filled[0]["points"] == [0, 0, 9, 0, 9, 9, 5, 5, 1, 1]
    assert (filled[0]["fill"], filled[0]["border"]) == ("#ff0000ff", "#ffffff00")


def test_polygons_move_by_their_centre() -> None:
    polygon = ["polygon", [[0, 0], [10, 0], [10, 20]]]
    moved = states([0, "obj", 0, polygon], [0, "update", 0, "x", 50], [0, "update", 0, "y", 0])
    assert moved[0]["points"] == [45, -10, 55, -10, 55, 10]


def test_steps_are_timed_as_the_originals() -> None:
    stage = Stage(records=True)
    stage.apply(
        [
            OPEN,
            [0, "obj", 0, ["circle", 1, 1, 1]],
            [0, "begin-group"],
            [0, "update", 0, "x", 5],
            [0, "update", 0, "x", 7],
            [0, "update", 0, "y", 5],
            [0, "end-group"],
            [0, "stop-anim"],
            [0, "update", 0, "radius", 9],
            [0, "resume-anim"],
            [0, "speed", 2],
            [0, "update", 0, "x", 1],
        ]
    )
    (circle,) = stage.scenes[0].objects
    times = [(round(move.start, 3), round(move.end, 3)) for move in circle.moves]
    assert times == [(0, 0.18), (0.3, 0.48), (0.6, 0.6), (0.6, 0.69)]
    assert circle.moves[1].before["x"] == 1
    assert circle.moves[1].after | {"x": 7, "y": 5} == circle.moves[1].after


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ([0], "Command 1: a command must be"),
        ([0, 5], "Command 1: a command must be"),
        ([[], "clear"], "Command 1: an id must be"),
        ([0, "obj", 0], "obj lacks arguments; got 1"),
        ([0, "obj", 0, "circle"], "A shape must be a list"),
        ([0, "obj", 0, ["circle", 1, 2]], "A circle lacks radius"),
        ([0, "obj", 0, ["circle", 1, float("nan"), 2]], "y must be a number"),
        ([0, "obj", 0, ["line", 1, 2, 3, 4, "url(#a)"]], "color: No colour is called"),
        ([0, "obj", 0, ["line", 1, 2, 3, 4, 5]], "color must be a colour"),
        ([0, "obj", 1.5, ["line", 1, 2, 3, 4]], "an id must be"),
        ([0, "canvas", 100_000, 100_000, "#fff", "#000"], "width must be from 1 to 32,767"),
        ([0, "obj", 0, ["polygon", [1] * 100_002]], "points must be at most 100,000 numbers"),
        ([0, "image"], None),
    ],
)
def test_malformed_commands_are_named(command: list[Any], message: str | None) -> None:
    if message is None:
        assert states(command) == []
        return
    with pytest.raises(DrawingError, match=message):
        states(command)


@pytest.mark.slow
def test_hostile_amounts_are_refused() -> None:
    many = [[n, "canvas", 1, 1] for n in range(1_001)]
    with pytest.raises(DrawingError, match="more than 1,000 canvases"):
        Stage().apply(many)
    stage = Stage()
    stage.apply([OPEN])
    with pytest.raises(DrawingError, match="more than 1,000,000 commands"):
        stage.apply([[0, "end-fill"]] * 1_000_001)
    polygon = [0, "obj", 0, ["polygon", [1, 2] * 20_000]]
    # Each update stands for all its points: 10,000,000 are refused, of 40,000 each.
    states(polygon, *[[0, "update", 0, "x", 1]] * 249)
    with pytest.raises(DrawingError, match="change too often"):
        states(polygon, *[[0, "update", 0, "x", 1]] * 250)


def lines(count: int) -> Canvas:
    numbers = random.Random(0)
    canvas = Canvas(1000, 1000)
    for _ in range(count):
        x, y = numbers.uniform(0, 1000), numbers.uniform(0, 1000)
        canvas.line(x, y, 2 * x, y / 2)
    return canvas


@pytest.mark.slow
def test_a_large_drawing_costs_what_its_lines_cost() -> None:
    canvases = {count: lines(count) for count in (500, 8_000)}
    svg = to_svg(canvases[8_000])
    assert svg.count("M") == 8_000
    assert len(svg) < 8_000 * 45
    assert growth(lambda count: to_svg(canvases[count]), 500) < 4
