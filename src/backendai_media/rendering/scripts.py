"""JavaScript, which no static page runs."""

from __future__ import annotations

from typing import Any

from .context import Context, MessageError
from .markup import element
from .markup import text as text_markup

__all__ = ["script"]


def script(_: str, data: Any, context: Context) -> str:
    """Return a line and the source; another type of the bundle says more."""
    if len(context.bundle) > 1:
        raise MessageError("script_not_run")
    source = element("pre", text_markup(data if isinstance(data, str) else str(data)))
    summary = element("summary", text_markup(context.translate("source")))
    said = text_markup(context.translate("script_not_run"))
    return element("div", said, element("details", summary, source), class_="backendai-aside")
