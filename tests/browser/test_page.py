"""Strict policies, assistive technology, light and dark, narrow windows (Chromium)."""

from __future__ import annotations

import json
import threading

import pytest
from PIL import ImageStat

from tests import VECTORS

from .stage import HERE, Stage, pixels, png

AXE = HERE.parents[1] / "browser/node_modules/axe-core/axe.min.js"

ERROR = {
    "output_type": "error",
    "ename": "ZeroDivisionError",
    "evalue": "division by zero",
    "traceback": [
        "\x1b[31mZeroDivisionError\x1b[39m  Traceback (most recent call last)",
        "\x1b[32m----> 1\x1b[0m 1/0",
    ],
}
PALETTE = "".join(f"\x1b[{30 + i}mcolor {i}\x1b[{90 + i}m bright {i}\x1b[0m\n" for i in range(8))
TABLE = (
    "<style>.dataframe th { text-align: right; color: inherit }</style>"
    '<table border=1 class=dataframe><thead><tr style="text-align: right;"><th>a</th><th>b</th>'
    "</tr></thead><tbody><tr><td>1</td><td>x</td></tr></tbody></table>"
)
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30">'
    '<rect width="60" height="30" fill="green"/></svg>'
)
ENVELOPE = json.loads((VECTORS / "16_svg_envelope.json").read_text())["envelope"]
EVERYTHING = [
    [
        "stdout",
        "plain \x1b[1mbold\x1b[0m \x1b]8;;https://example.com\x1b\\link\x1b]8;;\x1b\\\n" + PALETTE,
    ],
    ["stderr", "a warning\n"],
    ERROR,
    ["log", ["info", "12:00", "app", "started"]],
    ["text/html", TABLE],
    ["image/png", png("orange", (60, 30))],
    ["image/svg+xml", SVG],
    ENVELOPE,
    ["application/json", {"a": [1, 2, {"b": None}]}],
    ["application/json", {"many": [list(range(50)), "long " * 200]}],
    ["text/csv", "name,value\n" + "a,1.5\n" * 30],
    ["text/plain", "plain text\n" * 5],
    ["application/x-unknown", "raw"],
    {"msg_type": "input_request", "content": {"prompt": "Name: ", "password": False}},
    {"msg_type": "input_request", "content": {"prompt": "Key: ", "password": True}},
    ["image/png", 5],
]


def test_strict_policy_without_a_violation(stage: Stage) -> None:
    stage.open_strict()
    report = stage.handle_all(EVERYTHING)
    assert [entry["index"] for entry in report["failed"]] == [len(EVERYTHING) - 1]
    stage.engine.click("#out img")
    stage.js("() => new Promise(done => setTimeout(done, 300))")
    assert stage.probe("violations") == []
    assert stage.probe("errors") == []
    assert [line for line in stage.engine.console if not line.startswith("log")] == []  # type: ignore[attr-defined]
    stage.engine.type("\x1b")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("strict", [False, True], ids=["plain", "strict"])
def test_axe_finds_nothing(stage: Stage, dark: bool, strict: bool) -> None:
    stage.engine.dark(dark)
    try:
        colors = "background: #0d1117; color: #eee" if dark else "background: #fff"
        body = f'<main style="{colors}"><h1>A page</h1><div id="out"></div></main>'
        if strict:
            stage.open_strict()
        else:
            stage.open(body=body)
        stage.handle_all(EVERYTHING)
        stage.engine.page.evaluate(AXE.read_text())  # type: ignore[attr-defined]
        found = stage.js("""async () => {
          const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
          const { violations } = await axe.run('#out', { runOnly: tags });
          return violations.map(({ id, nodes }) => [id, ...nodes.slice(0, 3).map(node =>
            `${node.html.slice(0, 200)} | ${node.failureSummary}`)]);
        }""")
    finally:
        stage.engine.dark(False)
    assert found == []


def luminance(stage: Stage) -> float:
    """Mean brightness of the result's left upper part, 0 to 255."""
    box = stage.js(
        "() => { const { x, y } = document.querySelector('.backendai-output')"
        ".getBoundingClientRect(); return [x, y] }"
    )
    x, y = (max(0, round(value)) for value in box)
    image = pixels(stage.engine.screenshot()).crop((x, y, x + 300, y + 120)).convert("L")
    return ImageStat.Stat(image).mean[0]


@pytest.mark.parametrize("by", ["preference", "attribute"])
def test_light_and_dark(stage: Stage, by: str) -> None:
    found = {}
    for dark in (False, True):
        stage.engine.dark(dark if by == "preference" else not dark)
        stage.open()
        if by == "attribute":
            stage.js(
                "theme => { document.documentElement.dataset.backendaiTheme = theme }",
                "dark" if dark else "light",
            )
        stage.handle_all([["stdout", "some text\n" * 8]])
        found[dark] = luminance(stage)
    stage.engine.dark(False)
    assert found[True] < 70 < 200 < found[False]


def test_theme_properties(stage: Stage) -> None:
    stage.open(
        body='<div id="out" style="--backendai-background: rgb(1, 2, 3); '
        '--backendai-foreground: rgb(4, 5, 6)"></div>'
    )
    stage.handle_all([["stdout", "x"]])
    style = stage.js(
        "() => { const { backgroundColor, color } = getComputedStyle("
        "document.querySelector('.backendai-output')); return [backgroundColor, color] }"
    )
    assert style == ["rgb(1, 2, 3)", "rgb(4, 5, 6)"]


def test_wide_outputs_stay_within_a_phones_width(stage: Stage) -> None:
    stage.engine.page.set_viewport_size({"width": 360, "height": 700})  # type: ignore[attr-defined]
    wide = "<table>" + "<tr>" + "".join(f"<td>column_{i}</td>" for i in range(60)) + "</tr></table>"
    stage.open()
    stage.engine.page.set_viewport_size({"width": 360, "height": 700})  # type: ignore[attr-defined]
    stage.handle_all(
        [
            ["text/html", wide],
            ["image/png", png("red", (2000, 30))],
            ["stdout", "x" * 2000],
            ["stderr", "word " * 500],
        ]
    )
    assert stage.js("() => document.documentElement.scrollWidth") <= 360


def test_no_jump_when_a_chunk_arrives(stage: Stage) -> None:
    stage.open()
    gate = threading.Event()
    stage.assets.trouble("/js/console.js", gate=gate)
    text = "line\n" * 30
    stage.js(
        "(text, png) => { window.done = __probe.show([['stdout', text], ['image/png', png]]) }",
        text,
        png(),
    )
    stage.wait("() => document.querySelector('#out img')?.complete")
    before = stage.js("() => document.querySelector('#out img').getBoundingClientRect().top")
    gate.set()
    stage.js("async () => { await done }")
    after = stage.js("() => document.querySelector('#out img').getBoundingClientRect().top")
    assert abs(after - before) <= 0.1 * after, (before, after)
