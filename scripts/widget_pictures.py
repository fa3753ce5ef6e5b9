"""Takes a picture of a widget of each class: as a page shows it, and beside it as Jupyter does.

docs/widgets.md shows them; its table is written by scripts/generate.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from library_pictures import pages
from PIL import Image
from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs/images/widgets"
#: Pixels of each of the two, their height at most, and what is between them.
WIDTH, HEIGHT, GAP, SCALE = 330, 200, 12, 2
#: Milliseconds for pickers, pictures and formulas after the report.
PAUSE = 700
SHOW = 'value => BackendAI.Media.handle_all(value, "r", document.querySelector("#out"))'
JUPYTER = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Jupyter's</title>
<link rel="icon" href="data:,"><body style="margin: 12px; background: #fff">
<script type="{STATE}">{states}</script><script src="{root}/embed.js"></script>
<div id="out"><script type="{VIEW}">{view}</script></div></body></html>
"""


def take_widgets(wanted: list[str] | None = None) -> None:
    """Take the pictures of some classes, or of all."""
    sys.path.insert(0, str(ROOT))
    from widget_samples import classes, samples

    from benchmarks.widgets.peer import html_manager
    from benchmarks.widgets.states import VIEW, opened, saved

    found = samples()
    if other := set(classes()) ^ set(found):
        sys.exit(f"scripts/widget_samples.py and ipywidgets differ: {sorted(other)}")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with pages(WIDTH, SCALE) as (browser, open_page), _jupyter(browser, html_manager()) as show:
        for name in wanted or found:
            states, view = saved(found[name])
            page = open_page(browser, "light")
            report = page.evaluate(SHOW, [*opened(states), {"data": {VIEW: view}}])
            if report["failed"]:
                sys.exit(f"{name}: {report['failed']}")
            ours = _shot(page, ".backendai-output")
            theirs = _shot(show(states, view), "#out")
            _join(ours, theirs, IMAGES / f"{name}.webp")
    size = sum(path.stat().st_size for path in IMAGES.iterdir())
    print(f"{IMAGES.relative_to(ROOT)}: {size / 1000:.0f} KB")


@contextmanager
def _jupyter(browser: Browser, scripts: Path) -> Iterator[Any]:
    """Yield a function that shows a widget with Jupyter's own manager, and returns the page."""
    from benchmarks.widgets.states import STATE, VIEW
    from tests.browser.server import Site

    site = Site()
    site.mount("manager", scripts)

    def show(states: dict[str, Any], view: dict[str, Any]) -> Page:
        texts = [json.dumps(one).replace("<", "\\u003c") for one in (states, view)]
        root = f"{site.url}/manager"
        body = JUPYTER.format(STATE=STATE, VIEW=VIEW, states=texts[0], view=texts[1], root=root)
        size = {"width": WIDTH, "height": HEIGHT}
        page = browser.new_page(viewport=size, device_scale_factor=SCALE)  # type: ignore[arg-type]
        page.goto(site.page("jupyter.html", body))
        page.wait_for_selector("#out .jupyter-widgets, #out .widget-subarea", state="attached")
        return page

    yield show
    site.close()


def _shot(page: Page, selector: str) -> Image.Image:
    page.wait_for_timeout(PAUSE)
    script = "selector => document.querySelector(selector).getBoundingClientRect().bottom"
    bottom = page.evaluate(script, selector)
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": min(bottom + 12, HEIGHT)}
    shot = page.screenshot(clip=clip)  # type: ignore[arg-type]
    page.close()
    with Image.open(io.BytesIO(shot)) as picture:
        return picture.convert("RGB")


def _join(ours: Image.Image, theirs: Image.Image, path: Path) -> None:
    width, height = (2 * WIDTH + GAP) * SCALE, max(ours.height, theirs.height)
    whole = Image.new("RGB", (width, height), "#d1d9e0")
    for place, one in enumerate((ours, theirs)):
        left = place * (WIDTH + GAP) * SCALE
        whole.paste("#ffffff", (left, 0, left + WIDTH * SCALE, height))
        whole.paste(one, (left, 0))
    whole.save(path, quality=50, method=6)
    print(path.relative_to(ROOT), path.stat().st_size, flush=True)


if __name__ == "__main__":
    take_widgets(sys.argv[1:])
