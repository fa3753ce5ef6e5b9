"""`backendai-media render`, as a person calls it."""

from __future__ import annotations

import base64
import json
import re
import subprocess
import sys
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any

import nbformat.v4 as nb
import pytest
from click.testing import CliRunner, Result
from PIL import Image

from backendai_media import render
from backendai_media.cli import main
from backendai_media.rendering.convert_batch import Settings, convert, targets

from . import deadly


def png(color: str = "red") -> str:
    file = BytesIO()
    Image.new("RGB", (3, 3), color).save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def notebook(*outputs: Any) -> str:
    cells = [
        nb.new_markdown_cell("# A *title*\n\n$x^2$ ![p](attachment:p.png)"),
        nb.new_code_cell("def f():\n    return '<b>'", execution_count=7, outputs=list(outputs)),
        nb.new_raw_cell("raw & more"),
    ]
    cells[0]["attachments"] = {"p.png": {"image/png": png()}}
    made = nb.new_notebook(cells=cells, metadata={"language_info": {"name": "python"}})
    return json.dumps(made)


def run(*arguments: object, **kwargs: Any) -> Result:
    return CliRunner().invoke(main, ["render", *map(str, arguments)], **kwargs)


def test_notebook(tmp_path: Path) -> None:
    outputs = [
        nb.new_output("stream", text="hello"),
        nb.new_output("display_data", {"image/png": png()}),
    ]
    source = tmp_path / "a.ipynb"
    source.write_text(notebook(*outputs))
    done = run(source, "-o", tmp_path / "out.html")
    assert (done.exit_code, done.output) == (0, f"{tmp_path / 'out.html'}\n")
    page = (tmp_path / "out.html").read_text()
    assert page.startswith("<!doctype html>")
    assert "<title>a</title>" in page
    assert '<h1 id="a-title">A <em>title</em></h1>' in page
    assert "<msup>" in page
    assert page.count("data:image/png;base64,") == 2, "attached, and shown"
    assert '<span class="code-keyword">def</span>' in page
    assert ">[7]</div>" in page
    assert "raw &amp; more" in page
    assert "hello" in page
    assert "<script" not in page


def test_result_to_the_standard_output(tmp_path: Path) -> None:
    source = tmp_path / "r.json"
    source.write_text(json.dumps({"status": "finished", "console": [["stdout", "a <b>"]]}))
    done = run(source, "--theme", "dark")
    assert "a &lt;b>" in done.output
    assert '<html lang="en" data-backendai-theme="dark">' in done.output
    assert (
        run("-", input=json.dumps({"text/plain": "from a pipe"})).output.count("from a pipe") == 1
    )


def test_a_broken_file_leaves_the_rest(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("a.ipynb", "sub/a.ipynb"):
        (tmp_path / name).write_text(notebook())
    (tmp_path / "bad.ipynb").write_text('{"cells": [')
    missing = tmp_path / "missing.json"
    done = run(tmp_path, missing, "-o", tmp_path / "out", "--jobs", 2)
    assert done.exit_code == 1
    assert (tmp_path / "out/a.html").exists()
    assert (tmp_path / "out/sub/a.html").exists()
    assert f"Error: {tmp_path / 'bad.ipynb'} is not JSON: " in done.output
    assert f"Error: {missing} cannot be read: No such file or directory" in done.output
    assert done.output.endswith("2 of 4 failed\n")


def test_pictures_beside_the_page(tmp_path: Path) -> None:
    source = tmp_path / "r.json"
    svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    source.write_text(
        json.dumps([["image/png", png()], ["image/png", png()], ["image/svg+xml", svg]])
    )
    run(source, "-o", tmp_path / "pages/out.html", "--images", tmp_path / "pictures")
    (picture,) = (tmp_path / "pictures").iterdir()
    assert picture.read_bytes() == base64.b64decode(png())
    page = (tmp_path / "pages/out.html").read_text()
    assert page.count(f'src="../pictures/{picture.name}"') == 2
    assert 'src="data:image/svg+xml,' in page, "it would run where it is opened"
    run(source, "-o", tmp_path / "all.html", "--images", tmp_path / "none", "--standalone")
    assert not (tmp_path / "none").exists()


def test_with_a_script(tmp_path: Path) -> None:
    source = tmp_path / "r.json"
    source.write_text('[["stdout", "</script>"]]')
    root = "https://assets.example.org/abc"
    page = run(source, "--asset-root", root).output
    assert f'<script src="{root}/js/main.min.js"></script>' in page
    assert f'<script src="{root}/js/islands.js" defer></script>' in page
    assert 'data-backendai-result="result">[["stdout","\\u003c/script\\u003e"]]</script>' in page
    assert "<div data-backendai-static>" in page
    assert "script-src 'self' https://assets.example.org/abc/;" in unescape(page)
    bare = run(source, "--asset-root", root, "--standalone").output
    assert "<script" not in bare
    assert "script-src" not in bare


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.json", "b.json"], "Several files need a directory to write to: -o DIR"),
        (
            ["a.json", "b.json", "-o", "x.html"],
            "x.html is a single page, but there are 2 files; pass a directory",
        ),
        (["a.json", "--host", "x y"], "'x y' is not a host (expected e.g. pictures.example.org)"),
    ],
)
def test_what_cannot_be(arguments: list[str], message: str, tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        for name in ("a.json", "b.json"):
            Path(name).write_text("[]")
        done = run(*arguments)
    assert done.exit_code != 0
    assert message in done.output


def test_names_of_pages() -> None:
    def names(*sources: str) -> list[str]:
        return [str(page) for _, page in targets([Path(one) for one in sources], Path("out"))]

    assert names("a.ipynb") == ["out/a.html"]
    assert names("x/a.ipynb", "y/a.ipynb") == ["out/x/a.html", "out/y/a.html"]
    assert names("a.ipynb", "a.json", "./a.json") == [
        "out/a.html",
        "out/a.json.html",
        "out/a.json-2.html",
    ]
    assert names("-", "../b.json")[0].endswith("stdin.html")


def test_a_process_that_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file takes its process with it; the others are written."""
    for name in "abc":
        (tmp_path / f"{name}.json").write_text("[]")
    monkeypatch.setattr("backendai_media.rendering.convert_batch._convert_one", deadly.one)
    jobs = targets([tmp_path / f"{name}.json" for name in "abc"], tmp_path / "out")
    done = list(convert(jobs, Settings(), processes=2))
    assert sorted((one.source.name, bool(one.error)) for one in done) == [
        ("a.json", False),
        ("b.json", True),
        ("c.json", False),
    ]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
def test_an_item_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object) -> str:
        while True:
            pass

    render([["stdout", "a"]], standalone=True)  # what is loaded at first counts as well
    monkeypatch.setattr("backendai_media.rendering.registry._renderer", lambda _: endless)
    outputs = [["stdout", "before"], ["text/x", "a"], ["text/x", "b"], ["stderr", "after"]]
    (tmp_path / "a.json").write_text(json.dumps(outputs))
    result = CliRunner().invoke(
        main, ["render", str(tmp_path / "a.json"), "--time-limit", "1"], catch_exceptions=False
    )
    assert result.exit_code == 0
    page = result.stdout
    assert page.count("This takes too long to render") == 2
    assert page.index("before") < page.index("takes too long") < page.index("after")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere memory is not limited")
def test_a_file_that_needs_too_much_memory(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text(json.dumps([["stdout", "x" * 30_000_000]]))
    (tmp_path / "b.json").write_text("[]")
    files = [str(tmp_path / name) for name in ("a.json", "b.json")]
    command = [sys.executable, "-m", "backendai_media", "render", *files]
    options = ["-o", str(tmp_path / "out"), "--jobs", "1", "--memory-limit", "60"]
    run = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stderr
    # A library may end the process where it gets no memory.
    assert re.search(r"a\.json: (more than 60 MiB are needed|its process ended early)", run.stderr)
    assert (tmp_path / "out" / "b.html").exists()


def linked(*lines: str) -> str:
    cell = nb.new_markdown_cell("\n\n".join(lines))
    return json.dumps(nb.new_notebook(cells=[cell]))


def test_links_to_other_notebooks(tmp_path: Path) -> None:
    """They lead to the pages of those that are rendered with them, and to places there."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a b.ipynb").write_text(
        linked(
            "# First",
            "[one](b/c.ipynb) [two](./b/c.ipynb#My-Part) [three](b/c.ipynb#here)",
            "[lost](gone.ipynb) [web](https://example.org/b/c.ipynb) [own](#First)",
        )
    )
    (tmp_path / "in/b").mkdir()
    (tmp_path / "in/b/c.ipynb").write_text(
        linked("## My Part", "<a id='here'></a>[back](../a%20b.ipynb#First)")
    )
    out = tmp_path / "out"
    done = run(tmp_path / "in", "-o", out)
    assert done.exit_code == 0, done.output
    first, second = (out / "a b.html").read_text(), (out / "b/c.html").read_text()
    assert re.findall(r'<a href="([^"]*)"', first) == [
        "b/c.html",
        "b/c.html#section-my-part",
        "b/c.html#section-here",
        "gone.ipynb",
        "https://example.org/b/c.ipynb",
        "#section-first",
    ]
    assert re.findall(r'<a href="([^"]*)"', second) == ["../a%20b.html#section-first"]
    assert re.findall(r'<span slot="([^"]*)" id="\1">', second) == [
        "section-my-part",
        "section-here",
    ]


def test_links_of_a_single_notebook(tmp_path: Path) -> None:
    """Nothing is known of pages that are not made here."""
    source = tmp_path / "a.ipynb"
    source.write_text(linked("# First", "[other](b.ipynb#x) [own](a.ipynb)"))
    assert run(source, "-o", tmp_path / "a.html").exit_code == 0
    page = (tmp_path / "a.html").read_text()
    assert re.findall(r'<a href="([^"]*)"', page) == ["b.ipynb#x", "a.html"]
