"""The chart in HTML that Altair writes: its specification is read as data.

Mirrors `browser/src/renderers/frame/altair.ts`.
"""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import Any

__all__ = ["chart_in"]

#: What the HTML of its renderers and of `to_html` has in front of the specification.
_BEFORE = re.compile(
    r"""\}\)\(\s*(?=\{)|\bspec\s*=\s*(?=\{)|\bvegaEmbed\(\s*["'][^"']{0,200}["'],\s*(?=\{)"""
)
#: Beginnings that are tried: each may be within the one before.
MAX_BEGINNINGS = 4
_SCHEMA = re.compile(r"/schema/(vega(?:-lite)?)/v([0-9]+)")


def chart_in(markup: str) -> tuple[str, dict[str, Any]] | None:
    """Return a chart's type and specification, if `markup` is such HTML."""
    if "vegaEmbed" not in markup:
        return None
    decoder = json.JSONDecoder()
    for found in islice(_BEFORE.finditer(markup), MAX_BEGINNINGS):
        try:
            spec, _ = decoder.raw_decode(markup, found.end())
        except (ValueError, RecursionError):
            continue
        schema = _SCHEMA.search(str(spec.get("$schema")))
        if schema:
            return f"application/vnd.{schema[1].replace('-', '')}.v{schema[2]}+json", spec
    return None
