"""Sphinx and MkDocs, the real ones, build projects that show notebooks and results."""

from __future__ import annotations

import os
import re
import shutil
import site
import subprocess
import venv
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from .. import ROOT

pytestmark = [pytest.mark.full, pytest.mark.system]

HERE = Path(__file__).parent / "documents"
PINS = HERE / "pins.txt"
#: What a page shows of its pairs, and the colours of the results' text.
STATE = """() => [
  ['light', 'dark'].filter(name => {
    const found = document.querySelector(`.backendai-${name}`);
    return found && getComputedStyle(found).display !== 'none';
  }),
  getComputedStyle(document.querySelector('.backendai-output')).colorScheme,
]"""


@pytest.fixture(scope="module")
def python() -> Path:
    """The Python of an environment with both tools."""
    environment = ROOT / ".cache/documents"
    found = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    installed, pins = environment / "installed.txt", PINS.read_text(encoding="utf-8")
    if not installed.exists() or installed.read_text(encoding="utf-8") != pins:
        venv.create(environment, with_pip=True, clear=True)
        pip = [str(found), "-m", "pip", "install", "--quiet", "--no-deps", "-r", str(PINS)]
        subprocess.run(pip, check=True)
        installed.write_text(pins, encoding="utf-8")
    return found


def build(python: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # What the library needs is in this environment.
    path = os.pathsep.join(map(str, (ROOT / "src", *site.getsitepackages())))
    return subprocess.run(
        [str(python), "-m", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def sphinx(python: Path, folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    return build(python, folder, "sphinx", "-W", "-q", "-b", "html", ".", str(out))


def mkdocs(python: Path, folder: Path, out: Path) -> subprocess.CompletedProcess[str]:
    return build(python, folder, "mkdocs", "build", "--strict", "-q", "-d", str(out))


TOOLS = {"sphinx": sphinx, "mkdocs": mkdocs}
#: A folder's page of the notebook, and how a theme says that it is dark.
PAGES = {"sphinx": "analysis.html", "mkdocs": "analysis/index.html"}
DARK = {
    "sphinx": "document.body.dataset.theme = 'dark'",
    "mkdocs": "document.documentElement.dataset.bsTheme = 'dark'",
}


@pytest.mark.parametrize("tool", TOOLS)
def test_notebooks_and_pairs(tool: str, python: Path, tmp_path: Path) -> None:
    done = TOOLS[tool](python, HERE / tool, tmp_path)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    page = (tmp_path / PAGES[tool]).read_text(encoding="utf-8")
    # The notebook's title is that of the page, and is not there twice.
    assert len(re.findall(r"<h1[^>]*>Averages<", page)) == 1
    assert "9386705" in page
    assert "alert(1)" not in page
    start = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert re.search(r'href="analysis(\.html|/)"', start)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        # The reader's setting is dark; these themes ask nobody.
        opened = browser.new_page(color_scheme="dark")
        opened.goto((tmp_path / "index.html").as_uri())
        assert opened.evaluate(STATE) == [["light"], "light"]
        opened.evaluate(DARK[tool])
        assert opened.evaluate(STATE)[0] == ["dark"]
        opened.evaluate(DARK[tool].replace("'dark'", "'auto'"))
        assert opened.evaluate(STATE)[0] == (["dark"] if tool == "sphinx" else ["light"])
        opened.goto((tmp_path / PAGES[tool]).as_uri())
        assert opened.evaluate(STATE) == [[], "light"]
        browser.close()


@pytest.mark.parametrize("tool", TOOLS)
def test_a_file_that_is_wrong(tool: str, python: Path, tmp_path: Path) -> None:
    """The build says which, and why."""
    folder = tmp_path / "project"
    shutil.copytree(HERE / tool, folder)
    next(folder.rglob("line-dark.json")).write_text("{")
    done = TOOLS[tool](python, folder, tmp_path / "out")
    assert done.returncode != 0
    assert "line-dark.json is not JSON" in done.stderr
    shutil.rmtree(folder)
    shutil.copytree(HERE / tool, folder)
    next(folder.rglob("analysis.ipynb")).write_text("[]")
    done = TOOLS[tool](python, folder, tmp_path / "out")
    assert done.returncode != 0
    assert "is not a notebook" in done.stderr


def test_pins_name_no_registry() -> None:
    lines = PINS.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not re.match(r"[\w.-]+==[\w.]+$", line)] == []
