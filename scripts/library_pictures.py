"""Shows what real libraries have sent in real pages, and joins the pictures in one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parent.parent
SHEET = ROOT / "docs/images/libraries.webp"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
FLAGS += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
THEMES = ("light", "dark")
#: Milliseconds for charts and scripts of outputs to draw after the report.
PAUSE = 4000
#: Pixels of a page, of its picture at most, and of a tile in the sheet.
WIDTH, HEIGHT = 820, 2400
TILE, TILE_HEIGHT, HEAD = 300, 240, 26
ACROSS = 2

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,"><link rel="stylesheet" href="page.css">
<script src="{root}/js/main.min.js"></script></head>
<body><main id="out"></main></body></html>
"""
STYLE = """body { margin: 12px; font: 15px/1.5 system-ui, sans-serif; }
body { background: #fff; color: #1f2328; }
@media screen and (prefers-color-scheme: dark) { body { background: #161b22; color: #e6e6e6; } }
"""
RASTERIZE = """import sys, pypdfium2
pages = pypdfium2.PdfDocument(sys.argv[1])
for number in range(min(len(pages), 3)):
    pages[number].render(scale=1.4).to_pil().save(f"{sys.argv[2]}-{number + 1}.png")
"""


def show(folder: Path, wanted: list[dict[str, Any]], python: str) -> None:
    """Take NAME-light.png, NAME-dark.png and NAME-print-1.png, … of each library's result."""
    with pages() as (browser, open_page):
        for library in wanted:
            name = library["name"]
            items = json.loads((folder / f"{name}.json").read_text("utf-8"))
            for theme in THEMES:
                page = open_page(browser, theme)
                report = _render(page, items, library.get("active", "data"))
                _take(page, folder / f"{name}-{theme}.png")
                if theme == "light":
                    page.pdf(path=folder / f"{name}.pdf", format="A4", print_background=True)
                    for old in folder.glob(f"{name}-print-*.png"):
                        old.unlink()
                    target = folder / f"{name}-print"
                    command = [python, "-c", RASTERIZE, str(folder / f"{name}.pdf"), str(target)]
                    subprocess.run(command, check=True)
                page.close()
            failed = "; ".join(f"{one['type']}: {one['error']}" for one in report["failed"])
            print(f"{name}: {report['rendered']} rendered; {failed or 'none failed'}", flush=True)


def _take(page: Page, path: Path) -> None:
    height = page.evaluate("() => document.querySelector('#out').getBoundingClientRect().bottom")
    size = {"x": 0, "y": 0, "width": WIDTH, "height": min(height + 12, HEIGHT)}
    page.screenshot(path=path, clip=size)  # type: ignore[arg-type]


def _render(page: Page, items: list[Any], active: str) -> dict[str, Any]:
    call = """([items, active]) =>
      BackendAI.Media.handle_all(items, "r", document.querySelector("#out"), { active })"""
    report: dict[str, Any] = page.evaluate(call, [items, active])
    page.wait_for_timeout(PAUSE)
    return report


@contextmanager
def pages(width: int = WIDTH, scale: int = 1) -> Iterator[tuple[Browser, Any]]:
    """Yield a browser, and a function that opens a page with the script under the usual policy."""
    sys.path.insert(0, str(ROOT))
    from backendai_media.assets import csp
    from backendai_media.build import bundle
    from tests.browser.server import Site

    sources = bundle.sources()
    assert sources
    release = bundle.refresh(sources)
    pages, assets = Site(), Site()
    root = assets.mount(release.name, release)
    pages.page("page.css", STYLE, Content_Type="text/css")
    policy = csp(root, hosts=[pages.url, root + "/"], pdf=True)
    address = pages.page(
        "page.html", PAGE.format(title="A library", root=root), Content_Security_Policy=policy
    )

    def open_page(browser: Browser, theme: str) -> Page:
        page = browser.new_page(
            viewport={"width": width, "height": HEIGHT},
            device_scale_factor=scale,
            color_scheme=theme,  # type: ignore[arg-type]
        )
        page.on("console", lambda said: print(f"  {said.type}: {said.text[:200]}"))
        page.goto(address)
        return page

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield browser, open_page
        browser.close()
    pages.close()
    assets.close()


def sheet(folder: Path, wanted: list[dict[str, Any]]) -> None:
    """Join the pictures of all libraries: each light, dark and printed."""
    columns, rows = ACROSS, -(-len(wanted) // ACROSS)
    width, height = 3 * TILE + 12, HEAD + TILE_HEIGHT
    whole = Image.new("RGB", (columns * width, rows * height), "#8b949e")
    draw = ImageDraw.Draw(whole)
    font = ImageFont.load_default(15)
    for number, library in enumerate(wanted):
        left, top = number % columns * width, number // columns * height
        draw.text((left + 6, top + 4), library["title"], "#000000", font)
        names = [*(f"{library['name']}-{theme}" for theme in THEMES), f"{library['name']}-print-1"]
        for place, name in enumerate(names):
            with Image.open(folder / f"{name}.png") as picture:
                tile = _tile(picture.convert("RGB"))
            whole.paste(tile, (left + place * (TILE + 4), top + HEAD))
    whole.save(SHEET, quality=70, method=6)
    print(SHEET.relative_to(ROOT), whole.size)


def _tile(picture: Image.Image) -> Image.Image:
    """Return the upper part of a picture, in a tile's width."""
    scaled = picture.resize((TILE, max(1, round(picture.height * TILE / picture.width))))
    tile = Image.new("RGB", (TILE, TILE_HEIGHT), picture.getpixel((0, 0)))
    tile.paste(scaled, (0, 0))
    return tile
