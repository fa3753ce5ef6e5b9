"""Pictures beside notebooks: embedded in whole pages, addresses elsewhere."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from backendai_media.rendering import local_pictures, notebook
from backendai_media.rendering.cli import render
from backendai_media.rendering.local_pictures import LocalPictures

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def value(*sources: str) -> dict[str, object]:
    cells = [{"cell_type": "markdown", "source": one, "metadata": {}} for one in sources]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A notebook's, with pictures in it, and one beside it."""
    made = tmp_path / "book"
    (made / "images").mkdir(parents=True)
    (made / "images/a b.png").write_bytes(PNG)
    (made / "images/drawn.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    (tmp_path / "secret.png").write_bytes(b"secret")
    (made / "images/link.png").symlink_to(tmp_path / "secret.png")
    return made


def addresses(html: str) -> list[str]:
    return re.findall(r'<img[^>]* src="([^"]*)"', html)


def test_pictures_are_embedded_in_whole_pages(folder: Path) -> None:
    content = value("![a](images/a%20b.png) <img src='images/drawn.svg'>")
    made = addresses(notebook(content, standalone=True, folder=folder))
    assert made[0] == f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
    assert made[1].startswith("data:image/svg+xml;base64,")
    assert addresses(notebook(content)) == ["images/a%20b.png", "images/drawn.svg"]
    whole = notebook(content, standalone=True)
    assert addresses(whole) == []
    assert "not loaded" in whole


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("../secret.png", "outside"),
        ("images/link.png", "outside"),
        ("images/%2e%2e/%2e%2e/secret.png", "outside"),
        ("images/none.png", "does not exist"),
        ("images/%00.png", "cannot be read"),
        ("/etc/passwd", ""),
        ("images/a b.png?query", ""),
        ("https://example.org/a.png", ""),
        ("//example.org/a.png", ""),
        ("file:///a.png", ""),
        ("notes.txt", ""),
    ],
)
def test_other_files_are_not_read(folder: Path, address: str, why: str) -> None:
    pictures = LocalPictures(folder)
    assert pictures.address(address) is None
    assert [*pictures.missing] == ([address] if why else [])
    assert all(why in reason for reason in pictures.missing.values())


def test_large_pictures_are_not_embedded(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local_pictures, "MAX_PICTURE_BYTES", 10)
    pictures = LocalPictures(folder)
    assert pictures.address("images/a%20b.png") is None
    assert pictures.missing == {"images/a%20b.png": "is too large"}


def test_outputs_load_no_files(folder: Path) -> None:
    output = {"output_type": "display_data", "data": {"text/html": "<img src='images/a b.png'>"}}
    cell = {"cell_type": "code", "source": "", "outputs": [output]}
    made = notebook({"cells": [cell], "nbformat": 4}, standalone=True, folder=folder)
    assert addresses(made) == []


def test_the_command_embeds_and_says_what_is_missing(folder: Path) -> None:
    content = value("![a](images/a%20b.png)", "![b](images/none.png)")
    (folder / "n.ipynb").write_text(json.dumps(content))
    arguments = [str(folder / "n.ipynb"), "-o", str(folder / "n.html")]
    run = CliRunner().invoke(render, [*arguments, "--standalone"])
    assert run.exit_code == 0
    assert "images/none.png does not exist" in run.output
    assert addresses((folder / "n.html").read_text())[0].startswith("data:image/png")
    run = CliRunner().invoke(render, arguments)
    html = (folder / "n.html").read_text()
    assert addresses(html) == ["images/a%20b.png", "images/none.png"]
    assert "img-src 'self' file:" in html or "file:" in html.partition("img-src")[2][:60]


@pytest.mark.parametrize("content", ["{}", "[", '{"cells": 5, "nbformat": 4}', "[]"])
def test_an_invalid_notebook_fails(tmp_path: Path, content: str) -> None:
    (tmp_path / "n.ipynb").write_text(content)
    run = CliRunner().invoke(render, [str(tmp_path / "n.ipynb"), "-o", str(tmp_path / "n.html")])
    assert run.exit_code == 1
    assert "n.ipynb" in run.output
