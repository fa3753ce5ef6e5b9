"""Programs written for the original give what the original gave, byte for byte."""

import builtins
from collections.abc import Callable
from typing import Any

import pytest

from backendai_media import sink
from backendai_media.drawing import Canvas, Color, Colors, Turtle, Vec2D, decode_commands, to_svg
from backendai_media.model import Item, MediaItem

from .conftest import vector


def create_then_update() -> None:
    canvas = Canvas(100, 120)
    canvas.line(20, 20, 50, 50)
    circle = canvas.circle(10, 10, 30)
    canvas.update()
    circle.set_y(45)
    canvas.update()


def turtle_setpos() -> None:
    canvas = Canvas(100, 100)
    turtle = Turtle(canvas)
    turtle.setpos(10, 10)
    assert turtle.pos() == (10, 10)
    turtle.setpos(Vec2D(50, 50))
    assert turtle.pos() == tuple(vector("04")["expected_turtle_pos"])
    canvas.show()


def turtle_square() -> None:
    canvas = Canvas(200, 200)
    turtle = canvas.create_turtle()
    for _ in range(4):
        turtle.forward(50)
        turtle.right(90)
    turtle.penup()
    turtle.forward(20)
    turtle.pendown()
    turtle.left(45)
    turtle.forward(10)
    canvas.update()


def all_commands() -> None:
    canvas = Canvas(320, 240)
    canvas.stop_animation()
    canvas.background_color(Colors.Yellow)
    canvas.stroke_color(Colors.Blue)
    line = canvas.line(10, 10, 100, 50)
    circle = canvas.circle(60, 60, 20, fill=Colors.Red)
    rectangle = canvas.rectangle(120, 80, 40, 30, Colors.Green, Colors.Cyan, 15)
    triangle = canvas.triangle(200, 80, 40, 30, fill=Colors.Magenta)
    canvas.begin_fill(Colors.Gray)
    canvas.end_fill()
    canvas.resume_animation()
    canvas.begin_group()
    circle.set_x(80)
    circle.set_y(90)
    circle.set_radius(25)
    circle.stroke(Colors.Black)
    circle.fill(Colors.from_rgba([255, 0, 0, 128]))
    rectangle.rotate(-30)
    rectangle.set_angle(45)
    rectangle.stroke(Colors.Red)
    rectangle.fill(Colors.Transparent)
    line.set_x1(15)
    line.set_y1(15)
    line.set_x2(140)
    line.set_y2(70)
    line.stroke(Color(255, 0, 0))
    canvas.end_group()
    triangle.rotate(90)
    line.rotate(10)
    canvas.update()


def two_canvases_and_empty() -> None:
    first, second = Canvas(50, 50), Canvas(60, 60)
    first.line(0, 0, 10, 10)
    first.update()
    second.line(0, 0, 10, 10)
    second.update()
    second.update()


PROGRAMS = {
    "03": create_then_update,
    "04": turtle_setpos,
    "05": turtle_square,
    "06": all_commands,
    "07": two_canvases_and_empty,
}


@pytest.mark.parametrize(("number", "program"), PROGRAMS.items())
def test_programs(
    number: str, program: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    records: list[tuple[str, str]] = []
    monkeypatch.setattr(builtins, "_sorna_emit", records.append, raising=False)
    program()
    expected = vector(number)
    assert [list(record) for record in records] == expected["media"]
    assert [decode_commands(payload) for _, payload in records] == expected["decoded"]


@pytest.mark.parametrize(("number", "program"), PROGRAMS.items())
def test_what_a_sink_gets(number: str, program: Callable[[], None]) -> None:
    items: list[Item] = []
    with sink(items.append):
        program()
    for item, (type_, payload) in zip(items, vector(number)["media"], strict=True):
        assert isinstance(item, MediaItem)
        assert item.data[type_] == payload
        assert item.data["image/svg+xml"].startswith("<svg ")


def test_the_json_of_2016() -> None:
    old = vector("13")
    created: Any = old["sorna_media_2016_07_09_drawing_json"]
    updated: Any = old["sorna_media_2016_07_09_update_json"]
    assert to_svg([created, updated]) == to_svg(vector("03")["media"])
    assert 'cy="10"' in to_svg(created[1])
    assert 'cy="45"' in to_svg([created, updated])
