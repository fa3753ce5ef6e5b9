"""The strip under a drawing: by mouse, by keyboard, for all eyes."""

from __future__ import annotations

from typing import Any

import pytest

from .drawing import OPEN, STILL, disc, item, pixel, press
from .stage import Stage
from .test_page import AXE

RED = [255, 0, 0, 255]
MOVES = [[0, "update", 0, "x", x] for x in (70, 90, 110, 130, 150)]
ITEM = item(OPEN, STILL, disc(), [0, "resume-anim"], *MOVES)
AT = "() => [...document.querySelectorAll('#out input')].map(range => range.ariaValueText)[0]"
FOCUS = "() => document.activeElement.ariaLabel"


def test_it_plays_stops_and_scrubs(stages: Stage) -> None:
    stages.open_strict()
    stages.handle_all([ITEM])
    assert stages.js("() => document.querySelectorAll('#out button').length") == 0, (
        "not before it is wanted"
    )
    press(stages, "End")
    stages.wait(f"() => ({AT})() === 'Step 5 of 5'")
    assert pixel(stages, 150, 50) == RED
    press(stages, "Home")
    stages.wait(f"() => ({AT})() === 'Step 0 of 5'")
    assert pixel(stages, 50, 50) == RED
    press(stages, "ArrowRight")
    stages.wait(f"() => ({AT})() === 'Step 1 of 5'")
    stages.engine.click("#out [aria-label=Play]")
    stages.wait("() => document.querySelector('#out [aria-label=Pause]')")
    stages.wait(f"() => ({AT})() === 'Step 5 of 5'")
    stages.wait("() => document.querySelector('#out [aria-label=Play]')")
    stages.engine.click("#out [aria-label=Replay]")
    stages.wait(f"() => ({AT})() !== 'Step 5 of 5'")
    stages.engine.click("#out [aria-label=Pause]")
    held = stages.js(AT)
    stages.js("() => __probe.sleep(700)")
    assert stages.js(AT) == held
    assert stages.probe("errors") + stages.probe("violations") == []


def test_the_keyboard_reaches_everything(stage: Stage) -> None:
    stage.open_strict()
    stage.handle_all([ITEM])
    reached = []
    for _ in range(8):
        stage.engine.type("\t")
        reached.append(stage.js(FOCUS).split(":")[0])
    assert reached == [
        "Drawing of 1 object",
        "Play" if "Play" in reached else "Pause",
        "Step",
        "Speed",
        "Replay",
        "Full screen",
        "Save as PNG",
        "Save as SVG",
    ]
    opacity = "() => getComputedStyle(document.querySelector('.backendai-controls')).visibility"
    assert stage.js(opacity) == "visible"


def test_new_commands_wait_while_it_is_held(stage: Stage) -> None:
    stage.open_strict()
    stage.handle_all([ITEM])
    press(stage, "Home")
    assert stage.handle_all([item([0, "update", 0, "y", 100])], append=True)["failed"] == []
    stage.wait(f"() => ({AT})() === 'Step 0 of 6'")
    assert pixel(stage, 50, 50) == RED
    press(stage, "End")
    stage.wait(f"() => ({AT})() === 'Step 6 of 6'")
    assert pixel(stage, 150, 100) == RED


def test_a_still_drawing_has_nothing_to_play(stage: Stage) -> None:
    stage.open_strict()
    stage.handle_all([item(OPEN, STILL, disc())])
    press(stage, "End")
    shown = "() => [...document.querySelectorAll('.backendai-controls > :not([hidden])')].map(e => e.ariaLabel)"
    stage.wait(f"() => ({shown})().length === 3")
    assert stage.js(shown) == ["Full screen", "Save as PNG", "Save as SVG"]


@pytest.mark.window
def test_full_screen_is_sharp(stage: Stage) -> None:
    browser: Any = stage.engine
    stage.open_strict()
    stage.handle_all([item(OPEN, STILL, disc())])
    browser.page.hover("#out canvas")
    stage.engine.click("#out [aria-label='Full screen']")
    stage.wait("() => document.fullscreenElement && document.querySelector('canvas').height > 500")
    assert pixel(stage, 300, 230) == RED
    stage.js("() => document.exitFullscreen()")
    stage.wait("() => document.querySelector('canvas').height === 150")


def test_axe_finds_nothing(stage: Stage) -> None:
    stage.open_strict()
    stage.handle_all([ITEM])
    press(stage, "End")
    page: Any = stage.engine
    page.page.evaluate(AXE.read_text())
    found = stage.js("""async () => {
      const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
      const { violations } = await axe.run('#out', { runOnly: tags });
      return violations.map(({ id, nodes }) => [id, ...nodes.map(node => node.html)]);
    }""")
    assert found == []
