"""Hooks of MkDocs that show notebooks and results.

A file that `hooks` in `mkdocs.yml` names has the line `from backendai_media.mkdocs import *`. Then
notebooks are pages, and `<div data-backendai-show="result.json"></div>` in a page shows one, or a
saved result; what `data-backendai-dark` names is shown by dark pages.
"""

from __future__ import annotations

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from ._documents import notebook_page, shown, style
from .errors import BackendAIMediaError

__all__ = ["on_config", "on_files", "on_page_content"]

SHEET = "assets/backendai-media.css"
_PLACE = re.compile(
    r'<div data-backendai-(show|page)="([^"]+)"(?: data-backendai-dark="([^"]+)")?>\s*</div>'
)


def on_config(config: Any) -> Any:
    """Add the style sheet to all pages; a notebook in the navigation is its page."""
    config["extra_css"].append(SHEET)
    config["nav"] = _with_pages(config["nav"])
    return config


def on_files(files: Any, config: Any) -> Any:
    """Make a page of each notebook."""
    for file in list(files):
        if not file.src_uri.endswith(".ipynb"):
            continue
        files.remove(file)
        title, _ = _page(Path(file.abs_src_path))
        name = file.src_uri.rpartition("/")[2]
        content = f"# {title}\n\n<div data-backendai-page={json.dumps(name)}></div>\n"
        uri = file.src_uri.removesuffix(".ipynb") + ".md"
        files.append(File.generated(config, uri, content=content))
    files.append(File.generated(config, SHEET, content=style()))
    return files


def on_page_content(html: str, page: Any, config: Any, files: Any) -> str:
    """Show what a page names."""
    del files
    folder = Path(config["docs_dir"], page.file.src_uri).parent

    def show(found: re.Match[str]) -> str:
        kind, name, dark = (unescape(one) if one else "" for one in found.groups())
        if kind == "page":
            return _page(folder / name)[1]
        try:
            return shown(folder / name, folder / dark if dark else None)
        except (BackendAIMediaError, OSError) as error:
            raise PluginError(f"{page.file.src_uri}: {error}") from None

    return _PLACE.sub(show, html)


def _with_pages(nav: Any) -> Any:
    if isinstance(nav, str):
        return f"{nav.removesuffix('.ipynb')}.md" if nav.endswith(".ipynb") else nav
    if isinstance(nav, list):
        return [_with_pages(one) for one in nav]
    return {name: _with_pages(one) for name, one in nav.items()} if isinstance(nav, dict) else nav


def _page(path: Path) -> tuple[str, str]:
    try:
        return notebook_page(path)
    except BackendAIMediaError as error:
        raise PluginError(f"{path}: {error}") from None
