"""The npm package as a module on a page and on a CDN, in each engine."""

from __future__ import annotations

from pathlib import Path

import pytest

import backendai_media
from backendai_media.assets import csp
from backendai_media.build import bundle, npm

from .charts import CHARTS
from .server import Reply
from .stage import BODY, STRICT, Stage, png
from .test_page import EVERYTHING

MODULE = """import {{ Media, version }} from '{root}/npm/index.js';
const out = document.querySelector('#out');
const long = '<p>long</p>'.repeat(100);
const items = [
  ['stdout', 'text'], ['text/html', '<b>html</b>'], ['text/html', long], ['image/png', '{png}'], ['x/none', 1],
];
Media.handle_all(items, 'r', out).then(report => (window.report = [version, report]));
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sources = bundle.sources()
    assert sources
    return npm.write_npm(bundle.refresh(sources), tmp_path_factory.mktemp("npm") / "package")


def test_as_a_module_under_a_strict_policy(stages: Stage, package: Path) -> None:
    root = stages.site.mount("npm", package)
    page = stages.site.page(
        "page.mjs", MODULE.format(root=root, png=png()), Content_Type="text/javascript"
    )
    policy = STRICT.format(probe=f"{stages.site.url}/probe.js {page}", assets=root)
    stages.open(
        head="",
        body=f'{BODY}<script type="module" src="{page}"></script>',
        Content_Security_Policy=policy,
    )
    stages.wait("() => window.report")
    version, report = stages.js("() => report")
    assert version == backendai_media.__version__
    assert report == {"rendered": 5, "failed": []}
    assert stages.types() == ["stdout", "text/html", "text/html", "image/png", "x/none"]
    assert "html" in stages.js("() => __probe.all('b').map(it => it.textContent)")
    assert len(stages.js("() => __probe.all('p')")) == 100
    assert stages.probe("violations") == []
    assert stages.probe("errors") == []
    assert stages.assets.requests == [], "nothing but the package is needed"


def test_charts_of_a_module(stages: Stage, package: Path) -> None:
    """A page that does not say where a release is has the frame's page in the package's script."""
    root = stages.site.mount("npm", package)
    text = f"import {{ Media }} from '{root}/npm/index.js'; window.media = Media;"
    page = stages.site.page("charts.mjs", text, Content_Type="text/javascript")
    stages.open(head="", body=f'{BODY}<script type="module" src="{page}"></script>')
    stages.wait("() => window.media")
    charts = [[kind, CHARTS[kind]] for kind in sorted(CHARTS)]
    call = "items => media.handle_all(items, 'r', document.querySelector('#out'))"
    assert stages.js(call, charts)["failed"] == []
    assert stages.js("() => document.querySelector('iframe').src").startswith("blob:")
    assert stages.probe("errors") == []


@pytest.mark.parametrize(
    "address", ["backendai-media", "backendai-media@{0}", "backendai-media@{0}/js/cdn.js"]
)
def test_one_line_from_a_cdn(stages: Stage, package: Path, address: str) -> None:
    """It gives HTML out as text, and the script for the package's name; the page has a strict policy."""
    version = backendai_media.__version__
    root = stages.assets.mount(f"npm/backendai-media@{version}", package)
    text = {"Content-Type": "text/plain", "X-Content-Type-Options": "nosniff"}
    script = {"Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*"}
    own = Reply((package / "js/cdn.js").read_bytes(), script)
    pages = {
        f"/npm/backendai-media@{version}/frame.html": Reply(b"<!doctype html>", text),
        "/npm/backendai-media": own,
        f"/npm/backendai-media@{version}": own,
    }
    stages.assets.pages.update(pages)
    source = f"{stages.assets.url}/npm/{address.format(version)}"
    try:
        stages.open(
            head=f'<script src="{source}"></script>',
            body=f"{BODY}<backendai-output></backendai-output>",
            Content_Security_Policy=csp(
                root, hosts=[f"{stages.site.url}/probe.js", source], static=False
            ),
        )
        charts = [[kind, CHARTS[kind]] for kind in sorted(CHARTS)]
        assert stages.handle_all(charts, "charts")["failed"] == []
        places = stages.js("() => [...document.querySelectorAll('iframe')].map(it => it.src)")
        report = stages.handle_all(EVERYTHING)
        stages.js(
            "() => { document.querySelector('backendai-output').items = [['stdout', 'element']] }"
        )
        stages.wait(
            "() => document.querySelector('backendai-output').textContent.includes('element')"
        )
    finally:
        for path in pages:
            del stages.assets.pages[path]
    assert [entry["index"] for entry in report["failed"]] == [len(EVERYTHING) - 1]
    assert all(place.endswith("frame.svg") for place in places)
    assert places
    assert stages.probe("violations") == []
    assert stages.probe("errors") == []
