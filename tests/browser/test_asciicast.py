"""Recorded terminals in the page."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from .stage import Stage
from .tasks import longest_task
from .toolbar import copied, saved

TYPE = "application/vnd.asciinema.asciicast"
WORDS = "document.querySelector('.backendai-cast-words').textContent"
TIME = "document.querySelector('.backendai-cast-track input').value"
THEME = {
    "fg": "#101010",
    "bg": "#fefedd",
    "palette": "#000000:#c00000:#00c000:#c0c000:#0000c0:#c000c0:#00c0c0:#c0c0c0",
}


def cast(*events: Any, version: int = 3, columns: int = 40, rows: int = 10, **header: Any) -> str:
    size = {"cols": columns, "rows": rows}
    head = (
        {"version": 3, "term": size}
        if version == 3
        else {"version": 2, "width": columns, "height": rows}
    )
    lines = [{**head, **header}, *events]
    return "\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines)


def numbers(count: int) -> list[list[Any]]:
    """A line each second."""
    return [[1, "o", f"line {i}\r\n"] for i in range(1, count + 1)]


def show(stage: Stage, text: str, **metadata: Any) -> Any:
    return stage.handle_all([{"data": {TYPE: text}, "metadata": metadata}])


def seek(stage: Stage, time: float, expected: str) -> None:
    """Set the bar, and wait for what the screen then says at its end."""
    stage.js(
        """time => {
          const bar = document.querySelector('.backendai-cast-track input');
          bar.value = time;
          bar.dispatchEvent(new Event('input'));
        }""",
        time,
    )
    stage.wait(f"text => {WORDS}.endsWith(text)", expected)


def clean(stage: Stage) -> None:
    assert stage.probe("errors") + stage.probe("violations") + stage.probe("calls") == []


def test_a_recording(stages: Stage) -> None:
    """Under the strict policy: its last screen, then it plays, and goes to any moment."""
    stages.open_strict()
    term = {"cols": 40, "rows": 10, "theme": THEME}
    events = [*numbers(3), [1, "m", "here"], [1, "o", "\x1b[31mred\x1b[0m 한글"], [0, "x", "0"]]
    report = show(stages, cast(*events, term=term, title="A title"), speed=50)
    assert report == {"rendered": 1, "failed": []}
    assert stages.js(f"() => {WORDS}") == "line 1\nline 2\nline 3\nred 한글"
    assert stages.js("() => document.querySelector('.backendai-cast').ariaLabel") == (
        "Terminal recording, A title, 0:05"
    )
    colors = """() => {
      const red = [...document.querySelectorAll('.xterm-rows span')].find(span => span.textContent === 'red');
      return [getComputedStyle(red).color, getComputedStyle(document.querySelector('.backendai-terminal')).backgroundColor];
    }"""
    stages.wait("() => document.querySelector('.xterm-rows').textContent.includes('red')")
    assert stages.js(colors) == ["rgb(192, 0, 0)", "rgb(254, 254, 221)"]
    stages.engine.click(".backendai-cast-large")
    stages.wait(f"() => {TIME} === '5' && {WORDS}.endsWith('red 한글')")
    seek(stages, 2.5, "line 2")
    stages.js("() => document.querySelector('.backendai-cast').focus()")
    stages.engine.type("]")
    stages.wait(f"() => {WORDS}.endsWith('line 3')")
    assert stages.js(f"() => {TIME}") == "4"
    stages.engine.type("[")
    stages.wait(f"() => {WORDS} === ''")
    clean(stages)


def test_going_back_is_going_there(stage: Stage) -> None:
    """The screen at a moment is one and the same, from wherever it is reached."""
    stage.open()
    events: list[Any] = []
    for i in range(60):
        events.append([0.5, "o", f"\x1b[{i % 12 + 1};{i % 30 + 1}Hat {i}"])
        if i % 7 == 0:
            events.append([0, "o", "\x1b[?1049h" if i % 14 else "\x1b[?1049l"])
        if i % 11 == 0:
            events.append([0, "r", f"{30 + i}x{8 + i % 5}"])
        if i % 13 == 0:
            events.append([0, "o", "\x1b[31"])  # cut in the middle
            events.append([0, "o", "m"])
    text = cast(*events)
    times = [3.2, 20.1, 11.0, 29.9, 0.6, 14.3]
    straight = {}
    for time in times:
        show(stage, text, poster=time)
        straight[time] = stage.js(f"() => {WORDS}")
    assert len(set(straight.values())) == len(times)
    for time in [*times, *reversed(times)]:
        seek(stage, time, straight[time])
        assert stage.js(f"() => {WORDS}") == straight[time]


def test_version_2_and_pauses(stage: Stage) -> None:
    stage.open()
    events = [[1.5, "o", "a"], [100, "o", "b"], [100.5, "i", "x"], [99, "o", "c"], [101, "o", "d"]]
    show(stage, cast(*events, version=2, idle_time_limit=2))
    clock = "() => document.querySelector('.backendai-cast-strip span').textContent"
    assert stage.js(clock) == "0:00 / 0:04"
    assert stage.js(f"() => {WORDS}") == "abcd"
    seek(stage, 3.6, "b")
    show(stage, cast(*events, version=2, idle_time_limit=2), idle_time_limit=50)
    assert stage.js(clock) == "0:00 / 0:52"
    show(stage, cast(*events, version=2))
    assert stage.js(clock) == "0:00 / 1:41"


def test_what_is_malformed(stage: Stage) -> None:
    stage.open_strict()
    bad = [
        "no JSON",
        [1],
        [1, "o"],
        ["1", "o", "x"],
        [1, "o", 5],
        {"a": 1},
        [1, "r", "0x5"],
        "[1e999",
        "null",
    ]
    report = show(stage, cast("# a comment", *bad, [1, "o", "good"], [-5, "o", "!"], [1, "z", "?"]))
    assert report["failed"] == []
    assert stage.js(f"() => {WORDS}") == "good!"
    note = "() => document.querySelector('.backendai-cast > p').textContent"
    assert stage.js(note) == "9 malformed lines omitted"
    # A screen of any size a header names.
    huge = {"cols": 10**9, "rows": -5, "theme": {"fg": "url(x)", "bg": [], "palette": 5}}
    assert show(stage, cast([1, "o", "x"], term=huge, title=["x"]))["failed"] == []
    assert show(stage, cast())["failed"] == []
    for text in ("", "\n\n", "7", "{}", '{"version": 1}', '["version"]', "<b>", '{"version": "3"}'):
        (failed,) = show(stage, text)["failed"]
        assert "Expected asciicast" in failed["error"], text
    clean(stage)


def test_output_reaches_nothing(stage: Stage) -> None:
    """Neither the clipboard, nor the page, nor another tab; questions are answered to nobody."""
    stage.open_strict()
    stage.js("() => navigator.clipboard.writeText('kept')")
    evil = base64.b64encode(b"evil").decode()
    output = (
        f"\x1b]52;c;{evil}\x07\x1b]52;c;?\x07\x1b]0;a title\x07\x1b[c\x1b[6n\x1b]10;?\x07\x1b[?1004h\x1b[8;5;5t"
        "\x1b]8;;javascript:alert(1)\x1b\\one\x1b]8;;\x1b\\ \x1b]8;;data:text/html,x\x1b\\two\x1b]8;;\x1b\\"
        "\x1b[?1000h\x1b[?1003h\x1b[?1006h\x1b_G\x1b\\\x1bPq\x1b\\ javascript:alert(2) <img src=x onerror=alert(3)>\a"
    )
    title = stage.js("() => document.title")
    show(stage, cast([1, "o", output], columns=100))
    page = stage.engine.page  # type: ignore[attr-defined]
    stage.wait("() => /one/.test(document.querySelector('.xterm-rows').textContent)")
    seek(stage, 1e9, "onerror=alert(3)>")
    area = page.locator(".xterm-rows").bounding_box()
    for x in range(5, 400, 30):
        page.mouse.click(area["x"] + x, area["y"] + 5)
    page.keyboard.type("xyz\n")
    assert stage.js("() => navigator.clipboard.readText()") == "kept"
    assert stage.js("() => document.title") == title
    clean(stage)
    # The person's own copying works, though the program wanted the mouse.
    page.locator(".xterm-screen").dblclick(position={"x": 12, "y": 8})
    page.get_by_role("toolbar").get_by_role("button", name="Copy").click()
    stage.wait("() => navigator.clipboard.readText().then(text => text === 'one')")


def test_by_keys_and_mouse(stage: Stage) -> None:
    stage.open(body='<main><h1>A page</h1><div id="out"></div><p style="height:2000px"></p></main>')
    show(stage, cast(*numbers(100)))
    page = stage.engine.page  # type: ignore[attr-defined]
    page.locator(".backendai-cast").focus()
    for key, time in [
        ("ArrowRight", 5),
        ("ArrowRight", 10),
        ("ArrowLeft", 5),
        ("End", 100),
        ("Home", 0),
    ]:
        page.keyboard.press(key)
        assert stage.js(f"() => +{TIME}") == time
    page.keyboard.press("Space")
    pause = page.get_by_role("button", name="Pause")
    pause.wait_for()
    stage.wait(f"() => +{TIME} > 0.2")
    page.keyboard.press("k")
    stopped = stage.js(f"() => {TIME}")
    page.wait_for_timeout(150)
    assert stage.js(f"() => {TIME}") == stopped
    page.keyboard.press(">")
    assert page.locator(".backendai-cast select").input_value() == "1.5"
    page.locator(".backendai-cast select").select_option("10")
    page.get_by_role("button", name="Play").click()
    stage.wait(f"() => +{TIME} > 5")
    # The wheel scrolls the page, over the terminal as well.
    page.locator(".xterm-screen").hover()
    page.mouse.wheel(0, 300)
    stage.wait("() => scrollY > 0")


@pytest.mark.full
def test_ten_megabytes(stage: Stage) -> None:
    """No task is long: not when it is shown, not when it goes to its end and back."""
    stage.open()
    show(stage, cast([1, "o", "x"]))
    stage.js(
        """() => {
          const lines = [JSON.stringify({ version: 3, term: { cols: 100, rows: 30 } })];
          for (let i = 0; i < 66_000; i++)
            lines.push(JSON.stringify([0.01, 'o', `\\x1b[3${i % 8}mline ${i}\\x1b[0m ${'abc '.repeat(30)}\\r\\n`]));
          lines.push(JSON.stringify([1, 'o', 'y'.repeat(9e5) + '\\r\\nthe end']));
          window.given = lines.join('\\n');
        }"""
    )
    assert stage.js("() => given.length") > 10_000_000
    with longest_task(stage) as longest:
        stage.js(f"() => __probe.show([['{TYPE}', given]])")
        seek(stage, 1e9, "the end")
        seek(stage, 1, "")
        stage.wait(f"() => /line 98/.test({WORDS})", seconds=30)
    assert longest[0] <= 50


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_accessible(stage: Stage, theme: str) -> None:
    axe = Path(__file__).parents[2] / "browser/node_modules/axe-core/axe.min.js"
    stage.open(
        body=f'<main data-backendai-theme="{theme}" style="color-scheme:{theme}"><h1>A page</h1><div id="out"></div></main>'
    )
    show(stage, cast(*numbers(3), [1, "m", "a marker"]))
    page = stage.engine.page  # type: ignore[attr-defined]
    page.add_script_tag(path=str(axe))
    found = page.evaluate(
        "async () => (await axe.run('#out')).violations.map(v => [v.id, v.nodes.map(n => n.html + n.failureSummary)])"
    )
    assert found == []
    background = (
        "() => getComputedStyle(document.querySelector('.backendai-terminal')).backgroundColor"
    )
    before = stage.js(background)
    other = {"light": "dark", "dark": "light"}[theme]
    stage.js(
        "other => { document.querySelector('main').style.colorScheme = other; document.querySelector('main').dataset.backendaiTheme = other }",
        other,
    )
    stage.wait(f"before => ({background})() !== before", before)


def test_it_is_copied_and_saved_whole(stage: Stage) -> None:
    stage.open()
    text = cast(*numbers(2))
    show(stage, text)
    assert copied(stage, ".backendai-item") == "line 1\nline 2"
    assert saved(stage, ".backendai-item") == ("terminal.cast", text.encode())


def test_disposing_frees_all(stage: Stage) -> None:
    stage.open()
    show(stage, cast(*numbers(5)))
    stage.engine.click(".backendai-cast-large")
    stage.js("() => BackendAI.Media.dispose()")
    assert stage.js("() => document.querySelectorAll('[class*=backendai-cast],.xterm').length") == 0
    clean(stage)


def test_two_moments_at_once(stages: Stage) -> None:
    """The later one of two that are asked for in one task is shown."""
    stages.open()
    show(stages, cast(*numbers(5)))
    stages.js("""() => {
      const bar = document.querySelector('.backendai-cast-track input');
      for (const time of [1.5, 3.5]) {
        bar.value = time;
        bar.dispatchEvent(new Event('input'));
      }
    }""")
    stages.wait(f"() => {WORDS}.endsWith('line 3')")


def test_its_styles_hold_for_it_alone(stages: Stage) -> None:
    """Of two emulators on a page, or another's, each has its own colours and letters."""
    stages.open_strict()
    show(stages, cast([1, "o", "\x1b[31mred\x1b[0m"], term={"cols": 40, "rows": 5, "theme": THEME}))
    stages.wait("() => document.querySelector('.xterm-rows').textContent.includes('red')")
    found = stages.js("""() => {
      const main = document.querySelector('main');
      const emulator = main.querySelector('.xterm');
      const copy = main.appendChild(emulator.cloneNode(true));
      const look = place => {
        const rows = place.querySelector('.xterm-rows');
        const red = [...rows.querySelectorAll('span')].find(span => span.textContent === 'red');
        const { fontFamily } = getComputedStyle(rows);
        return [getComputedStyle(red).color, getComputedStyle(rows).color, fontFamily.includes('monospace')];
      };
      const around = getComputedStyle(main);
      return [look(emulator), look(copy), [around.color, around.color, around.fontFamily.includes('monospace')]];
    }""")
    own, copied, around = found
    assert own == ["rgb(192, 0, 0)", "rgb(16, 16, 16)", True]
    assert copied == around
