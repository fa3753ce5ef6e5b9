"""pandas' series as tables; its data frames have HTML of their own."""

from typing import Any

from .registry import Bundle, Formatter, with_text

__all__ = ["FALLBACKS"]


def _series(series: Any) -> Bundle | None:
    html = series.to_frame()._repr_html_()
    return with_text({"text/html": html}, series) if html else None


FALLBACKS: dict[str, Formatter] = {"Series": _series}
