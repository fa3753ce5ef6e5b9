"""The oldest supported browsers (spec/browsers.json) show each kind of output as today's do."""

from __future__ import annotations

from typing import Any

from ..gitgraph.make_vectors import chain
from . import floors
from .stage import Stage, png
from .test_asciicast import THEME, TYPE, cast, seek
from .test_console_colors import check_seen, output
from .test_drawing import DRAWN
from .test_page import ENVELOPE, PALETTE

STYLED = (
    "<style>td { background: rgb(1, 2, 3) } .wide { & td { color: rgb(4, 5, 6) } }</style>"
    '<table class="wide"><tr><td style="text-align: right">cell</td></tr></table><script>alert(1)</script>'
)


def show(stage: Stage, *items: Any) -> None:
    stage.open_strict()
    assert stage.handle_all(list(items)) == {"rendered": len(items), "failed": []}


def clean(stage: Stage) -> None:
    assert stage.probe("errors") + stage.probe("violations") == []


def test_versions(floor_stage: Stage) -> None:
    """The engines are what they are meant to be."""
    found = floor_stage.js("() => navigator.userAgent")
    name = floor_stage.engine.name
    marks = {
        "chromium": f"Chrome/{floors.oldest('chrome')}.",
        "firefox": f"Firefox/{floors.oldest('firefox')}.",
    }
    assert marks[name] in found


def test_console_text(floor_stage: Stage) -> None:
    show(floor_stage, ["stdout", PALETTE])
    colors = """() => {
      const consoles = getComputedStyle(document.querySelector('.backendai-console'));
      return [consoles.whiteSpace, new Set(__probe.all('#out span').map(s => getComputedStyle(s).color)).size];
    }"""
    white_space, count = floor_stage.js(colors)
    assert (white_space, count > 8) == ("pre-wrap", True)
    floor_stage.handle_all([output(number) for number in range(30)])
    for place in ("0", "9e9", "0"):
        floor_stage.js(f"() => scrollTo(0, {place})")
        check_seen(floor_stage, 2)
    clean(floor_stage)


def test_markup(floor_stage: Stage) -> None:
    """HTML with its own style, and Markdown."""
    show(
        floor_stage,
        ["text/html", STYLED],
        ["text/markdown", "# Title\n\n*a* `b`\n\n| c |\n|---|\n| d |"],
    )
    html, heading = floor_stage.js("""() => {
      const [html, markdown] = __probe.all('.backendai-html > *').map(host => host.shadowRoot);
      const { backgroundColor, color, textAlign } = getComputedStyle(html.querySelector('td'));
      const { fontWeight } = getComputedStyle(markdown.querySelector('h1'));
      return [[backgroundColor, color, textAlign], [fontWeight, markdown.querySelectorAll('em, code, td').length]];
    }""")
    assert html == ["rgb(1, 2, 3)", "rgb(4, 5, 6)", "right"]
    assert heading[1] == 3
    assert int(heading[0]) >= 600
    clean(floor_stage)


def test_pictures(floor_stage: Stage) -> None:
    """An image, a drawing, and a git graph."""
    history = chain("a1", "b2", "c3")
    show(
        floor_stage,
        ["image/png", png("orange", (60, 30))],
        ENVELOPE,
        ["application/vnd.sorna.gitgraph", history],
    )
    floor_stage.wait(DRAWN)
    found = floor_stage.js("""() => {
      return [
        document.querySelector('#out img').naturalWidth,
        __probe.all('.backendai-git-row').length,
        __probe.all('#out svg path').length > 1,
      ];
    }""")
    assert found == [60, 3, True]
    clean(floor_stage)


def test_data(floor_stage: Stage) -> None:
    """A JSON tree that is searched, and a table that is filtered."""
    show(
        floor_stage,
        ["application/json", {"a": [1, 2, {"b": None}]}],
        ["text/csv", "name,value\n" + "".join(f"n{i},{i}.5\n" for i in range(30))],
    )
    assert "b: null" in floor_stage.text()
    floor_stage.engine.click(".backendai-table-filter")
    floor_stage.engine.type("n17")
    floor_stage.wait(
        "() => document.querySelector('.backendai-table .backendai-data-status').textContent.startsWith('1 ')"
    )
    assert "17.5" in floor_stage.text()
    clean(floor_stage)


def test_a_recording(floor_stage: Stage) -> None:
    """The terminal's emulator has its style sheets."""
    text = cast(
        [1, "o", "one\r\n"],
        [1, "o", "\x1b[31mred\x1b[0m"],
        term={"cols": 40, "rows": 5, "theme": THEME},
    )
    show(floor_stage, {"data": {TYPE: text}})
    floor_stage.wait("() => document.querySelector('.xterm-rows').textContent.includes('red')")
    found = floor_stage.js("""() => {
      const rows = document.querySelector('.xterm-rows');
      const red = [...rows.querySelectorAll('span')].find(span => span.textContent === 'red');
      const row = getComputedStyle(rows.firstElementChild);
      return [getComputedStyle(red).color, getComputedStyle(rows).color, parseFloat(row.height) > 8];
    }""")
    assert found == ["rgb(192, 0, 0)", "rgb(16, 16, 16)", True]
    seek(floor_stage, 1.2, "one")
    clean(floor_stage)
