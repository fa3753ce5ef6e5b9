"""Interface texts of static pages: languages, plural forms, a page's own texts."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

from backendai_media import BackendAIMediaError, render, rendering
from backendai_media._spec import MARKDOWN_MAX_LENGTH
from backendai_media.cli import main
from backendai_media.model.interactive import INTERACTIVE, Choice
from backendai_media.rendering import notebook
from backendai_media.rendering.languages import LANGUAGES
from backendai_media.rendering.languages.en import MESSAGES as ENGLISH
from backendai_media.rendering.plurals import category
from backendai_media.rendering.translate import Translator
from tests import ROOT, VECTORS
from tests.interactive.payloads import payload

FOLDER = ROOT / "src/backendai_media/rendering"
PLURALS = json.loads((VECTORS / "plurals.json").read_bytes())
#: What shows a text in place of itself.
SIGNS: Any = {id_: f"‹{id_}›" for id_ in ENGLISH} | {"left_out": "‹left_out› {what}"}
POINT = {"type": "Point", "coordinates": [1, 2]}
COMMITS = [
    {"oid": f"{n:040}", "parents": [{"oid": f"{n + 1:040}"}], "author": "a", "message": "m"}
    for n in range(600)
]
CAST = '{"version": 2, "width": 80, "height": 24}\n[1, "o", "x"]\n[cut'
DISPLAY = {
    "output_type": "display_data",
    "data": {"text/plain": "a" * 5000},
    "transient": {"display_id": "a"},
}
STATE = "application/vnd.jupyter.widget-state+json"
VIEW = "application/vnd.jupyter.widget-view+json"
CHART = "application/vnd.plotly.v1+json"
GIT = "application/vnd.sorna.gitgraph"


def widget(model: str, **state: Any) -> dict[str, Any]:
    saved = {"m": {"model_name": model, "state": state}}
    return {VIEW: {"model_id": "m"}, STATE: {"state": saved}}


#: Id → what shows it.
SHOWN: dict[str, Any] = {
    "image": {"image/png": "AAAA"},
    "interactive_one": {INTERACTIVE: payload([[], []], [Choice("a", "slider", ["1", "2"])])},
    "interactive_broken": {INTERACTIVE: {}},
    "no_renderer": {"application/unknown": "x"},
    "stdout": ["stdout", "a"],
    "stderr": ["stderr", "a"],
    "error": ["error", {"ename": "E", "evalue": "v", "traceback": []}],
    "log": ["log", "m"],
    "plain_text": {"text/plain": "a"},
    "source": {"text/javascript": "a()"},
    "empty_table": {"text/html": '<table class="dataframe"><tbody></tbody></table>'},
    "lines_hidden": ["stdout", "a\n" * 250_000],
    "chart": {CHART: {"data": [{"x": [1]}], "layout": {"title": "t"}}},
    "series": {CHART: {"data": [{"x": [1]}]}},
    "chart_without_data": {CHART: {"data": []}},
    "widget_needs_kernel": {VIEW: {"model_id": "m"}},
    "widget_foreign": widget("AnyModel", _model_module="far"),
    "widget_no_controller": widget("ControllerModel"),
    "range_low": widget("IntRangeSliderModel"),
    "range_high": widget("IntRangeSliderModel"),
    "progress": widget("IntProgressModel"),
    "valid": widget("ValidModel", value=True),
    "invalid": widget("ValidModel"),
    "color": widget("ColorPickerModel"),
    "upload": widget("FileUploadModel"),
    "play": widget("PlayModel"),
    "stop": widget("PlayModel"),
    "repeat": widget("PlayModel"),
    "latex_too_long": {"text/latex": f"${'x' * 30_000}$"},
    "no_such_label": {"text/latex": r"$\ref{a}$"},
    "drawing": json.loads((VECTORS / "03_drawing_create_then_update.json").read_bytes())["media"],
    "git_history": {GIT: COMMITS},
    "older_commits": {GIT: COMMITS},
    "malformed_commits": {GIT: [*COMMITS[:3], 1]},
    "no_commits": {GIT: []},
    "not_asciicast": {"application/vnd.asciinema.asciicast": "x"},
    "malformed_lines": {"application/vnd.asciinema.asciicast": CAST},
    "last_screen": {"application/vnd.asciinema.asciicast": CAST},
    "map_of": {"application/geo+json": POINT},
    "map_extent": {"application/geo+json": POINT},
    "points": {"application/geo+json": POINT},
    "lines": {
        "application/geo+json": {"type": "LineString", "coordinates": [[0, 0], [1, 1]]},
    },
    "polygons": {
        "application/geo+json": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0]]]},
    },
    "malformed_parts": {"application/geo+json": {"type": "Point", "coordinates": []}},
    "not_geojson": {"application/geo+json": "[]"},
    "not_listed": {"application/json": list(range(9000))},
    "audio": {"audio/wav": "AAAA"},
    "video": {"video/mp4": "AAAA"},
    "broken_media": {"audio/a+xml": "AAAA"},
    "pdf_document": {"application/pdf": "JVBERi0xLjQ="},
    "not_pdf": {"application/pdf": "AAAA"},
    "not_data": {"application/pdf": "%"},
    "rows": {"text/csv": "a,b\n1,2"},
    "columns": {"text/csv": "a,b\n1,2"},
    "cells_shown": {"text/csv": "a\n" * 2000},
    "download": {"application/unknown": "x"},
    "too_long": {"text/markdown": "a" * (MARKDOWN_MAX_LENGTH + 1)},
    "needs_scripts": {"text/html": "<script>1</script>"},
    "left_out": {"text/html": "<div>" * 300},
    "left_out_nested": {"text/html": "<div>" * 300},
    "left_out_colors": ["stdout", "\x1b[2;3;4;7;9;31;42m" + "\x1b[1mx\x1b[22my" * 20_000],
    "left_out_formatting": {"text/html": f"<style>@layer a;{'a{b:c}' * 60_000}</style>x"},
    "left_out_parts": [["stdout", "a"], ["stderr", "b"]] * 3000,
    "left_out_repeated": [*[DISPLAY] * 200, {**DISPLAY, "output_type": "update_display_data"}],
    "embedded_page": {"text/html": "<iframe src=https://far.example></iframe>"},
    "app_not_run": {"application/vnd.mcp.app+json": {"resource": {"uri": "ui://x"}}},
    "script_not_run": {"application/vnd.lib_load.v0+json": ""},
    "not_loaded_from": {"text/html": '<img src="https://far.example/a.png">'},
}


def items(id_: str) -> Any:
    """What shows a text, in a shape that `normalize` takes."""
    given = SHOWN[id_]
    if not isinstance(given, dict):
        return given
    return {"output_type": "display_data", "data": given, "metadata": {}}


@pytest.mark.parametrize("id_", SHOWN)
def test_a_text_is_shown(id_: str) -> None:
    """In its place is a page's own one; in pictures it is part of their data."""
    made = unquote(render(items(id_), messages=SIGNS))
    assert f"‹{id_}›" in made
    forms = ENGLISH[id_]
    for text in [forms] if isinstance(forms, str) else forms.values():
        assert len(text) < 12 or text not in made


def test_a_text_of_a_package_that_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "backendai_media.rendering.arrow", raising=False)
    monkeypatch.delattr(rendering, "arrow", raising=False)
    made = render({"data": {"application/vnd.apache.arrow.stream": "AAAA"}, "metadata": {}})
    assert "Showing this needs the Python package pyarrow" in made


def test_a_text_of_an_image_that_cannot_be_saved() -> None:
    output = {"output_type": "display_data", "data": {"image/png": "A"}, "metadata": {}}
    cells = [{"cell_type": "code", "source": "", "outputs": [output]}]
    made = notebook({"cells": cells}, save=lambda *_: "a.png", language="de")
    assert "Beschädigtes Bild" in made


def test_titles() -> None:
    def title(made: str) -> str:
        return made.partition("<title>")[2].partition("</title>")[0]

    assert title(render("", standalone=True)) == "Output"
    assert title(render("", standalone=True, language="de")) == "Ausgabe"
    assert title(render("", standalone=True, language="de", title="T")) == "T"
    assert title(notebook({"cells": []}, standalone=True, language="ko")) == "노트북"


def test_every_text_is_tested() -> None:
    sites = {id_ for id_ in ENGLISH if id_.startswith(("code_", "run_", "kernel_"))}
    sites |= {"copied", "copy_link", "link_is_here", "save_svg"}
    others = {"output", "notebook", "needs_package", "broken_image"}
    assert {*SHOWN, *others, *sites} == set(ENGLISH)


#: What is no text: the command's and the errors of conversions, lists of language codes.
NOT_IN_PAGES = {
    "cli.py",
    "convert_batch.py",
    "formulas.py",
    "local_pictures.py",
    "pdf.py",
    "plurals.py",
    "print_page.py",
    "temml.py",
}


def constants(tree: ast.Module) -> Iterator[str]:
    """Strings of a module, without docstrings, errors that are raised, patterns and word lists."""
    left_out: set[ast.AST] = set()
    for node in ast.walk(tree):
        is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if (
            isinstance(node, ast.Raise)
            or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
            or (is_call and ast.unparse(node).endswith(".split()"))
            or (is_call and ast.unparse(node).startswith("re.compile("))
        ):
            left_out.update(ast.walk(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in left_out:
            yield node.value


def test_no_sentence_is_written_by_hand() -> None:
    """Each is an interface text; the reasons of errors that are raised may be in English."""
    paths = [path for path in FOLDER.glob("*.py") if path.name not in NOT_IN_PAGES]
    found = {
        (path.name, one)
        for path in paths
        for one in constants(ast.parse(path.read_text(encoding="utf-8")))
        if re.search("[A-Za-z] [a-z]{2}", one)
        and not re.match("[<{]|html{|backendai-|noopener |1px ", one)
    }
    assert found == set()


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (None, ["0 rows, 1 column", "1 row, 2 columns", "2 rows, 2 columns"]),
        ("de", ["0 Zeilen, 1 Spalte", "1 Zeile, 2 Spalten", "2 Zeilen, 2 Spalten"]),
        ("de-AT", ["0 Zeilen, 1 Spalte", "1 Zeile, 2 Spalten", "2 Zeilen, 2 Spalten"]),
        ("ko_KR", ["0행, 1열", "1행, 2열", "2행, 2열"]),
        ("ja", ["0 行, 1 列", "1 行, 2 列", "2 行, 2 列"]),
        ("fr", ["0 rows, 1 column", "1 row, 2 columns", "2 rows, 2 columns"]),
        ("no tag", ["0 rows, 1 column", "1 row, 2 columns", "2 rows, 2 columns"]),
    ],
)
def test_languages_and_plural_forms(language: str | None, expected: list[str]) -> None:
    for content, text in zip(["a", "a,b\n1,2", "a,b\n1,2\n3,4"], expected, strict=True):
        item = {"data": {"text/csv": content}, "metadata": {}}
        assert f">{text}<" in render(item, language=language)


@pytest.mark.parametrize(
    ("language", "lang"),
    [
        (None, "en"),
        ("de", "de"),
        ("ko_KR", "ko-KR"),
        ("fr", "fr"),
        ('"><script>', "en"),
        ("", "en"),
    ],
)
def test_the_language_of_a_page(language: str | None, lang: str) -> None:
    assert f'<html lang="{lang}"' in render("", standalone=True, language=language)


def test_numbers_have_separators() -> None:
    item = {"data": {"text/csv": "a\n" * 1235}, "metadata": {}}
    assert "1,234 rows" in render(item)
    assert "1.234 Zeilen" in render(item, language="de")
    assert "1,234행" in render(item, language="ko")


def test_own_texts_come_first() -> None:
    item = {"data": {"text/csv": "a,b\n1,2"}, "metadata": {}}
    own: Any = {"rows": {"one": "<{n} Reihe>", "few": "nie", "other": "{n} Reihen"}, "columns": ""}
    made = render(item, language="de", messages=own)
    # An empty text is none, as in the browser.
    assert ">&lt;1 Reihe&gt;, 2 Spalten<" in made
    # Ids that there are not, and those that are the browser's, are ignored.
    assert render(item, messages={"nonsense": "x", "zoom_in": "y"}) == render(item)  # type: ignore[dict-item]
    polish: Any = {"rows": {"one": "1", "few": "few", "many": "many", "other": "other"}}
    assert ">few, 1 column<" in render(["text/csv", "a\n1\n2"], language="pl", messages=polish)


def test_what_is_filled_in_is_not_looked_into() -> None:
    made = Translator("de")("not_loaded_from", host="{n}", n=1)
    assert made == "nicht geladen: {n}"
    assert Translator(messages={"rows": "{m}{n}"})("rows", n=1) == "{m}1"


@pytest.mark.parametrize(
    "given",
    [
        {"language": 1},
        {"messages": 1},
        {"messages": {"rows": 1}},
        {"messages": {"rows": {"one": "x"}}},
        {"messages": {"rows": {"other": 1}}},
    ],
)
def test_other_types_are_refused(given: dict[str, Any]) -> None:
    with pytest.raises(BackendAIMediaError, match=r"language|messages?"):
        render("", **given)
    with pytest.raises(BackendAIMediaError, match=r"language|messages?"):
        notebook({"cells": []}, **given)


@pytest.mark.parametrize("case", PLURALS, ids=lambda case: case["language"])
def test_plural_categories(case: dict[str, Any]) -> None:
    for name, numbers in case["categories"].items():
        assert [category(case["language"], n) for n in numbers] == [name] * len(numbers)


def test_languages_are_loaded_when_needed() -> None:
    code = (
        "import sys; from backendai_media import render; render('a'); "
        "print(*(one for one in sys.modules if '.languages.' in one)); render('a', language='ja'); "
        "print(*(one for one in sys.modules if '.languages.' in one))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    home = "backendai_media.rendering.languages"
    assert ran.stdout.splitlines() == [f"{home}.en", f"{home}.en {home}.ja"]
    for language in LANGUAGES:
        assert set(import_module(f"{home}.{language}").MESSAGES) == set(ENGLISH)


def test_the_command(tmp_path: Path) -> None:
    source = tmp_path / "a.json"
    source.write_text(json.dumps({"data": {"text/csv": "a\n1"}, "metadata": {}}))
    ran = CliRunner().invoke(main, ["render", str(source), "--language", "ja"])
    assert ran.exit_code == 0
    assert '<html lang="ja"' in ran.output
    assert "1 行, 1 列" in ran.output
