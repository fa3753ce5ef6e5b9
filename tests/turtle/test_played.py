"""Programs that are played by a script of keys and clicks, in Tk and in ours.

The programs in `school/` are what pupils write; the others are the standard library's.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageGrab

from . import pictures

PYTHON = pictures.tk_python()
pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not PYTHON, reason="needs Tk and Xvfb: apt-get install python3-tk xvfb"),
]

#: Seconds for a program, on a busy machine.
PATIENCE = 60
PLAYED = Path(__file__).with_name("played.py")
SCHOOL = PLAYED.with_name("school")
UPS = " ".join(["Up"] * 28)
#: Programs → scripts, as `played.py` describes them.
GAMES = {
    "balls": "5 space space; 40 space; 200 end",
    "breakout": "5 Right Right Right; 30 Left Left; 60 Right Right Right Right; 90 Left; 300 end",
    "catch": "3 Left; 20 Right; 40 Right Left; 60 Left; 400 end",
    "clock": "5 space; 20 space; 60 end",
    "crossing": f"3 {UPS}; 60 Left Up Up; 90 Up Up Right Up Up; 160 Up Up Up; 400 end",
    "flappy": "29 space; 73 space; 117 space; 163 space; 193 space; "
    "239 space; 283 space; 339 space; 381 space; 417 space; 445 space; 420 click 0 0; 600 end",
    "four": "3 click 0 0; 4 click 60 10; 5 click 0 -50; 6 click 60 0; 7 click 5 0; 8 click -180 0; "
    "9 click 0 0; 10 click 60 0; 12 end",
    "hangman": "2 e; 3 t u; 4 z q; 5 o n; 6 p y h; 7 w i d; 8 b x; 12 end",
    "letters": "22 a s d; 45 f j k l; 80 a s d f j k l; 160 a s d f; 200 j k l; 500 end",
    "maze": "3 Right Right Down Down Right Right; 9 Up Up Right Right Right Right; "
    "16 Down Down Left Left; 30 end",
    "memory": "3 click -135 -135; 6 click 135 -45; 8 click -45 -135; 9 click 45 -45; "
    "12 click 0 100; 30 end",
    "painter": "3 r; 4 drag 0 0 40 10 80 60; 5 click -100 50 3; 6 b plus plus; "
    "7 drag -100 50 -60 90 -20 20 30 -40; 8 f; 9 click 100 -100 3; 10 drag 100 -100 20 -150; 11 f; "
    "12 g minus; 13 drag 20 -150 120 100; 14 BackSpace; 20 end",
    "pong": "5 w w Up; 30 Down Down Down; 45 s s s s; 70 Up Up Up Up; 400 end",
    "puzzle": "3 drag 150 -80 0 0 -145 85; 4 drag 50 -80 60 -20; 5 drag -50 -80 45 70; "
    "6 click -150 80; 9 end",
    "quiz": "answers Ada 12 35 16 18; 3 space space; 5 space; 8 end",
    "race": "answers gold; 3 end",
    "simon": "2 click 50 50; 30 click 50 -50; 110 click 50 -50; 111 click -50 50; 200 end",
    "sketch": "2 w w a a a w; 3 Return d s; 4 c w; 5 a a w w; 6 Return; 9 end",
    "snake": "3 Up; 9 Right; 20 Down; 26 Left; 40 Up; 44 Right; 90 end",
    "space_game": "3 Left Left space; 20 Right space; 40 space Right Right; 60 space; 80 space; "
    "400 end",
    "tictactoe": "2 click 0 0; 3 click 0 0; 4 click -100 100; 5 click 0 120; 6 click 100 -120; "
    "7 click 10 -120; 8 click 0 100; 12 end",
    "tiles_2048": "2 Left Up Left Up; 3 Right Down Left; 4 Up Left Up Right; 5 Left Down; 9 end",
}
DEMOS = {
    "clock": "20 end",
    "colormixer": "2 drag 0 0.5 0 0.8; 3 drag 1 0.5 1 0.6 1 0.12; 4 drag 2 0.5 2 2; 8 end",
    "minimal_hanoi": "3 space; 2000 end",
    "nim": "3 space; 5 click -230 170; 900 end",
    "paint": "2 click 60 40; 3 click 90 -40; 4 click 0 0 2; 5 click -80 -90; 6 click 0 0 3; "
    "7 click 100 100; 8 click 0 0 3; 9 click 150 0; 12 end",
    "round_dance": "30 a; 60 end",
    "sorting_animate": "3 i; 800 s; 1200 r; 2500 q; 5000 end",
}
#: What the quick tier plays too.
QUICK = {"pong", "painter", "snake", "tictactoe"}
#: How like the last pictures are at least; less is explained here.
LEAST = {
    "nim": 0.92,  # edges, which are smooth here
    "quiz": 0.93,  # mostly text
    "sorting_animate": 0.93,  # likewise
}


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with pictures.screen() as name:
        yield name


def marked(names: Any) -> list[Any]:
    return [one if one in QUICK else pytest.param(one, marks=pytest.mark.full) for one in names]


def by_tk(display: str, program: Path, script: str) -> tuple[dict[str, Any], list[Any]]:
    assert PYTHON
    environment = {**os.environ, "DISPLAY": display}
    with subprocess.Popen(
        [PYTHON, PLAYED, "tk", program, script],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith('{"values"'):
                break
        state = json.loads(lines[-1])
        grabbed = ImageGrab.grab(xdisplay=display).convert("RGB")
        process.communicate("")
    for view in state["views"]:
        (x, y), (width, height) = view["at"], view["inside"]
        view["picture"] = grabbed.crop((x, y, x + width, y + height))
    return state, state["views"]


def by_ours(folder: Path, program: Path, script: str) -> tuple[dict[str, Any], list[Any]]:
    run = subprocess.run(
        [sys.executable, PLAYED, "ours", program, script, folder],
        env={**os.environ, "PYTHONPATH": str(pictures.SOURCES)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
    )
    state = json.loads(run.stdout.splitlines()[-1])
    files = sorted(folder.glob("*.png"))
    return state, [
        {"picture": Image.open(io.BytesIO(file.read_bytes())).convert("RGB"), "origin": origin}
        for file, origin in zip(files, state["origins"], strict=True)
    ]


def plays_alike(display: str, folder: Path, program: Path, script: str) -> None:
    ours, our_views = by_ours(folder, program, script)
    tk, tk_views = by_tk(display, program, script)
    assert rounded(ours["values"]) == rounded(tk["values"])
    assert rounded(ours["turtles"]) == rounded(tk["turtles"])
    least = LEAST.get(program.stem, 0.95)
    for view in zip(tk_views, our_views, strict=True):
        pair = pictures.together(*view)
        assert pictures.similarity(*pair) >= least
    # It was live: more than one picture went out.
    assert ours["sent"] > 1


def rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: rounded(one) for name, one in value.items()}
    if isinstance(value, list):
        return [rounded(one) for one in value]
    return round(value, 3) + 0.0 if isinstance(value, float) else value


@pytest.mark.parametrize("name", marked(GAMES))
def test_games_end_as_in_tk(name: str, display: str, tmp_path: Path) -> None:
    plays_alike(display, tmp_path, SCHOOL / f"{name}.py", GAMES[name])


@pytest.mark.parametrize("name", marked(DEMOS))
def test_demos_end_as_in_tk(name: str, display: str, tmp_path: Path) -> None:
    plays_alike(display, tmp_path, pictures.demo_folder() / f"{name}.py", DEMOS[name])


def test_each_program_is_played() -> None:
    assert {path.stem for path in SCHOOL.glob("*.py")} == set(GAMES)
