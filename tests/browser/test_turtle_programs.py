"""Turtle programs in a page: the last frame is the one that Python draws (which is compared with Tk's)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ..turtle.pictures import SOURCES, demo_folder
from .drawing import expected, picture, similarity, to_the_end
from .stage import Stage

PROGRAMS = ["bytedesign", "paint", "yinyang"]
MORE = ["fractalcurves", "forest", "lindenmayer", "peace", "penrose", "planet_and_moon", "rosette"]
MORE += ["round_dance", "tree"]

#: What the programs of the standard library do not do: a second canvas, undo, a cleared screen, a pause.
OWN = """
import time, turtle
turtle.setup(500, 400)
turtle.register_shape("box", ((-9, -9), (9, -9), (9, 9), (-9, 9)))
one, two = turtle.Turtle("turtle"), turtle.Turtle("box")
one.color("navy", "gold")
one.begin_fill()
for _ in range(36):
    one.forward(14)
    one.left(470)
one.end_fill()
two.penup()
two.goto(-120, 40)
two.shapesize(2, 3, 4)
two.tilt(30)
two.stamp()
two.undo()
time.sleep(1)
two.speed(1)
two.circle(40, -400)
turtle.tracer(0)
for i in range(300):
    two.dot(3 + i % 5, (i % 256 / 255, 0, 0.5))
    two.goto(i - 150, -150 + i % 20)
turtle.update()
turtle.tracer(1)
one.clear()
one.pensize(6)
one.backward(90)
turtle.done()
"""


def drawn(program: Path, target: Path) -> list[Any]:
    """Returns the items that a program sends."""
    command = [sys.executable, "-m", "backendai_media.turtle", str(program), "-o", str(target)]
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    run = subprocess.run(
        command, env=environment, cwd=target.parent, capture_output=True, text=True, check=False
    )
    assert target.exists(), run.stderr
    items: list[Any] = json.loads(target.read_bytes())
    return items


def ends_alike(stage: Stage, items: list[Any]) -> float:
    stage.open_strict()
    report = stage.handle_all(items)
    assert report["failed"] == []
    to_the_end(stage)
    stage.js("() => new Promise(done => setTimeout(done, 300))")
    assert stage.probe("errors") + stage.probe("violations") == []
    return similarity(picture(stage), expected(items))


def test_a_program_of_all_kinds(stages: Stage, tmp_path: Path) -> None:
    program = tmp_path / "own.py"
    program.write_text(OWN)
    assert ends_alike(stages, drawn(program, tmp_path / "own.json")) > 0.99


@pytest.mark.parametrize(
    "name", [*PROGRAMS, *(pytest.param(name, marks=pytest.mark.full) for name in MORE)]
)
def test_programs_of_the_standard_library(stage: Stage, tmp_path: Path, name: str) -> None:
    program = demo_folder() / f"{name}.py"
    # Text differs between rasterisers; these have little or none.
    assert ends_alike(stage, drawn(program, tmp_path / "own.json")) > 0.98
