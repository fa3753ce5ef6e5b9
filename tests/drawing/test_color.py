"""Colours."""

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendai_media import BackendAIMediaError
from backendai_media.drawing import Canvas, Color, Colors, DrawingError

PARTS = st.integers(0, 255)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("#f80", (255, 136, 0, 255)),
        ("#f808", (255, 136, 0, 136)),
        ("ff8800", (255, 136, 0, 255)),
        ("#FF880080", (255, 136, 0, 128)),
    ],
)
def test_from_hex(value: str, expected: tuple[int, ...]) -> None:
    assert tuple(Color.from_hex(value).to_bytes()) == expected


@pytest.mark.parametrize(
    "value", ["", "#", "#12", "#12345", "#gggggg", "#+1+1+1", "#１２３", None, 7]
)
def test_from_hex_refuses(value: str) -> None:
    with pytest.raises(DrawingError, match="hex digits"):
        Color.from_hex(value)


@given(PARTS, PARTS, PARTS, PARTS)
def test_all_forms_agree(red: int, green: int, blue: int, alpha: int) -> None:
    color = Color(red, green, blue, alpha)
    forms = [
        Color.from_hex(color.to_hex()),
        Color.from_bytes(color.to_bytes()),
        Color.from_rgba([red, green, blue, alpha]),
        Color.of((red, green, blue, alpha)),
    ]
    assert forms == [color] * 4
    assert {*forms} == {color}
    assert eval(repr(color)) == color
    assert color.to_hex(False) == color.to_hex()[:7]


def test_the_originals_enumeration() -> None:
    assert Colors.Red.to_hex() == "#ff0000ff"
    assert Colors.Red.to_bytes() == b"\xff\x00\x00\xff"
    assert Colors.Red == Color(255, 0, 0)
    assert Colors.Transparent.to_rgba() == "rgba(255,255,255,0)"
    assert Colors["Gray"] is Colors.Gray
    assert pickle.loads(pickle.dumps(Colors.Cyan)) is Colors.Cyan
    assert Color(1, 2, 3) != "#010203ff"


def test_names_are_those_of_css() -> None:
    assert Colors.from_name("RebeccaPurple").to_hex() == "#663399ff"
    assert Color.of("transparent") == Colors.Transparent
    assert Color.of(" green ") == Color(0, 128, 0)
    with pytest.raises(DrawingError, match="No colour is called 'blurple'"):
        Color.of("blurple")


@pytest.mark.parametrize("parts", [(256, 0, 0), (0, -1, 0), (0, 0, 0.5), (0, 0, 0, "1"), (1, 2)])
def test_wrong_parts(parts: tuple[int, ...]) -> None:
    with pytest.raises(DrawingError):
        Color.from_rgba(parts)


def test_errors_name_the_argument() -> None:
    canvas = Canvas(10, 10)
    with pytest.raises(DrawingError, match=r"^fill: No colour is called 'redd'"):
        canvas.circle(1, 1, 1, fill="redd")
    with pytest.raises(BackendAIMediaError, match=r"^color: A colour has 3 or 4 parts"):
        canvas.line(1, 1, 1, 1, 5)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=r"^bgcolor: "):
        Canvas(10, 10, bgcolor=([], [], []))  # type: ignore[arg-type]
    with pytest.raises(DrawingError, match="four bytes"):
        Color.from_bytes(b"abc")


def test_a_colour_that_is_changed_is_seen() -> None:
    canvas = Canvas(10, 10)
    color = Color(0, 0, 0)
    color.red = 255
    canvas.line(0, 0, 1, 1, color)
    assert canvas.commands[-1][3][-1] == "#ff0000ff"
    color.red = 300
    with pytest.raises(DrawingError, match="from 0 to 255"):
        canvas.line(0, 0, 1, 1, color)
