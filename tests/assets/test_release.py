"""Releases on disk: what proves them ours, and which `update` deletes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from backendai_media import AssetsError, assets
from backendai_media.assets import release
from backendai_media.assets.files import digest
from backendai_media.build import frame_bundles
from backendai_media.cli import main

SOURCE = Path(__file__).parents[2] / "browser/src"
OUTSIDE = """{"version": "1", "hash": "x", "files":
{"../x": {"bytes": 1, "gzip": 1, "integrity": ""}}}"""


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A release in a directory of its own."""
    packaged = assets.bundle()
    return Path(shutil.copytree(packaged, tmp_path / "built" / packaged.name))


def old(assets_dir: Path, built: Path, text: str) -> Path:
    """Another release: the same with another licence text, under its own hash."""
    scratch = Path(shutil.copytree(built, assets_dir / "scratch"))
    (scratch / "LICENSES.txt").write_text(text)
    found = release.read(scratch)
    contents = {name: (scratch / name).read_bytes() for name in found.files}
    name = digest(contents)
    manifest = json.loads((scratch / "manifest.json").read_text())
    manifest["hash"] = name
    manifest["files"]["LICENSES.txt"]["integrity"] = release.integrity(text.encode())
    (scratch / "manifest.json").write_text(json.dumps(manifest))
    return scratch.rename(assets_dir / name)


@pytest.fixture(autouse=True)
def _installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The package's own bundle is what is written, as where there are no sources."""
    monkeypatch.setattr("backendai_media.build.bundle.sources", lambda: None)


def update(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["update", *arguments])


def test_what_a_manifest_says(built: Path) -> None:
    found = release.read(built)
    assert found.hash == built.name
    entry = found.files["js/main.min.js"]
    assert entry.type == "text/javascript; charset=utf-8"
    assert 0 < entry.brotli < entry.gzip < entry.bytes
    assert {"js/console.js", "js/drawing.js", "js/tools.js", "js/webterm.js"} <= set(entry.needs)
    assert not {"js/main.min.js", "js/islands.js", "js/terminal.js"} & set(entry.needs)
    needs = ["js/colors.js", "js/paper.js", "js/tools.js"]
    assert found.files["js/console.js"].needs == needs
    assert found.check() == []


def test_a_map_for_every_script_with_the_sources_in_it(built: Path) -> None:
    libraries = frame_bundles.library_names(SOURCE)  # texts of scripts that are not ours
    for script in built.glob("js/*.js"):
        if script.stem in libraries:
            continue
        about = json.loads(script.with_suffix(".js.map").read_text())
        assert len(about["sources"]) == len(about["sourcesContent"])
        assert not any(Path(name).is_absolute() for name in about["sources"])
        assert b"sourceMappingURL" not in script.read_bytes(), "it would count in every download"


def test_damage_is_named(built: Path) -> None:
    (built / "js/console.js").unlink()
    (built / "js/html.js").write_text("alert(1)")
    assert release.read(built).check() == [
        "js/console.js is missing",
        "js/html.js is not what was built",
    ]
    assert not release.is_intact(built)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (None, "no manifest.json"),
        ("{", "not the manifest of a release"),
        ('{"version": "1", "hash": "x"}', "files"),
        (OUTSIDE, "outside the release"),
    ],
)
def test_what_is_no_release(tmp_path: Path, text: str | None, reason: str) -> None:
    if text is not None:
        (tmp_path / "manifest.json").write_text(text)
    with pytest.raises(AssetsError, match=reason):
        release.read(tmp_path)


def test_update_deletes_older_releases_and_nothing_else(built: Path, tmp_path: Path) -> None:
    place = tmp_path / "assets"
    first, second = old(place, built, "first"), old(place, built, "second")
    changed = old(place, built, "changed by hand")
    (changed / "js/console.js").write_text("mine")
    added = old(place, built, "with a file of mine")
    (added / "notes.txt").write_text("mine")
    (place / "mine").mkdir()
    (place / "mine/manifest.json").write_text("{}")

    done = update("--assets", str(place), "--dry-run")
    assert done.exit_code == 0, done.output
    assert done.output.count("would be removed") == 2
    assert first.exists()
    assert second.exists()

    done = update("--assets", str(place), "--json")
    report = json.loads(done.output)
    assert sorted(report["removed"]) == sorted([str(first), str(second)])
    assert not first.exists()
    assert not second.exists()
    assert release.is_intact(Path(report["path"]))
    assert {path.name for path in place.iterdir()} == {
        report["hash"],
        changed.name,
        added.name,
        "mine",
    }


def test_update_keeps_the_newest(built: Path, tmp_path: Path) -> None:
    place = tmp_path / "assets"
    first, second = old(place, built, "first"), old(place, built, "second")
    assert update("--assets", str(place), "--keep", "1").exit_code == 0
    assert not first.exists()
    assert second.exists()


def test_update_mends_a_damaged_release_and_says_what_to_set(tmp_path: Path) -> None:
    place = tmp_path / "assets"
    done = update("--assets", str(place))
    name = done.output.split("/")[-1].strip()
    assert f"BACKENDAI_ASSET_ROOT=//<host>/{name}" in done.output
    (place / name / "js/main.min.js").write_text("")
    assert update("--assets", str(place)).exit_code == 0
    assert release.is_intact(place / name)
