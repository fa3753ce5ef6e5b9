"""JavaScript, and views of MCP Apps, which no static page runs."""

from __future__ import annotations

from typing import Any

from .context import Context, MessageError
from .markup import element
from .markup import text as text_markup

__all__ = ["app", "script"]


def script(_: str, data: Any, context: Context) -> str:
    """Return a line and the source; another type of the bundle says more."""
    if len(context.bundle) > 1:
        raise MessageError("script_not_run")
    source = element("pre", text_markup(data if isinstance(data, str) else str(data)))
    summary = element("summary", text_markup(context.translate("source")))
    said = text_markup(context.translate("script_not_run"))
    return element("div", said, element("details", summary, source), class_="backendai-aside")


def app(_: str, data: Any, context: Context) -> str:
    """Return a line that says what it is."""
    resource = data.get("resource") if isinstance(data, dict) else None
    uri = resource.get("uri") if isinstance(resource, dict) else None
    said = context.translate("app_not_run", uri=uri if isinstance(uri, str) else "")
    return element("div", text_markup(said), class_="backendai-aside")
