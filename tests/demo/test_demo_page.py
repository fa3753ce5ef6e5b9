"""The page in a real Chromium, with a real kernel behind it."""

from __future__ import annotations

import re
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from backendai_media.demo.gallery import examples
from tests import FULL

from .conftest import PATIENCE, Server, enter

AXE = Path(__file__).parents[2] / "browser/node_modules/axe-core/axe.min.js"

expect.set_options(timeout=PATIENCE * 1000)


def write(page: Page, code: str) -> None:
    """Put code into the editor as typing does."""
    editor = page.get_by_role("textbox", name="Python code")
    editor.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(code)


def run(page: Page, code: str, state: str = "ok") -> Locator:
    """Run code by the keyboard, wait for a state; return the run."""
    before = page.locator(".run").count()
    write(page, code)
    page.keyboard.press("ControlOrMeta+Enter")
    expect(page.locator(".run")).to_have_count(before + 1)
    name = page.locator(".run").first.get_attribute("data-run")
    newest = page.locator(f".run[data-run='{name}']")
    expect(newest).to_have_attribute("data-state", state)
    return newest


def axe(page: Page) -> list[str]:
    """Return what axe finds wrong, without weakening the page's policy."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text("utf-8")})
    answer = session.send(
        "Runtime.evaluate",
        {"expression": "axe.run()", "awaitPromise": True, "returnByValue": True},
    )
    found: list[Any] = answer["result"]["value"]["violations"]
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def test_demo_page_runs_code(page: Page) -> None:
    assert "code=" not in page.url
    shown = run(page, "from IPython.display import HTML\nprint('one')\nHTML('<b>two</b>')")
    items = shown.locator(".backendai-item")
    expect(items).to_have_count(2)
    expect(items.nth(0)).to_have_text(re.compile("one"))
    expect(items.nth(1).locator("b")).to_have_text("two")
    expect(shown.locator(".count")).to_have_text(re.compile(r"\[\d+\]"))
    second = run(page, "1/0", "error")
    expect(second).to_contain_text("ZeroDivisionError")
    expect(page.locator(".run").nth(1)).to_contain_text("two")


def test_demo_page_outputs_appear_as_they_come(page: Page) -> None:
    write(page, "import time\nprint('early', flush=True)\ntime.sleep(30)")
    page.keyboard.press("Shift+Enter")
    newest = page.locator(".run").first
    expect(newest.locator(".outputs")).to_contain_text("early")
    expect(newest).to_have_attribute("data-state", "running")
    expect(page.locator(".status")).to_have_text("Kernel busy")
    page.get_by_role("button", name="Interrupt", exact=True).click()
    expect(newest).to_have_attribute("data-state", "error")
    expect(newest).to_contain_text("KeyboardInterrupt")
    expect(page.locator(".status")).to_have_text("Kernel ready")


def test_demo_page_updates_in_place_also_across_runs(page: Page) -> None:
    first = run(
        page,
        "from IPython.display import HTML, display\n"
        "h = display(HTML('<i>old</i>'), display_id=True)",
    )
    run(page, "h.update(HTML('<i>new</i>'))")
    expect(first.locator(".outputs i")).to_have_text("new")
    third = run(
        page,
        "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('kept')",
    )
    expect(third.locator(".outputs")).to_contain_text("kept")
    expect(third.locator(".outputs")).not_to_contain_text("gone")


def test_demo_page_answers_questions(page: Page) -> None:
    code = "from getpass import getpass\nprint(repr((input('Your name: '), getpass('Word: '))))"
    shown = run(page, code, "asking")
    box = shown.locator(".question input")
    expect(box).to_be_focused()
    page.keyboard.type("Ann <b>")
    page.keyboard.press("Enter")
    secret = shown.locator(".question input[type=password]")
    expect(secret).to_be_focused()
    page.keyboard.type("hidden")
    page.keyboard.press("Enter")
    expect(shown).to_have_attribute("data-state", "ok")
    expect(shown.locator(".outputs")).to_contain_text("('Ann <b>', 'hidden')")
    expect(shown.locator(".outputs")).to_contain_text("Word: ••••••••")
    expect(shown.locator(".question input")).to_have_count(0)


def test_demo_page_reload_while_running(page: Page) -> None:
    code = "import time\nfor n in range(40): print('line', n, flush=True); time.sleep(.05)"
    run(page, code, "running")
    page.reload()
    newest = page.locator(".run").first
    expect(newest).to_have_attribute("data-state", "ok")
    for n in (0, 20, 39):
        expect(newest.locator(".outputs")).to_contain_text(f"line {n}")
    expect(page.get_by_role("textbox", name="Python code")).to_contain_text("range(40)")


def test_demo_page_two_tabs_share_the_runs(page: Page, context: BrowserContext) -> None:
    other = context.new_page()
    other.goto(page.url)
    other.locator(".status[data-state=idle]").wait_for()
    run(page, "x = 6 * 7\nprint('from the first tab')")
    expect(other.locator(".run .outputs")).to_contain_text("from the first tab")
    shown = run(other, "answer = input('Which? ')\nprint(answer, x)", "asking")
    page.locator(".run").first.locator(".question input").fill("tab one")
    page.keyboard.press("Enter")
    expect(shown.locator(".outputs")).to_contain_text("tab one 42")
    other.get_by_role("button", name="Clear").click()
    expect(page.locator(".run")).to_have_count(0)
    expect(page.locator(".empty")).to_be_visible()


def test_demo_page_says_that_the_kernel_died(
    make_server: Callable[..., Server], context: BrowserContext
) -> None:
    server = make_server()
    page = enter(server, context)
    page.locator(".status[data-state=idle]").wait_for()
    dead = run(page, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "stopped")
    expect(dead.locator(".state")).to_contain_text("stopped with its kernel")
    banner = page.locator(".banner[data-subject=kernel]")
    expect(banner).to_contain_text("SIGKILL")
    expect(page.locator(".status")).to_have_text("Kernel dead")
    banner.get_by_role("button", name="Start a new kernel").click()
    expect(page.locator(".status")).to_have_text("Kernel ready")
    expect(banner).to_have_count(0)
    run(page, "print('again')")
    page.get_by_role("button", name="Restart").click()
    expect(page.locator(".status")).to_have_text("Kernel ready")

    server.process.send_signal(signal.SIGTERM)
    server.process.wait(PATIENCE)
    expect(page.locator(".banner[data-subject=link]")).to_contain_text(
        "connection to the server was lost"
    )
    again = make_server(port=server.port)
    assert again.port == server.port
    expect(page.locator(".banner[data-subject=link]")).to_contain_text("started anew")


@pytest.mark.usefixtures("page")
def test_demo_page_gallery(page: Page) -> None:
    expected = {
        "plot": "img",
        "table": "table",
        "styler": "table caption",
        "html": "details",
        "images": "img >> nth=50",
        "animation": "img",
        "turtle": "canvas",
        "drawing": "canvas",
        "drawing_large": "canvas",
        "history": ".backendai-git-row >> nth=5",
    }
    said = {
        "progress": "epochs: 100%",
        "rich_text": "Jupiter",
        "colours": "underlined",
        "wide_text": "안녕하세요",
        "hostile": "The page is as it was.",
    }
    run(page, "import time; nap, time.sleep = time.sleep, lambda seconds: None")
    # What the others give is asked of the kernel alone, too (test_demo_gallery.py).
    quick = {"plot", "turtle", "history", "rich_text", "hostile"}
    for name in [name for name in (*expected, *said) if FULL or name in quick]:
        page.locator(f"[data-example={name}]").click()
        newest = page.locator(".run").first
        expect(newest).to_have_attribute("data-state", re.compile("ok|error"))
        expect(newest).to_have_attribute("data-state", "ok")
        expect(newest.locator(".outputs")).to_contain_text(said.get(name, ""))
        newest.locator(f".outputs {expected.get(name, '.backendai-item')}").first.wait_for()
    assert page.title() == "Backend.AI Media playground"
    page.locator("[data-example=error]").click()
    expect(page.locator(".run").first).to_contain_text("ZeroDivisionError")
    run(page, "time.sleep = nap")
    assert page.locator("[data-example]").count() == len(examples())


def test_demo_page_hostile_output_reaches_nothing(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("dialog", lambda dialog: asked.append(dialog.message))
    page.locator("[data-example=hostile]").click()
    newest = page.locator(".run").first
    expect(newest).to_contain_text("The page is as it was.")
    expect(newest.locator(".outputs")).to_contain_text("Nothing in this paragraph runs.")
    newest.locator(".outputs").get_by_text("Nothing in this paragraph runs.").dispatch_event(
        "click"
    )
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    assert page.title() == "Backend.AI Media playground"
    assert [url for url in asked if not url.startswith((page.url, "data:", "blob:"))] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_demo_page_is_accessible(page: Page, theme: Any) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    run(page, "print('text')\nprint('\\x1b[33mcolour')")
    run(
        page,
        "from IPython.display import SVG, display\n"
        "display(SVG('<svg width=\"9\" height=\"9\"/>'))\nraise ValueError('no')",
        "error",
    )
    run(page, "x = 1\n" * 20)
    run(page, "input('Which? ')", "asking")
    assert axe(page) == []
    page.get_by_role("button", name="Interrupt", exact=True).click()


def test_demo_page_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("textbox", name="Python code")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("print(1")  # the bracket is closed by the editor
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".run").first).to_have_attribute("data-state", "ok")


def test_demo_page_on_a_phone(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    run(page, "import pandas as pd\npd.DataFrame([range(40)] * 3)")
    run(page, "print('x' * 500)")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    for name in ("Run", "Restart", "Dark", "Edit"):
        expect(page.get_by_role("button", name=name, exact=True).first).to_be_visible()
    expect(page.locator("[data-example=plot]")).to_be_in_viewport()


def test_demo_page_themes(page: Page, context: BrowserContext) -> None:
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    page.emulate_media(color_scheme="dark")
    dark = page.evaluate(ground)
    page.get_by_role("button", name="Light").click()
    assert page.evaluate(ground) != dark
    assert page.locator("html").get_attribute("data-backendai-theme") == "light"
    other = context.new_page()
    other.emulate_media(color_scheme="dark")
    other.goto(page.url)
    expect(other.locator("html")).to_have_attribute("data-theme", "light")


def test_demo_page_edit_and_fold(page: Page) -> None:
    shown = run(page, "first = 1\n" + "\n".join(f"x{n} = {n}" for n in range(30)))
    unfold = shown.get_by_role("button", name="Show all 31 lines")
    expect(unfold).to_have_attribute("aria-expanded", "false")
    unfold.click()
    expect(shown.get_by_role("button", name="Show less")).to_have_attribute("aria-expanded", "true")
    write(page, "something = 'else'")
    shown.get_by_role("button", name="Edit").click()
    expect(page.get_by_role("textbox", name="Python code")).to_contain_text("first = 1")


def test_demo_page_too_much_code_is_told(page: Page) -> None:
    page.evaluate("sessionStorage.setItem('backendai-demo-code', '#' + 'x'.repeat(1_100_000))")
    page.reload()
    page.locator(".status[data-state=idle]").wait_for()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".banner[data-subject=notice]")).to_contain_text("more than a megabyte")
    expect(page.locator(".status")).to_have_text("Kernel ready")


def test_demo_page_survives_a_flood(page: Page) -> None:
    megabytes = 100 if FULL else 4
    write(page, f"for n in range({megabytes * 10_000}): print(f'{{n:99}}')\nprint('the end')")
    page.keyboard.press("ControlOrMeta+Enter")
    newest = page.locator(".run").first
    if FULL:
        expect(page.locator(".banner[data-subject=late]")).to_contain_text("faster than this page")
    expect(newest).to_have_attribute("data-state", "ok", timeout=120_000)
    expect(newest.locator(".outputs")).to_contain_text("the end", timeout=120_000)
    expect(page.locator(".banner[data-subject=late]")).to_have_count(0)
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".run")).to_have_count(0)
    run(page, "print('quick again')")


GAME = """
import turtle
heard = []
turtle.setup(300, 200)
turtle.tracer(0)
pen = turtle.Turtle("square")
pen.penup()
def step():
    heard.append("key")
    pen.forward(20)
    turtle.update()
turtle.onkeypress(step, "Right")
turtle.onscreenclick(lambda x, y: (heard.append((x, y)), turtle.bye()))
turtle.listen()
turtle.mainloop()
print(heard)
"""


def test_demo_page_turtles_listen(page: Page) -> None:
    shown = run(page, GAME, "running")
    note = shown.get_by_text("Keys go to the program")
    note.wait_for()
    # It has the keys at once: the person is at the editor that started it.
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowLeft")
    canvas = shown.locator("canvas")
    reached = """canvas => canvas.getContext('2d', { willReadFrequently: true })
      .getImageData(canvas.width * 190 / 300, canvas.height / 2, 1, 1).data[0] < 128"""
    page.wait_for_function(f"c => ({reached})(c)", arg=canvas.element_handle())
    expect(page.locator(".status")).to_have_text("Kernel busy")
    page.keyboard.press("Escape")
    expect(shown.get_by_text("Click the drawing")).to_be_visible()
    canvas.click(position={"x": 160, "y": 90})
    expect(shown).to_have_attribute("data-state", "ok")
    expect(shown.locator(".outputs")).to_contain_text("['key', 'key', (")
    expect(note).to_have_count(0)
    # It can be interrupted, too.
    again = run(
        page,
        "turtle.forward(1)\nturtle.listen()\nturtle.onkey(print, 'a')\nwhile True: turtle.update()",
        "running",
    )
    again.get_by_text("Keys go to the program").wait_for()
    page.get_by_role("button", name="Interrupt", exact=True).click()
    expect(again).to_have_attribute("data-state", "error")
    expect(again).to_contain_text("KeyboardInterrupt")
