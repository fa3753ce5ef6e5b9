"""What is drawn: by all peers the same objects, to ours as the payload that a kernel sends."""

from __future__ import annotations

import json
import math
import random
import time
from pathlib import Path
from typing import Any

from backendai_media.drawing import Canvas
from backendai_media.drawing.encoding import encode_commands

WIDTH, HEIGHT = 800, 600
COUNTS = (100, 1_000, 10_000, 100_000)
STEPS = 10_000
OPEN = [0, "canvas", WIDTH, HEIGHT, "#ffffffff", "#000000ff"]
Shape = list[Any]


def shapes(count: int) -> list[Shape]:
    """Lines, circles, rectangles and triangles in turn, of 2 to 24 pixels, in 64 colours."""
    numbers = random.Random(count)
    colors = [f"#{numbers.randrange(1 << 24):06x}ff" for _ in range(64)]

    def shape(index: int) -> Shape:
        x, y = numbers.uniform(0, WIDTH), numbers.uniform(0, HEIGHT)
        w, h = numbers.uniform(4, 24), numbers.uniform(4, 24)
        border, fill = numbers.choice(colors), numbers.choice(colors)
        if index % 4 == 0:
            return ["line", x, y, x + w, y - h, border]
        if index % 4 == 1:
            return ["circle", x, y, w / 2, border, fill]
        kind = "rect" if index % 4 == 2 else "triangle"
        return [kind, x, y, w, h, border, fill, numbers.uniform(0, 90)]

    return [shape(index) for index in range(count)]


def still(made: list[Shape], first: int = 0) -> list[Any]:
    return [[0, "stop-anim"], *([0, "obj", first + n, shape] for n, shape in enumerate(made))]


def turtle() -> list[Any]:
    """A program of 10,000 steps: a spiral, of which each step draws a line or turns."""
    cursor = ["triangle", 400, 300, 12, 18, "#ff0000ff", "#ffc8c8ff", 90]
    commands: list[Any] = [OPEN, [0, "stop-anim"], [0, "obj", 0, cursor], [0, "resume-anim"]]
    x, y, angle = WIDTH / 2, HEIGHT / 2, 0.0
    for n in range(1, STEPS // 2 + 1):
        to = [x + n / 18 * math.cos(angle), y + n / 18 * math.sin(angle)]
        line = ["line", x, y, *to, "#ff000080"]
        moves = [[0, "update", 0, name, value] for name, value in zip("xy", to, strict=True)]
        commands += [[0, "begin-group"], [0, "obj", n, line], *moves, [0, "end-group"]]
        commands.append([0, "update", 0, "rotate", 89])
        (x, y), angle = to, angle + math.radians(89)
    return commands


def write(directory: Path) -> None:
    """Everything that the pages fetch."""
    for count in (1, *COUNTS):
        made = shapes(count)
        (directory / f"scene-{count}.json").write_text(json.dumps(made))
        (directory / f"scene-{count}.txt").write_text(encode_commands([OPEN, *still(made)]))
    more = shapes(1)
    (directory / "more.json").write_text(json.dumps(more))
    (directory / "more.txt").write_text(encode_commands(still(more, 10**6)))
    mover = [0, "obj", -1, ["circle", 100, 100, 20, "#000000ff", "#ff0000ff"]]
    moves = [[0, "update", -1, "x", 100 + 400 * (n % 2)] for n in range(60)]
    commands = [[0, "stop-anim"], mover, [0, "resume-anim"], *moves]
    (directory / "moves.txt").write_text(encode_commands(commands))
    (directory / "turtle.txt").write_text(encode_commands(turtle()))


def produce(count: int = 100_000) -> dict[str, float]:
    """Seconds that a program takes to draw so many lines and encode them, and MB of payload."""
    start = time.perf_counter()
    canvas = Canvas(WIDTH, HEIGHT)
    for n in range(count):
        canvas.line(n % 800, n % 600, n % 700, n % 500)
    payload = encode_commands(canvas.commands)
    return {"produced": 1000 * (time.perf_counter() - start), "size": len(payload) / 1e6}
