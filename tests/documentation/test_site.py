"""The documentation's site: its pages, their weight, their links, and cells that run."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import cache
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

from backendai_media.site.build import Settings, run_page
from backendai_media.site.pages import read_page

from .. import ROOT
from ..browser.engines import Engine
from ..site.conftest import Reader

OTHERS = ("firefox", "webkit")
GALLERY = ("gallery", "gallery-pictures")
#: What the issue allows, with what the host compresses.
WEIGHT = 100_000
_ADDRESS = re.compile(r'<[a-z][^<>]*?\s(?:href|src)="([^"]*)"')
_NAME = re.compile(r'\s(?:id|name)="([^"]*)"')
_LOADED = re.compile(r'<link rel="stylesheet" href="([^"]*)"|<script src="([^"]*)"')
#: The theme's script loads it, by its settings in the page.
_WORKER = re.compile(r'"search": *"([^"]*\.js)"')


def pages(site: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(site.rglob("*.html")):
        if "backendai" not in path.relative_to(site).parts:
            yield path, path.read_text(encoding="utf-8")


@cache
def compressed(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 9))


def test_every_page_is_light(site: Path) -> None:
    """HTML, style sheets and scripts, that of the search included, before a cell is run."""
    weights = {}
    for path, text in pages(site):
        loaded = {one or other for one, other in _LOADED.findall(text)}
        loaded.update(_WORKER.findall(text))
        assert len(loaded) >= 4, path
        # The page of what is not found can be anywhere, and has addresses from the top.
        homes = ((site if one.startswith("/") else path.parent, one) for one in loaded)
        files = [path, *(home / one.lstrip("/") for home, one in homes)]
        weights[path.name] = sum(map(compressed, files))
    assert max(weights.values()) <= WEIGHT, sorted(weights.items(), key=lambda one: -one[1])[:5]


def test_every_link_leads_somewhere(site: Path) -> None:
    names = {path: {unescape(one) for one in _NAME.findall(text)} for path, text in pages(site)}
    broken = []
    for path, text in pages(site):
        # Where the site is moves the addresses of this page.
        if path.name == "404.html":
            continue
        for address in map(unescape, _ADDRESS.findall(text)):
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            if target.is_dir():
                target /= "index.html"
            wanted = names.get(target)
            if not target.exists() or (anchor and wanted is not None and anchor not in wanted):
                broken.append((path.name, address))
    assert not broken


def test_every_link_of_the_sources_leads_somewhere() -> None:
    """They are read where the repository is, too."""
    broken: list[tuple[str, str]] = []
    for path in (ROOT / "docs").glob("*.md"):
        # Code has brackets and parentheses, too.
        text = re.sub(r"`[^`\n]*`", "", path.read_text(encoding="utf-8"))
        targets = re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)
        found = ((path.name, one) for one in targets if not (path.parent / unquote(one)).exists())
        broken.extend(found)
    assert not broken


def test_every_page_is_in_the_navigation(site: Path) -> None:
    start = (site / "index.html").read_text(encoding="utf-8")
    listed = {address.removeprefix("./") for address in _ADDRESS.findall(start)}
    made = {path.relative_to(site).as_posix() for path, _ in pages(site)}
    assert made - listed == {"404.html"}


def test_every_type_is_in_the_gallery(tmp_path: Path) -> None:
    shown: set[str] = set()
    for name in GALLERY:
        # The cells read files below this folder.
        page = read_page(ROOT / f"docs/{name}.md", f"{name}.html")
        run_page(page, Settings())
        for cell in page.code_cells:
            shown.update("input" for _ in re.findall(r"\binput\(", cell["source"]))
            for item in cell.get("outputs", []):
                shown.update(item.get("data") or ())
                shown.add(item.get("name") if item["kind"] == "stream" else item["kind"])
    types = [row["type"] for row in json.loads((ROOT / "spec/types.json").read_bytes())]
    missing = [one for one in types if not any(fnmatchcase(name, one) for name in shown)]
    assert not missing


def test_results_stand_there_at_once(site: Path) -> None:
    for name in GALLERY:
        text = (site / f"{name}.html").read_text(encoding="utf-8")
        cells = text.split('data-backendai-run="cell"')[1:]
        empty = [cell for cell in cells if 'class="backendai-run-outputs"></div>' in cell]
        # One cell asks, and is run by readers only.
        assert len(cells) >= 10
        assert len(empty) == (1 if name == "gallery" else 0)


@pytest.mark.parametrize(
    "engine", ["chromium", *(pytest.param(one, marks=pytest.mark.full) for one in OTHERS)]
)
def test_a_reader_runs_cells(
    site: Path, serve: Callable[[Path, str], str], engines: Callable[[str], Engine], engine: str
) -> None:
    reader = Reader(engines(engine))
    here = serve(site, "http")
    reader.engine.open(f"{here}index.html")
    loaded = "() => performance.getEntriesByType('resource').map(one => one.name)"
    before = reader.js(loaded)
    assert all(one.startswith(here) for one in before)
    assert not [one for one in before if "/kernel/" in one]
    reader.write(0, "print('changed', 6 * 7)")
    reader.run(0)
    reader.until_shows(0, "changed 42")
    after = reader.js(loaded)
    assert all(one.startswith((here, "blob:", "data:")) for one in after)


@pytest.mark.full
def test_all_cells_run_in_the_page(
    site: Path, serve: Callable[[Path, str], str], engines: Callable[[str], Engine]
) -> None:
    reader = Reader(engines("chromium"))
    here = serve(site, "http")
    for path, text in pages(site):
        count = text.count("data-backendai-run=")
        if not count:
            continue
        reader.engine.open(here + path.relative_to(site).as_posix())
        source = read_page(ROOT / f"docs/{path.stem}.md", path.name)
        for number, cell in enumerate(source.code_cells):
            tags = cell["metadata"]["tags"]
            if "skip-execution" not in tags:
                reader.run(number, "error" if "raises-exception" in tags else "ok")
        assert "Not loaded" not in "".join(reader.text(one) for one in range(count))


#: The theme's search is in a shadow root.
FOUND = """() => [...document.querySelectorAll('*')].flatMap(one => one.shadowRoot
  ? [...one.shadowRoot.querySelectorAll('a[role=option]')].map(link => new URL(link.href).pathname.split('/').pop()) : [])"""


def test_the_search_needs_no_server(
    site: Path, serve: Callable[[Path, str], str], engines: Callable[[str], Engine]
) -> None:
    """The index is a file, and pages of docs/ as well as written ones are in it."""
    reader = Reader(engines("chromium"))
    reader.engine.open(f"{serve(site, 'http')}index.html")
    reader.until("() => !!document.querySelector('.md-search__button')")
    reader.js("() => document.querySelector('.md-search__button').click()")
    reader.until(
        "() => [...document.querySelectorAll('*')].some(one => one.shadowRoot?.activeElement?.matches('input'))"
    )
    reader.engine.type("turtle")
    reader.until(f"() => ({FOUND})().includes('turtle.html')")
    assert "reference-drawing.html" in reader.js(FOUND)
