"""The page about drawings tells everything there is, and its examples run."""

import doctest
import re
from pathlib import Path

from backendai_media import drawing
from backendai_media.drawing import (
    Canvas,
    Color,
    DrawingObject,
    Turtle,
    canvas,
    simple_turtle,
    to_svg,
)
from backendai_media.drawing.shapes import COMMON, FIELDS

PAGE = (Path(__file__).parents[2] / "docs/drawing.md").read_text(encoding="utf-8")


def test_every_public_name_is_there() -> None:
    names = set(drawing.__all__)
    for cls in (Canvas, DrawingObject, Turtle, Color):
        names |= {name for name in dir(cls) if not name.startswith("_")}
    assert {name for name in names if not re.search(rf"[`.]{name}\b", PAGE)} == set()


def test_the_wire_format_is_the_codes() -> None:
    for shape, fields in FIELDS.items():
        words = " ".join(
            field.name if field.default is None else f"[{field.name}]" for field in fields
        )
        assert f"| `{shape}` | `{words}` |" in PAGE
    for field in COMMON:
        assert f"`{field.name}`" in PAGE


def test_examples_run() -> None:
    for module in (canvas, simple_turtle):
        found = doctest.testmod(module)
        assert found.attempted > 0
        assert found.failed == 0


def test_the_picture_is_what_the_example_draws() -> None:
    (code,) = re.findall(r"```python\n(# A house.*?)```", PAGE, re.DOTALL)
    names: dict[str, Canvas] = {}
    exec(code.replace("canvas.update()", ""), names)
    picture = Path(__file__).parents[2] / "docs/images/drawing.svg"
    assert picture.read_text(encoding="utf-8") == to_svg(names["canvas"], animate=True) + "\n"
