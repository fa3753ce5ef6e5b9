"""Pages of a site: read from Markdown, notebooks and programs, as the cells of notebooks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import SiteError
from ..model.jsonio import read
from ..rendering.notebooks import is_notebook, title_of

__all__ = ["NOT_RUN", "RAISES", "SUFFIXES", "Page", "read_page"]

SUFFIXES = (".md", ".ipynb", ".py")
#: Tags of cells that mean the same to MyST-NB and Jupyter Book.
NOT_RUN, RAISES = "skip-execution", "raises-exception"
#: The one cell of a page that has it can be shared.
PLAYGROUND = "playground"

#: MyST's directive for code that runs; others are shown.
_CELL = re.compile(r"\{code-cell\}\s*(\S*)\s*")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
_OPTION = re.compile(r":([\w-]+):\s*(.*)")
_FRONT = re.compile(r"\A---[ \t]*\n(.*?)\n---[ \t]*\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*(.+?)\s*$", re.MULTILINE)
_HEADING = re.compile(r"^#\s+(.+?)\s*#*\s*$", re.MULTILINE)
_PYTHON = {"", "python", "python3", "ipython", "ipython3"}


@dataclass
class Page:
    """A page: its source, its address below the site, and its contents as a notebook."""

    source: Path
    address: str
    title: str
    content: dict[str, Any]

    @property
    def is_playground(self) -> bool:
        """Whether it is a program: one cell, which people can share."""
        if self.source.suffix == ".py":
            return True
        tags = [one.get("metadata", {}).get("tags", []) for one in self.code_cells]
        return len(tags) == 1 and PLAYGROUND in tags[0]

    @property
    def code_cells(self) -> list[dict[str, Any]]:
        """The cells that run."""
        return [one for one in self.content["cells"] if one.get("cell_type") == "code"]


def read_page(path: Path, address: str) -> Page:
    """Read a page of Markdown, a notebook or a program. Raises `SiteError` if that fails."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SiteError(f"{path} cannot be read: {error}") from None
    if path.suffix == ".ipynb":
        return _notebook(path, address, text)
    if path.suffix == ".py":
        return Page(path, address, path.stem, {"cells": [_code(text, [])]})
    front = _FRONT.match(text)
    named = _TITLE.search(front[1]) if front else None
    text = text[front.end() :] if front else text
    heading = _HEADING.search(text)
    title = (named and named[1].strip("\"'")) or (heading and heading[1]) or path.stem
    return Page(path, address, title, {"cells": _cells(path, text)})


def _notebook(path: Path, address: str, text: str) -> Page:
    try:
        content = read(text)
    except (ValueError, RecursionError) as error:
        raise SiteError(f"{path} is not JSON: {error}") from None
    if not is_notebook(content) or "cells" not in content:
        raise SiteError(f"{path} is not a notebook of format 4")
    sources = (one.get("source") for one in content["cells"] if isinstance(one, dict))
    texts = ("".join(one) if isinstance(one, list) else f"{one}" for one in sources)
    heading = next((found for one in texts if (found := _HEADING.search(one))), None)
    title = title_of(content) or (heading[1] if heading else path.stem)
    return Page(path, address, title, content)


def _cells(path: Path, text: str) -> list[dict[str, Any]]:
    """Return the cells of Markdown: `{code-cell}` fences, and what is between them."""
    cells: list[dict[str, Any]] = []
    prose: list[str] = []
    lines = iter(enumerate(text.split("\n"), 1))
    for number, line in lines:
        opening = _FENCE.fullmatch(line)
        if not opening or (opening[1][0] == "`" and "`" in opening[2]):
            prose.append(line)
            continue
        # The lines of the fence, the one that ends it included.
        inner: list[str] = []
        for _, next_line in lines:
            inner.append(next_line)
            if _ends(next_line, opening[1]):
                break
        cell = _CELL.fullmatch(opening[2].strip())
        if not cell:
            prose += [line, *inner]
            continue
        if cell[1].lower() not in _PYTHON:
            raise SiteError(f"{path}, line {number}: cells can be in Python, not {cell[1]}")
        if not inner or not _ends(inner.pop(), opening[1]):
            raise SiteError(f"{path}, line {number}: the cell does not end")
        cells += _prose(prose)
        cells.append(_with_options(inner))
        prose = []
    return [*cells, *_prose(prose)]


def _ends(line: str, fence: str) -> bool:
    found = _FENCE.fullmatch(line)
    return bool(found and found[1].startswith(fence) and not found[2].strip())


def _prose(lines: list[str]) -> list[dict[str, Any]]:
    has_any = any(line.strip() for line in lines)
    return [{"cell_type": "markdown", "source": "\n".join(lines)}] if has_any else []


def _with_options(lines: list[str]) -> dict[str, Any]:
    """Return a cell; the lines at its top that are options are not code."""
    tags: list[str] = []
    while lines and (option := _OPTION.fullmatch(lines[0].strip())):
        if option[1] == "tags":
            tags += re.findall(r"[\w-]+", option[2])
        lines.pop(0)
    return _code("\n".join(lines), tags)


def _code(text: str, tags: list[str]) -> dict[str, Any]:
    return {"cell_type": "code", "source": text.strip("\n"), "metadata": {"tags": tags}}
