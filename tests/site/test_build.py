"""What the command `site` reads, writes and refuses."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import tomllib
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner
from packaging.requirements import Requirement

from backendai_media.cli import main
from backendai_media.errors import SiteError
from backendai_media.site import compiled, kernel, wheels
from backendai_media.site.pages import read_page
from backendai_media.site.run_cells import run_cells
from tests import ROOT

from .conftest import build


def cells_of(text: str, path: Path) -> list[tuple[str, str]]:
    path.write_text(text)
    page = read_page(path, "index.html")
    return [(one["cell_type"], one["source"]) for one in page.content["cells"]]


def test_cells_of_markdown(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    text = "# A\n\n```{code-cell}\n:tags: [skip-execution]\n\n1\n```\n~~~{code-cell} ipython3\nif 1:\n    2\n~~~\nend"
    assert cells_of(text, page) == [
        ("markdown", "# A\n"),
        ("code", "1"),
        ("code", "if 1:\n    2"),
        ("markdown", "end"),
    ]
    # A fence within another is text, and a longer one ends a shorter.
    text = "````md\n```{code-cell}\n1\n```\n````\n```{code-cell}\n'''\n~~~\n'''\n`````\n"
    assert cells_of(text, page) == [
        ("markdown", "````md\n```{code-cell}\n1\n```\n````"),
        ("code", "'''\n~~~\n'''"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a\n```{code-cell}\n1", "line 2: the cell does not end"),
        ("```{code-cell} julia\n1\n```", "line 1: cells can be in Python, not julia"),
    ],
)
def test_cells_that_are_wrong(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=said):
        cells_of(text, tmp_path / "page.md")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: 'Named'\n---\n# Other", "Named"),
        ("text\n\n# The heading #\n", "The heading"),
        ("text", "page"),
    ],
)
def test_titles(text: str, title: str, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(text)
    assert read_page(tmp_path / "page.md", "page.html").title == title


def test_a_notebook_is_a_page(tmp_path: Path) -> None:
    path = tmp_path / "n.ipynb"
    path.write_text(json.dumps({"cells": [{"cell_type": "markdown", "source": ["# In\n", "it"]}]}))
    assert read_page(path, "n.html").title == "In"
    path.write_text("{")
    with pytest.raises(SiteError, match="is not JSON"):
        read_page(path, "n.html")


def test_cells_run_in_their_folder(tmp_path: Path) -> None:
    (tmp_path / "own.py").write_text("value = 3")
    (tmp_path / "a.txt").write_text("text")
    cells = ["import own\nown.value", "print(open('a.txt').read())", "1/0", "'after'", "input()"]
    first, second, third, fourth, fifth = run_cells(cells, tmp_path, 60)
    assert first[0]["data"] == {"text/plain": "3"}
    assert second == [{"kind": "stream", "name": "stdout", "text": "text\n"}]
    assert third[0]["name"] == "ZeroDivisionError"
    assert fourth[0]["data"] == {"text/plain": "'after'"}
    assert fifth[0]["name"] == "EOFError"
    with pytest.raises(SiteError, match="took longer than"):
        run_cells(["while True: pass"], tmp_path, 0.5)


def test_the_kernel_has_the_first_distribution() -> None:
    excluded = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"][
        "exclude"
    ]
    second = {Path(one).name for one in excluded}
    package = ROOT / "src/backendai_media"
    parts = {one.name for one in package.iterdir()} - {"__pycache__", "__main__.py"}
    assert set(kernel.PARTS) == parts - second
    archive = zipfile.ZipFile(BytesIO(kernel.own_wheel()))
    names = archive.namelist()
    assert "backendai_media/turtle/__init__.py" in names
    assert not [one for one in names if "/rendering/" in one or one.endswith(".pyc")]
    assert kernel.own_wheel() == kernel.own_wheel()


def test_requirements(tmp_path: Path) -> None:
    made = wheels._both("a>=1 --hash=sha256:00", Requirement("a[x]<2; python_version>'3'"))
    assert made == "a[x]<2,>=1 --hash=sha256:00"
    with pytest.raises(SiteError, match="is not a requirement"):
        wheels.resolve(["a b c"], tmp_path, python="3.14", platform="any", present=[])


@pytest.mark.system
def test_the_course(tmp_path: Path) -> None:
    done = build(ROOT / "examples/static-course", tmp_path)
    assert [Path(line).name for line in done.splitlines()] == [
        "index.html",
        "1-asking.html",
        "2-drawing.html",
        "3-tables.html",
        "4-game.html",
    ]
    assert 'href="2-drawing.html"' in (tmp_path / "1-asking.html").read_text()
    assert (tmp_path / "animals.csv").exists()
    assert "heaviest: elephant" in (tmp_path / "3-tables.html").read_text()
    # The same again: nothing changes, nothing old stays.
    before = {path.name for path in tmp_path.glob("backendai/*/*")}
    build(ROOT / "examples/static-course", tmp_path)
    assert {path.name for path in tmp_path.glob("backendai/*/*")} == before
    assert len(before) == 2


@pytest.mark.full
@pytest.mark.system
def test_packages_that_cannot_be_had(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("# A\n")
    command = ["site", str(tmp_path / "page.md"), "-o", str(tmp_path / "out")]
    done = CliRunner().invoke(main, [*command, "-r", "psycopg2-binary", "-r", "msgspec"])
    assert done.exit_code == 1
    assert "psycopg2-binary: the package index has no wheel" in done.output
    assert "msgspec:" not in done.output
    assert not (tmp_path / "out/index.html").exists()


@pytest.mark.full
@pytest.mark.system
def test_compiled_modules_are_the_same_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "page.md").write_text("# A\n")
    names = set()
    for cache in ("one", "two"):
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / cache))
        build(tmp_path / "page.md", tmp_path / "out", "-r", "humanize")
        assert list((tmp_path / cache).rglob("*.zip"))
        (folder,) = (tmp_path / "out/backendai/kernel").iterdir()
        names.add(folder.name)
        packed = gzip.decompress((folder / "kernel.zip.bin").read_bytes())
        assert "humanize/__pycache__/number.cpython-314.pyc" in compiled.contents(packed)
    assert len(names) == 1


@pytest.mark.system
def test_modules_that_cannot_be_compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with a Node that is too old for Pyodide: the site is built, and the build says so."""
    node = tmp_path / "bin/node"
    node.parent.mkdir()
    node.write_text(
        f'#!/bin/sh\ncase "$1" in *precompile*) exit 3;; esac\nexec {shutil.which("node")} "$@"\n'
    )
    node.chmod(0o755)
    monkeypatch.setenv("PATH", f"{node.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "page.md").write_text("# A\n")
    command = ["site", str(tmp_path / "page.md"), "-o", str(tmp_path / "out")]
    done = CliRunner().invoke(main, command)
    assert done.exit_code == 0, done.output
    assert "modules are not compiled beforehand, so Python starts more slowly" in done.output
    (folder,) = (tmp_path / "out/backendai/kernel").iterdir()
    packed = gzip.decompress((folder / "kernel.zip.bin").read_bytes())
    assert list(compiled.contents(packed)) == ["kernel_main.py"]


@pytest.mark.system
def test_a_cell_that_fails(tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text("```{code-cell}\nnothing\n```\n")
    done = CliRunner().invoke(
        main, ["site", str(tmp_path / "page.md"), "-o", str(tmp_path / "out")]
    )
    assert done.exit_code == 1
    assert "the cell 'nothing' fails: NameError" in done.output


def test_the_turtle_class(tmp_path: Path) -> None:
    build(ROOT / "examples/turtle-class", tmp_path)
    pages = sorted(path.name for path in tmp_path.glob("*.html"))
    assert pages == ["catch.html", "index.html", "paint.html", "pong.html"]
    for page in pages:
        text = (tmp_path / page).read_text(encoding="utf-8")
        assert text.count('data-backendai-run="playground"') == 1


def test_a_site_can_play_recordings(tmp_path: Path) -> None:
    """The player needs the terminal, which pages load on their own in no other way."""
    (tmp_path / "page.md").write_text("# Hello\n")
    build(tmp_path / "page.md", tmp_path / "out")
    (release,) = (tmp_path / "out/backendai/media").iterdir()
    assert (release / "js/webterm.js").exists()
    assert (release / "file/webterm.js").exists()
