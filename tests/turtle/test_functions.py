"""Every function does what it does in CPython, and shows."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from backendai_media import turtle as ours
from backendai_media.drawing.color import Color
from backendai_media.errors import BackendAIMediaError

#: Names that are tested together → a program. `see()` is what is to be seen, `raises` is pytest's.
PROGRAMS = {
    "forward fd": "forward(50); fd(10); assert see().lines == [(0, 0, 50, 0), (50, 0, 60, 0)]",
    "back bk backward": "back(5); bk(6); backward(7); assert see().turtles == [(-18, 0, 0)]",
    "goto setpos setposition": """
goto(3, 4); setpos((30, 40)); setposition(0, 0)
assert see().lines == [(0, 0, 3, 4), (3, 4, 30, 40), (30, 40, 0, 0)]
""",
    "setx sety home": "setx(9); sety(-8); left(30); home(); assert see().turtles == [(0, 0, 0)]",
    "teleport": """
teleport(20, 30); assert (see().lines, pos()) == ([], (20, 30))
teleport(y=5); fd(1); assert see().lines == [(20, 5, 21, 5)]
""",
    "right rt left lt": """
right(90); assert see().turtles == [(0, 0, 90)]
rt(270); assert see().turtles == [(0, 0, 360)]  # the long way, as it was said
left(20); lt(20); assert round(heading()) == 40 and see().turtles == [(0, 0, 320)]
""",
    "setheading seth": "setheading(90); assert see().turtles == [(0, 0, -90)]; seth(0)",
    "circle": """
circle(40, 180, steps=6); assert len(see().lines) == 6 and see().turtles == [(0, 80, -180)]
circle(40, steps=3); assert len(see().lines) == 9
""",
    "dot": """
dot(20, "red"); assert see().dots == [(0, 0, 10, "#ff0000ff")]
pensize(3); fd(9); dot(); assert see().dots[-1] == (9, 0, 3.5, "#000000ff")
""",
    "stamp clearstamp clearstamps": """
first = stamp(); fd(10); stamp(); fd(10); stamp(); fd(10)
assert [points[0] for _, points in see().fills] == [(0, 0), (10, 0), (20, 0)]
clearstamp(first); assert len(see().fills) == 2
clearstamps(-1); assert see().fills[-1][1][0] == (10, 0)
clearstamps(); assert see().fills == []
""",
    "undo setundobuffer undobufferentries": """
setundobuffer(3); fd(10); lt(90); fd(20); assert undobufferentries() == 3
undo(); assert see().lines == [(0, 0, 10, 0)] and see().turtles == [(10, 0, -90)]
undo(); undo(); assert (see().lines, see().turtles) == ([], [(0, 0, 0)])
begin_fill(); circle(9); end_fill(); undo(); assert see().fills == []
""",
    "speed": """
assert speed() == 3; speed("fastest"); assert speed() == 0
with raises(TypeError): speed("warp")
speed(0); fd(200); quick = see(); speed(1); fd(200)
paces = [command[2] for command in commands() if command[1] == "speed"]
assert max(paces) >= 8 and paces[-1] == 0.5
""",
    "pos position xcor ycor": "goto(3, 4); assert pos() == position() == (xcor(), ycor()) == (3, 4)",
    "heading distance towards": "assert (heading(), distance(3, 4), towards(0, 9)) == (0, 5, 90)",
    "degrees radians": """
radians(); left(1); assert round(heading(), 9) == 1; degrees(); assert round(heading()) == 57, heading()
""",
    "pendown pd down penup pu up isdown": """
penup(); fd(5); assert not isdown(); pendown(); fd(5); pu(); fd(5); pd(); up(); fd(5); down()
assert isdown() and see().lines == [(5, 0, 10, 0)]
""",
    "pensize width pen": """
pensize(4); fd(5); width(9); fd(5); pen(pencolor="red", pensize=2); fd(5)
assert see().pens == [("#000000ff", 4), ("#000000ff", 9), ("#ff0000ff", 2)]
assert pen()["pensize"] == width() == 2
""",
    "color pencolor fillcolor": """
color("red", "LightGoldenrod3"); fd(5); assert see().pens == [("#ff0000ff", 1)]
assert (see().paths[0]["border"], see().paths[0]["fill"]) == ("#ff0000ff", "#cdbe70ff")
pencolor(0, 0.5, 1); assert pencolor() == (0, 128 / 255, 1) and fillcolor() == "LightGoldenrod3"
fillcolor("#abc"); assert see().paths[0]["fill"] == "#aabbccff"
with raises(TurtleGraphicsError, match="bad color string: nosuch"): color("nosuch")
with raises(TurtleGraphicsError, match="bad color sequence"): pencolor(1, 2, 3)
with raises(OurError): pencolor("nosuch")
""",
    "filling begin_fill end_fill": """
fillcolor("gold"); begin_fill(); assert filling()
for _ in range(3): fd(30); lt(120)
end_fill(); assert not filling()
((color_, points),) = see().fills
assert color_ == "#ffd700ff" and points[:3] == [(0, 0), (30, 0), (15, 26)]
shapes = [one.state["shape"] for one in see().objects]
assert shapes.index("polygon") < shapes.index("line"), "lines lie above the fill"
""",
    "fill poly": """
with fill(): circle(9)
assert len(see().fills) == 1
with poly(): fd(5); lt(90); fd(5)
assert len(get_poly()) == 3
""",
    "reset clear": """
fd(9); stamp(); clear(); assert (see().lines, see().fills, pos()) == ([], [], (9, 0))
fd(9); reset(); assert (see().lines, see().turtles) == ([], [(0, 0, 0)])
""",
    "write": """
write("Hé <b>", font=("Courier", 12, "bold"), align="right"); write(1.5)
assert see().texts[0] == ("Hé <b>", "right", ("Courier, monospace", 16, "bold"))
assert see().texts[1] == ("1.5", "left", ("Arial, sans-serif", 10.67, "normal"))
write("wide", move=True, font=("Courier", 15, "normal")); assert round(xcor()) == 4 * 12 - 1
undo(); assert len(see().texts) == 2 and xcor() == 0
""",
    "showturtle st hideturtle ht isvisible": """
hideturtle(); assert see().turtles == [] and not isvisible()
showturtle(); assert len(see().turtles) == 1; ht(); st(); assert isvisible()
""",
    "shape": """
assert shape() == "classic"; shape("turtle"); assert see().paths[0]["d"].count("L") == 23
with raises(TurtleGraphicsError, match="no shape named cow"): shape("cow")
shape("blank"); assert see().turtles == []
""",
    "shapesize turtlesize resizemode": """
shape("square"); shapesize(2, 3, 5); assert turtlesize() == (2, 3, 5) and resizemode() == "user"
assert "L30 20" in see().paths[0]["d"].replace("-", "") and see().paths[0]["width"] == 5
resizemode("auto"); pensize(10); assert "20 20" in see().paths[0]["d"].replace("-", "")
with raises(TurtleGraphicsError, match="must not be zero"): shapesize(0)
""",
    "shearfactor tilt tiltangle shapetransform": """
shape("square"); before = see().paths[0]["d"]; shearfactor(0.5); assert shearfactor() == 0.5
assert see().paths[0]["d"] != before; shearfactor(0); tilt(30); assert round(tiltangle()) == 30
tiltangle(0); shapetransform(1, 0, 0, 2); assert shapetransform() == (1, 0, 0, 2)
""",
    "settiltangle": "with raises_warning(): settiltangle(45)\nassert round(tiltangle()) == 45",
    "get_shapepoly begin_poly end_poly get_poly": """
shape("square"); assert len(get_shapepoly()) == 4
begin_poly(); fd(9); lt(90); fd(9); end_poly(); assert get_poly() == ((0, 0), (9, 0), (9, 9))
""",
    "clone getturtle getpen getscreen": """
fd(20); other = getturtle().clone(); other.lt(90); other.fd(5)
assert sorted(see().turtles) == [(20, 0, 0), (20, 5, -90)] and getpen() is getturtle()
assert getscreen() is Screen() and len(turtles()) == 2
""",
    "onclick onrelease ondrag": "with said('mouse or keyboard'): onclick(print); onrelease(print); ondrag(goto)",
    "bgcolor": """
bgcolor("tan1"); fd(1); assert see().bgcolor == "#ffa54fff" and bgcolor() == "tan1"
bgcolor(0, 0, 1.0); assert see().bgcolor == "#0000ffff"
""",
    "bgpic": """
assert bgpic() == "nopic"; bgpic(folder + "/a.png"); fd(1); assert see().images == [(0, 0, 6, 4)]
assert see().objects[0].state["shape"] == "image", "behind all"
bgpic("nopic"); assert see().images == []
with raises(TK.TclError, match="couldn't open .*no such file"): bgpic("nosuch.png")
""",
    "clearscreen": """
fd(9); bgcolor("red"); clearscreen(); assert see().lines == [] and see().bgcolor == "#ffffffff"
fd(5); assert see().lines == [(0, 0, 5, 0)] and len(see().turtles) == 1
""",
    "resetscreen": "fd(9); Turtle().bk(9); resetscreen(); assert see().turtles == [(0, 0, 0)] * 2",
    "screensize": "assert screensize() == (400, 300); screensize(900, 800, 'red'); assert screensize() == (900, 800)",
    "setworldcoordinates": """
setup(420, 320); setworldcoordinates(0, 0, 40, 30); goto(40, 30); assert mode() == "world"
(line,) = see().lines; assert (line[2] - line[0], line[3] - line[1]) == (400, 300)
setworldcoordinates(0, 0, 80, 60); (line,) = see().lines; assert line[2] - line[0] == 200
""",
    "mode": """
mode("logo"); assert heading() == 0 and see().turtles == [(0, 0, 0)]; fd(9); rt(90)
assert see().lines == [(0, 0, 0, 9)] and heading() == 90 and see().turtles == [(0, 9, 90)]
with raises(TurtleGraphicsError, match="No turtle-graphics-mode"): mode("odd")
""",
    "delay tracer update": """
assert (delay(), tracer()) == (10, 1); delay(3); assert delay() == 3
fd(1); tracer(0); fd(50); assert len(see().lines) == 1; update(); assert len(see().lines) == 2
tracer(3, 0); fd(1); fd(1); shown = len(see().lines); fd(1); assert len(see().lines) > shown
""",
    "no_animation": "with no_animation(): fd(9); assert see().lines == []\nassert see().lines == [(0, 0, 9, 0)]",
    "listen": "assert listen() is listen(1, 2) is None; assert sent == []",
    "onkey onkeyrelease onkeypress onscreenclick": """
with said("mouse or keyboard"): onkey(print, "a"); onkeyrelease(print, "b"); onkeypress(print); onscreenclick(goto)
onkey(None, "a"); onkeypress(None); onscreenclick(None)
""",
    "ontimer": """
order = []; ontimer(lambda: order.append("later"), 50); ontimer(lambda: order.append("soon"), 20)
ontimer(lambda: order.append("now")); assert order == []; mainloop(); assert order == ["now", "soon", "later"]
""",
    "mainloop done": "fd(9); mainloop(); assert len(sent) == 1; fd(9); done(); assert len(sent) == 2",
    "textinput": """
answers("Ada\\n\\n"); fd(9); assert textinput('Name', 'Your name?') == "Ada"; assert len(sent) == 1
assert asked() == "Name: Your name? "; assert textinput('Name', '') == ""; assert asked() == "Name: "
with said('textinput'): assert textinput('Name', 'Your name?') is None
""",
    "numinput": """
answers("7\\n\\n1e1\\n"); assert (numinput("N", "?"), numinput("N", "?", 5)) == (7, 5); assert asked() == "N: ? N: ? [5] "
assert numinput("N", "?", minval=1) == 10; asked()
answers("x\\n0\\n99\\n2\\n"); assert numinput("N", "", minval=1, maxval=3) == 2
assert asked().count("N: ") == 4
with said("numinput"): assert numinput("N", "?", 5, minval=1) == 5
assert numinput("N", "?") is None
""",
    "colormode": "assert colormode() == 1.0; colormode(255); pencolor(255, 0, 9); assert pencolor() == (255, 0, 9)",
    "getshapes register_shape addshape": """
register_shape("tri", ((5, -3), (0, 5), (-5, -3))); shape("tri"); assert see().paths[0]["d"].count("L") == 2
addshape(folder + "/a.gif"); shape(folder + "/a.gif"); pu(); fd(30); assert see().images == [(30, 0, 6, 4)]
both = Shape("compound"); both.addcomponent(((0, 0), (9, 0), (0, 9)), "red", "blue")
both.addcomponent(((0, 0), (-9, 0), (0, 9)), "gold"); register_shape("both", both); shape("both"); rt(90)
assert [path["fill"] for path in see().paths] == ["#ff0000ff", "#ffd700ff"]
assert [path["angle"] for path in see().paths] == [90, 90] and "both" in getshapes()
with raises(TurtleGraphicsError, match="Bad arguments"): register_shape("nothing")
""",
    "window_width window_height": "assert (window_width(), window_height()) == (640, 600)",
    "turtles": "assert turtles() == []; fd(1); assert turtles() == [getturtle()]",
    "getcanvas": """
canvas = getcanvas(); item = canvas.create_oval(-20, -20, 20, 20, fill="red"); fd(1)
assert see().dots == [(0, 0, 20, "#ff0000ff")] and canvas.bbox(item) == (-20, -20, 21, 21)
canvas.move(item, 10, 0); canvas.itemconfigure(item, fill="blue"); assert see().dots == [(10, 0, 20, "#0000ffff")]
assert canvas.winfo_toplevel().title() == "Python Turtle Graphics" and canvas.type(item) == "oval"
canvas.delete(item); assert see().dots == []; canvas.postscript(file=folder + "/a.eps")
assert Path(folder, "a.eps").read_text().startswith("%!PS-Adobe-3.0 EPSF-3.0")
with raises(TK.TclError, match="unknown color name"): canvas.create_line(0, 0, 9, 9, fill="nosuch")
""",
    "setup": """
setup(300, 200); fd(9); assert (see().width, see().height) == (300, 200); setup(0.5, 0.25)
assert (see().width, see().height) == (640, 200) and see().lines == [(0, 0, 9, 0)]
""",
    "title": "title('Mine'); assert getcanvas().winfo_toplevel().title() == 'Mine'",
    "bye": """
fd(9); bye(); assert len(sent) == 1; fd(5); assert see().lines == [(0, 0, 5, 0)]
old = getturtle(); bye()
with raises(Terminator): old.fd(1)
""",
    "exitonclick": "fd(9); exitonclick(); assert len(sent) == 1; fd(5); assert see().lines == [(0, 0, 5, 0)]",
    "save": """
fd(9); write("ä(b)"); save(folder + "/new.eps"); text = Path(folder, "new.eps").read_text()
assert "lineto" in text and "\\\\344\\\\(b\\\\)" in text
""",
    "write_docstringdict": """
write_docstringdict(folder + "/words"); assert "Turtle.forward" in Path(folder, "words.py").read_text()
""",
    "Turtle Pen": "a, b = Turtle(), Pen(shape='square', visible=False); a.fd(9); assert see().turtles == [(9, 0, 0)]",
    "RawTurtle RawPen TurtleScreen": """
canvas = TK.Canvas(TK.Tk(), width=200, height=100); canvas.pack(); screen = TurtleScreen(canvas)
RawTurtle(screen).fd(9); RawPen(canvas).bk(9); assert see(screen).width == 200
assert sorted(see(screen).lines) == [(0, 0, -9, 0), (0, 0, 9, 0)]
with raises(TurtleGraphicsError, match="bad canvas argument"): RawTurtle(5)
""",
    "Screen": "assert Screen() is Screen(); assert isinstance(Screen(), TurtleScreen)",
    "ScrolledCanvas": "assert isinstance(getcanvas(), ScrolledCanvas)",
    "Shape": """
with raises(TurtleGraphicsError, match="no shape type"): Shape("odd")
with raises(TurtleGraphicsError, match="Cannot add component"): Shape("polygon", ()).addcomponent((), "red")
""",
    "Vec2D": "assert Vec2D(1, 2) + (3, 4) == (4, 6) and str(Vec2D(3, 4).rotate(90)) == '(-4.00,3.00)'",
    "Terminator": "TurtleScreen._RUNNING = False\nwith raises(Terminator): fd(1)\nfd(1)",
}
_, _, TABLE, _ = re.split(r"(?m)^=+ =+\n", ours.__doc__ or "")
ROWS = [(line[:48].strip(), line[49:]) for line in TABLE.splitlines()]
NAMES = [name for names, _ in ROWS for name in names.split()]


@contextmanager
def said(text: str) -> Iterator[None]:
    """Expect that something is said, once, of a line of the program."""
    with pytest.warns(ours.TurtleWarning, match=text) as records:
        yield
    assert [record.filename for record in records] == ["a program"]


@pytest.mark.parametrize("names", PROGRAMS)
def test_functions(
    names: str,
    turtle: Any,
    seen: Any,
    sent: list[Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    missing = [name for name in names.split() if not hasattr(turtle, name)]
    if missing:
        pytest.skip(f"Python {sys.version_info[0]}.{sys.version_info[1]} has no {missing[0]}")
    Image.new("RGB", (6, 4), "red").save(tmp_path / "a.png")
    Image.new("P", (6, 4)).save(tmp_path / "a.gif")
    scope = {name: getattr(turtle, name) for name in turtle.__all__}
    scope |= {
        "Path": Path,
        "TK": turtle.TK,
        "TurtleGraphicsError": turtle.TurtleGraphicsError,
        "OurError": BackendAIMediaError,
        "see": seen,
        "commands": lambda: ours.drawing().commands,  # type: ignore[union-attr]
        "said": said,
        "answers": lambda text: monkeypatch.setattr(sys, "stdin", io.StringIO(text)),
        "asked": lambda: capsys.readouterr().out,
        "sent": sent,
        "raises": pytest.raises,
        "raises_warning": pytest.deprecated_call,
        "folder": str(tmp_path),
    }
    assert re.search(r"\b(assert|raises|said)\b", PROGRAMS[names])
    exec(compile(PROGRAMS[names], "a program", "exec"), scope)


def test_every_function_is_in_the_table_and_tested(turtle: Any) -> None:
    newer = {"fill", "poly", "no_animation", "save", "teleport", "settiltangle"}
    assert set(turtle.__all__) - {"onkeyrelease"} <= set(NAMES)
    assert set(NAMES) - newer <= set(turtle.__all__) | {"onkeyrelease"}
    assert len(NAMES) == len(set(NAMES))
    tested = [name for names in PROGRAMS for name in names.split()]
    assert sorted(tested) == sorted(NAMES)


def test_the_page_has_the_same_table() -> None:
    page = (Path(__file__).parents[2] / "docs/turtle.md").read_text(encoding="utf-8")
    section = page.partition("## Function by function")[2]
    rows = re.findall(r"(?m)^\| (`.*`) \| (.*) \|$", section)
    table = [(names.replace("`", ""), text) for names, text in rows if "`" in names]
    assert [(" ".join(names.split()), text) for names, text in ROWS] == table[: len(ROWS)]


def test_colours_are_all_that_tk_has() -> None:
    from backendai_media.turtle._colors import hex_of, is_color

    assert [
        hex_of(name) for name in "aqua crimson fuchsia indigo lime olive silver Teal".split()
    ] == [
        "#00ffffff",
        "#dc143cff",
        "#ff00ffff",
        "#4b0082ff",
        "#00ff00ff",
        "#808000ff",
        "#c0c0c0ff",
        "#008080ff",
    ]
    assert hex_of("DarkOliveGreen3") == "#a2cd5aff"
    assert hex_of("light goldenrod") == hex_of("LightGoldenrod") == "#eedd82ff"
    assert (hex_of("gray50"), hex_of("grey100"), hex_of("green")) == (
        "#7f7f7fff",
        "#ffffffff",
        "#008000ff",
    )
    assert (hex_of("#123456789"), hex_of("#fff000f0f000")) == ("#124578ff", "#ff00f0ff")
    for name in ("gray101", "grey007", "#12", "#1234", "dark olivegreen", " red", "", "red5"):
        assert not is_color(name), name
    assert Color.from_hex(hex_of("tomato")) == Color.from_name("tomato")
