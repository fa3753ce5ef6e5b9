"""What a page costs on a slow line: round trips and their order (Chromium, 4G)."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from io import BytesIO

import pytest
from PIL import Image

from backendai_media.assets import script_tags

from .engines.chromium import Chromium
from .stage import BODY, Stage

LATENCY = 150  # ms, of a round trip
BYTES = 200_000  # a second

TIMES = """() => performance.getEntriesByType('resource')
  .map(({ name, startTime, responseEnd }) => [name.split('/').at(-1), startTime, responseEnd])"""
#: Waits until the picture of `selector` is there.
SHOWN = """async selector => {
  for (;;) {
    const image = document.querySelector(selector);
    if (image?.complete && image.naturalWidth) return;
    await new Promise(done => setTimeout(done, 5));
  }
}"""


@pytest.fixture
def line(chromium: Chromium, stage: Stage) -> Iterator[Slow]:
    stage.open(head="", body="")
    devtools = chromium.devtools()
    devtools.send("Network.enable")
    conditions = {"latency": LATENCY, "downloadThroughput": BYTES, "uploadThroughput": BYTES}
    devtools.send("Network.emulateNetworkConditions", {"offline": False, **conditions})
    chromium.page.context.set_default_timeout(30_000)
    yield Slow(stage)
    devtools.detach()


class Slow(Stage):
    """Opens pages in the tab that has the slow line, which a fresh one would not have."""

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage.engine, stage.site, stage.assets, stage.root)

    def go(self, text: str) -> None:
        assert isinstance(self.engine, Chromium)
        head = '<!doctype html><title>A page</title><link rel="icon" href="data:,">'
        self.engine.page.goto(self.site.page("page.html", head + text), wait_until="commit")


def times(stage: Stage) -> dict[str, tuple[float, float]]:
    return {name: (start, end) for name, start, end in stage.js(TIMES)}


def picture() -> bytes:
    """A picture of about 30 KB."""
    file = BytesIO()
    Image.effect_noise((180, 180), 90).save(file, "PNG")
    return file.getvalue()


def test_chunks_load_side_by_side(line: Slow) -> None:
    line.go(
        f'{BODY}<script src="{line.root}/js/main.min.js"></script><script>'
        "BackendAI.Media.handle_all([['stdout', 'x'], ['text/html', '<b>y</b>']], 'r', out)"
        ".then(report => (window.report = report));</script>"
    )
    line.wait("() => window.report", seconds=20)
    assert line.js("() => report") == {"rendered": 2, "failed": []}
    found = times(line)
    console, html = found["console.js"], found["html.js"]
    assert max(console[0], html[0]) < min(console[1], html[1]), "one waited for the other"
    assert set(found) == {"main.min.js", "console.js", "html.js"}, "each once, nothing besides"


def test_what_is_preloaded_comes_with_the_script(line: Slow) -> None:
    data = base64.b64encode(picture()).decode()
    tags = script_tags(line.root, preload=["image/png"])
    call = f"BackendAI.Media.handle_all([['image/png', '{data}']], 'r', out)"
    line.go(f"{BODY}{tags}<script>{call}</script>")
    line.js(SHOWN, "#out img")
    found = times(line)
    assert set(found) == {"main.min.js", "image.js"}
    assert found["image.js"][0] < found["main.min.js"][1], "no round trip but the script's"
    assert line.assets.asked("/js/image.js") == 1


def test_the_first_picture_waits_for_the_script_and_its_renderer_only(line: Slow) -> None:
    content = picture()
    data = base64.b64encode(content).decode()
    line.site.page("picture.png", content, Content_Type="image/png")
    # As an address: the page's own <img>, then ours, which begins when the script is there.
    line.go('<img id="own" src="picture.png">')
    line.js(SHOWN, "#own")
    script = f'<script src="{line.root}/js/main.min.js"></script>'
    item = "['image/png', new URL('picture.png?2', location.href).href]"
    line.go(f"{BODY}{script}<script>BackendAI.Media.handle_all([{item}], 'r', out)</script>")
    line.js(SHOWN, "#out img")
    found = times(line)
    assert found.keys() <= {"main.min.js", "image.js", "picture.png?2", "tools.js"}
    later = [begun for name, (begun, _) in found.items() if name == "tools.js"]
    assert all(found["picture.png?2"][0] <= begun for begun in later), (
        "no round trip but the scripts'"
    )
    # In the answer itself: nothing but the scripts is fetched.
    call = f"BackendAI.Media.handle_all([['image/png', '{data}']], 'r', out)"
    line.go(f"{BODY}{script}<script>{call}</script>")
    line.js(SHOWN, "#out img")
    assert set(times(line)) == {"main.min.js", "image.js"}
