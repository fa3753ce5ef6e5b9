"""The small turtle and its vectors."""

import copy
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendai_media.drawing import Canvas, DrawingError, Turtle, Vec2D

NUMBERS = st.floats(-1e6, 1e6)


@given(NUMBERS, NUMBERS, st.floats(-720, 720))
def test_vectors(x: float, y: float, angle: float) -> None:
    vector = Vec2D(x, y)
    pair = 1, 2
    assert vector + pair == (x + 1, y + 2)
    assert vector - Vec2D(1, 2) == (x - 1, y - 2)
    assert 2 * vector == vector * 2 == vector + vector
    assert -vector == (-x, -y)
    assert abs(vector.rotate(angle)) == pytest.approx(abs(vector), abs=1e-6)
    assert math.isclose(vector * vector, abs(vector) ** 2, abs_tol=1e-6)
    assert copy.deepcopy(vector) == vector


def test_a_vector_says_itself() -> None:
    assert repr(Vec2D(1, 2.5)) == "(1.00,2.50)"
    assert Vec2D(1, 0).rotate(90) == pytest.approx((0, 1))
    with pytest.raises(TypeError):
        "a" * Vec2D(1, 2)


def test_walking() -> None:
    turtle = Canvas(100, 60).create_turtle()
    assert isinstance(turtle, Turtle)
    assert turtle.pos() == (0, 0)
    turtle.forward(10)
    assert turtle.pos() == pytest.approx((10, 0))
    turtle.right(90)
    turtle.forward(5)
    assert turtle.pos() == pytest.approx((10, 5))
    assert [*turtle.points[0]] == [50, 30]
    turtle.left(30)
    assert turtle.angle == 150


def test_wrong_steps() -> None:
    turtle = Canvas(100, 60).create_turtle()
    before = turtle.canvas.commands
    with pytest.raises(DrawingError, match="distance must be a number"):
        turtle.forward("far")  # type: ignore[arg-type]
    with pytest.raises(DrawingError, match="two numbers"):
        turtle.setpos(5)
    with pytest.raises(DrawingError, match="angle must be"):
        turtle.left(math.nan)
    assert turtle.canvas.commands == before
