"""Plotly's figures as data."""

import json
from typing import Any

from .registry import Bundle, Formatter

__all__ = ["OVERRIDES"]


def _figure(figure: Any) -> Bundle:
    data = {"application/vnd.plotly.v1+json": json.loads(figure.to_json())}
    return {**data, "text/plain": "<Plotly chart>"}, {}


OVERRIDES: dict[str, Formatter] = {"BaseFigure": _figure}
