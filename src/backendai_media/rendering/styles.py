"""Our own style sheets: the browser's, as the build writes them into a release."""

from __future__ import annotations

from functools import cache

from ..assets.locate import bundle

__all__ = ["page", "root"]


@cache
def page() -> str:
    """Return the sheet of a page that shows results. Raises `AssetsError` where none was built."""
    return (bundle() / "css/static.css").read_text(encoding="utf-8").strip()


@cache
def root(name: str = "html") -> str:
    """Return the sheet of shadow roots of sanitised HTML, or of Markdown (`markdown`)."""
    return (bundle() / f"css/{name}.css").read_text(encoding="utf-8").strip()
