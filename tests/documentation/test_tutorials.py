"""The code of the tutorials does what they say."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path
from typing import Any

import httpx
import pytest

from .. import ROOT
from ..browser.engines import Engine
from ..ports import free_ports
from ..site.conftest import Reader

#: Seconds for a program to start on a busy machine.
PATIENCE = 60
#: Fences that are files: their languages, names and contents.
_FILE = re.compile(r'^(`{3,})\w+ title="([^"]+)"\n(.*?)^\1$', re.DOTALL | re.MULTILINE)


def write_files(tutorial: str, folder: Path) -> dict[str, str]:
    """Write the files that a tutorial shows; return their texts, by their names."""
    text = (ROOT / f"docs/{tutorial}.md").read_text(encoding="utf-8")
    files = {name: content for _, name, content in _FILE.findall(text)}
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return files


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT / "src", ROOT)))}


def python(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def command(text: str) -> list[str]:
    """Return a command's arguments, for `python -m`."""
    program, *arguments = shlex.split(text)
    return ["-m", program.replace("-", "_"), *arguments]


def test_results_in_a_page(
    tmp_path: Path, serve: Callable[[Path, str], str], engines: Callable[[str], Engine]
) -> None:
    files = write_files("start-page", tmp_path)
    python(tmp_path, *command(files["commands"]))
    (release,) = (tmp_path / "media").iterdir()
    page = files["index.html"].replace("RELEASE", release.name)
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    reader = Reader(engines("chromium"))
    reader.engine.open(f"{serve(tmp_path, 'tutorial')}index.html")
    shown = "() => document.querySelectorAll('.backendai-item').length === 4"
    reader.until(shown)
    reader.until("() => document.querySelector('#first').innerText.includes('loss 0.25')")
    reader.until("() => document.querySelector('#second').innerText.includes('working … done')")


def test_the_policy_that_the_tutorial_names() -> None:
    """`tutorial` of `MODES` in tests/site/conftest.py sends it."""
    from ..site.conftest import TUTORIAL

    text = (ROOT / "docs/start-page.md").read_text(encoding="utf-8")
    policy = " ".join(text.split("your own server:")[1].split("`backend")[0].split())
    assert policy == TUTORIAL["Content-Security-Policy"]


def test_results_in_a_web_application(tmp_path: Path) -> None:
    write_files("start-application", tmp_path)
    asked = """
from app import app
import json, re
client = app.test_client()
page = client.get("/").text
script = re.search(r'<script[^>]* src="([^"]+)"', page)[1]
print(json.dumps([page, client.get(script).status_code]))
"""
    page, status = json.loads(python(tmp_path, "-c", asked))
    assert status == 200
    assert 'data-backendai-result="run-1"' in page
    assert "<td" in page
    python(tmp_path, "still.py")
    still = (tmp_path / "run.html").read_text(encoding="utf-8")
    assert "0.41" in still
    assert "<script" not in still


def test_a_lesson(tmp_path: Path) -> None:
    files = write_files("start-lesson", tmp_path)
    python(tmp_path, *command(files["commands"]))
    page = (tmp_path / "public/index.html").read_text(encoding="utf-8")
    assert page.count('data-backendai-run="cell"') == 2
    assert 'alt="Drawing"' in page


@contextmanager
def started(folder: Path, arguments: list[str], address: str) -> Iterator[None]:
    """Run a server until its address answers, and end it."""
    server = subprocess.Popen([sys.executable, *arguments], cwd=folder, env=environment())
    try:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                httpx.get(address)
                break
            except httpx.TransportError:
                assert server.poll() is None
                assert time.monotonic() < end
                time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


def test_a_terminal(tmp_path: Path, engines: Callable[[str], Engine]) -> None:
    files = write_files("start-terminal", tmp_path)
    port, _ = free_ports(2)
    address = f"http://127.0.0.1:{port}"
    app = files["app.py"].replace("http://127.0.0.1:8000", address)
    (tmp_path / "app.py").write_text(app, encoding="utf-8")
    arguments = [*command(files["commands"]), "--port", str(port), "--log-level", "warning"]
    with started(tmp_path, arguments, address):
        reader = Reader(engines("chromium"))
        reader.engine.open(address)
        lines = "() => (document.querySelector('.xterm-rows')?.innerText ?? '').match(/:\\d\\d:/g)"
        reader.until(f"() => (({lines})() ?? []).length >= 2")


def test_a_report(tmp_path: Path) -> None:
    files = write_files("start-report", tmp_path)
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": 1,
        "metadata": {},
        "source": "6 * 7",
        "outputs": [{"output_type": "stream", "name": "stdout", "text": "forty-two\n"}],
    }
    content = {"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (tmp_path / "notebook.ipynb").write_text(json.dumps(content))
    python(tmp_path, *command(files["commands"]))
    assert "forty-two" in (tmp_path / "notebook.html").read_text(encoding="utf-8")
    python(tmp_path, "report.py")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<strong>large</strong>" in page
    assert "all checks passed" in page
    mail = message_from_bytes((tmp_path / "report.eml").read_bytes())
    assert mail["Subject"] == "Tonight"


@pytest.mark.parametrize(
    "path", sorted((ROOT / "docs").glob("start-*.md")), ids=lambda one: one.stem
)
def test_every_tutorial_is_named_at_the_start(path: Path) -> None:
    assert f"({path.name})" in (ROOT / "docs/index.md").read_text(encoding="utf-8")
