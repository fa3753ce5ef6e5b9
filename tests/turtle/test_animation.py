"""How programs move: which commands they make, how many, how fast."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import Any

import pytest

from backendai_media import turtle as ours
from backendai_media.drawing import encode_commands
from backendai_media.drawing.scene import Stage
from tests.effort import calls


def commands() -> list[tuple[Any, ...]]:
    paper = ours.drawing()
    assert paper
    return [one[1:] for one in paper.commands]


def names() -> list[str]:
    return [one[0] for one in commands()]


def seconds() -> float:
    """How long the drawing plays."""
    stage = Stage(records=True)
    paper = ours.drawing()
    assert paper
    stage.apply(paper.commands)
    (scene,) = stage.scenes.values()
    return scene.time


def test_a_move_is_a_line_that_grows_and_a_turtle_that_goes_with_it(turtle: Any) -> None:
    turtle.forward(100)
    start = names().index("begin-group")
    assert commands()[start:] == [
        ("begin-group",),
        ("obj", 1, ("line", 320.5, 300.5, 420.5, 300.5, "#000000ff", 1)),
        ("update", 0, "x", 420.5),
        ("end-group",),
    ]


def test_a_turn_is_one_command(turtle: Any) -> None:
    turtle.shape("turtle")
    turtle.left(90)
    turtle.left(90)
    before = len(commands())
    turtle.left(90)
    assert commands()[before:] == [("update", 0, "angle", -270)]


def test_looks_change_before_the_turtle_moves(turtle: Any) -> None:
    turtle.forward(10)
    turtle.shape("turtle")
    turtle.color("red")
    turtle.forward(10)
    last = names()[::-1].index("begin-group")
    moving = [one[2] for one in commands()[-last:] if one[0] == "update"]
    assert moving == ["x"]


def test_steps_take_as_long_as_in_tk(turtle: Any) -> None:
    took = []
    for speed in (1, 3, 6, 10, 0):
        turtle.clearscreen()
        turtle.speed(speed)
        before = seconds()
        turtle.forward(300)
        took.append(seconds() - before)
    assert took == sorted(took, reverse=True)
    assert took[0] > 1.5 * took[1]
    assert took[-1] < 0.05


def test_waiting_takes_time_and_update_is_a_frame(turtle: Any) -> None:
    turtle.tracer(0)
    turtle.hideturtle()
    for _ in range(60):
        turtle.forward(1)
        turtle.update()
    assert 0.5 < seconds() < 2, "60 frames are about a second"
    turtle.delay(0)
    began = seconds()
    turtle.ontimer(lambda: (turtle.forward(50), turtle.update()), 400)
    turtle.mainloop()
    assert 0.2 < seconds() - began < 1


def test_without_tracer_lines_appear_at_once(turtle: Any, seen: Any) -> None:
    turtle.tracer(0)
    for number in range(100):
        turtle.forward(number)
        turtle.left(91)
    turtle.update()
    assert len(seen().lines) == 99
    assert "resume-anim" not in names()[: names().index("update", 100)]


@pytest.mark.slow
def test_ten_thousand_steps_are_compact_and_cost_the_same(turtle: Any) -> None:
    turtle.speed(0)

    def walk(steps: int) -> None:
        for number in range(steps):
            turtle.forward(number / 50)
            turtle.left(91)

    first = calls(lambda: walk(1_000))
    assert first < 700 * 1_000
    walk(4_000)
    count = len(commands())
    walk(4_000)
    assert calls(lambda: walk(1_000)) < 1.1 * first, "however many there were before"
    assert len(commands()) < 2.2 * count
    assert len(commands()) <= 6.5 * 10_000
    assert len(base64.b64decode(encode_commands(commands()))) <= 200 * 10_000


@pytest.mark.parametrize("shape", ["turtle", "circle", "square"])
def test_turning_never_draws_the_shape_anew(shape: str, turtle: Any) -> None:
    turtle.shape(shape)
    turtle.resizemode("user")
    turtle.shapesize(2, 1)
    for _ in range(50):
        turtle.circle(30, 33)
    assert sum(one[2] == "d" for one in commands() if one[0] == "update") <= 1


def for_ever(*steps: Callable[[], object]) -> None:
    while True:
        for step in steps:
            step()


def test_programs_without_an_end_end(turtle: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from backendai_media.turtle import _loop

    def walk() -> None:
        turtle.forward(1)

    turtle.tracer(0)
    with pytest.raises(turtle.Terminator, match="update"):
        for_ever(turtle.update)
    monkeypatch.setattr(_loop, "MAX_UPDATES", 100)
    with pytest.raises(turtle.Terminator, match="update"):
        for_ever(walk, turtle.update)
    monkeypatch.setattr(_loop, "MAX_COMMANDS", 1_000)
    turtle.tracer(1)
    with pytest.raises(turtle.Terminator, match="1,000 commands"):
        for_ever(walk)


def test_a_clock_stops_after_a_minute(turtle: Any) -> None:
    ticks = []

    def tick() -> None:
        ticks.append(turtle.heading())
        turtle.right(6)
        turtle.ontimer(tick, 1000)

    tick()
    with pytest.warns(ours.TurtleWarning, match="60 seconds"):
        turtle.mainloop()
    assert 50 <= len(ticks) <= 62
    turtle.mainloop()
    assert len(ticks) <= 62, "it does not go on"


def test_timers_run_while_a_program_draws(turtle: Any) -> None:
    order: list[str] = []
    turtle.ontimer(lambda: order.append("timer"), 100)
    for _ in range(30):
        turtle.forward(10)
    order.append("drawn")
    assert order == ["timer", "drawn"]


def test_stacks_are_tks(turtle: Any, seen: Any) -> None:
    """What was begun first lies below, whenever it is drawn; the rest says so by its z."""
    below, above = turtle.Turtle(), turtle.Turtle()
    above.goto(50, 0)
    below.goto(0, 50)
    below.stamp()
    below.goto(9, 9)
    shown = [one for one in seen().objects if one.state["shape"] in {"line", "polygon"}]
    order = [
        (one.state["shape"], one.state.get("x2")) for one in shown if one.state.get("points") != []
    ]
    assert order == [("line", 320.5), ("line", 329.5), ("line", 370.5), ("polygon", None)]


def test_pictures_are_read(turtle: Any, tmp_path: Any) -> None:
    (tmp_path / "a.ppm").write_bytes(b"P6\n# two\n2 1\n255\n" + bytes(6))
    (tmp_path / "bad.gif").write_bytes(b"no picture")
    image = turtle.TK.PhotoImage(file=str(tmp_path / "a.ppm"))
    assert (image.width(), image.height()) == (2, 1)
    assert (image.zoom(3).width(), image.subsample(2).height()) == (6, 1)
    assert image.picture.href.startswith("data:image/png;base64,")
    with pytest.raises(turtle.TK.TclError, match="couldn't recognize data"):
        turtle.TK.PhotoImage(file=str(tmp_path / "bad.gif"))


def test_far_away_is_drawn_too(turtle: Any, seen: Any) -> None:
    turtle.speed(0)
    turtle.goto(1e30, -1e300)
    turtle.right(1e15)
    turtle.pensize(1e12)
    turtle.goto(0, 0)
    turtle.dot(1e10)
    assert len(seen().lines) == 2
    with pytest.raises(turtle.TK.TclError, match="bad screen distance"):
        turtle.goto(float("nan"), 0)


def test_closing_in_a_timer_ends_the_loop(turtle: Any, capsys: pytest.CaptureFixture[str]) -> None:
    order = []

    def close() -> None:
        turtle.bye()
        order.append("closed")
        turtle.forward(1)

    turtle.ontimer(close, 10)
    turtle.forward(0)
    turtle.mainloop()
    assert order == ["closed"]
    assert "Terminator" in capsys.readouterr().err
