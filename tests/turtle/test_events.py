"""Programs that hear keys and pointers, as they do in Tk."""

from __future__ import annotations

import itertools
import time
from typing import Any

import pytest

from backendai_media import turtle as ours
from backendai_media.drawing.encoding import TYPE, decode_commands
from backendai_media.errors import TclError
from backendai_media.model import Item, MediaItem, UpdateItem
from backendai_media.turtle import _stdlib, _tk
from backendai_media.turtle._events import keysym_of, read_events

from .page import Page, page

__all__ = ["page"]


def run(turtle: Any) -> None:
    """Run a program's main loop until it is interrupted, and end its cell."""
    with pytest.raises(KeyboardInterrupt):
        turtle.mainloop()


def test_a_key_calls_its_function_when_it_is_let_go(turtle: Any, page: Page) -> None:
    heard: list[str] = []
    turtle.onkey(lambda: heard.append("up"), "Up")
    turtle.onkeypress(lambda: heard.append("down"), "Up")
    turtle.listen()
    page.press(100, "ArrowUp", "ArrowDown", "ArrowUp")
    run(turtle)
    assert heard == ["down", "up", "down", "up"]


def test_without_listen_keys_are_not_heard(turtle: Any, page: Page) -> None:
    heard: list[str] = []
    turtle.onkey(lambda: heard.append("a"), "a")
    turtle.onscreenclick(lambda x, y: turtle.listen())
    page.press(100, "a")
    page.click(200, 5, 5)
    page.press(300, "a")
    run(turtle)
    assert heard == ["a"]
    assert page.listens()[:2] == [[[], 1], [["a"], 1]]


def test_keys_have_tks_names(turtle: Any, page: Page) -> None:
    heard: list[str] = []
    names = {" ": "space", "Enter": "Return", "a": "a", "A": "A", "+": "plus", "PageDown": "Next"}
    for name in names.values():
        turtle.onkey(lambda name=name: heard.append(name), name)
    turtle.listen()
    page.press(100, *names)
    run(turtle)
    assert heard == list(names.values())
    assert page.listens()[0] == [sorted(names), 0]


@pytest.mark.parametrize("key", ["é", "ü", "ß", "Å", "ñ", "ø", "한"])
def test_letters_beyond_ascii(key: str) -> None:
    wanted = {"é": "eacute", "ü": "udiaeresis", "ß": "ssharp", "Å": "Aring", "ñ": "ntilde"}
    assert keysym_of(key) == wanted.get(key, {"ø": "oslash"}.get(key, key))


@pytest.mark.parametrize("name", ["left", "SPACE", "Enter", "Esc", "ArrowUp", ".", "foo", "ü"])
def test_what_tk_does_not_know_is_an_error(turtle: Any, name: str) -> None:
    with pytest.raises(TclError, match="bad event type or keysym"):
        turtle.onkey(lambda: None, name)


def test_any_key_and_the_last_function(turtle: Any, page: Page) -> None:
    heard: list[str] = []
    turtle.onkeypress(lambda: heard.append("first"), "x")
    turtle.onkeypress(lambda: heard.append("x"), "x")
    turtle.onkeypress(lambda: heard.append("any"))
    turtle.onkey(lambda: heard.append("gone"), "y")
    turtle.onkey(None, "y")
    turtle.listen()
    page.press(100, "x", "y")
    run(turtle)
    assert heard == ["x", "any"]


def test_clicks_on_the_screen(turtle: Any, page: Page) -> None:
    heard: list[Any] = []
    turtle.onscreenclick(lambda x, y: heard.append((1, x, y)))
    turtle.onscreenclick(lambda x, y: heard.append("also"), add=True)
    turtle.onscreenclick(lambda x, y: heard.append((3, x, y)), 3)
    page.click(100, 20, -30)
    page.click(200, 1, 2, 3)
    page.click(300, 1, 2, 2)
    run(turtle)
    assert heard == [(1, 20, -30), "also", (3, 1, 2)]


def test_a_turtle_that_is_clicked_dragged_and_let_go(turtle: Any, page: Page) -> None:
    pen = turtle.Turtle("circle")
    heard: list[Any] = []
    pen.onclick(lambda x, y: heard.append("click"))
    pen.ondrag(pen.goto)
    pen.onrelease(lambda x, y: heard.append(("release", x, y)))
    turtle.onscreenclick(lambda x, y: heard.append(("screen", x, y)))
    for moment, (kind, x) in enumerate((("down", 4), ("move", 50), ("move", 90), ("up", 91)), 2):
        page.at(moment * 50, {"kind": kind, "x": x + 320.5, "y": 300.5, "button": 1})
    page.click(300, 0, 0)
    run(turtle)
    assert heard == ["click", ("screen", 4, 0), ("release", 91, 0), ("screen", 0, 0)]
    assert pen.pos() == (90, 0)
    assert page.listens()[0] == [[], 2]


def test_timers_are_real_and_frames_go_out(turtle: Any, page: Page, sent: list[Item]) -> None:
    moments: list[float] = []

    def tick() -> None:
        moments.append(page.now)
        turtle.forward(10)
        turtle.update()
        turtle.ontimer(tick, 100)

    turtle.tracer(0)
    tick()
    run(turtle)
    steps = [after - before for before, after in itertools.pairwise(moments)]
    assert all(100 <= step < 130 for step in steps[1:])
    # Each went out by itself, as an update of one display.
    (first,) = [one for one in sent if isinstance(one, MediaItem)]
    updates = [one for one in sent if isinstance(one, UpdateItem)]
    assert {one.display_id for one in updates} == {first.display_id}
    assert len(updates) >= 40


def test_an_endless_loop_is_as_fast_as_a_screen(turtle: Any, page: Page) -> None:
    turtle.tracer(0)
    frames: list[int] = []
    page.ends = 1000

    def play() -> None:
        while True:
            turtle.forward(1)
            turtle.update()
            frames.append(1)

    with pytest.raises(KeyboardInterrupt):
        play()
    assert 50 < len(frames) < 70


def test_a_loop_that_looks_at_what_handlers_did(turtle: Any, page: Page) -> None:
    state = {"on": True}
    turtle.onkeypress(lambda: state.update(on=False), "q")
    turtle.listen()
    page.press(500, "q")
    while state["on"]:
        turtle.forward(5)
        turtle.left(5)
    assert 500 <= page.now < 600


def test_a_film_that_never_ends_is_shown_at_last(turtle: Any, page: Page) -> None:
    def play() -> None:
        while True:
            page.now += 1
            turtle.forward(100)
            turtle.left(90)

    page.ends = 30_000
    with pytest.raises(KeyboardInterrupt):
        play()
    assert page.waits


def test_a_cell_that_was_stopped_leaves_nothing(turtle: Any, page: Page, sent: list[Item]) -> None:
    pen = turtle.Turtle()
    turtle.ontimer(lambda: turtle.ontimer(pen.reset, 10), 10)
    turtle.onkey(turtle.bye, "q")
    turtle.listen()
    run(turtle)
    _stdlib.end_cell()
    loop = _tk.loop
    assert (loop.recorders, loop.waits, loop.listens) == ([], False, False)
    last = sent[-1]
    assert isinstance(last, UpdateItem)
    # Whole, for viewers that keep only this, and deaf.
    commands = decode_commands(last.data[TYPE])
    assert commands[0][1] == "canvas"
    assert commands[-1][1:] == ["listen"]
    assert "<svg" in last.data["image/svg+xml"]
    with pytest.raises(turtle.Terminator):
        pen.forward(10)
    turtle.forward(10)
    assert ours.drawing() is not None


def test_bye_ends_the_main_loop(turtle: Any, page: Page) -> None:
    turtle.onkey(turtle.bye, "q")
    turtle.listen()
    page.press(300, "q")
    turtle.mainloop()
    assert page.now < 1000


def test_exitonclick_waits_for_a_click(turtle: Any, page: Page) -> None:
    turtle.forward(50)
    page.click(700, 0, 0)
    turtle.exitonclick()
    assert page.now == pytest.approx(700, abs=50)


def test_a_picture_that_waits_for_nothing_is_a_film(
    turtle: Any, page: Page, sent: list[Item]
) -> None:
    turtle.forward(50)
    turtle.done()
    assert page.waits == []
    assert not page.listens()
    (item,) = sent
    assert isinstance(item, MediaItem)
    assert item.display_id is None


def test_errors_in_functions_are_reported(
    turtle: Any, page: Page, capsys: pytest.CaptureFixture[str]
) -> None:
    heard: list[str] = []
    turtle.onkey(lambda: 1 / 0, "z")
    turtle.onkey(lambda: heard.append("a"), "a")
    turtle.listen()
    page.press(100, "z", "a")
    run(turtle)
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert heard == ["a"]


def test_what_is_no_event_is_left_out() -> None:
    hostile: list[Any] = [
        None,
        3,
        {},
        {"kind": "press"},
        {"kind": "explode", "drawing": 1},
        {"kind": "down", "drawing": 1, "x": "left"},
        {"kind": "down", "drawing": float("inf")},
    ]
    moves = [{"kind": "move", "drawing": 1, "x": x, "y": 0} for x in range(5)]
    assert read_events(hostile) == []
    assert [one.x for one in read_events(moves)] == [4]


def test_handlers_of_a_picture_are_never_called(turtle: Any) -> None:
    with pytest.warns(ours.TurtleWarning, match="no mouse or keyboard"):
        turtle.onkey(lambda: None, "a")
    before = time.monotonic()
    turtle.mainloop()
    assert time.monotonic() - before < 30
