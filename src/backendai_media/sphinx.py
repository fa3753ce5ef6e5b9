"""An extension of Sphinx that shows notebooks and results.

`extensions = ["backendai_media.sphinx"]` in `conf.py`. Notebooks are pages, and the directive
`backendai-show` shows one, or a saved result, within a page.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.errors import ExtensionError
from sphinx.parsers import Parser
from sphinx.util.docutils import SphinxDirective

from . import __version__
from ._documents import notebook_page, shown, style
from .errors import BackendAIMediaError

__all__ = ["setup"]

SHEET = "backendai-media.css"


class Show(SphinxDirective):  # type: ignore[misc] # Sphinx need not be there
    """Shows a notebook or a result; the option `dark` names what dark pages show."""

    required_arguments = 1
    final_argument_whitespace = True
    option_spec = {"dark": directives.path}  # noqa: RUF012 - docutils wants it so

    def run(self) -> list[Any]:
        """Return the nodes of the directive."""
        dark = self.options.get("dark")
        try:
            made = shown(self._path(self.arguments[0]), self._path(dark) if dark else None)
        except (BackendAIMediaError, OSError) as error:
            raise self.error(str(error)) from None
        return [nodes.raw("", made, format="html")]

    def _path(self, name: str) -> Path:
        relative, path = self.env.relfn2path(name)
        self.env.note_dependency(relative)
        return Path(path)


class NotebookParser(Parser):  # type: ignore[misc] # as above
    """Reads notebooks as pages."""

    supported = ("backendai-notebook",)

    def parse(self, inputstring: str, document: Any) -> None:
        """Fill the document."""
        del inputstring
        path = Path(document.current_source)
        try:
            title, made = notebook_page(path)
        except BackendAIMediaError as error:
            raise ExtensionError(f"{path}: {error}") from None
        section = nodes.section(ids=[nodes.make_id(title)], names=[title])
        section += [nodes.title(title, title), nodes.raw("", made, format="html")]
        document += section


def setup(app: Any) -> dict[str, Any]:
    """Add the extension to an application of Sphinx."""
    app.add_directive("backendai-show", Show)
    # MyST-NB reads notebooks, too.
    if ".ipynb" not in app.registry.source_suffix:
        app.add_source_suffix(".ipynb", "backendai-notebook")
        app.add_source_parser(NotebookParser)
    app.add_css_file(SHEET)
    app.connect("build-finished", _write_sheet)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}


def _write_sheet(app: Any, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        folder = Path(app.outdir, "_static")
        folder.mkdir(exist_ok=True)
        (folder / SHEET).write_text(style(), encoding="utf-8")
