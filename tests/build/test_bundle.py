"""The bundle's build: what is in a release, and that equal sources give equal bytes."""

import base64
import gzip
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import backendai_media
from backendai_media import AssetsError, assets
from backendai_media.assets.files import digest as digest_of
from backendai_media.build import bundle as builder
from backendai_media.build import frame_bundles, node

BROWSER = Path(__file__).parents[2] / "browser"
#: Scripts that pages include; the others are modules that the entry loads.
CLASSIC = {*builder.CLASSIC}
#: Scripts of frames, as texts.
LIBRARIES = frame_bundles.library_names(BROWSER / "src")


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return builder.build(BROWSER, tmp_path_factory.mktemp("out"))


def contents(release: Path) -> dict[str, bytes]:
    files = (path for path in release.rglob("*") if path.is_file())
    return {path.relative_to(release).as_posix(): path.read_bytes() for path in files}


def test_what_is_in_a_release(release: Path) -> None:
    chunks = builder.chunk_entries(BROWSER / "src")
    assert {"console", "webterm", "webterm-search"} <= set(chunks)
    scripts = {f"js/{name}.js" for name in chunks} | CLASSIC
    libraries = {f"js/{name}.js" for name in LIBRARIES}
    expected = scripts | {f"{script}.map" for script in scripts} | libraries
    expected |= {f"css/{name}.css" for name in builder.SHEETS}
    expected |= {"frame.html", "frame.svg", "manifest.json", "LICENSES.txt"}
    # tests/build/test_npm.py
    package = {"LICENSE.txt", "package.json"}
    found = {name for name in contents(release) if not name.startswith(("npm/", "types/"))}
    assert found - package == expected
    assert re.fullmatch(r"[0-9a-f]{20}", release.name)


def test_manifest(release: Path) -> None:
    files = contents(release)
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["version"] == backendai_media.__version__
    assert manifest["hash"] == release.name == digest_of(files)
    assert set(manifest["files"]) == set(files)
    for name, content in files.items():
        about = manifest["files"][name]
        digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
        assert about["bytes"] == len(content)
        assert about["integrity"] == f"sha256-{digest}"
        assert 0 < about["gzip"] <= len(gzip.compress(content)) + 20


def test_the_entry_knows_its_chunks(release: Path) -> None:
    files = contents(release)
    entry = files["js/main.min.js"].decode()
    assert backendai_media.__version__ in entry
    tools = files["js/tools.js"].decode()
    for name, content in files.items():
        if name.startswith("js/") and name.endswith(".js") and name not in CLASSIC:
            # The tools know the digests of all others, and the entry theirs.
            digest = base64.b64encode(hashlib.sha256(content).digest()).decode()
            often = name in {"js/console.js", "js/html.js", "js/image.js", "js/tools.js"}
            assert (digest in entry, digest in tools) == (often, name != "js/tools.js"), name


def test_names_that_are_shortened_stay_in_the_entry(release: Path) -> None:
    interfaces = (
        "backendai-media.d.ts",
        "shared/chunk-interfaces.ts",
        "shared/items.ts",
        "shared/reading.ts",
        "core/chunks.ts",
    )
    member = re.compile(r"^\s+(?:readonly )?(\w+)\??[(<:]", re.MULTILINE)
    known = {
        name
        for file in interfaces
        for name in member.findall((BROWSER / "src" / file).read_text(encoding="utf-8"))
    }
    assert {"handle_all", "itemOf", "display_id", "readSvg"} <= known
    assert not known & set(builder.ENTRY_ONLY)
    entry = (release / "js/main.min.js").read_text(encoding="utf-8")
    for name in builder.ENTRY_ONLY:
        assert not re.search(rf"\.{name}\b(?!\")", entry), name


def test_chunks_are_modules_that_import_nothing_and_the_entry_is_a_script(release: Path) -> None:
    for name, content in contents(release).items():
        if name.startswith("js/") and name.endswith(".js") and Path(name).stem not in LIBRARIES:
            text = content.decode()
            # A statement, not a word of a language whose code gets colours.
            assert not re.search(r"(^|[;}\n])\s*import(\s+\w|\s*[{*\"'])", text)
            assert ("export{" in text) == (name not in CLASSIC)


def test_the_terminal_is_not_larger_than_it_may(release: Path) -> None:
    """Its addons are chunks of their own, and none is loaded with it."""
    files = json.loads((release / "manifest.json").read_bytes())["files"]
    assert files["js/webterm.js"]["brotli"] <= 100_000
    addons = {name for name in files if re.fullmatch(r"js/webterm-\w+\.js", name)}
    assert set(files["js/webterm.js"]["needs"]) == addons


@pytest.mark.full
def test_equal_sources_give_equal_bytes_anywhere(release: Path, tmp_path: Path) -> None:
    package = tmp_path / "else where/src/backendai_media"
    shutil.copytree(
        builder.PACKAGE, package, ignore=shutil.ignore_patterns("bundle", "__pycache__")
    )
    browser = package.parent.parent / "browser"
    shutil.copytree(BROWSER, browser, ignore=shutil.ignore_patterns("node_modules", ".build"))
    (browser / "node_modules").symlink_to(BROWSER / "node_modules")
    code = (
        "from backendai_media.build import bundle as build; from pathlib import Path; "
        "print(build.build(build.sources(), Path('out')))"
    )
    env = {**os.environ, "PYTHONPATH": str(package.parent), "TZ": "Asia/Seoul", "LC_ALL": "C"}
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    assert contents(tmp_path / run.stdout.strip()) == contents(release)
    for content in contents(release).values():
        assert str(BROWSER.parent).encode() not in content


def test_licences_of_what_is_inside(release: Path) -> None:
    text = (release / "LICENSES.txt").read_text(encoding="utf-8")
    if "js/html.js" in contents(release):
        assert "dompurify" in text
        assert "Mozilla Public License" in text
    assert "esbuild" not in text


def test_nothing_is_left_behind(release: Path) -> None:
    assert list(release.parent.iterdir()) == [release]


@pytest.mark.full
def test_a_changed_source_gives_another_release(
    release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = tmp_path / "browser"
    shutil.copytree(BROWSER, browser, ignore=shutil.ignore_patterns("node_modules", ".build"))
    (browser / "node_modules").symlink_to(BROWSER / "node_modules")
    monkeypatch.setattr(builder, "BUNDLE", tmp_path / "bundle")
    assert not builder.is_fresh(browser)
    first = builder.refresh(browser)
    assert first.name == release.name
    assert builder.is_fresh(browser)
    kept = (first / "manifest.json").stat().st_mtime_ns
    assert builder.refresh(browser) == first
    assert (first / "manifest.json").stat().st_mtime_ns == kept
    with (browser / "src/main.ts").open("a", encoding="utf-8") as file:
        file.write("\nconsole.log('changed');\n")
    assert not builder.is_fresh(browser)
    second = builder.refresh(browser)
    assert list((tmp_path / "bundle").iterdir()) == [second]
    assert second.name != first.name


@pytest.mark.full
def test_processes_that_build_at_once_get_one_release(tmp_path: Path) -> None:
    browser, bundle = tmp_path / "browser", tmp_path / "bundle"
    shutil.copytree(BROWSER, browser, ignore=shutil.ignore_patterns("node_modules", ".build"))
    (browser / "node_modules").symlink_to(BROWSER / "node_modules")
    unfinished = bundle / ".new-other"
    unfinished.mkdir(parents=True)
    (unfinished / "manifest.json").write_text("{}", encoding="utf-8")
    program = (
        "import sys; from pathlib import Path; from backendai_media.build import bundle; "
        "bundle.BUNDLE = Path(sys.argv[2]); print(bundle.refresh(Path(sys.argv[1])))"
    )
    command = [sys.executable, "-c", program, str(browser), str(bundle)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    paths = {one.communicate()[0].strip() for one in running}
    assert [one.returncode for one in running] == [0, 0, 0]
    assert paths == {str(path) for path in bundle.iterdir()}
    assert len(paths) == 1


@pytest.mark.full
def test_an_error_in_the_sources_is_shown(tmp_path: Path) -> None:
    browser = tmp_path / "browser"
    shutil.copytree(BROWSER, browser, ignore=shutil.ignore_patterns("node_modules", ".build"))
    (browser / "node_modules").symlink_to(BROWSER / "node_modules")
    (browser / "src/main.ts").write_text("let = ;", encoding="utf-8")
    with pytest.raises(AssetsError, match=r"main\.ts"):
        builder.build(browser, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_without_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    browser = tmp_path / "browser"
    shutil.copytree(BROWSER, browser, ignore=shutil.ignore_patterns("node_modules", ".build"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(node, "find_spec", lambda _: None)
    with pytest.raises(AssetsError, match="needs Node"):
        builder.build(browser, tmp_path / "out")


def test_node_modules_are_compared_with_the_lock_file(tmp_path: Path) -> None:
    assert node.installed(BROWSER)
    assert not node.installed(tmp_path)
    (tmp_path / "node_modules").mkdir()
    lock = json.loads((BROWSER / "package-lock.json").read_bytes())
    (tmp_path / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    hidden = tmp_path / "node_modules/.package-lock.json"
    hidden.write_text((BROWSER / "node_modules/.package-lock.json").read_text(), encoding="utf-8")
    assert node.installed(tmp_path)
    lock["packages"]["node_modules/esbuild"]["version"] = "0.0.1"
    (tmp_path / "package-lock.json").write_text(json.dumps(lock), encoding="utf-8")
    assert not node.installed(tmp_path)


def test_the_packages_own_bundle() -> None:
    release = assets.bundle()
    assert (release / "js/main.min.js").exists()
    assert (release / "manifest.json").exists()


def test_a_librarys_text_is_what_was_built(release: Path) -> None:
    """However its module writes it; and it runs nothing by itself."""
    script = "const a = `${1}\\n` + '\\'' + \"\\x02\";\n\x01\r\n"
    for text in (script, script.replace("'", '"'), script + "'\"" * 9):
        module = frame_bundles.module_of(text)
        code = f"import('data:text/javascript;base64,{base64.b64encode(module.encode()).decode()}')"
        code += ".then(it => process.stdout.write(it.default))"
        done = subprocess.run([node.find_node(), "-e", code], check=True, capture_output=True)
        assert done.stdout.decode() == text
    for name in LIBRARIES:
        text = (release / f"js/{name}.js").read_text(encoding="utf-8")
        assert re.fullmatch(r"const meant=\{.*?\},script=.*export\{script as default\};\n", text)
