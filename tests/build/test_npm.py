"""The npm package: type-checked as its users would, and run in a browser by tests/browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import backendai_media
from backendai_media import AssetsError
from backendai_media.build import bundle, node, npm

BROWSER = Path(__file__).parents[2] / "browser"
USER = """
import { Media, version, type Report } from "backendai-media";
import { createStream } from "backendai-media/element";

const out = document.querySelector("main")!;
const report: Report = await Media.handle_all([["stdout", "x"]], "r", out);
console.log(report.rendered, version.length);
const element = document.createElement("backendai-output");
element.items = [["stdout", "x"]];
element.open({ language: "de" }).append("x");
createStream().attach(element);
// @ts-expect-error options are an object
element.options = "none";
// @ts-expect-error a container is an element
await Media.handle_all([], "r", "#out");
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("page") / "node_modules/backendai-media"
    return npm.write_npm(bundle.refresh(BROWSER), place)


def run(page: Path, *command: str) -> str:
    done = subprocess.run(
        command, cwd=page, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_is_in_it(package: Path) -> None:
    about = json.loads((package / "package.json").read_text())
    assert about["version"] == backendai_media.__version__
    assert "private" not in about
    assert about["repository"]["url"].endswith("github.com/lablup/backend.ai-media.git")
    assert about["homepage"] in about["bugs"]
    names = {path.relative_to(package).as_posix() for path in package.rglob("*") if path.is_file()}
    assert {"frame.html", "frame.svg", "LICENSE.txt", "README.md", "css/static.css"} <= names
    assert not [name for name in names if name.endswith(".map")]
    assert "dompurify" in (package / "LICENSES.txt").read_text(encoding="utf-8")
    files = [path for path in package.rglob("*") if path.is_file()]
    assert all(str(BROWSER.parent) not in path.read_text("utf-8") for path in files)


def paths(value: object) -> Iterator[str]:
    """What a manifest's exports lead to."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from paths(one)


def test_every_path_is_there(package: Path) -> None:
    about = json.loads((package / "package.json").read_text())
    named = [
        *paths(about["exports"]),
        *(about[key] for key in ("main", "types", "unpkg", "jsdelivr")),
    ]
    named += [one for found in about["typesVersions"]["*"].values() for one in found]
    named += [one for one in about["sideEffects"] if one.startswith("./")]
    assert [one for one in named if not list(package.glob(one.removeprefix("./")))] == []


def test_chunks_are_apart_from_the_modules(package: Path) -> None:
    scripts = {path.name: path.read_text("utf-8") for path in (package / "npm").glob("*.*js")}
    for name in bundle.chunk_entries(BROWSER / "src"):
        assert f'import("../js/{name}.js")' in scripts["index.cjs"], name
    assert all("dompurify" not in text.lower() for text in scripts.values())
    assert len(scripts["index.js"]) < 200
    # Bundlers warn of imports that they cannot follow.
    assert all(text.count("import(") == text.count('import("../js/') for text in scripts.values())


SERVER = """
const { Media, version, options } = await import("backendai-media");
const { createStream } = await import("backendai-media/element");
const cjs = require("backendai-media");
Media.register("x/mine", { render() {} });
if (!Media.supports("x/mine") || !cjs.Media.supports("text/html")) throw "no types";
if (cjs.version !== version || typeof createStream !== "function") throw version;
if (globalThis.BackendAI || globalThis.window) throw "it left something";
const error = await Media.handle_all([["stdout", "x"]], "r", null).catch(String);
if (!error.includes("no container")) throw error;
"""


def test_a_server_imports_it(package: Path) -> None:
    """It ends, so that nothing holds it; the same in a worker."""
    page = package.parent.parent
    (page / "server.cjs").write_text(
        f"(async () => {{{SERVER}}})().catch((e) => {{ console.error(e); process.exit(1) }});"
    )
    (page / "worker.mjs").write_text(
        "import { Worker } from 'node:worker_threads'; new Worker('./server.cjs');"
    )
    for name in ("server.cjs", "worker.mjs"):
        run(page, node.find_node(), name)


def test_types(package: Path) -> None:
    page = package.parent.parent
    (page / "page.ts").write_text(USER, encoding="utf-8")
    tsc = BROWSER / "node_modules/typescript/bin/tsc"
    options = "--strict --noEmit --module esnext --moduleResolution bundler --target es2023"
    run(page, node.find_node(), str(tsc), *options.split(), "--lib", "es2024,dom", "page.ts")


def test_other_files_are_not_deleted(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(AssetsError, match="other files"):
        npm.write_npm(tmp_path, tmp_path)
    assert (tmp_path / "thesis.tex").exists()


TOOLS = Path(__file__).parent / "npm-tools"
#: No modules: a script, a style sheet, pages, and what bundlers find by patterns.
FILES = "classic static.css frame.html frame.svg ./js/* ./css/*".split()


@pytest.mark.full
def test_tools_find_nothing(package: Path, tmp_path: Path) -> None:
    """Types are right for each way to find modules; Svelte knows ES modules only."""
    for name in ("package.json", "package-lock.json"):
        shutil.copy(TOOLS / name, tmp_path)
    command = node.find_npm()
    assert command
    run(tmp_path, *command, "ci", "--no-audit", "--no-fund")
    programs = tmp_path / "node_modules/.bin"
    run(tmp_path, str(programs / "publint"), str(package), "--strict")
    run(tmp_path, *command, "pack", str(package), "--pack-destination", str(tmp_path))
    (packed,) = tmp_path.glob("*.tgz")
    attw = [str(programs / "attw"), str(packed), "--exclude-entrypoints", *FILES]
    run(tmp_path, *attw, "svelte")
    run(
        tmp_path,
        str(programs / "attw"),
        str(packed),
        "--entrypoints",
        "svelte",
        "--profile",
        "esm-only",
    )
