"""Plain text, and what is shown as its source."""

from __future__ import annotations

from typing import Any

from .console import console
from .context import Context, RenderError
from .words import indented

__all__ = ["text"]


def text(type_: str, data: Any, context: Context) -> str:  # noqa: ARG001 - as all renderers
    """Return text as console text."""
    if not isinstance(data, str):
        if type_ == "text/plain":
            raise RenderError("expected text")
        data = indented(data)
    return console(data, type_)
