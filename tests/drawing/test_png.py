"""Drawings as PNG."""

import io
import subprocess
import sys

import numpy as np
import pytest
import resvg_py
from PIL import Image, ImageChops

from backendai_media.drawing import Canvas, DrawingError, to_png, to_svg

from .conftest import vector


def pixels(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("RGBA")


def test_the_last_frame() -> None:
    picture = pixels(to_png(vector("06")["media"]))
    assert picture.size == (320, 240)
    assert picture.getpixel((5, 200)) == (255, 255, 0, 255)
    assert picture.getpixel((80, 100)) == (255, 127, 0, 255)
    assert picture.getpixel((195, 80)) == (255, 0, 255, 255)


def test_scale_and_text() -> None:
    canvas = Canvas(100, 40)
    canvas.text(5, 30, "HHH", "red", ("sans-serif", 30))
    picture = pixels(canvas.to_png(scale=2))
    assert picture.size == (200, 80)
    assert (255, 0, 0, 255) in {color for _, color in picture.getcolors(10_000) or []}


@pytest.mark.parametrize("number", ["03", "04", "05", "06"])
def test_where_nothing_plays_the_moving_picture_is_the_last_frame(number: str) -> None:
    items = vector(number)["media"]
    moving = pixels(resvg_py.svg_to_bytes(svg_string=to_svg(items, animate=True)))
    difference = ImageChops.difference(moving, pixels(to_png(items)))
    assert np.asarray(difference).max() <= 2


@pytest.mark.parametrize("scale", [0, -1, 1e6, float("nan")])
def test_sizes_that_cannot_be(scale: float) -> None:
    with pytest.raises(DrawingError, match="scale"):
        Canvas(100, 100).to_png(scale=scale)


def test_without_the_extra() -> None:
    code = """
import sys
sys.modules["resvg_py"] = None
from backendai_media.drawing import Canvas
try:
    Canvas(1, 1).to_png()
except ImportError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert run.stdout == "pip install 'backendai-media[render]'\n"
