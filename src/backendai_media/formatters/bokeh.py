"""Bokeh's models as pages; `BOKEH_RESOURCES` decides where their scripts come from."""

from importlib import import_module
from typing import Any

from .registry import Bundle, Formatter, with_text

__all__ = ["OVERRIDES"]


def _model(model: Any) -> Bundle | None:
    if not hasattr(model, "sizing_mode"):  # not visible: a data source, for example
        return None
    page = import_module("bokeh.embed").file_html(model)
    return with_text({"text/html": page}, model)


OVERRIDES: dict[str, Formatter] = {"Model": _model}
