"""Notebooks and results in pages of documentation tools."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from ._imports import requires_extra
from .errors import ItemError
from .model.jsonio import read

with requires_extra("render"):
    from .rendering.api import new_context
    from .rendering.markup import element
    from .rendering.notebooks import content_element, is_notebook, title_of
    from .rendering.standalone import page_style

__all__ = ["notebook_page", "shown", "style"]

_HEADING = re.compile(r"\s*#[ \t]+(.+?)[ \t]*#*[ \t]*(?:\n|\Z)")
#: Pages are light unless their theme says otherwise: Furo's and PyData's for Sphinx, Material's for
#: MkDocs. A pair shows the one that fits.
_STYLE = """
:root .backendai-output, :root .backendai-notebook { color-scheme: light }
:root .backendai-source :is(pre, code) { background: none; border: 0; margin: 0; padding: 0 }
.backendai-dark { display: none }
.backendai-dark img { background: none }
:is([data-theme="dark"], [data-md-color-scheme="slate"], [data-bs-theme="dark"]) {
  .backendai-output, .backendai-notebook { color-scheme: dark }
  .backendai-light { display: none }
  .backendai-dark { display: block }
}
@media screen and (prefers-color-scheme: dark) {
  [data-theme="auto"] {
    .backendai-output, .backendai-notebook { color-scheme: dark }
    .backendai-light { display: none }
    .backendai-dark { display: block }
  }
}
"""


def style() -> str:
    """Return the style sheet of pages that have results."""
    return page_style() + _STYLE


def shown(path: Path, dark: Path | None = None) -> str:
    """Return the markup of a notebook or a result, saved as JSON.

    With `dark`, the same for dark pages, both are there, and the page's theme chooses. Raises
    `ItemError` if a file is not JSON, `OSError` if it cannot be read.
    """
    if dark is None:
        return _element(_content(path), path.parent, None)
    pair = {"light": path, "dark": dark}
    return "".join(
        element("div", _element(_content(one), one.parent, theme), class_=f"backendai-{theme}")
        for theme, one in pair.items()
    )


def notebook_page(path: Path) -> tuple[str, str]:
    """Return a notebook's title, and the markup of the rest of it."""
    content = _content(path)
    if not is_notebook(content):
        raise ItemError("$", f"{path} is not a notebook")
    title = title_of(content)
    cells = content.get("cells") or []
    first = cells[0] if cells and isinstance(cells[0], dict) else {}
    source = first.get("source", "")
    text = "".join(source) if isinstance(source, list) else str(source)
    if first.get("cell_type") == "markdown" and (found := _HEADING.match(text)):
        title = title or found[1]
        content = {**content, "cells": [{**first, "source": text[found.end() :]}, *cells[1:]]}
    return title or path.stem, _element(content, path.parent, None)


def _content(path: Path) -> Any:
    try:
        return read(path.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:
        raise ItemError("$", f"{path} is not JSON: {error}") from None


def _element(content: Any, folder: Path, theme: str | None) -> str:
    context = new_context()
    made = content_element(content, context, theme=theme, folder=folder)
    sheets = "".join(element("style", sheet) for sheet in context.sheets)
    return sheets + context.complete(made)
