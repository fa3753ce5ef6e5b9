"""What the tests of drawings in browsers share."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import numpy as np
from PIL import Image

from backendai_media.drawing import to_png
from backendai_media.drawing.encoding import TYPE, encode_commands
from tests import VECTORS

from .stage import Stage

WIDTH, HEIGHT = 200, 150
OPEN = [0, "canvas", WIDTH, HEIGHT, "#ffffffff", "#000000ff"]
STILL = [0, "stop-anim"]


def item(*commands: Sequence[Any]) -> list[str]:
    return [TYPE, encode_commands(commands)]


def disc(key: int = 0, x: float = 50, y: float = 50, r: float = 20) -> list[Any]:
    """A red disc without a border."""
    return [0, "obj", key, ["circle", x, y, r, "#00000000", "#ff0000ff"]]


def vector(number: str) -> dict[str, Any]:
    (path,) = VECTORS.glob(f"{number}_*.json")
    loaded: dict[str, Any] = json.loads(path.read_bytes())
    return loaded


def picture(stage: Stage, selector: str = "#out canvas") -> Image.Image:
    """The canvas's bitmap, as it is."""
    data = stage.js("s => document.querySelector(s).toDataURL().split(',')[1]", selector)
    return Image.open(BytesIO(base64.b64decode(data))).convert("RGBA")


def pixel(stage: Stage, x: int, y: int, selector: str = "#out canvas") -> list[int]:
    call = """(s, x, y) =>
      [...document.querySelector(s).getContext('2d').getImageData(x, y, 1, 1).data]"""
    found: list[int] = stage.js(call, selector, x, y)
    return found


def press(stage: Stage, key: str, selector: str = "#out canvas") -> None:
    """A key on the drawing."""
    stage.js(
        """(s, key) => { const c = document.querySelector(s); c.focus();
        c.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })) }""",
        selector,
        key,
    )


def to_the_end(stage: Stage, selector: str = "#out canvas") -> None:
    """Shows the last frame and waits for it."""
    press(stage, "End", selector)
    stage.js("() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 60)))")


def expected(items: Any, **options: Any) -> Image.Image:
    """What Python draws of the same items."""
    return Image.open(BytesIO(to_png(items, **options))).convert("RGBA")


def similarity(one: Image.Image, other: Image.Image) -> float:
    """Mean structural similarity (Wang et al. 2004) of two pictures over white, windows of 8 pixels."""
    assert one.size == other.size
    grounds = [Image.new("RGBA", one.size, "white") for _ in "12"]
    a, b = (
        np.asarray(Image.alpha_composite(ground, image).convert("RGB"), dtype=float)
        for ground, image in zip(grounds, (one, other), strict=True)
    )

    def mean(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        total = np.pad(values.cumsum(0).cumsum(1), ((1, 0), (1, 0), (0, 0)))
        window: np.ndarray[Any, Any] = (
            total[8:, 8:] - total[:-8, 8:] - total[8:, :-8] + total[:-8, :-8]
        )
        return window / 64

    am, bm = mean(a), mean(b)
    covariance = mean(a * b) - am * bm
    spread = mean(a * a) - am**2 + mean(b * b) - bm**2
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    index = (2 * am * bm + c1) * (2 * covariance + c2) / ((am**2 + bm**2 + c1) * (spread + c2))
    return float(index.mean())
