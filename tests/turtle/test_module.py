"""What importing, installing and running programs does."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from backendai_media import turtle as ours
from backendai_media.drawing import decode_commands, to_svg
from backendai_media.drawing.encoding import TYPE
from backendai_media.model import svg_envelope

from .pictures import demo_folder

ROOT = Path(__file__).parents[2]
SQUARE = "from turtle import *\nfor _ in range(4): fd(50); rt(90)\n"


def python(
    *arguments: str, folder: Path | None = None, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, check=False, input=typed
    )


def command(folder: Path, *arguments: str, typed: str = "") -> subprocess.CompletedProcess[str]:
    return python("-m", "backendai_media.turtle", *arguments, folder=folder, typed=typed)


def write(folder: Path, text: str, name: str = "a.py") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_importing_loads_next_to_nothing() -> None:
    code = "import sys, backendai_media.turtle as t; t.install, t.show; print(*sys.modules)"
    bare = python("-c", "import sys; print(*sys.modules)").stdout.split()
    loaded = set(python("-c", code).stdout.split()) - set(bare)
    third = {name.split(".")[0] for name in loaded} - sys.stdlib_module_names
    assert third == {"backendai_media"}
    assert {name for name in loaded if name.startswith("backendai_media.")} == {
        "backendai_media._imports",
        "backendai_media.errors",
        "backendai_media.turtle",
    }


def test_a_program_that_asks(tmp_path: Path) -> None:
    write(tmp_path, "import turtle\nturtle.write('Hello ' + turtle.textinput('', 'Who?'))")
    run = command(tmp_path, "a.py", typed="Ada\n")
    assert (run.stdout, run.stderr) == ("Who? a.svg\n", "")
    assert "Hello Ada" in (tmp_path / "a.svg").read_text()
    run = command(tmp_path, "a.py")
    assert "textinput() cannot be answered here" in run.stderr
    assert run.returncode == 1


def test_no_tk_is_touched_and_the_real_modules_stay() -> None:
    code = """
import sys
sys.modules["tkinter"] = sys.modules["_tkinter"] = None  # as where there is no Tk
import backendai_media.turtle as ours
ours.forward(10)
assert sys.modules["tkinter"] is None and "turtle" not in sys.modules
assert "tkinter.simpledialog" not in sys.modules
module = ours.install()
import turtle
assert turtle is module and turtle.pos() == (10, 0) and sys.modules["tkinter"] is None
ours.install(tkinter=True)
from tkinter import *
from tkinter import simpledialog
assert Canvas is turtle.TK.Canvas and (LEFT, X, W) == ("left", "x", "w")
"""
    run = python("-c", code)
    assert run.stderr == ""


def test_names_come_from_the_copy(turtle: Any) -> None:
    assert ours.forward is turtle.forward
    assert {"forward", "Turtle", "install", "show", "drawing"} <= set(dir(ours))
    names: dict[str, Any] = {}
    exec("from backendai_media.turtle import *", names)
    assert names["Turtle"] is turtle.Turtle
    with pytest.raises(AttributeError, match="no_such_thing"):
        _ = ours.no_such_thing
    assert turtle.Turtle.__module__ == "turtle"


def test_where_python_has_no_turtle(monkeypatch: pytest.MonkeyPatch) -> None:
    from backendai_media.turtle import _stdlib

    monkeypatch.setattr("importlib.machinery.PathFinder.find_spec", lambda *_: None)
    with pytest.raises(ours.NoTurtleError, match="install the system package") as raised:
        _stdlib.load.__wrapped__()
    assert isinstance(raised.value, ImportError)
    # A cell that has tried it ends as any other.
    monkeypatch.setattr(_stdlib, "load", cache(_stdlib.load.__wrapped__))
    assert _stdlib.end_cell() is False


def test_configuration_is_read(tmp_path: Path) -> None:
    write(tmp_path, "width = 300\nheight = 200\nshape = turtle\npencolor = red\n", "turtle.cfg")
    write(tmp_path, SQUARE + "print(shape(), pencolor(), window_width())")
    run = command(tmp_path, "a.py")
    assert run.stdout.splitlines() == ["turtle red 300", "a.svg"]
    assert 'width="300" height="200"' in (tmp_path / "a.svg").read_text(encoding="utf-8")


def test_a_program_of_that_name_does_not_hide_it(tmp_path: Path) -> None:
    write(tmp_path, SQUARE, "turtle.py")
    run = command(tmp_path, "turtle.py")
    assert (run.returncode, run.stdout, run.stderr) == (0, "turtle.svg\n", "")


@pytest.mark.parametrize(
    ("name", "start"),
    [("b.svg", b"<svg"), ("b.png", b"\x89PNG"), ("b.html", b"<!doctype html>"), ("b.json", b"[[")],
)
def test_outputs(name: str, start: bytes, tmp_path: Path) -> None:
    write(tmp_path, SQUARE)
    run = command(tmp_path, "a.py", "-o", name)
    assert (run.returncode, run.stdout, run.stderr) == (0, f"{name}\n", "")
    content = (tmp_path / name).read_bytes()
    assert content.startswith(start)
    if name == "b.json":
        assert "M320.5 300.5L370.5 300.5" in to_svg(json.loads(content))


def test_animation_or_not(tmp_path: Path) -> None:
    write(tmp_path, SQUARE)
    command(tmp_path, "a.py")
    assert "<animate" in (tmp_path / "a.svg").read_text(encoding="utf-8")
    command(tmp_path, "a.py", "--still")
    assert "<animate" not in (tmp_path / "a.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("ending", "status", "says"),
    [
        ("import sys; sys.exit(3)", 3, ""),
        ("raise SystemExit('enough')", 1, "enough"),
        ("bye(); getturtle; 1 / 0", 1, "ZeroDivisionError"),
        ("import sys; print(sys.argv[1:]); assert __name__ == '__main__'", 0, ""),
        ("raise Terminator", 0, "closed its window"),
        ("raise KeyboardInterrupt", 130, "Interrupted"),
        ("ontimer(lambda: fd(9), 9)", 0, ""),
        ("ontimer(lambda: 1 / 0, 9); mainloop(); print('on')", 0, "ZeroDivisionError"),
    ],
)
def test_however_it_ends_there_is_a_picture(
    ending: str, status: int, says: str, tmp_path: Path
) -> None:
    write(tmp_path, SQUARE + ending)
    run = command(tmp_path, "a.py", "x", "--y")
    assert run.returncode == status
    assert says in run.stderr
    assert "runpy" not in run.stderr, "only lines of the program's own are reported"
    assert "a.svg" in run.stdout
    assert (tmp_path / "a.svg").exists()
    if "argv" in ending:
        assert "['x', '--y']" in run.stdout


def test_sleep_is_a_pause_in_the_picture_only(tmp_path: Path) -> None:
    # Longer in all than a test may take; a picture plays for a minute at most.
    pauses = "for _ in range(8):\n    time.sleep(50)\n    fd(9)\n"
    write(tmp_path, f"import time\nfrom turtle import *\nfd(9)\n{pauses}")
    command(tmp_path, "a.py")
    picture = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert any(7 < float(one) < 8 for one in re.findall(r'begin="([\d.]+)s"', picture))


DEMOS = [
    *("chaos", "clock", "colormixer", "peace", "tree", "two_canvases", "yinyang"),
    *(
        pytest.param(name, marks=pytest.mark.full)
        for name in (
            *("bytedesign", "forest", "fractalcurves", "lindenmayer", "minimal_hanoi", "nim"),
            *("paint", "penrose", "planet_and_moon", "rosette", "round_dance", "sorting_animate"),
        )
    ),
]


@pytest.mark.parametrize("name", DEMOS)
def test_the_standard_librarys_programs_run_to_their_end(name: str, tmp_path: Path) -> None:
    folder = demo_folder()
    run = command(folder, f"{name}.py", "-o", str(tmp_path / "a.json"))
    assert run.returncode == 0, run.stderr
    assert "Traceback" not in run.stderr
    assert ("was ended" in run.stderr) == (name == "round_dance"), "until somebody presses a key"
    items = json.loads((tmp_path / "a.json").read_bytes())
    assert len(items) == (2 if name == "two_canvases" else 1)


def test_wrong_arguments(tmp_path: Path) -> None:
    assert "no such file" in command(tmp_path, "nosuch.py").stderr
    write(tmp_path, "")
    run = command(tmp_path, "a.py", "-o", "a.gif")
    assert run.returncode == 2
    assert "must end in .svg, .png, .html, .json" in run.stderr
    assert "drew nothing" in command(tmp_path, "a.py").stderr
    write(tmp_path, "import turtle; turtle.setup(20_000, 20_000); turtle.fd(9)")
    run = command(tmp_path, "a.py", "-o", "a.png")
    assert (run.returncode, run.stderr.count("\n")) == (1, 1)
    assert "64,000,000 pixels" in run.stderr


def test_two_windows_are_two_files(tmp_path: Path) -> None:
    code = """
from tkinter import Tk, Canvas
from turtle import RawTurtle
for color in ("red", "blue"):
    canvas = Canvas(Tk(), width=60, height=50, bg=color); canvas.pack(); RawTurtle(canvas).fd(9)
"""
    write(tmp_path, code)
    run = command(tmp_path, "a.py", "-o", "b.png")
    assert run.stdout.split() == ["b.png", "b-2.png"]
    pictures = [io.BytesIO((tmp_path / name).read_bytes()) for name in run.stdout.split()]
    sizes = [Image.open(picture).size for picture in pictures]
    assert sizes == [(60, 50), (60, 50)]


def test_the_documentations_picture_is_what_its_example_draws(tmp_path: Path) -> None:
    page = (ROOT / "docs/turtle.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(# A flower.*?)```", page, re.DOTALL)
    write(tmp_path, code)
    run = command(tmp_path, "a.py")
    assert run.stderr == ""
    picture = (ROOT / "docs/images/turtle.svg").read_text(encoding="utf-8")
    assert (tmp_path / "a.svg").read_text(encoding="utf-8") == picture


def test_cells_of_a_kernel_draw_on(tmp_path: Path) -> None:
    code = """
import builtins
import backendai_media.turtle
records = []
builtins._sorna_emit = records.append
backendai_media.turtle.install()
import turtle
turtle.fd(10); turtle.done()
turtle.fd(20); turtle.done()
turtle.done()
turtle.clearscreen(); turtle.fd(5); turtle.done()
turtle.setup(300, 300); turtle.done()
turtle.setup(300, 300); turtle.done()
for record in records: print(record.type, record.data)
"""
    run = python("-c", code)
    assert run.stderr == ""
    records = [line.split() for line in run.stdout.splitlines()]
    payloads = [decode_commands(data) for type_, data in records if type_ == TYPE]
    opened = [any(name == "canvas" for _, name, *_ in commands) for commands in payloads]
    assert opened == [True, False, True, True, True], "a drawing, the same one, and new ones"
    ids = [commands[0][0] for commands in payloads]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 4


def test_pictures_go_along_in_envelopes(turtle: Any, sent: list[Any]) -> None:
    turtle.fd(10)
    turtle.done()
    (item,) = sent
    assert set(item.data) == {TYPE, "image/svg+xml"}
    assert "<animate" in item.data["image/svg+xml"]
    bundle = ours.drawing()._repr_mimebundle_()  # type: ignore[union-attr]
    read = svg_envelope.read(bundle["image/svg+xml"])
    assert read is not None
    assert read[0] == TYPE
