"""Browsers and Python draw the same: their pixels are compared, in three engines."""

from __future__ import annotations

import random
from io import BytesIO
from typing import Any

import pytest
import resvg_py
from PIL import Image

from backendai_media.drawing import Canvas, DrawingObject

from .drawing import expected, item, picture, similarity, to_the_end, vector
from .stage import Stage, png

pytestmark = pytest.mark.one_engine

#: Structural similarity of geometry; of text, whose rasterisers differ in hinting and weight.
SAME, SAME_TEXT = 0.995, 0.95


def compared(stage: Stage, items: Any, result: str = "r") -> float:
    """Shows items, and → how similar the last frame is to Python's."""
    assert stage.handle_all(items, result)["failed"] == []
    to_the_end(stage)
    found = similarity(picture(stage), expected(items))
    stage.js("() => BackendAI.Media.dispose()")
    return found


def everything() -> Canvas:
    """Every shape with everything that it can have, but text."""
    canvas = Canvas(400, 300, bgcolor="#f4f7fb", fgcolor="navy")
    canvas.line(10, 10, 120, 30)
    canvas.line(10, 30, 120, 60, "red", line_width=9).rotate(10)
    canvas.circle(60, 100, 30, "green", "#ffcc0080", line_width=6)
    canvas.circle(60, 100, 12, "#00000080", "white")
    canvas.circle(100, 120, 25, "teal")
    canvas.rectangle(160, 50, 60, 40, "purple", "pink", 20, line_width=5)
    canvas.rectangle(160, 50, 20, 10, fill="gold")
    canvas.triangle(240, 50, 60, 50, "brown", "#88ff8880", -15, line_width=4)
    canvas.triangle(300, 50, 30, 60, "black", "orange")
    canvas.triangle(330, 50, 10, 80, "black", "orange", line_width=3)
    star = [(340, 100), (380, 220), (290, 150), (390, 150), (300, 220)]
    canvas.polygon(star, "crimson", "#ffd70090").rotate(12)
    canvas.path("M0 0C 20 -60 60 60 80 0S 100 20 60 40Z", 130, 150, "teal", "#00ff0040", 8)
    canvas.path("m0 0h30v20h-30z m5 5h20v10h-20z", 20, 200, "transparent", "indigo")
    canvas.path("M0 0A 30 20 30 1 1 40 20T60 40", 30, 240, line_width=4)
    canvas.arc(250, 130, 30, 20, 250, "black", "khaki", 15, line_width=4, close="pie")
    canvas.arc(250, 210, 30, 0, -200, "black", "salmon", close="chord")
    canvas.arc(330, 260, 25, 90, 360, "black", "lime")
    canvas.arc(330, 260, 12, 200, 100, line_width=7)
    canvas.image(190, 250, 80, 50, f"data:image/png;base64,{png('blue', (8, 4))}", 10)
    with canvas.begin_fill("#8b000060"):
        for x in range(20, 120, 20):
            canvas.line(x, 270, x + 20, 290 if x % 40 else 270)
    canvas.circle(200, 200, 30, "black", "yellow", line_width=8).set_opacity(0.5)
    canvas.rectangle(215, 215, 40, 40, "black", "aqua").set_opacity(0.4)
    canvas.circle(380, 20, 15, fill="red").hide()
    sun = canvas.circle(380, 280, 40, "orange", "gold")
    sun.set_z(-1)
    sun.set_x(370)
    return canvas


@pytest.mark.parametrize("number", ["03", "04", "05", "06"])
def test_vectors(stages: Stage, number: str) -> None:
    stages.open_strict()
    assert compared(stages, vector(number)["media"]) > SAME
    assert stages.probe("errors") + stages.probe("violations") == []


def test_two_canvases_and_nothing(stages: Stage) -> None:
    stages.open_strict()
    items = vector("07")["media"]
    assert stages.handle_all(items) == {"rendered": 3, "failed": []}
    for key, name in enumerate(("first", "second")):
        selector = f"#out .backendai-item:nth-child({key + 1}) canvas"
        to_the_end(stages, selector)
        found = similarity(picture(stages, selector), expected(items, canvas=key))
        assert found > SAME, name
    assert stages.js("() => __probe.out().querySelectorAll('canvas').length") == 2
    assert stages.js("() => [...__probe.all('.backendai-item')].at(-1).offsetHeight") == 0


def test_the_json_of_2016(stages: Stage) -> None:
    stages.open_strict()
    media = vector("13")
    opened = media["sorna_media_2016_07_09_drawing_json"]
    assert compared(stages, [opened, media["sorna_media_2016_07_09_update_json"]]) > SAME


def test_every_shape(stages: Stage) -> None:
    stages.open_strict()
    canvas = everything()
    assert compared(stages, [item(*canvas.commands)]) > SAME
    assert stages.probe("errors") + stages.probe("violations") == []


def test_text(stages: Stage) -> None:
    canvas = Canvas(300, 200)
    with canvas.stop_animation():
        canvas.text(150, 40, "Hello, Ünï ≥ 5", "navy", ("DejaVu Sans", 30, "bold"), "center")
        canvas.text(20, 80, "two\nlines", "#aa000080", ("DejaVu Serif", 24, "italic"))
        canvas.text(280, 100, "right", font=("DejaVu Sans Mono", 20), align="right", angle=20)
    stages.open_strict()
    assert compared(stages, [item(*canvas.commands)]) > SAME_TEXT


@pytest.mark.parametrize("seed", range(3))
def test_any_scene(stages: Stage, seed: int) -> None:
    """Objects over objects, changed in all orders, some baked and some not."""
    rnd = random.Random(seed)
    canvas = Canvas(300, 200)

    def color() -> str:
        return f"#{rnd.randrange(1 << 24):06x}"

    def draw() -> DrawingObject:
        x, y, size = rnd.uniform(0, 300), rnd.uniform(0, 200), rnd.uniform(2, 30)
        kind = rnd.randrange(3)
        if kind == 0:
            return canvas.circle(x, y, size / 2, color(), color())
        if kind == 1:
            return canvas.line(x, y, x + size, y - size, color())
        return canvas.rectangle(x, y, size, 10, color(), color(), angle=size)

    with canvas.stop_animation():
        objects = [draw() for _ in range(700)]
    items = [item(*canvas.commands)]
    for _ in range(3):
        start = len(canvas.commands)
        for one in rnd.sample(objects, 40):
            rnd.choice([one.rotate, one.set_z, one.set_opacity])(rnd.choice([0, 1]))
            one.stroke(color())
            if rnd.random() < 0.2:
                one.delete()
        items.append(item(*canvas.commands[start:]))
    stages.open()
    assert compared(stages, items) > SAME


def test_the_saved_svg_is_the_same_picture(stage: Stage) -> None:
    canvas = everything()
    canvas.text(10, 90, 'a "b" & <c>')
    items = [item(*canvas.commands)]
    stage.open_strict()
    stage.handle_all(items)
    to_the_end(stage)
    with stage.engine.page.expect_download() as download:  # type: ignore[attr-defined]
        stage.js("() => document.querySelector('[aria-label=\"Save as SVG\"]').click()")
    svg = download.value.path().read_text()
    assert "&quot;b&quot; &amp; &lt;c&gt;" in svg
    saved = Image.open(BytesIO(resvg_py.svg_to_bytes(svg_string=svg))).convert("RGBA")
    assert similarity(saved, expected(items)) > SAME_TEXT
    with stage.engine.page.expect_download() as download:  # type: ignore[attr-defined]
        stage.js("() => document.querySelector('[aria-label=\"Save as PNG\"]').click()")
    assert similarity(Image.open(download.value.path()).convert("RGBA"), picture(stage)) == 1
