"""What is made from spec/ is up to date, and Python follows the rules there."""

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from fnmatch import fnmatch
from html import escape
from itertools import zip_longest
from pathlib import Path
from typing import Any, get_args

import pytest

from backendai_media import normalize, render
from backendai_media._spec import PAYLOADS, PREVIEWS, STATIC_FORMS
from backendai_media.model import InvalidItem, delimited, media_types
from backendai_media.model.cells import kind_of
from backendai_media.previews import preview
from backendai_media.rendering import registry
from backendai_media.rendering.languages import MessageId
from backendai_media.rendering.languages.en import MESSAGES as ENGLISH

from . import ROOT, VECTORS

TYPES = json.loads((VECTORS / "types.json").read_bytes())
MESSAGES = json.loads((ROOT / "spec/messages.json").read_bytes())
#: Language → its plural categories for whole numbers, as `Intl.PluralRules` has them.
CATEGORIES = {"en": ["one", "other"], "ko": ["other"], "ja": ["other"], "de": ["one", "other"]}
CSV = json.loads((VECTORS / "csv.json").read_bytes())
KINDS = json.loads((VECTORS / "kinds.json").read_bytes())


def test_generated_files_are_up_to_date() -> None:
    command = [sys.executable, str(ROOT / "scripts/generate.py"), "--check"]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stdout + ran.stderr


@pytest.mark.parametrize("case", TYPES["names"], ids=lambda case: case["given"] or "empty")
def test_a_type_is_looked_up(case: dict[str, Any]) -> None:
    name = media_types.type_name(case["given"])
    assert name == case["type"]
    assert media_types.row_of(name) == case["row"]
    assert media_types.is_json(name) == case["json"]
    assert media_types.payload_of(name) == (PAYLOADS[case["row"]] if case["row"] else None)
    assert registry.supports(name) == bool(case["row"] and STATIC_FORMS[case["row"]])


@pytest.mark.parametrize("case", TYPES["bundles"], ids=lambda case: " ".join(case["given"]))
def test_types_of_a_bundle_are_ranked(case: dict[str, Any]) -> None:
    assert sorted(case["shown"], key=media_types.rank_of) == case["shown"]
    shown = [name for name in case["shown"] if registry.supports(name)]
    assert registry.ranked(dict.fromkeys(case["given"])) == shown


def test_every_form_and_preview_exists() -> None:
    for name in PAYLOADS:
        if STATIC_FORMS[name]:
            assert callable(registry._renderer(name))
    assert {kind for kind in PREVIEWS.values() if kind} == set(preview._KINDS)


def test_every_type_has_two_small_pictures() -> None:
    """`scripts/pictures types` takes them, for docs/render.md."""
    page = (ROOT / "docs/render.md").read_text(encoding="utf-8")
    named = re.findall(r"\(images/types/([\w-]+\.webp)\)", page)
    pictures = {path.name: path.stat().st_size for path in ROOT.glob("docs/images/types/*")}
    assert sorted(named) == sorted(pictures)
    assert sum(pictures.values()) < 400_000


@pytest.mark.parametrize("case", CSV, ids=lambda case: case["name"])
def test_delimited_text_is_read(case: dict[str, Any]) -> None:
    assert delimited.sniff(case["text"]) == case["delimiter"]
    rows = [*delimited.rows(case["text"], case["delimiter"])]
    assert rows == case["rows"]
    assert delimited.comments(case["text"], case["delimiter"]) == case.get("comments", "")
    # The same by our own reader, which is for cells that are longer than the standard library's.
    body = case["text"][delimited._start(case["text"], case["delimiter"]) :]
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=case["delimiter"])
    assert [*delimited._rows(body, case["delimiter"])] == [*reader]
    if "columns" in case:
        names, data = delimited.named(rows, header=case.get("header"))
        columns = zip_longest(*data) if data else [()] * len(names)
        kinds = map(kind_of, columns)
        assert [*map(list, zip(names, kinds, strict=True))] == case["columns"]
        item = {"data": {"text/csv": case["text"]}, "metadata": {"header": case.get("header")}}
        shown = re.findall(
            '<th scope="col"( class="backendai-static-number")?>([^<]*)', render(item)
        )
        assert [[name, bool(kind)] for kind, name in shown] == [
            [escape(name), kind == "number"] for name, kind in case["columns"]
        ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_cell_has_a_kind(kind: str) -> None:
    for text in KINDS[kind]:
        if kind == "missing":
            assert kind_of([text, "1"]) == "number", text
            assert kind_of([text, "true"]) == "boolean", text
        else:
            assert kind_of([text]) == kind, text
            assert kind == "text" or kind_of([text, "a"]) == "text"


def test_a_cell_of_any_length_is_read() -> None:
    long = "x" * (csv.field_size_limit() + 1)
    text = f'a,b\n1,2\n"{long}""\n",3\n\n4,{long}\n'
    assert [*delimited.rows(text, ",")] == [
        ["a", "b"],
        ["1", "2"],
        [f'{long}"\n', "3"],
        ["4", long],
    ]
    assert "<td>3</td>" in render(("text/csv", text)).replace(
        ' class="backendai-static-number"', ""
    )


SAMPLES = sorted(VECTORS.glob("[01][0-9]_*.json"))


@pytest.mark.parametrize("file", SAMPLES, ids=lambda file: file.stem)
def test_samples_of_real_outputs_are_items(file: Path) -> None:
    """What the documents and kernels of the time had is understood, and has a static page."""
    sample = json.loads(file.read_bytes())
    values = sample.values() if "media" not in sample else [sample]
    items = [item for value in values if isinstance(value, dict) for item in normalize(value)]
    assert render(items)
    wrong = {item.reason for item in items if isinstance(item, InvalidItem)}
    assert wrong <= {"unknown item shape"}


@pytest.mark.parametrize("name", MESSAGES)
def test_a_text_is_there_in_every_language(name: str) -> None:
    """With the same names in braces, and one form for each plural category of the language."""
    assert re.fullmatch("[a-z][a-z_]*", name)
    forms = dict(MESSAGES[name])
    assert forms.pop("used_in", "page") in {"page", "static", "both"}
    assert list(forms) == [*CATEGORIES]
    plural = isinstance(forms["en"], dict)
    names = set(re.findall(r"\{\w+\}", str(forms["en"])))
    for language, categories in CATEGORIES.items():
        given = forms[language]
        assert isinstance(given, dict) == plural
        texts = given if isinstance(given, dict) else {"": given}
        assert list(texts) == (categories if plural else [""])
        for text in texts.values():
            assert text.strip() == text != ""
            assert set(re.findall(r"\{\w+\}", text)) == names


def test_every_text_is_used_where_it_says() -> None:
    """Those of static pages are shown in `tests/rendering/test_translate.py`."""
    sources = (ROOT / "browser/src").rglob("*.ts")
    used = {
        name
        for path in sources
        if not path.name.endswith(".test.ts")
        for name in re.findall(r"\bmessages\.(\w+)", path.read_text(encoding="utf-8"))
    }
    shown = {id_ for id_, forms in MESSAGES.items() if forms.get("used_in") != "static"}
    assert used & set(MESSAGES) == shown
    static = {id_ for id_, forms in MESSAGES.items() if "used_in" in forms}
    assert static == set(ENGLISH)
    assert get_args(MessageId) == tuple(ENGLISH)


def listed() -> Iterator[tuple[list[str], list[Path], list[Path]]]:
    """The rows of the vectors' README: what they are about, and the tests of each language."""
    table = (VECTORS / "README.md").read_text(encoding="utf-8")
    for line in re.findall(r"^\| `.*", table, re.MULTILINE):
        _, about, _, python, browser, _ = line.split("|")
        yield quoted(about), list(map(source, quoted(python))), list(map(source, quoted(browser)))


def quoted(cell: str) -> list[str]:
    return re.findall("`(.*?)`", cell)


def source(test: str) -> Path:
    return ROOT / test if test.startswith("tests/") else ROOT / "browser/src" / test


def is_about(name: str, vector: Path) -> bool:
    """Whether a name in the table, such as `a.json`, `gitgraph/` or `01_…`, means a file."""
    path = vector.relative_to(VECTORS).as_posix()
    return path == name or (path.startswith(name.removesuffix("…")) and name[-1] in "/…")


def names(test: Path, vector: Path) -> bool:
    """Whether a test, or a module of tests that it imports, names a vector's file or folder."""
    text = test.read_text(encoding="utf-8")
    for dots, module in re.findall(r"^from (\.+)(\w[\w.]*) import", text, re.MULTILINE):
        helper = test.parents[len(dots) - 1] / f"{module.replace('.', '/')}.py"
        text += helper.read_text(encoding="utf-8") if helper.exists() else ""
    folder = vector.parent.name if vector.parent != VECTORS else None
    for literal in re.findall(r'"([^"\n]+)"', text):
        last = literal.rpartition("/")[2]
        if fnmatch(vector.name, last) or last in {vector.stem, vector.name[:2], folder}:
            return True
    patterns = re.findall(r"/(\^[^/\n]+)/", text)
    return any(re.match(pattern, vector.name) for pattern in patterns)


def test_every_vector_is_run_by_both_languages() -> None:
    """By the tests that the table names: each of Python's, and at least one of the browser's."""
    vectors = sorted(VECTORS.rglob("*.json"))
    assert len(vectors) > 40
    for vector in vectors:
        rows = [row for row in listed() if any(is_about(name, vector) for name in row[0])]
        assert len(rows) == 1, f"{vector} must be in one row of the table"
        ((_, python, browser),) = rows
        assert any(names(test, vector) for test in python), (vector, python)
        assert any(names(test, vector) for test in browser), (vector, browser)
    for about, python, browser in listed():
        for test in python + browser:
            assert any(
                names(test, vector)
                for vector in vectors
                if any(is_about(name, vector) for name in about)
            ), (about, test)
