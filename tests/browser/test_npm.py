"""The npm package as a module on a page, in each engine."""

from __future__ import annotations

from pathlib import Path

import pytest

import backendai_media
from backendai_media.build import bundle, npm

from .stage import BODY, STRICT, Stage, png

MODULE = """import {{ Media, version }} from '{root}/index.js';
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
    return npm.build_npm(sources, tmp_path_factory.mktemp("npm") / "package")


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
