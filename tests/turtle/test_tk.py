"""Last frames of programs, as Tk draws them and as we do.

`scripts/setup` brings Tk and Xvfb where tests run; without them these are skipped.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from backendai_media.turtle._colors import _named, rgb

from . import pictures

PYTHON = pictures.tk_python()
pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not PYTHON, reason="needs Tk and Xvfb: apt-get install python3-tk xvfb"),
]

full = pytest.mark.full
#: Programs of the standard library → how like they are at least. Less than 0.95 is explained below.
DEMOS = [
    ("bytedesign", 0.93),  # thousands of lines one pixel wide
    pytest.param("chaos", 0.95, marks=full),
    pytest.param("clock", 0.98, marks=full),
    pytest.param("colormixer", 0.98, marks=full),
    ("forest", 0.98),
    pytest.param("fractalcurves", 0.98, marks=full),
    pytest.param("lindenmayer", 0.97, marks=full),
    pytest.param("minimal_hanoi", 0.96, marks=full),
    ("nim", 0.96),
    pytest.param("paint", 0.99, marks=full),
    pytest.param("peace", 0.98, marks=full),
    pytest.param("rosette", 0.99, marks=full),
    ("sorting_animate", 0.93),  # mostly text
    ("tree", 0.96),
    pytest.param("two_canvases", 0.98, marks=full),
    pytest.param("yinyang", 0.98, marks=full),
    pytest.param("penrose", 0.95, marks=full),
    pytest.param("planet_and_moon", 0.98, marks=full),
    pytest.param("round_dance", 0.97, marks=full),
]
SEEDS = [
    1,
    2,
    pytest.param(3, marks=full),
    pytest.param(4, marks=full),
    pytest.param(5, marks=full),
]
BY_CHANCE = Path(__file__).parent / "by_chance.py"


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with pictures.screen() as name:
        yield name


def both(
    display: str, program: Path, folder: Path, target: Path, *, words: bool = True
) -> list[tuple[Any, Any]]:
    assert PYTHON
    ours = pictures.by_ours(program, folder, target, words=words)
    tk = pictures.by_tk(PYTHON, display, program, folder, words=words)
    return [pictures.together(*pair) for pair in zip(tk, ours, strict=True)]


@pytest.mark.parametrize(("name", "least"), DEMOS)
def test_demos_end_as_in_tk(name: str, least: float, display: str, tmp_path: Path) -> None:
    folder = pictures.demo_folder()
    for pair in both(display, folder / f"{name}.py", folder, tmp_path):
        assert pictures.similarity(*pair) >= least


def test_thin_lines_are_the_same_from_farther_away(display: str, tmp_path: Path) -> None:
    folder = pictures.demo_folder()
    (pair,) = both(display, folder / "bytedesign.py", folder, tmp_path)
    assert pictures.similarity(*pair, farther=2) >= 0.95


def test_without_its_texts_sorting_is_the_same(display: str, tmp_path: Path) -> None:
    folder = pictures.demo_folder()
    (pair,) = both(display, folder / "sorting_animate.py", folder, tmp_path, words=False)
    assert pictures.similarity(*pair) >= 0.97


@pytest.mark.parametrize("seed", SEEDS)
def test_programs_by_chance_end_as_in_tk(seed: int, display: str, tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text(
        BY_CHANCE.read_text(encoding="utf-8") + f"\nwalk({seed})\n", encoding="utf-8"
    )
    (pair,) = both(display, program, tmp_path, tmp_path)
    assert pictures.similarity(*pair) >= 0.95


def test_colours_are_what_tk_makes_of_their_names(display: str) -> None:
    assert PYTHON
    code = """
import json, sys, tkinter
root, found = tkinter.Tk(), {}
for name in json.load(sys.stdin):
    try:
        found[name] = [part >> 8 for part in root.winfo_rgb(name)]
    except tkinter.TclError:
        found[name] = None
print(json.dumps(found))
"""
    names = [*_named(), *(f"gr{letter}y{level}" for letter in "ae" for level in range(102))]
    names += [
        "#123",
        "#123456",
        "#123456789",
        "#123456789abc",
        "#12",
        "Tomato",
        "navy blue",
        "na vy",
        "",
    ]
    run = subprocess.run(
        [PYTHON, "-c", code],
        input=json.dumps(names),
        env={**os.environ, "DISPLAY": display},
        check=True,
        capture_output=True,
        text=True,
    )
    ours = {name: list(parts) if (parts := rgb(name)) else None for name in names}
    assert ours == json.loads(run.stdout)
