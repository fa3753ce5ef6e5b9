"""Mails as programs show them: what these drop is dropped, and the picture compared."""

from __future__ import annotations

import base64
import re
from io import BytesIO
from typing import Any

import pytest
from PIL import Image, ImageChops

from backendai_media.rendering import render_mail
from tests.mail_programs import CLIENTS, filtered, html_of, pictures
from tests.rendering.test_mail import ITEMS

from .stage import Stage
from .test_contrast import LOW

LONG = "word " * 60


def shown(mail: Any) -> str:
    """→ the HTML of a mail, with its pictures in it."""
    html = html_of(mail)
    for cid, (kind, content) in pictures(mail).items():
        address = f"data:{kind};base64,{base64.b64encode(content).decode()}"
        html = html.replace(f"cid:{cid}", address)
    return html


def photograph(stage: Stage, html: str) -> Image.Image:
    browser: Any = stage.engine
    body = re.sub(r"^.*?<body([^>]*)>|</body>.*$", "", html, flags=re.DOTALL)
    stage.open(head="", body=body)
    stage.wait("() => [...document.images].every(it => it.complete && it.naturalWidth)")
    return Image.open(BytesIO(browser.page.screenshot(full_page=True))).convert("RGB")


@pytest.mark.parametrize("client", CLIENTS)
def test_a_mail_looks_alike_in_every_program(stage: Stage, client: str) -> None:
    """Programs without `data:` addresses get the pictures as parts, which come back here."""
    mail = render_mail(ITEMS)
    whole = photograph(stage, shown(mail))
    left, _ = filtered(html_of(mail), client)
    for cid, (kind, content) in pictures(mail).items():
        left = left.replace(
            f"cid:{cid}", f"data:{kind};base64,{base64.b64encode(content).decode()}"
        )
    seen = photograph(stage, left)
    assert whole.size == seen.size
    # Letters of text that may wrap are placed by fractions of a pixel.
    differ = ImageChops.difference(whole, seen).convert("L").point(lambda one: one > 64)
    assert sum(differ.histogram()[1:]) < 0.0005 * whole.width * whole.height


@pytest.mark.parametrize("client", CLIENTS)
def test_console_lines_stay_lines(stage: Stage, client: str) -> None:
    left, _ = filtered(html_of(render_mail([["stdout", "name   value\na      1\n\tb\n"]])), client)
    photograph(stage, left)
    lines = stage.js("""() => {
      const text = document.querySelector('pre').firstChild;
      const at = (start) => {
        const range = document.createRange();
        range.setStart(text, start), range.setEnd(text, start + 1);
        const box = range.getBoundingClientRect();
        return [Math.round(box.x), Math.round(box.y)];
      };
      const content = text.data;
      return [at(content.indexOf('value')), at(content.indexOf('1')), at(content.indexOf('b\\n'))];
    }""")
    (value_x, value_y), (one_x, one_y), (_, b_y) = lines
    assert value_x == one_x
    assert value_y < one_y < b_y


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_of_it_is_readable(stage: Stage, theme: str) -> None:
    photograph(stage, shown(render_mail(ITEMS, theme=theme)))
    found = stage.js(LOW, "table")
    # A box whose own rule makes it half transparent.
    assert [one for one in found if "boxed" not in str(one)] == []


def test_a_program_that_inverts_colours_leaves_pictures_readable(stage: Stage) -> None:
    """Drawings have a ground of their own."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"><text x="2" y="15">ab</text></svg>'
    mail = render_mail([["image/svg+xml", svg]])
    [(_, content)] = pictures(mail).values()
    drawn = Image.open(BytesIO(content)).convert("RGBA")
    assert drawn.getpixel((0, 0)) == (255, 255, 255, 255)


def test_nothing_is_wider_than_a_mail(stage: Stage) -> None:
    browser: Any = stage.engine
    wide = '<svg xmlns="http://www.w3.org/2000/svg" width="3000" height="90"/>'
    items = [["stdout", LONG], ["image/svg+xml", wide], {"text/html": f"<p>{LONG}</p>"}]
    size = browser.page.viewport_size
    photograph(stage, shown(render_mail(items)))
    browser.page.set_viewport_size({"width": 720, "height": 600})
    assert stage.js("() => document.documentElement.scrollWidth") <= 720
    browser.page.set_viewport_size(size)
