"""Cells of the documentation's pages: run when it is built, and by readers.

They are written as in sites of `backendai-media site`, and work as there. Zensical gets an empty
element in the place of each; what belongs there is put into the pages that it makes.
"""

from __future__ import annotations

import base64
import hashlib
import mimetypes
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from html import unescape
from pathlib import Path
from urllib.parse import unquote_to_bytes

from backendai_media.errors import SiteError
from backendai_media.rendering.api import new_context
from backendai_media.rendering.markup import element
from backendai_media.rendering.notebooks import body
from backendai_media.rendering.standalone import page_style
from backendai_media.site.build import (
    CARRIED,
    KERNEL,
    LIBRARY,
    SERVICE,
    Settings,
    code_cell,
    copy_release,
    page_settings,
    run_page,
)
from backendai_media.site.kernel import carried, make_kernel
from backendai_media.site.pages import Page, read_page

#: The style sheet of pages that have cells.
SHEET = "backendai/cells.css"
#: Pictures, sounds and documents of results.
FILES = "backendai/results"
_EMBEDDED = re.compile(r'"data:([\w.+/-]+)(;base64)?,([^"]{400,})"')
#: What Python knows no name for.
_SUFFIXES = {"audio/wav": ".wav"}
_PLACE = '<div data-backendai-place="{}"></div>'


@dataclass(frozen=True)
class _Made:
    """The cells of a page as markup, and what they need in its head."""

    cells: list[str]
    head: str
    bar: str


class Cells:
    """The cells of all pages."""

    def __init__(self, staged: Path, release: Path) -> None:
        """Run the cells of the staged pages, and leave places for them there."""
        self._release = release
        self._staged = staged
        self._data = sorted(path for path in staged.glob("data/*") if path.is_file())
        self._pages = [
            page
            for path in sorted(staged.glob("*.md"))
            if (page := read_page(path, f"{path.stem}.html")).code_cells
        ]
        for page in self._pages:
            run_page(page, Settings())
            _leave_places(page)

    def put(self, out: Path) -> None:
        """Put the cells into the pages that were made, and what they need beside them."""
        worker = (self._release / "js/kernel-worker.js").read_bytes()
        kernel = make_kernel([], worker, out / KERNEL)
        copy_release(self._release, out / LIBRARY)
        shutil.copyfile(self._release / "js/kernel-service.js", out / SERVICE)
        data = {path.relative_to(self._staged).as_posix(): path for path in self._data}
        packed = {f"data/{name}": path.read_bytes() for name, path in data.items()}
        (out / CARRIED).write_bytes(carried(packed))
        kernel_sheet = (self._release / "css/kernel.css").read_text(encoding="utf-8")
        sheet = f"{page_style(widgets=False)}\n{kernel_sheet}"
        (out / SHEET).write_text(sheet, encoding="utf-8")
        for page in self._pages:
            library = f"{LIBRARY}/{self._release.name}"
            settings = page_settings(
                new_context(), "", library=library, kernel=kernel.name, data=data
            )
            made = _made(page, partial(_file_of, out=out))
            script = element("script", src=f"{library}/js/kernel.js", defer=True)
            sheets = [SHEET]
            if any("backendai-widget" in cell for cell in made.cells):
                sheets.append(f"{library}/css/widgets.css")
            links = "".join(
                element("link", rel="stylesheet", href=one).removesuffix("</link>")
                for one in sheets
            )
            _put(out / page.address, made, links + settings + script)


def _leave_places(page: Page) -> None:
    parts: list[str] = []
    number = 0
    for cell in page.content["cells"]:
        if cell["cell_type"] == "code":
            parts.append(f"\n{_PLACE.format(number)}\n")
            number += 1
        else:
            parts.append(cell["source"])
    page.source.write_text("\n".join(parts), encoding="utf-8")


def _made(page: Page, keep_file: Callable[[re.Match[str]], str]) -> _Made:
    """Return a page's cells."""
    context = new_context()
    kind = "playground" if page.is_playground else "cell"
    cells: list[str] = []

    def keep(source: str, number: int, shown: str, outputs: str) -> str:
        cells.append(code_cell(source, number, shown, outputs, kind=kind))
        return ""

    body({"cells": page.code_cells}, context, code_cell=keep)
    sheets = "".join(element("style", css) for css in context.sheets)
    bar = element("div", class_="backendai-kernel", data_backendai_kernel=True)
    made = [_EMBEDDED.sub(keep_file, context.complete(cell)) for cell in cells]
    return _Made(made, sheets, bar)


def _file_of(found: re.Match[str], out: Path) -> str:
    """Keep what a page has embedded as a file, and return its address."""
    content = base64.b64decode(found[3]) if found[2] else unquote_to_bytes(unescape(found[3]))
    suffix = _SUFFIXES.get(found[1]) or mimetypes.guess_extension(found[1]) or ""
    name = hashlib.sha256(content).hexdigest()[:20] + suffix
    (out / FILES).mkdir(exist_ok=True)
    (out / FILES / name).write_bytes(content)
    return f'"{FILES}/{name}"'


def _put(path: Path, made: _Made, head: str) -> None:
    text = path.read_text(encoding="utf-8")
    for number, cell in enumerate(made.cells):
        place = _PLACE.format(number)
        if text.count(place) != 1:
            raise SiteError(f"{path}: the place of cell {number} was lost")
        text = text.replace(place, (made.bar if number == 0 else "") + cell)
    path.write_text(text.replace("</head>", made.head + head + "</head>", 1), encoding="utf-8")
