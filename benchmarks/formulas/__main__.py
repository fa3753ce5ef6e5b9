"""`python -m benchmarks.formulas [--sheet FILE]`: formulas of KaTeX's support table in Chromium.

Says which fail and which lose content, and how long static pages take for many. With `--sheet` it
takes pictures of all of them, in a light and in a dark page.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from playwright.sync_api import sync_playwright

from backendai_media.build import bundle
from tests.browser.engines.chromium import Chromium
from tests.browser.formulas import FORMULAS, problems
from tests.browser.server import Site
from tests.browser.stage import HERE, Stage

from .static import report

#: Formulas that ought to be right.
BAR = 985
SHEET = """dark => {
  const style = new CSSStyleSheet();
  style.replaceSync(`:root { color-scheme: ${dark ? 'dark' : 'light'} } body { margin: 8px }
    #out { columns: 6; column-gap: 8px }
    #out > div { border: 1px solid #8884; break-inside: avoid; overflow: hidden }
    #out > div::before { content: attr(title); display: block; font: 9px monospace }`);
  document.adoptedStyleSheets = [style];
}"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.formulas")
    parser.add_argument("--sheet", type=Path, help="a PNG file; the dark one gets -dark")
    arguments = parser.parse_args()
    sources = bundle.sources()
    assert sources
    release = bundle.refresh(sources)
    pages, assets = Site(), Site()
    for site in pages, assets:
        site.mount(release.name, release)
    pages.page("probe.js", (HERE / "probe.js").read_bytes(), **{"Content-Type": "text/javascript"})
    with sync_playwright() as playwright:
        chromium = Chromium(playwright, pages.host)
        stage = Stage(chromium, pages, assets, f"{assets.url}/{release.name}")
        found = problems(stage)
        for formula, why in found:
            print(f"{formula}\n    {why}")
        print(f"{len(FORMULAS) - len(found)} of {len(FORMULAS)} are right (bar: {BAR})")
        if arguments.sheet:
            for dark in (False, True):
                stage.js(SHEET, dark)
                path = arguments.sheet
                chromium.page.set_viewport_size({"width": 1600, "height": 1000})
                chromium.page.screenshot(
                    path=path.with_stem(f"{path.stem}-dark") if dark else path, full_page=True
                )
        chromium.close()
    for site in pages, assets:
        site.close()
    report()


if __name__ == "__main__":
    main()
