"""A saved file in the page: a notebook that was really run, and Backend.AI results."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import BrowserContext, expect

from tests import VECTORS

from .conftest import Server, enter

MakeServer = Callable[..., Server]


def test_demo_view_shows_a_notebook(
    make_server: MakeServer, context: BrowserContext, notebook: Path
) -> None:
    server = make_server(str(notebook))
    page = enter(server, context)
    cells = page.locator(".saved")
    expect(cells).to_have_count(10)
    expect(page.locator("h1")).to_contain_text("sample.ipynb")
    expect(cells.nth(0)).to_contain_text("A *small* study")
    expect(cells.nth(1).locator(".outputs")).to_contain_text("reading stations")
    expect(cells.nth(1).locator("[data-type=stderr]")).to_contain_text("no data for 3")
    expect(cells.nth(2).locator(".outputs th").first).to_be_attached()
    expect(cells.nth(3).locator(".outputs table")).to_contain_text("45.8")
    expect(cells.nth(4).locator(".outputs img")).to_have_js_property("complete", True)
    expect(cells.nth(5).locator(".backendai-item")).to_have_count(3)
    expect(cells.nth(6).locator(".outputs")).to_contain_text("months: 100%")
    expect(cells.nth(7).locator(".outputs")).to_contain_text("KeyError")
    expect(cells.nth(8)).to_contain_text("<b>not bold</b>")
    expect(cells.nth(9)).to_contain_text("In [ ]")
    assert server.kernels() == []


@pytest.mark.parametrize(
    "name", ["01_exec_query_v2_docs_examples", "10_media_matplotlib_ingen_svg_png"]
)
def test_demo_view_shows_a_result(
    make_server: MakeServer, context: BrowserContext, tmp_path: Path, name: str
) -> None:
    source = VECTORS / f"{name}.json"
    path = tmp_path / "result.json"
    path.write_bytes(source.read_bytes())
    page = enter(make_server(str(path)), context)
    expect(page.locator(".saved.result .backendai-item").first).to_be_visible()


def test_demo_view_takes_what_python_writes(make_server: MakeServer, tmp_path: Path) -> None:
    path = tmp_path / "a.ipynb"
    output = {"output_type": "stream", "name": "stdout", "text": "half \ud83d", "y": float("nan")}
    path.write_text(json.dumps({"cells": [{"cell_type": "code", "outputs": [output]}]}))
    server = make_server(str(path))
    view = httpx.get(f"{server.origin}/view.json", headers={"Cookie": server.cookie}).json()
    assert view["cells"][0]["outputs"] == [{**output, "text": "half \ufffd", "y": None}]


def test_demo_view_reads_the_file_again(make_server: MakeServer, tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"result": {"console": [["stdout", "one"]]}}))
    server = make_server(str(path))
    headers = {"Cookie": server.cookie}
    for text in ("one", "two"):
        path.write_text(json.dumps({"result": {"console": [["stdout", text]]}}))
        view = httpx.get(f"{server.origin}/view.json", headers=headers).json()
        assert view["cells"][0]["outputs"][0]["result"]["console"] == [["stdout", text]]
    path.unlink()
    response = httpx.get(f"{server.origin}/view.json", headers=headers)
    assert response.status_code == 500
    assert "cannot be read" in response.text
    assert httpx.get(f"{server.origin}/socket", headers=headers).status_code == 404
