"""PDF documents, printed by a real Chromium and by WeasyPrint, and what text is found in them."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from importlib import import_module
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from selectolax.lexbor import LexborHTMLParser

from backendai_media.cli import main
from backendai_media.rendering import render_paper, render_pdf
from backendai_media.rendering.old_notebooks import is_old, upgraded
from benchmarks.render.corpus import fetch

pypdf = pytest.importorskip("pypdf")

WIDE = "\n".join(",".join(f"{row or 'column'}.{at:03}" for at in range(40)) for row in range(70))
#: As pandas writes columns of two levels, and rows.
FRAME = (
    "<table class='dataframe'><thead><tr><th></th><th colspan=20>first</th><th colspan=20>second</th></tr><tr><th></th>"
    + "".join(f"<th>measure {at}</th>" for at in range(40))
    + "</tr></thead><tbody>"
    + "".join(
        f"<tr><th>row {row}</th>" + "".join(f"<td>{row}:{at:04}</td>" for at in range(40)) + "</tr>"
        for row in range(30)
    )
    + "</tbody></table>"
)
PROSE = (
    "# One\n\ntext $\\frac{a+b}{c}$\n\n## Two\n\n"
    "- [x] done\n"
    f"\n```python\nvalue = '{'long ' * 60}{'x' * 200}'\n```\n"
)
MIXED = "name,text,number\n" + "\n".join(
    f"n{row},{'word ' * 40}{'y' * 120},{row * 12345}" for row in range(60)
)
RTL = "שם,ערך\n" + "\n".join(f"שלום {row},{row}" for row in range(5))
ITEMS: list[Any] = [
    {"text/markdown": PROSE},
    ["text/csv", WIDE],
    {"text/html": FRAME},
    ["text/csv", MIXED],
    ["text/csv", RTL],
    ["stdout", f"{'z' * 400}\n\x1b[42mground\x1b[0m\n日本語\n"],
    ["application/json", {"a": {"b": {"c": {"d": "deep"}}}, "many": list(range(40))}],
    {"text/html": "<details><summary>more</summary>folded</details>"},
]


def readable(text: str) -> str:
    """→ text without what a page breaks: spaces, hyphens and ligatures.

    Of text in WeasyPrint's code, pypdf reads each character with a NUL before it. Pictures among
    the characters (emoji) are in no font of some machines.
    """
    text = unicodedata.normalize("NFKC", text)
    text = "".join(one for one in text if one <= "\uffff" or unicodedata.category(one) != "So")
    return re.sub(r"[\s\0\u00ad\u200b\u2010-\u2015\u2212-]+", "", text)


def pages_of(pdf: bytes) -> list[str]:
    """→ the text of each page, without its number."""
    pages = [page.extract_text().split("\n") for page in pypdf.PdfReader(BytesIO(pdf)).pages]
    return [
        readable(
            "".join(
                line
                for place, line in enumerate(lines)
                if place not in {0, len(lines) - 1} or line.strip() != str(number)
            )
        )
        for number, lines in enumerate(pages, 1)
    ]


def text_of(pdf: bytes) -> str:
    return "".join(pages_of(pdf))


def titles(outline: list[Any]) -> list[Any]:
    return [titles(one) if isinstance(one, list) else one.title for one in outline]


@pytest.fixture(scope="module")
def printed() -> bytes:
    return render_pdf(ITEMS, title="A report")


def cells(markup: str) -> Iterator[str]:
    for cell in LexborHTMLParser(markup).css("td, th"):
        if not cell.css("table, style, script"):
            yield cell.text()


def missing(pdf: bytes, wanted: list[str]) -> list[str]:
    """→ texts that are on no page, nor at the end of one and go on in the next."""
    pages = pages_of(pdf)
    whole = "".join(pages)
    return [
        one
        for one in wanted
        if (text := readable(one)) not in whole
        and not any(
            text[:cut] in before and text[cut:] in after
            for before, after in pairwise(pages)
            for cut in range(1, len(text))
        )
    ]


def of_items() -> list[str]:
    values = [cell for one in (WIDE, MIXED) for line in one.split("\n") for cell in line.split(",")]
    return [
        *values,
        *cells(FRAME),
        f"value='{'long ' * 60}{'x' * 200}'",
        "z" * 400,
        "deep",
        "folded",
    ]


def test_all_text_is_there(printed: bytes) -> None:
    assert missing(printed, of_items()) == []


def test_bookmarks_and_title(printed: bytes) -> None:
    document = pypdf.PdfReader(BytesIO(printed))
    assert titles(document.outline) == ["One", ["Two"]]
    assert document.metadata.title == "A report"


def test_heads_are_repeated(printed: bytes) -> None:
    pages = [readable(page.extract_text()) for page in pypdf.PdfReader(BytesIO(printed)).pages]
    within = [page for page in pages if re.search(r"n\d+wordword", page)]
    assert len(within) > 1
    assert all("nametextnumber" in page for page in within)


def test_nothing_is_beyond_the_paper(printed: bytes) -> None:
    """Each part of a wide table begins with its rows' names, and ends on the page."""
    for page in pypdf.PdfReader(BytesIO(printed)).pages:
        places: list[float] = []

        def note(_: str, page: Any, text: Any, *__: Any, at: list[float] = places) -> None:
            at.append(text[4] * page[0] + page[4])

        page.extract_text(visitor_text=note)
        assert all(place <= float(page.mediabox.width) for place in places)


def test_tables_of_a_notebook_stay_on_the_paper() -> None:
    """Its outputs have less room, and cells their padding."""
    names = [f"measure_{at}" for at in range(23)]
    head = "".join(f"<th>{name}</th>" for name in ["", *names])
    rows = [[f"-0.0{row}{at:02}{at * 37 % 100:02}" for at in range(23)] for row in range(1, 6)]
    body = "".join(
        f"<tr><th>{row}000</th>{''.join(f'<td>{one}</td>' for one in cells)}</tr>"
        for row, cells in enumerate(rows, 1)
    )
    html = f"<table class='dataframe'><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    output = {"output_type": "display_data", "data": {"text/html": html}, "metadata": {}}
    cell = {"cell_type": "code", "source": "frame", "metadata": {}, "outputs": [output]}
    printed = render_pdf({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell]})
    assert missing(printed, [*names, *(one for row in rows for one in row)]) == []
    # No word is broken.
    lines = "\n".join(one.extract_text() for one in pypdf.PdfReader(BytesIO(printed)).pages)
    assert all(name in lines for name in names)


def test_an_output_stays_in_its_place() -> None:
    """What is fixed would be on each page, over all others."""
    fixed = "<div style='position:fixed;top:0'>fixed</div>in place"
    items = [["stdout", "line\n" * 150], {"text/html": fixed}]
    document = pypdf.PdfReader(BytesIO(render_pdf(items)))
    pages = [readable(one.extract_text()) for one in document.pages]
    assert ["fixed" in one for one in pages] == [False] * (len(pages) - 1) + [True]


def test_heads_of_html_are_repeated() -> None:
    rows = "".join(f"<tr><td>{row}<td>cell</tr>" for row in range(200))
    html = f"<table><thead><tr><th>name<th>kind</thead><tbody>{rows}</tbody></table>"
    pages = [
        one.extract_text()
        for one in pypdf.PdfReader(BytesIO(render_pdf([{"text/html": html}]))).pages
    ]
    assert len(pages) > 2
    assert all("name" in one and "kind" in one for one in pages)


def test_the_page_has_its_styles(printed: bytes) -> None:
    """Colours of console text, and of code in a shadow root."""
    content = b"".join(
        page.get_contents().get_data() for page in pypdf.PdfReader(BytesIO(printed)).pages
    )
    colors = {
        tuple(round(255 * float(one)) for one in found.split())
        for found in re.findall(rb"((?:[\d.]+ ){3})(?:rg|RG)\b", content)
    }
    assert (0x1A, 0x7F, 0x37) in colors, "the ground of console text"
    assert (0x1A, 0x70, 0x48) in colors, "a string of code"


@pytest.mark.full
@pytest.mark.timeout(3600)
def test_all_of_the_corpus_is_there() -> None:
    lost: dict[str, list[str]] = {}
    for path in fetch():
        notebook = json.loads(path.read_bytes())
        if found := missing(render_pdf(notebook), [*of_notebook(notebook)]):
            lost[path.name] = found
    assert lost == {}


def of_notebook(notebook: Any) -> Iterator[str]:
    """→ the lines of code, and the cells of tables, that are shown as such."""
    if is_old(notebook):
        notebook = upgraded(notebook)
    for cell in notebook["cells"]:
        if cell.get("cell_type") == "code":
            yield from "".join(cell.get("source", "")).split("\n")
        for output in cell.get("outputs", []):
            html = output.get("data", {}).get("text/html")
            if html:
                yield from cells("".join(html))


@pytest.mark.full
def test_weasyprint() -> None:
    try:
        weasyprint = import_module("weasyprint")
    except OSError as error:
        pytest.skip(f"WeasyPrint needs Pango: {error}")
    document = weasyprint.HTML(string=render_paper(ITEMS, title="A report")).write_pdf()
    assert missing(document, [*of_items(), "(a+b)/c", "☑ done"]) == []
    read = pypdf.PdfReader(BytesIO(document))
    assert titles(read.outline) == ["One", ["Two"]]
    assert read.metadata.title == "A report"


def test_the_command(tmp_path: Path) -> None:
    source = tmp_path / "r.json"
    source.write_text(json.dumps(["stdout", "hello"]))
    done = CliRunner().invoke(main, ["render", "--pdf", str(source), "-o", str(tmp_path / "r.pdf")])
    assert done.output == f"{tmp_path / 'r.pdf'}\n"
    assert "hello" in text_of((tmp_path / "r.pdf").read_bytes())
