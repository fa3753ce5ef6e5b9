"""One engine with a page: reads type, shape and size, writes what the page says."""

from __future__ import annotations

import json
import sys

from playwright.sync_api import sync_playwright

from backendai_media.build import bundle
from tests.browser.engines import Engine
from tests.browser.engines.chromium import Chromium
from tests.browser.engines.firefox import Firefox
from tests.browser.engines.webkit import WebKit
from tests.browser.server import Site
from tests.browser.stage import HERE, Stage
from tests.browser.steady import inputs, open_steady


def main() -> None:
    """Answer line by line until the input ends; what the page threw ends it too."""
    sources = bundle.sources()
    assert sources
    release = bundle.refresh(sources)
    pages, assets = Site(), Site()
    for site in pages, assets:
        site.mount(release.name, release)
    script = {"Content-Type": "text/javascript"}
    pages.page("probe.js", (HERE / "probe.js").read_bytes(), **script)
    known = {(one.kind, one.name): one for one in inputs()}
    with sync_playwright() as playwright:
        stage = Stage(
            engine(sys.argv[1], playwright, pages), pages, assets, f"{assets.url}/{release.name}"
        )
        say({})
        for text in sys.stdin:
            kind, name, size = json.loads(text)
            open_steady(stage)
            try:
                say(
                    stage.js("input => __steady.one(input)", known[kind, name].at(size, timed=True))
                )
            except Exception as error:  # noqa: BLE001 - whatever it is, the row says it
                say({"error": f"{error}"[:300]})
        stage.engine.close()


def engine(name: str, playwright: object, site: Site) -> Engine:
    """One of the three."""
    if name == "chromium":
        return Chromium(playwright, site.host)  # type: ignore[arg-type]
    return Firefox(site.host) if name == "firefox" else WebKit(site.host)


def say(answer: object) -> None:
    """One line to the process that asked."""
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
