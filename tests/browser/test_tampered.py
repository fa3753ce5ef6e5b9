"""What was changed on its way is refused: nothing of it runs, and items say so (three engines)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from backendai_media.assets import bundle, csp, result_tag, script_tags
from backendai_media.build.bundle import CLASSIC
from backendai_media.model.interactive import Choice
from tests.interactive.payloads import INTERACTIVE, payload

from .charts import MERMAID, PLOTLY, VEGALITE
from .drawing import vector
from .engines import Engine
from .server import Site
from .stage import BODY, PAGE, Stage, png

pytestmark = pytest.mark.one_engine

CHANGE = b"window.tampered = 1;"
ASKS = "application/x-asks"
#: An item that needs the chunk. Those of terminals and languages are asked for by a renderer of the page's own.
NEEDS: dict[str, list[object] | dict[str, object]] = {
    "console": ["stdout", "hello"],
    "drawing": vector("03")["media"][0],
    "envelope": ["image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>"],
    "frame": ["text/vnd.mermaid", MERMAID],
    "scripts": ["application/javascript", "1"],
    "gitgraph": vector("08")["media"][0],
    "html": ["text/html", "<b>bold</b>"],
    "image": ["image/png", png()],
    "mermaid": ["text/vnd.mermaid", MERMAID],
    "plotly": ["application/vnd.plotly.v1+json", PLOTLY],
    "vega": ["application/vnd.vegalite.v5+json", VEGALITE],
    "apps": [ASKS, "apps"],
    "arrow": ["application/vnd.apache.arrow.stream", "AAAA"],
    "csv": ["text/csv", "a,b\n1,2"],
    "dataframe": [ASKS, "dataframe"],
    "places": [ASKS, "places"],
    "formulas": [ASKS, "formulas"],
    "json": ["application/json", {"a": 1}],
    "table": ["text/tab-separated-values", "a\tb"],
    "snapshot": [ASKS, "snapshot"],
    "tools": {"output_type": "error", "ename": "E", "evalue": "m", "traceback": []},
    "reader": ["log", "a line"],
    "asciicast": ["application/vnd.asciinema.asciicast", '{"version": 2, "width": 9, "height": 9}'],
    "toolbar": [ASKS, "toolbar"],
    "growing": [ASKS, "growing"],
    "guard": [ASKS, "guard"],
    "paper": [ASKS, "paper"],
    "code": [ASKS, "code"],
    "colors": [ASKS, "colors"],
    "geojson": ["application/geo+json", {"type": "FeatureCollection", "features": []}],
    "latex": ["text/latex", "$a$"],
    "markdown": ["text/markdown", "*a*"],
    "media": ["audio/wav", "AAAA"],
    "pdf": ["application/pdf", "JVBERi0="],
    "esm": [ASKS, "esm"],
    "hearing": [ASKS, "hearing"],
    "interactive": [INTERACTIVE, payload([[]], [Choice("a", "slider", ["1"])])],
    "widgets": ["application/vnd.jupyter.widget-view+json", {"model_id": "w"}],
}
SCRIPTS = sorted(path.stem for path in (bundle() / "js").glob("*.js"))
#: All but those that pages include themselves.
OWN = {Path(path).stem for path in CLASSIC}
CHUNKS = [name for name in SCRIPTS if name not in OWN]
#: In the quick tier: one for each way in which a chunk is asked for and its digest is known.
FEW = {
    "console",
    "csv",
    "dataframe",
    "frame",
    "html",
    "plotly",
    "tools",
    "webterm",
    "webterm-image",
}


@pytest.fixture
def tampered(engine: Engine, site: Site, assets: Site) -> Callable[[str], Stage]:
    """Opens a page under the strict policy whose release has one script changed."""
    root = assets.mount(bundle().name, bundle())

    def open_page(name: str) -> Stage:
        assets.trouble(f"/js/{name}.js", change=lambda body: CHANGE + body)
        text = PAGE.format(
            probe="/probe.js",
            head=script_tags(root, islands=True),
            body=BODY + result_tag(["stdout", "x"], "i"),
        )
        engine.open(
            site.page("tampered.html", text, Content_Security_Policy=csp(root, static=False))
        )
        return Stage(engine, site, assets, root)

    return open_page


def test_every_chunk_is_tried() -> None:
    others = [name for name in CHUNKS if not name.startswith(("webterm", "messages"))]
    assert sorted(NEEDS) == others, "a new chunk needs an item here"


def test_the_entry(tampered: Callable[[str], Stage]) -> None:
    stage = tampered("main.min")
    assert stage.assets.asked("/js/main.min.js") >= 1
    assert stage.js("() => [window.tampered, window.BackendAI]") == [None, None]
    assert stage.js("() => document.querySelector('h1').textContent") == "A page"


def test_the_script_of_the_islands(tampered: Callable[[str], Stage]) -> None:
    stage = tampered("islands")
    assert stage.assets.asked("/js/islands.js") >= 1
    assert stage.js("() => window.tampered") is None
    assert stage.items("body") == []
    assert stage.handle_all(["stdout", "x"]) == {"rendered": 1, "failed": []}


@pytest.mark.parametrize(
    "chunk",
    [one if one in FEW else pytest.param(one, marks=pytest.mark.full) for one in CHUNKS],
)
def test_a_chunk(tampered: Callable[[str], Stage], chunk: str) -> None:
    stage = tampered(chunk)
    item = NEEDS.get(chunk, [ASKS, chunk])
    stage.js(
        """type => BackendAI.Media.register(type, {
          render: async (chunk, context) => void (await context.load(chunk)),
        })""",
        ASKS,
    )
    other = ["stdout", "x"] if chunk == "image" else ["image/png", png()]
    report = stage.handle_all([item, other], "r")
    assert stage.assets.asked(f"/js/{chunk}.js") >= 1
    assert stage.js("() => window.tampered") is None
    # What is left to the reader has no type before that has read it.
    type_ = "invalid" if chunk == "reader" else item[0] if isinstance(item, list) else "error"
    assert [(one["index"], one["type"]) for one in report["failed"]] == [(0, type_)]
    assert report["rendered"] == 1
    first = stage.items()[0]
    assert first[0] == type_
    assert report["failed"][0]["error"] in first[1]
    assert "<b>bold" not in stage.js("() => document.querySelector('#out').innerHTML")
