"""Drawings as SVG: well-formed, without script, and the right picture at the end."""

import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from backendai_media.drawing import Canvas, DrawingError, to_svg

from .conftest import vector

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)


def outline(root: ET.Element) -> list[tuple[str, dict[str, str]]]:
    """Return what the drawing's group holds."""
    group = root.find(f"{SVG}g")
    assert group is not None
    return [(one.tag.removeprefix(SVG), dict(one.attrib)) for one in group]


def test_every_command() -> None:
    root = parsed(to_svg(vector("06")["media"]))
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == (
        "320",
        "240",
        "0 0 320 240",
    )
    assert root[0].attrib == {"width": "100%", "height": "100%", "fill": "#ffff00"}
    assert outline(root) == [
        (
            "circle",
            {"cx": "80", "cy": "90", "r": "25", "stroke": "#000000"}
            | {"fill": "#ff0000", "fill-opacity": "0.502"},
        ),
        (
            "rect",
            {"x": "100", "y": "65", "width": "40", "height": "30", "stroke": "#ff0000"}
            | {"stroke-linejoin": "miter", "transform": "rotate(45 120 80)"},
        ),
        (
            "polygon",
            {"points": "180,95 200,65 220,95", "stroke": "#0000ff", "fill": "#ff00ff"}
            | {"stroke-linejoin": "miter", "transform": "rotate(90 200 80)"},
        ),
        (
            "line",
            {"x1": "15", "y1": "15", "x2": "140", "y2": "70", "stroke": "#ff0000"}
            | {"transform": "rotate(10 77.5 42.5)"},
        ),
    ]


def test_the_turtle_stays_on_top() -> None:
    shapes = [name for name, _ in outline(parsed(to_svg(vector("05")["media"])))]
    assert shapes == ["line"] * 5 + ["polygon"]


def test_opaque_lines_of_one_style_are_one_path() -> None:
    canvas = Canvas(9, 9)
    canvas.line(0, 0, 1, 1)
    canvas.line(5, 5, 6, 6.5)
    canvas.line(1, 1, 2, 2, "red", line_width=4)
    canvas.line(1, 1, 2, 2, "#ff000080")
    assert outline(parsed(to_svg(canvas))) == [
        ("path", {"d": "M0 0L1 1M5 5L6 6.5", "stroke": "#000000"}),
        (
            "path",
            {"d": "M1 1L2 2", "stroke": "#ff0000", "stroke-width": "4", "stroke-linecap": "round"},
        ),
        (
            "line",
            {"x1": "1", "y1": "1", "x2": "2", "y2": "2", "stroke": "#ff0000"}
            | {"stroke-opacity": "0.502"},
        ),
    ]


def test_additions() -> None:
    canvas = Canvas(99, 99, "#00000080")
    canvas.polygon([(0, 0), (4, 0), (4, 8)], fill="red").rotate(90)
    canvas.path("M0\n0L 5 5", 10, 20, angle=30)
    canvas.text(1, 2, 'a<b> "c"&\n\nd\x00', "#ff000080", ("serif", 9, "bold italic"), "right")
    canvas.arc(50, 50, 10, 0, 360, close="pie").set_opacity(0.25)
    canvas.circle(1, 1, 1).hide()
    root = parsed(to_svg(canvas))
    assert root[0].get("fill-opacity") == "0.502"
    polygon, path, text, arc = outline(root)
    assert polygon[1]["transform"] == "rotate(90 2 4)"
    assert path[1] == {
        "d": "M0 0L 5 5",
        "stroke-linecap": "round",
        "stroke": "#000000",
        "transform": "translate(10 20) rotate(30)",
    }
    assert {"font-size": "9", "font-weight": "bold", "font-style": "italic"}.items() <= (
        text[1].items()
    )
    assert (text[1]["text-anchor"], text[1]["fill-opacity"]) == ("end", "0.502")
    element = root.find(f".//{SVG}text")
    assert element is not None
    assert "|".join(element.itertext()) == 'a<b> "c"&| |d\ufffd'
    assert arc[1]["d"].startswith("M60 50A10 10 0 0 1 50 60A")
    assert arc[1]["d"].endswith("L50 50Z")
    assert arc[1]["opacity"] == "0.25"


def test_moving_pictures_end_as_the_still_ones() -> None:
    """Without its animations, what is visible in the moving picture is the last frame."""
    for number in ("03", "04", "05", "06"):
        items = vector(number)["media"]
        root = parsed(to_svg(items, animate=True))
        for parent in root.iter():
            for child in list(parent):
                if child.tag.removeprefix(SVG) in {"animate", "animateTransform", "set"}:
                    parent.remove(child)
        for (name, moving), (kind, last) in zip(
            outline(root), outline(parsed(to_svg(items))), strict=True
        ):
            if (name, kind) != ("line", "path"):
                assert name == kind
                assert {key: moving.get(key) for key in last} == last


def test_animations() -> None:
    canvas = Canvas(50, 50)
    line = canvas.line(1, 2, 3, 2)
    circle = canvas.circle(10, 10, 10)
    with canvas.begin_group():
        circle.set_x(20)
        circle.rotate(90)
        line.rotate(90)
    circle.delete()
    svg = to_svg(canvas, animate=True)
    assert "script" not in svg
    root = parsed(svg)
    lines, circles = root.find(f".//{SVG}line"), root.find(f".//{SVG}circle")
    assert lines is not None
    assert circles is not None
    spline = {"calcMode": "spline", "keySplines": ".3333 .6667 .6667 1", "keyTimes": "0;1"}
    assert dict(lines[0].attrib) == {
        "attributeName": "x2",
        "dur": "0.18s",
        "values": "1;3",
        **spline,
    }
    turning = lines[1].attrib
    assert (turning["type"], turning["values"]) == ("rotate", "0 1 2;0 2 2;0 2 2;90 2 2")
    assert (turning["dur"], turning["keyTimes"]) == ("0.78s", "0;0.230769;0.769231;1")
    assert circles.get("visibility") == "hidden"
    seen = circles[-1].attrib
    assert (seen["attributeName"], seen["values"]) == ("visibility", "hidden;visible")
    assert (seen["calcMode"], seen["dur"]) == ("discrete", "0.9s")


def test_what_cannot_be_blended_takes_over_as_another_element() -> None:
    canvas = Canvas(50, 50)
    text = canvas.text(5, 5, "one")
    text.set_text("two")
    root = parsed(to_svg(canvas, animate=True))
    found = {one.text: one.get("visibility") for one in root.iter(f"{SVG}text")}
    assert found == {"one": "hidden", "two": None}


def test_backgrounds_change_when_it_is_their_turn() -> None:
    canvas = Canvas(50, 50)
    canvas.line(0, 0, 1, 1)
    canvas.background_color("red")
    background = parsed(to_svg(canvas, animate=True))[0]
    assert background.get("fill") == "#ff0000"
    assert background[0].attrib == {"attributeName": "fill", "to": "#ffffff", "dur": "0.3s"}


def test_long_drawings_take_a_minute() -> None:
    canvas = Canvas(50, 50)
    turtle = canvas.create_turtle()
    for _ in range(500):
        turtle.forward(1)
    ends = [
        float(begin or 0) + float(length)
        for begin, length in re.findall(
            r'(?:begin="([\d.]+)s" )?dur="([\d.]+)s"', to_svg(canvas, animate=True)
        )
    ]
    assert max(ends) == pytest.approx(60, abs=0.1)


def test_several_canvases() -> None:
    media = vector("07")["media"]
    assert 'width="60"' in to_svg(media)
    assert 'width="50"' in to_svg(media, canvas=0)
    with pytest.raises(DrawingError, match="No canvas 5 is opened"):
        to_svg(media, canvas=5)


@pytest.mark.parametrize(
    ("items", "message"),
    [
        ([], "No canvas is opened"),
        ([("text/plain", "x")], "No canvas is opened"),
        ("kA==", "No canvas is opened"),
        ([("application/x-sorna-drawing", "%")], "not base64"),
        (5, "expected an item or a list"),
    ],
)
def test_nothing_to_draw(items: Any, message: str) -> None:
    with pytest.raises(DrawingError, match=message):
        to_svg(items)
