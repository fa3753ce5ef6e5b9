"""The shared samples of the normal form, run through the script's own normalisation (Chromium)."""

from __future__ import annotations

import json
import subprocess

import pytest

from .stage import HERE, VECTORS, Stage, Value

BROWSER = HERE.parents[1] / "browser"


@pytest.fixture(scope="package")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> str:
    """`normalize`, alone, as a script that makes `window.normalize`."""
    from backendai_media.assets import build

    out = tmp_path_factory.mktemp("normalize") / "normalize.js"
    entry = f"export {{ normalize }} from {json.dumps(str(BROWSER / 'src/core/normalize.ts'))};"
    command = [
        str(BROWSER / "node_modules/.bin/esbuild"),
        "--bundle",
        "--format=iife",
        "--global-name=found",
        f"--outfile={out}",
    ]
    defines = build._defines(__TYPES__=build._types())
    subprocess.run(
        [*command, *defines, "--log-level=warning"], input=entry, text=True, check=True, cwd=BROWSER
    )
    return out.read_text()


def test_normalize(stage: Stage, bundled: str) -> None:
    cases = json.loads((VECTORS / "normalize.json").read_text())
    stage.site.page("normalize.js", bundled, Content_Type="text/javascript")
    stage.open(head=f'<script src="{stage.site.url}/normalize.js"></script>')
    wrong: list[tuple[Value, ...]] = []
    values = [case["input"] for case in cases]
    found = stage.js("values => values.map(value => found.normalize(value).items)", values)
    for case, items in zip(cases, found, strict=True):
        if items != case["items"]:
            wrong.append((case.get("name"), case["items"], items))
    assert not wrong
