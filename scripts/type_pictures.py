"""Takes pictures of a small output of each type, in the page and as `render` makes it.

docs/render.md shows them side by side; its table is written by scripts/generate.
"""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

from generate import picture_name
from library_pictures import pages
from PIL import Image
from playwright.sync_api import Page
from type_samples import samples

from backendai_media import render

ROOT = Path(__file__).parent.parent
IMAGES = ROOT / "docs" / "images" / "types"
#: Pixels of a picture, its height at most.
WIDTH, HEIGHT, SCALE = 330, 250, 2
#: A whole static page has wider margins than the page of the others.
STYLE = "body { font-size: 15px; margin: 12px !important; padding: 0 !important }"
#: Milliseconds for charts, players and animations after the report.
PAUSE = 1500
SHOW = 'value => BackendAI.Media.handle_all(value, "r", document.querySelector("#out"))'


def take_types(wanted: list[str] | None = None, images: Path = IMAGES) -> None:
    """Take the pictures of some types, or of all."""
    rows = json.loads((ROOT / "spec/types.json").read_text(encoding="utf-8"))
    types = [row["type"] for row in rows]
    found = samples()
    if missing := set(types) ^ set(found):
        sys.exit(f"scripts/type_samples.py and spec/types.json differ: {sorted(missing)}")
    images.mkdir(parents=True, exist_ok=True)
    with pages(WIDTH, SCALE) as (browser, open_page):
        for type_ in wanted or types:
            name = picture_name(type_)
            page = open_page(browser, "light")
            report = page.evaluate(SHOW, found[type_])
            page.wait_for_timeout(PAUSE)
            _take(page, images / f"{name}-page.webp")
            if report["failed"]:
                sys.exit(f"{type_}: {report['failed']}")
            page.close()
            page = browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT},
                device_scale_factor=SCALE,
                bypass_csp=True,
            )
            page.set_content(render(found[type_], standalone=True, theme="light"))
            page.add_style_tag(content=STYLE)
            _take(page, images / f"{name}-static.webp")
            page.close()
    size = sum(path.stat().st_size for path in images.iterdir())
    print(f"{images}: {size / 1000:.0f} KB")


def _take(page: Page, path: Path) -> None:
    output = ".backendai-output"
    bottom = page.evaluate(
        f"() => document.querySelector('{output}').getBoundingClientRect().bottom"
    )
    clip = {"x": 0, "y": 0, "width": WIDTH, "height": min(bottom + 12, HEIGHT)}
    shot = page.screenshot(clip=clip)  # type: ignore[arg-type]
    with Image.open(io.BytesIO(shot)) as picture:
        picture.convert("RGB").save(path, quality=50, method=6)
    print(path.name, path.stat().st_size, flush=True)


if __name__ == "__main__":
    take_types(sys.argv[1:])
