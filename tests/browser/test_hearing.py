"""Drawings whose programs listen: which keys and pointers they take, and that they give them back."""

from __future__ import annotations

from typing import Any

from .drawing import OPEN, STILL, disc, item
from .stage import Stage
from .test_page import AXE

LISTENS = [0, "listen", ["ArrowUp", "a", "Escape"], 2]
WATCH = """() => {
  window.__heard = [];
  document.addEventListener("backendai:drawing", ({ detail }) => window.__heard.push(detail));
}"""
HEARD = """() => window.__heard.map(({ kind, key, x, y, button, drawing }) =>
  [kind, ...(key ? [key] : []), ...(x === undefined ? [] : [Math.round(x / 5) * 5, Math.round(y / 5) * 5, button]), drawing])"""
NOTE = "() => document.querySelector('.backendai-hearing:not([hidden]) [role=status]')?.textContent ?? ''"
KEY = """(kind, key, more = {}) => document.querySelector('#out canvas').dispatchEvent(
  new KeyboardEvent(kind, { key, code: key, bubbles: true, cancelable: true, ...more }))"""
POINT = """(kind, x, y, button = 0) => {
  const canvas = document.querySelector('#out canvas');
  const box = canvas.getBoundingClientRect();
  canvas.dispatchEvent(new PointerEvent(kind, {
    clientX: box.left + x * box.width / 200, clientY: box.top + y * box.height / 150, button,
    pointerId: 1, bubbles: true, cancelable: true }));
}"""


def listening(stage: Stage) -> None:
    stage.open_strict()
    stage.js(WATCH)
    # Made-up events have no pointer to capture.
    stage.js("() => { HTMLCanvasElement.prototype.setPointerCapture = () => {} }")
    stage.handle_all([item(OPEN, STILL, disc(), LISTENS)])
    stage.wait(f"() => ({NOTE})()")


def heard(stage: Stage, *kinds: str) -> list[Any]:
    return [one for one in stage.js(HEARD) if not kinds or one[0] in kinds]


def test_keys_that_have_functions(stages: Stage) -> None:
    listening(stages)
    assert [one[0] for one in heard(stages)] == ["shown", "listens"]
    assert stages.js(NOTE) == "Click the drawing, and keys go to the program"
    stages.js("() => document.querySelector('#out canvas').focus()")
    assert stages.js(NOTE) == "Keys go to the program; Esc gives them back"
    # Dispatching returns false where the page must not use the key.
    assert stages.js(KEY, "keydown", "ArrowUp") is False
    assert stages.js(KEY, "keydown", "b") is True
    assert stages.js(KEY, "keydown", "a", {"ctrlKey": True}) is True
    assert stages.js(KEY, "keydown", "Tab") is True
    stages.js(KEY, "keyup", "ArrowUp")
    stages.js(KEY, "keydown", "a")
    # The program may have Escape, too; the drawing gives the keys back, and lets go.
    stages.js(KEY, "keydown", "Escape")
    assert stages.js("() => document.activeElement === document.body")
    assert stages.js(NOTE) == "Click the drawing, and keys go to the program"
    assert heard(stages, "press", "release") == [
        ["press", "ArrowUp", 0],
        ["release", "ArrowUp", 0],
        ["press", "a", 0],
        ["press", "Escape", 0],
        ["release", "a", 0],
        ["release", "Escape", 0],
    ]
    assert stages.probe("errors") + stages.probe("violations") == []


def test_clicks_and_drags(stages: Stage) -> None:
    listening(stages)
    stages.js(POINT, "pointermove", 10, 10)
    stages.js(POINT, "pointerdown", 20, 30, 0)
    stages.js(POINT, "pointermove", 60, 70)
    stages.js(POINT, "pointerup", 100, 75, 0)
    stages.js(POINT, "pointerdown", 5, 5, 2)
    stages.js(POINT, "pointerup", 5, 5, 2)
    assert heard(stages, "down", "move", "up") == [
        ["down", 20, 30, 1, 0],
        ["move", 60, 70, 1, 0],
        ["up", 100, 75, 1, 0],
        ["down", 5, 5, 3, 0],
        ["up", 5, 5, 3, 0],
    ]


def test_it_stops_listening(stages: Stage) -> None:
    listening(stages)
    stages.js("() => document.querySelector('#out canvas').focus()")
    stages.js(KEY, "keydown", "a")
    stages.handle_all([item([0, "listen"])], append=True)
    stages.wait(f"() => !({NOTE})()")
    # What was held is let go; nothing is heard any more.
    stages.js(KEY, "keydown", "ArrowUp")
    stages.js(POINT, "pointerdown", 20, 30, 0)
    assert heard(stages, "press", "release", "down") == [["press", "a", 0], ["release", "a", 0]]
    assert stages.js("() => document.querySelector('#out canvas').role") == "img"


def test_keys_to_touch(stage: Stage) -> None:
    listening(stage)
    buttons = "() => [...document.querySelectorAll('.backendai-touch-keys button')].map(one => one.ariaLabel)"
    assert stage.js(buttons) == ["ArrowUp", "Escape", "a"]
    stage.js("() => document.querySelector('.backendai-touch-keys button').click()")
    assert heard(stage, "press", "release") == [["press", "ArrowUp", 0], ["release", "ArrowUp", 0]]


def test_it_is_accessible(stage: Stage) -> None:
    listening(stage)
    stage.js("() => document.querySelector('#out canvas').focus()")
    page: Any = stage.engine
    page.page.evaluate(AXE.read_text())
    assert (
        stage.js(
            "async () => (await axe.run('#out')).violations.map(({ id, nodes }) => [id, nodes[0].html])"
        )
        == []
    )
    described = "() => document.querySelector('#out canvas').getAttribute('aria-description')"
    assert stage.js(described) == "Keys go to the program; Esc gives them back"
