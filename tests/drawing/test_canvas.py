"""What a canvas records, and how it leaves."""

import builtins
import io
import json
import warnings
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from backendai_media import display, normalize
from backendai_media._emit import sink
from backendai_media.drawing import Canvas, DrawingError, decode_commands, encode_commands
from backendai_media.model import Item, MediaItem, svg_envelope

TYPE = "application/x-sorna-drawing"


def drawn(draw: Callable[[Canvas], Any]) -> list[Any]:
    canvas = Canvas(100, 100)
    draw(canvas)
    return [list(command[1:]) for command in canvas.commands[1:]]


def test_additions() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.line(1, 2, 3, 4, line_width=5)
        canvas.circle(1, 2, 3, "#f00", line_width=0.5)
        canvas.polygon([(0, 0), (9, 0), (9, 9)], fill="#0f0", line_width=1)
        canvas.path("M0 0 L1,1Z", 5, 6, angle=7)
        canvas.arc(1, 2, 3, 0, 90)
        canvas.arc(1, 2, 3, 0, 90, close="pie")
        canvas.text(1, 2, "hi", font=("serif", 20), align="center")

    black, none = "#000000ff", "#ffffff00"
    assert drawn(draw) == [
        ["obj", 0, ("line", 1, 2, 3, 4, black, 5)],
        ["obj", 1, ("circle", 1, 2, 3, "#ff0000ff", none, 0, 0.5)],
        ["obj", 2, ("polygon", [0, 0, 9, 0, 9, 9], black, "#00ff00ff", 1)],
        ["obj", 3, ("path", 5, 6, "M0 0 L1,1Z", black, none, 7)],
        ["obj", 4, ("arc", 1, 2, 3, 0, 90, black, none, 0)],
        ["obj", 5, ("arc", 1, 2, 3, 0, 90, black, none, 0, 2, "pie")],
        ["obj", 6, ("text", 1, 2, "hi", black, ("serif", 20, "normal"), "center", 0)],
    ]


def test_objects_change() -> None:
    def draw(canvas: Canvas) -> None:
        text, polygon = canvas.text(0, 0, "a"), canvas.polygon([0, 0, 1, 1])
        text.set_text("b")
        text.set_font("serif")
        text.stroke("red")
        polygon.set_points(np.array([[1, 2], [3, 4]]))
        polygon.set_line_width(3)
        polygon.set_x(5)
        polygon.set_opacity(0.5)
        polygon.set_z(-1)
        polygon.hide()
        polygon.show()
        polygon.delete()

    assert drawn(draw)[2:] == [
        ["update", 0, "text", "b"],
        ["update", 0, "font", ("serif", 16, "normal")],
        ["update", 0, "color", "#ff0000ff"],
        ["update", 1, "points", [1, 2, 3, 4]],
        ["update", 1, "width", 3],
        ["update", 1, "x", 5],
        ["update", 1, "opacity", 0.5],
        ["update", 1, "z", -1],
        ["update", 1, "visible", False],
        ["update", 1, "visible", True],
        ["delete", 1],
    ]


def test_what_begins_also_ends() -> None:
    def draw(canvas: Canvas) -> None:
        with canvas.begin_group(), canvas.begin_fill("#fff"):
            pass
        with pytest.raises(DrawingError), canvas.stop_animation():
            canvas.speed(-1)
        canvas.speed(2)
        canvas.clear()

    assert drawn(draw) == [
        ["begin-group"],
        ["begin-fill", "#ffffffff"],
        ["end-fill"],
        ["end-group"],
        ["stop-anim"],
        ["resume-anim"],
        ["speed", 2],
        ["clear"],
    ]


def test_defaults_follow_the_canvas() -> None:
    canvas = Canvas(10, 20, bgcolor="ivory", fgcolor=(1, 2, 3))
    assert [*canvas.size] == [10, 20]
    assert canvas.commands == [(0, "canvas", 10, 20, "#fffff0ff", "#010203ff")]
    canvas.stroke_color("red")
    canvas.line(0, 0, 1, 1)
    assert canvas.commands[-1][-1][-1] == "#ff0000ff"
    assert canvas.fgcolor.to_hex() == "#ff0000ff"


def test_what_a_shape_lacks_warns_and_changes_nothing() -> None:
    canvas = Canvas(10, 10)
    line = canvas.line(0, 0, 1, 1)
    for change in (line.set_x, line.set_radius):
        with pytest.warns(UserWarning, match="A line has no") as caught:
            change(3)
        assert caught[0].filename == __file__
    assert len(canvas.commands) == 2


def test_numbers_of_other_kinds() -> None:
    sides: list[Any] = [np.int64(10), np.float32(20)]
    ends: list[Any] = [np.float64(1.5), np.uint8(2), Fraction(1, 2), True]
    canvas = Canvas(*sides)
    canvas.line(*ends)
    assert canvas.commands[-1][3][1:5] == (1.5, 2, 0.5, 1)
    assert decode_commands(encode_commands(canvas.commands))[1][3][1:5] == [1.5, 2, 0.5, 1]


WRONG: list[Any] = [None, "1", b"1", float("nan"), float("inf"), 10**400, 1j, [1], object()]


@pytest.mark.parametrize("value", WRONG)
def test_wrong_numbers_are_named(value: Any) -> None:
    canvas = Canvas(10, 10)
    shape = canvas.circle(1, 1, 1)
    calls: list[tuple[str, Callable[[], Any]]] = [
        ("x0", lambda: canvas.line(value, 0, 0, 0)),
        ("radius", lambda: canvas.circle(0, 0, value)),
        ("height", lambda: canvas.rectangle(0, 0, 1, value)),
        ("width", lambda: Canvas(value, 1)),
        ("extent", lambda: canvas.arc(0, 0, 1, 0, value)),
        ("opacity", lambda: shape.set_opacity(value)),
        ("x", lambda: shape.set_x(value)),
        ("angle", lambda: shape.rotate(value)),
        ("points", lambda: canvas.polygon([(0, value), (1, 1)])),
        ("factor", lambda: canvas.speed(value)),
    ]
    before = canvas.commands
    for name, call in calls:
        with pytest.raises(DrawingError, match=f"^{name} must be"):
            call()
    assert canvas.commands == before


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda c: Canvas(0, 5), "width must be from 1 to 32,767"),
        (lambda c: Canvas(5, 100_000), "height must be from 1 to 32,767"),
        (lambda c: c.circle(0, 0, -1), "radius must not be negative"),
        (lambda c: c.polygon([]), "at least two points; got 0"),
        (lambda c: c.polygon([1, 2, 3]), "must be pairs; got 3 numbers"),
        (lambda c: c.polygon([(1, 2, 3)]), "must be pairs"),
        (lambda c: c.polygon("abcd"), "must be a list of points"),
        (lambda c: c.path("url(#x)"), "SVG path data"),
        (lambda c: c.path("L1 1"), "SVG path data"),
        (lambda c: c.text(0, 0, b"x"), "text must be text"),
        (lambda c: c.text(0, 0, "x", font=("a;b", 3)), "font: the family"),
        (lambda c: c.text(0, 0, "x", font=("a", 0)), "font: the size must be from 1"),
        (lambda c: c.text(0, 0, "x", font=("a", 1, "loud")), "one of normal, bold"),
        (lambda c: c.text(0, 0, "x", font=()), "must be .family, size, style."),
        (lambda c: c.text(0, 0, "x", align="top"), "align must be one of left"),
        (lambda c: c.arc(0, 0, 1, 0, 1, close="x"), "close must be one of open"),
        (lambda c: c.image(0, 0, 1, 1, b"<svg/>"), "PNG, JPEG"),
        (lambda c: c.image(0, 0, 1, 1, "data:image/svg+xml;base64,AA"), "data URI of a png"),
        (lambda c: c.circle(0, 0, 1).set_opacity(2), "opacity must be from 0 to 1"),
    ],
)
def test_other_mistakes(call: Callable[[Canvas], Any], message: str) -> None:
    with pytest.raises(DrawingError, match=message):
        call(Canvas(10, 10))


def test_images(tmp_path: Path) -> None:
    for kind in ("PNG", "JPEG", "GIF", "WebP", "BMP"):
        with io.BytesIO() as file:
            Image.new("RGB", (2, 2), "red").save(file, kind)
            content = file.getvalue()
        path = tmp_path / "picture"
        path.write_bytes(content)
        canvas = Canvas(10, 10)
        for source in (content, path, str(path)):
            canvas.image(5, 5, 4, 4, source)
        uris = {command[3][5] for command in canvas.commands[1:]}
        (uri,) = uris
        assert uri.startswith(f"data:image/{kind.lower()};base64,")
        canvas.image(5, 5, 4, 4, uri)


@given(st.lists(st.tuples(st.floats(-1e6, 1e6), st.integers(-(10**6), 10**6)), max_size=20))
def test_encoding_keeps_everything_and_is_smaller_than_json(
    points: list[tuple[float, int]],
) -> None:
    canvas = Canvas(100, 120)
    for x, y in points:
        canvas.line(0, 0, x, y)
    encoded = encode_commands(canvas.commands)
    assert decode_commands(encoded) == json.loads(json.dumps(canvas.commands))
    canvas.line(20, 20, 50, 50)
    assert len(encoded) < len(json.dumps(canvas.commands))


def test_a_canvas_shows_itself_and_is_alive_inside() -> None:
    canvas = Canvas(100, 50)
    canvas.circle(50, 25, 20)
    bundle = canvas._repr_mimebundle_(include=None, exclude=None)
    assert bundle["text/plain"] == "<Canvas 0: 100 × 50, 2 commands>"
    read = svg_envelope.read(bundle["image/svg+xml"])
    assert read
    type_, payload, svg = read
    assert (type_, decode_commands(payload)) == (TYPE, json.loads(json.dumps(canvas.commands)))
    assert "<animate" in svg
    (item,) = normalize({"data": bundle, "metadata": {}})
    assert isinstance(item, MediaItem)
    assert item.data[TYPE] == payload


def test_updates_over_several_items_carry_the_whole_picture() -> None:
    items: list[Item] = []
    with sink(items.append):
        canvas = Canvas(100, 50)
        circle = canvas.circle(50, 25, 20)
        display(canvas)
        circle.set_x(70)
        canvas.update()
    first, second = items
    assert isinstance(first, MediaItem)
    assert isinstance(second, MediaItem)
    assert decode_commands(second.data[TYPE]) == [[0, "update", 0, "x", 70]]
    assert 'values="50;70"' in second.data["image/svg+xml"]
    assert 'r="20"' in second.data["image/svg+xml"]


def test_kernels_that_forward_images_get_an_envelope(monkeypatch: pytest.MonkeyPatch) -> None:
    from IPython.core.interactiveshell import InteractiveShell

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        shell = InteractiveShell.instance()
    published: list[dict[str, Any]] = []
    monkeypatch.setattr(shell.display_pub, "publish", lambda **kw: published.append(kw["data"]))
    monkeypatch.setenv("BACKENDAI_MEDIA_ENVELOPE", "1")
    try:
        canvas = Canvas(30, 30)
        canvas.update()
        display(canvas)
    finally:
        InteractiveShell.clear_instance()
    for data in published:
        assert set(data) == {"image/svg+xml", "text/plain"}
        read = svg_envelope.read(data["image/svg+xml"])
        assert read
        assert decode_commands(read[1])[0][1] == "canvas"
    assert len(published) == 2


def test_the_hook_is_spared_the_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    records: list[Any] = []
    monkeypatch.setattr(builtins, "_sorna_emit", records.append, raising=False)
    Canvas(10, 10).update()
    assert records[0].type == TYPE
