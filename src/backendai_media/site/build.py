"""Builds a site: its pages, the library, and the kernel."""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote

from .._imports import requires_extra
from ..assets import csp_directives
from ..errors import SiteError
from .kernel import carried, make_kernel

with requires_extra("site"):
    from ..rendering.api import new_context
    from ..rendering.context import Context
    from ..rendering.languages import MessageId
    from ..rendering.local_pictures import LocalPictures
    from ..rendering.markup import element, text
    from ..rendering.notebooks import body
    from ..rendering.standalone import page as whole_page
    from .pages import NOT_RUN, RAISES, SUFFIXES, Page, read_page
    from .run_cells import run_cells

__all__ = ["Settings", "build_site", "code_cell", "copy_release", "page_settings", "run_page"]

#: Folder of the library's and the kernel's files; each version has its own below it.
LIBRARY, KERNEL = "backendai/media", "backendai/kernel"
SERVICE = "service-worker.js"
#: The files of programs again, for pages that are opened as files.
CARRIED = "backendai/data.js"
#: Versions that stay: pages that are open during a rebuild go on with theirs.
KEPT = 2
_NOT_NEEDED = re.compile(
    r"js/(cdn|element|islands|terminal|webterm-.*)\.js|js/.*\.map|npm/.*|types/.*|package\.json"
)
#: Ids of texts, besides those of states, and their names in the page.
_TEXTS: dict[str, MessageId] = {
    "code": "code_cell",
    "run": "run_cell",
    "run_all": "run_all",
    "stop": "stop",
    "save_svg": "save_svg",
    "share": "copy_link",
    "copied": "copied",
    "share_here": "link_is_here",
    "restart": "kernel_restart",
    "run_waiting": "run_waiting",
    "run_running": "run_running",
    "run_asking": "run_asking",
    "run_stopping": "run_stopping",
    "run_ok": "run_ok",
    "run_error": "run_error",
    "run_skipped": "run_skipped",
    "run_lost": "run_lost",
    "kernel_loading": "kernel_loading",
    "kernel_ready": "kernel_ready",
    "kernel_running": "run_running",
    "kernel_asking": "run_asking",
    "kernel_failed": "kernel_failed",
}
_EXPORTS = re.compile(r"export\s*\{([^{}]*)\};?$")
_LINK = re.compile(r"(\]\(<?)([^)\s<>#]+)\.(?:md|ipynb|py)(#[^)\s<>]*)?(>?[)\s])")


@dataclass(frozen=True)
class Settings:
    """Options of a site."""

    #: Lines of requirements files: packages for the kernel.
    requirements: tuple[str, ...] = ()
    #: Whether cells are run beforehand; notebooks have the outputs that were saved.
    run: bool = True
    #: Seconds that the cells of a page may take then.
    seconds: float = 60
    theme: str | None = None
    language: str | None = None


@dataclass(frozen=True)
class _Site:
    """What all pages of a site share."""

    pages: list[Page]
    #: Path of the library's release below the site.
    library: str
    kernel: Path
    #: Names of the files of programs.
    data: list[str]
    #: The style sheet of cells.
    style: str
    settings: Settings


def build_site(
    source: Path,
    out: Path,
    release: Path,
    settings: Settings,
    tell: Callable[[str], object] = lambda _: None,
) -> list[Path]:
    """Write the site of a page, or of a folder of pages, into `out`; return the pages.

    `tell` is told what is done next, where that may take long.

    `release` is the directory of a release of the browser bundle. Other files of the folder are
    copied, and are in the working directory of programs. Raises `SiteError` if a page cannot be
    read, a cell fails or a package is not to be had, `AssetsError` without npm.
    """
    pages, others = _found(source, out)
    if settings.run:
        for page in pages:
            run_page(page, settings, tell)
    tell("getting Python for the browser, and its packages")
    worker = (release / "js/kernel-worker.js").read_bytes()
    kernel = make_kernel(settings.requirements, worker, out / KERNEL, tell)
    copy_release(release, out / LIBRARY)
    shutil.copyfile(release / "js/kernel-service.js", out / SERVICE)
    home = source if source.is_dir() else source.parent
    for path in others:
        target = out / path.relative_to(home)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    data = {path.relative_to(home).as_posix(): path for path in others if not _is_picture(path)}
    if data:
        contents = {f"data/{name}": path.read_bytes() for name, path in data.items()}
        (out / CARRIED).write_bytes(carried(contents))
    style = (release / "css/kernel.css").read_text(encoding="utf-8").strip()
    library = f"{LIBRARY}/{release.name}"
    site = _Site(pages, library, kernel, list(data), style, settings)
    written = [out / page.address for page in pages]
    for page, target in zip(pages, written, strict=True):
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_page(page, site), encoding="utf-8")
    for folder, used in ((out / LIBRARY, release.name), (out / KERNEL, kernel.name)):
        _remove_old(folder, used)
    return written


def _found(source: Path, out: Path) -> tuple[list[Page], list[Path]]:
    """Return the pages of a source, and the other files that belong to them."""
    if not source.is_dir():
        if source.suffix not in SUFFIXES:
            raise SiteError(f"{source} is none of {', '.join(SUFFIXES)}, and no folder")
        return [read_page(source, "index.html")], []
    files = [path for path in _files(source) if not path.resolve().is_relative_to(out.resolve())]
    sources = [path for path in files if path.suffix in (".md", ".ipynb")]
    if not sources:
        raise SiteError(f"{source} has no pages: {SUFFIXES[0]} or {SUFFIXES[1]} files")
    pages: dict[str, Page] = {}
    for path in sources:
        address = path.relative_to(source).with_suffix(".html").as_posix()
        address = re.sub(r"(?i)(^|/)readme\.html$", r"\1index.html", address)
        if address in pages:
            raise SiteError(f"{path} and {pages[address].source} would be the same page")
        pages[address] = read_page(path, address)
    # The first page of a folder is its index.
    order = sorted(pages, key=lambda one: (one != "index.html", one))
    return [pages[one] for one in order], [path for path in files if path not in sources]


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.rglob("*")):
        inner = path.relative_to(folder).parts
        hidden = any(part.startswith((".", "__pycache__")) for part in inner)
        if path.is_file() and not hidden:
            yield path


def _is_picture(path: Path) -> bool:
    return path.suffix.lower() in {".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".avif"}


def run_page(
    page: Page, settings: Settings, tell: Callable[[str], object] = lambda _: None
) -> None:
    """Give the cells of a Markdown page their outputs. Raises `SiteError` if one fails."""
    if page.source.suffix != ".md":
        return
    cells = [one for one in page.code_cells if NOT_RUN not in one["metadata"]["tags"]]
    if not cells:
        return
    tell(f"running the cells of {page.source}")
    try:
        found = run_cells([one["source"] for one in cells], page.source.parent, settings.seconds)
    except SiteError as error:
        raise SiteError(f"{page.source}: {error}") from None
    for cell, items in zip(cells, found, strict=True):
        cell["outputs"] = items
        failure = next((one for one in items if one["kind"] == "error"), None)
        if failure and RAISES not in cell["metadata"]["tags"]:
            start = cell["source"].partition("\n")[0]
            raise SiteError(
                f"{page.source}: the cell {start!r} fails: {failure['name']}: "
                f"{failure['message']} (tag it {NOT_RUN} or {RAISES} if it should)"
            )


def _page(page: Page, site: _Site) -> str:
    """Return a page's HTML."""
    up = "../" * page.address.count("/")
    theme = site.settings.theme
    context = new_context(language=site.settings.language)
    pictures = LocalPictures()
    content = _linked(page, {one.address for one in site.pages})
    cell = partial(code_cell, kind="playground" if page.is_playground else "cell")
    made = body(content, context, theme=theme, pictures=pictures, code_cell=cell)
    bar = element("div", class_="backendai-kernel", data_backendai_kernel=True)
    scripts, policy = _scripts(context, up, site)
    pieces = whole_page(
        _links(page, site.pages, up) + (bar if page.code_cells else "") + made,
        context,
        title=page.title,
        theme=theme,
        pictures=["'self'", "file:"] if pictures.are_kept else [],
        scripts=scripts,
        policy=policy,
        styles=[site.style],
    )
    return "".join(pieces)


def code_cell(source: str, number: int, shown: str, outputs: str, *, kind: str = "cell") -> str:
    """Return a cell that the page's script makes one to edit and run."""
    del number, shown
    code = element("pre", "\n" + text(source), class_="backendai-run-source", tabindex="0")
    place = element("div", outputs, class_="backendai-run-outputs")
    return element("section", code, place, class_="backendai-run", data_backendai_run=kind)


def _scripts(context: Context, up: str, site: _Site) -> tuple[str, dict[str, list[str]]]:
    """Return the scripts of a page, and the policy that they need."""
    scripts = [
        element("link", rel="icon", href="data:,").removesuffix("</link>"),
        page_settings(context, up, library=site.library, kernel=site.kernel.name, data=site.data),
        element("script", src=f"{up}{site.library}/js/kernel.js", defer=True),
    ]
    policy = csp_directives(
        f"{up}{site.library}",
        script_src="'wasm-unsafe-eval'",
        connect_src="blob:",
        trusted_types=["backendai-kernel", "backendai-chunks"],
    )
    return "".join(scripts), policy


def page_settings(
    context: Context, up: str, *, library: str, kernel: str, data: Iterable[str]
) -> str:
    """Return the element that tells a page's script where things are, and its texts.

    `up` leads to the top of the site, `library` and `data` from there; `kernel` is a folder's name.
    """
    names = list(data)
    settings = {
        "kernel": f"{up}{KERNEL}/{kernel}/",
        "library": f"{up}{library}",
        "service": f"{up}{SERVICE}",
        "data": [{"path": one, "url": up + quote(one)} for one in names],
        "carried": f"{up}{CARRIED}" if names else "",
        "texts": {name: context.translate(id_) for name, id_ in _TEXTS.items()},
    }
    said = json.dumps(settings, ensure_ascii=False).replace("<", "\\u003c")
    return element("script", said, type="application/json", data_backendai_settings=True)


def _links(page: Page, pages: list[Page], up: str) -> str:
    if len(pages) == 1:
        return ""
    items = [
        element(
            "li",
            element(
                "a",
                text(one.title),
                href=up + quote(one.address),
                aria_current="page" if one is page else None,
            ),
        )
        for one in pages
    ]
    return element("nav", element("ul", *items, class_="backendai-pages"))


def _linked(page: Page, addresses: set[str]) -> dict[str, Any]:
    """Return a page's contents with links to other sources as links to their pages."""
    folder = PurePosixPath(page.address).parent

    def link(found: re.Match[str]) -> str:
        target = os.path.normpath(folder / f"{found[2]}.html").replace(os.sep, "/")
        known = target in addresses
        return f"{found[1]}{found[2]}.html{found[3] or ''}{found[4]}" if known else found[0]

    def cell(one: dict[str, Any]) -> dict[str, Any]:
        if one.get("cell_type") != "markdown":
            return one
        source = one.get("source", "")
        whole = "".join(source) if isinstance(source, list) else source
        return {**one, "source": _LINK.sub(link, whole)}

    return {**page.content, "cells": [cell(one) for one in page.content["cells"]]}


def copy_release(release: Path, folder: Path) -> None:
    """Copy what pages of a site need of a release."""
    target = folder / release.name
    if target.exists():
        return
    manifest = json.loads((release / "manifest.json").read_bytes())
    chunks = {one for one in manifest["files"]["js/main.min.js"]["needs"] if "webterm-" not in one}
    for path in sorted(release.rglob("*")):
        name = path.relative_to(release).as_posix()
        if path.is_file() and not _NOT_NEEDED.fullmatch(name):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)
        if name in chunks:
            twin = target / "file" / path.name
            twin.parent.mkdir(exist_ok=True)
            twin.write_text(_classic(path), encoding="utf-8")


def _classic(chunk: Path) -> str:
    """Return a chunk as a classic script, for pages that are opened as files."""
    script = chunk.read_text(encoding="utf-8").rstrip()
    found = _EXPORTS.search(script)
    if not found:
        raise SiteError(f"{chunk.name} exports nothing")
    names = (one.partition(" as ")[::2] for one in found[1].split(","))
    exports = ",".join(f"{theirs or ours}:{ours}" for ours, theirs in names)
    here = f'new URL("js/{chunk.name}",BackendAI.assetRoot+"/").href'
    inner = script[: found.start()].replace("import.meta.url", here)
    return (
        f"(globalThis.BackendAIChunks??={{}})[{json.dumps(chunk.stem)}]="
        f"(()=>{{{inner}\nreturn{{{exports}}}}})();\n"
    )


def _remove_old(folder: Path, used: str) -> None:
    """Remove old versions of a folder's contents."""
    others = [path for path in folder.iterdir() if path.is_dir() and path.name != used]
    others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for path in others[KEPT - 1 :]:
        shutil.rmtree(path)
