"""The npm package: type-checked as its users would, and run in a browser by tests/browser."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

import backendai_media
from backendai_media import AssetsError
from backendai_media.build import bundle, node, npm

BROWSER = Path(__file__).parents[2] / "browser"
USER = """
import { Media, version, type Report } from "backendai-media";

const out = document.querySelector("main")!;
const report: Report = await Media.handle_all([["stdout", "x"]], "r", out);
console.log(report.rendered, version.length);
// @ts-expect-error a container is an element
await Media.handle_all([], "r", "#out");
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("page") / "node_modules/backendai-media"
    return npm.build_npm(BROWSER, place)


def test_what_is_in_it(package: Path) -> None:
    about = json.loads((package / "package.json").read_text())
    assert about["version"] == backendai_media.__version__
    assert "private" not in about
    assert about["repository"]["url"].endswith("github.com/lablup/backend.ai-media.git")
    assert about["homepage"] in about["bugs"]
    names = {path.name for path in package.iterdir()}
    assert {"index.js", "index.d.ts", "backendai-media.d.ts", "frame.html", "LICENSE"} <= names
    assert "dompurify" in (package / "LICENSES.txt").read_text(encoding="utf-8")
    assert all(str(BROWSER.parent) not in path.read_text("utf-8") for path in package.iterdir())


def test_chunks_are_apart_from_the_entry(package: Path) -> None:
    entry = (package / "index.js").read_text()
    for name in ("console", "html", "tools"):
        assert f'import("./{name}-' in "".join(path.read_text() for path in package.glob("*.js"))
    assert "dompurify" not in entry.lower()
    assert len(entry) < 20_000


def test_every_chunk_is_imported() -> None:
    source = BROWSER / "src"
    text = (source / "npm/imports.ts").read_text(encoding="utf-8")
    imported = dict(re.findall(r'"?([\w-]+)"?: \(\) => import\("\.\./([^"]+)"\)', text))
    chunks = bundle.chunk_entries(source)
    framed = {name: f"framed/texts/{name}.js" for name in imported.keys() - chunks.keys()}
    assert framed.keys() == {path.parent.name for path in source.glob("framed/*/index.ts")}
    modules = {name: path.relative_to(source).as_posix() for name, path in chunks.items()}
    assert imported == modules | framed


def test_types(package: Path) -> None:
    page = package.parent.parent
    (page / "page.ts").write_text(USER, encoding="utf-8")
    tsc = BROWSER / "node_modules/typescript/bin/tsc"
    options = "--strict --noEmit --module esnext --moduleResolution bundler --target es2023"
    done = subprocess.run(
        [node.find_node(), str(tsc), *options.split(), "--lib", "es2024,dom", "page.ts"],
        cwd=page,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_other_files_are_not_deleted(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(AssetsError, match="other files"):
        npm.build_npm(BROWSER, tmp_path)
    assert (tmp_path / "thesis.tex").exists()
