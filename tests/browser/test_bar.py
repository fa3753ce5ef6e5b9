"""The quiet tools beside each item: copy, save, full screen; the fold of long HTML."""

from typing import Any

import pytest
from PIL import Image

from .stage import Stage, png

NEAR = """type => __probe.all(`[data-type="${type}"]`)[0]
  .dispatchEvent(new PointerEvent('pointerover', { bubbles: true }))"""
LABELS = 'type => __probe.all(`[data-type="${type}"] .backendai-bar button`).map(b => b.ariaLabel)'
HTML = "<table class='dataframe'><tr><td onclick='alert(1)'>1<td>2</table>"
ITEMS: list[Any] = [
    ["stdout", "one\n\x1b[31mtwo\x1b[0m\n"],
    ["image/png", png("red", (40, 20))],
    ["html", HTML],
]


def near(stage: Stage, type_: str) -> None:
    stage.js(NEAR, type_)
    stage.wait('type => __probe.all(`[data-type="${type}"] .backendai-bar`).length', type_)


def test_it_comes_when_somebody_comes_near(stages: Stage) -> None:
    stages.open_strict()
    stages.handle_all(ITEMS)
    assert stages.js("() => __probe.all('.backendai-bar').length") == 0
    for type_ in ("stdout", "image/png", "text/html"):
        near(stages, type_)
        near(stages, type_)
        labels = stages.js(LABELS, type_)
        assert labels[:2] == ["Copy", "Save"]
        assert len(labels) == 2 + stages.js("() => document.fullscreenEnabled")
    assert stages.probe("errors") + stages.probe("violations") == []


def test_what_is_malformed_or_asks_has_its_own(stage: Stage) -> None:
    stage.open()
    asked = {"msg_type": "input_request", "content": {"prompt": "Name: ", "password": False}}
    stage.handle_all([["image/png", 5], asked])
    stage.wait("() => __probe.all('.backendai-notice').length")
    for type_ in ("invalid", "input"):
        stage.js(NEAR, type_)
    stage.js("() => __probe.sleep(500)")
    assert stage.js("() => __probe.all('.backendai-bar').length") == 0


def test_copy(stage: Stage) -> None:
    browser: Any = stage.engine
    stage.open_strict()
    browser.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    stage.handle_all(ITEMS)
    read = """async type => {
      const [item] = await navigator.clipboard.read();
      return item.types.includes(type) ? (await item.getType(type)).text() : '';
    }"""
    for type_, form, expected in (
        ("stdout", "text/plain", "one\ntwo"),
        ("text/html", "text/plain", "1\t2"),
        ("text/html", "text/html", ">1</td>"),
        ("image/png", "image/png", "PNG"),
    ):
        near(stage, type_)
        stage.js("() => document.body.focus()")
        browser.page.hover(f'[data-type="{type_}"]')
        browser.page.click(f'[data-type="{type_}"] .backendai-bar button[aria-label="Copy"]')
        stage.wait("() => __probe.all('.backendai-bar [aria-label=\"Copied\"]').length")
        copied = stage.js(read, form)
        assert expected in copied
        assert "onclick" not in copied
        stage.wait("() => !__probe.all('.backendai-bar [aria-label=\"Copied\"]').length")
    assert stage.probe("errors") + stage.probe("violations") == []


def test_save(stage: Stage) -> None:
    browser: Any = stage.engine
    stage.open_strict()
    stage.handle_all(ITEMS)

    def saved(type_: str) -> Any:
        near(stage, type_)
        browser.page.hover(f'[data-type="{type_}"]')
        with browser.page.expect_download() as download:
            browser.page.click(f'[data-type="{type_}"] .backendai-bar button[aria-label="Save"]')
        return download.value

    text = saved("stdout")
    assert text.suggested_filename == "output.txt"
    assert text.path().read_text() == "one\ntwo\n"
    picture = saved("image/png")
    assert picture.suggested_filename == "output.png"
    with Image.open(picture.path()) as image:
        assert image.size == (40, 20)
    page = saved("text/html")
    assert page.suggested_filename == "output.html"
    markup = page.path().read_text()
    assert "default-src 'none'" in markup
    assert ">1</td>" in markup
    assert 'class="backendai-bar"' not in markup
    assert stage.probe("errors") + stage.probe("violations") == []


@pytest.mark.window
def test_full_screen_and_the_keyboard(stage: Stage) -> None:
    browser: Any = stage.engine
    stage.open()
    stage.handle_all([ITEMS[1]])
    browser.page.focus("#out img")
    stage.wait("() => __probe.all('.backendai-bar').length")
    for name in ("Copy", "Save", "Full screen"):
        browser.page.keyboard.press("Tab")
        assert stage.js("() => document.activeElement.ariaLabel") == name
    browser.page.keyboard.press("Enter")
    stage.wait("() => document.fullscreenElement?.className === 'backendai-item'")
    browser.page.click('.backendai-bar [aria-label="Full screen"]')
    stage.wait("() => !document.fullscreenElement")


def test_long_html_folds(stage: Stage) -> None:
    stage.open_strict()
    height = "() => Math.round(__probe.all('.backendai-item')[0].clientHeight / 100) * 100"
    stage.handle_all([["html", "<p>paragraph</p>" * 2000]])
    stage.wait("() => __probe.all('.backendai-fold').length")
    assert 800 <= stage.js(height) <= 900
    stage.js("() => __probe.all('.backendai-fold button')[0].click()")
    assert stage.js(height) > 20_000
    assert stage.js("() => __probe.all('.backendai-fold').length") == 0
    assert stage.probe("errors") + stage.probe("violations") == []
