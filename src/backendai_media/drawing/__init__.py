"""Drawings: canvases and turtles, and their pictures without a browser.

::

    from backendai_media.drawing import Canvas

    canvas = Canvas(300, 200)
    turtle = canvas.create_turtle()
    for _ in range(4):
        turtle.forward(60)
        turtle.right(90)
    canvas.update()

`docs/drawing.md` documents everything.
"""

from typing import TYPE_CHECKING

from .._imports import attach
from ..errors import DrawingError
from .canvas import Canvas
from .color import Color, Colors
from .encoding import decode_commands, encode_commands
from .objects import DrawingObject
from .simple_turtle import Turtle, Vec2D

if TYPE_CHECKING:
    from .png import to_png
    from .svg import to_svg

__all__ = [
    "Canvas",
    "Color",
    "Colors",
    "DrawingError",
    "DrawingObject",
    "Turtle",
    "Vec2D",
    "decode_commands",
    "encode_commands",
    "to_png",
    "to_svg",
]

__getattr__, __dir__ = attach(__name__, {"to_png": "png", "to_svg": "svg"})
