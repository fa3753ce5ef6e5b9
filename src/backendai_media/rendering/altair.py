"""The chart in HTML that Altair writes: its specification is read as data.

Mirrors `browser/src/renderers/scripts/altair.ts`.
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
#: What stands between the specification and the options: a comma, or what gives them their name.
_BETWEEN = re.compile(
    r"[\s;]{0,99}(?:,|(?:(?:var|let|const)\s{1,9})?embedOpt\s{0,9}=)\s{0,99}(?=\{)"
)
_SCHEMA = re.compile(r"/schema/(vega(?:-lite)?)/v([0-9]+)")


def chart_in(markup: str) -> tuple[str, dict[str, Any], dict[str, Any]] | None:
    """Return a chart's type, specification and embed options, if `markup` is such HTML."""
    if "vegaEmbed" not in markup:
        return None
    decoder = json.JSONDecoder()
    for found in islice(_BEFORE.finditer(markup), MAX_BEGINNINGS):
        try:
            spec, end = decoder.raw_decode(markup, found.end())
        except (ValueError, RecursionError):
            continue
        schema = _SCHEMA.search(str(spec.get("$schema")))
        if schema:
            type_ = f"application/vnd.{schema[1].replace('-', '')}.v{schema[2]}+json"
            return type_, spec, _options(markup, end, decoder)
    return None


def _options(markup: str, end: int, decoder: json.JSONDecoder) -> dict[str, Any]:
    found = _BETWEEN.match(markup, end)
    try:
        options = decoder.raw_decode(markup, found.end())[0] if found else {}
    except (ValueError, RecursionError):
        return {}
    return options if isinstance(options, dict) else {}
