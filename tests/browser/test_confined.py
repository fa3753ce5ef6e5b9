"""What Python renders paints within its box and takes no click beyond it, with and without the library's sheet."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from PIL import Image, ImageChops

from backendai_media import render
from tests import FULL, VECTORS
from tests.hostile import SAMPLE

from .stage import Stage, Value, pixels

pytestmark = pytest.mark.one_engine

PAYLOADS: list[dict[str, Value]] = json.loads(
    (VECTORS / "confined.json").read_text(encoding="utf-8")
)
OVERLAYS = [
    {"name": one["name"], "value": ["text/html", one["html"]]}
    for one in SAMPLE
    if one.get("lesson") == "overlay"
]
#: A host with things around an output, which is as high as it likes, over what is below it.
HOST = """<style>
  html { overflow: hidden; background: white; }
  body { margin: 0; block-size: 600px; background: repeating-linear-gradient(45deg, #ddf 0 9px, #fdd 0 18px); }
  #top, #side { position: absolute; background: #336; color: white; }
  #top { inset: 0 0 auto; block-size: 100px; anchor-name: --host; }
  #side { inset: 100px auto 0 0; inline-size: 200px; }
  #out { position: absolute; inset: 150px auto auto 250px; inline-size: 400px; background: white; }
</style><div id="top">Top</div><div id="side"><input id="host"> Side</div><div id="out"></div>"""
SHOW = """async html => {
  const out = document.querySelector('#out');
  out.replaceChildren();
  out.setHTMLUnsafe(html);
  scrollTo(0, 0);
  await Promise.all([...out.querySelectorAll('img')].map(it => it.decode().catch(() => {})));
  // Until sizes are those of what is in it.
  await __probe.sleep(30);
  const { left, top, right, bottom } = out.getBoundingClientRect();
  const caught = [];
  for (let y = 2; y < innerHeight; y += 29)
    for (let x = 2; x < innerWidth; x += 29)
      if (!(x >= left && x <= right && y >= top && y <= bottom) && out.contains(document.elementFromPoint(x, y)))
        caught.push([x, y]);
  return { box: [left, top, right, bottom], caught: caught.slice(0, 3), height: out.scrollHeight };
}"""
BOX = """() => {
  const { left, top, right, bottom } = document.querySelector('#out').getBoundingClientRect();
  return [left, top, right, bottom];
}"""
#: What mail programs know nothing of.
CONTAINMENT = re.compile(r"\bcontain:\s*content;\s*")


def forms(value: Value, *, others: bool) -> Iterator[tuple[str, str]]:
    yield "fragment", render(value)
    if not others:
        return
    for name, made in (
        ("mail", render(value, shadow=False)),
        ("inline", render(value, style="inline")),
    ):
        yield f"{name}, without containment", CONTAINMENT.sub("", made)
        if FULL:
            yield name, made


def outside(shot: Image.Image, box: list[float]) -> Image.Image:
    """A picture of a page without what is in a box."""
    left, top, right, bottom = map(round, box)
    shot.paste("white", (left, top, right, bottom))
    return shot


def picture(stage: Stage, box: list[float]) -> tuple[Image.Image, list[float]]:
    """A picture of the page, and the output's box in it, which may not have had its size yet."""
    for _ in range(20):
        shot, before = pixels(stage.engine.screenshot()), box
        box = stage.js(BOX)
        if box == before:
            break
    return shot, box


def open_host(stage: Stage, *, sheet: bool) -> None:
    head = f'<link rel="stylesheet" href="{stage.root}/css/static.css">' if sheet else ""
    stage.open(head=head, body=HOST)


def sins(
    stage: Stage, payloads: list[dict[str, Value]], *, sheet: bool = False
) -> list[tuple[str, ...]]:
    """What each payload did beyond its box."""
    open_host(stage, sheet=sheet)
    found: list[tuple[str, ...]] = []
    # WebKit's driver waits for ever for a picture of a page that does not change.
    is_seen = stage.engine.name != "webkit"
    empty = pixels(stage.engine.screenshot()) if is_seen else None
    for place, payload in enumerate(payloads):
        others = FULL or (not sheet and place % 3 == 0)
        for form, html in forms(payload["value"], others=others):
            shown = stage.js(SHOW, html)
            if shown["caught"]:
                found.append((payload["name"], form, f"catches {shown['caught']}"))
            if not empty:
                continue
            shot, box = picture(stage, shown["box"])
            differs = ImageChops.difference(
                outside(shot, box), outside(empty.copy(), box)
            ).getbbox()
            if differs:
                found.append((payload["name"], form, f"paints at {differs}"))
    return found


def test_they_are_many() -> None:
    assert len(PAYLOADS) >= 40
    assert len({one["name"] for one in PAYLOADS}) == len(PAYLOADS)


@pytest.mark.parametrize("sheet", [False, True], ids=["bare", "sheet"])
def test_nothing_leaves_its_box(stages: Stage, sheet: bool) -> None:
    assert sins(stages, PAYLOADS, sheet=sheet) == []


def test_nothing_leaves_its_box_by_what_is_new(stages: Stage) -> None:
    assert sins(stages, OVERLAYS if FULL else OVERLAYS[:12]) == []


def test_the_test_sees_what_leaves(stages: Stage) -> None:
    open_host(stages, sheet=False)
    is_seen = stages.engine.name != "webkit"
    empty = pixels(stages.engine.screenshot()) if is_seen else None
    caught = stages.js(SHOW, '<p style="position: fixed; inset: 0; background: lime">x</p>')
    assert caught["caught"]
    if not empty:
        return
    shot = outside(pixels(stages.engine.screenshot()), caught["box"])
    assert ImageChops.difference(shot, outside(empty, caught["box"])).getbbox()
