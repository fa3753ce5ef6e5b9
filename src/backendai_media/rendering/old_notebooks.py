"""Notebooks before format 4, as nbformat upgrades them.

https://nbformat.readthedocs.io/en/latest/changelog.html
"""

from __future__ import annotations

from typing import Any

from ..model.platform_services import SHORT

__all__ = ["is_old", "upgraded"]


def is_old(content: Any) -> bool:
    """Whether a value is a notebook of format 2 or 3."""
    return isinstance(content, dict) and isinstance(content.get("worksheets"), list)


def upgraded(content: dict[str, Any]) -> dict[str, Any]:
    """Return an old notebook as one of format 4."""
    sheets = [one for one in content["worksheets"] if isinstance(one, dict)]
    cells = [cell for one in sheets for cell in _list(one.get("cells"))]
    rest = {key: one for key, one in content.items() if key != "worksheets"}
    return {**rest, "cells": [_cell(cell) for cell in cells if isinstance(cell, dict)]}


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    made = {key: one for key, one in cell.items() if key not in {"worksheets", "cells"}}
    kind, source = cell.get("cell_type"), _text(cell.get("source", cell.get("input")))
    if kind == "heading":
        level = cell.get("level")
        marks = "#" * (level if isinstance(level, int) and 0 < level < 7 else 1)
        title = " ".join(source.splitlines()) if isinstance(source, str) else ""
        kind, source = "markdown", f"{marks} {title}"
    return {
        **made,
        "cell_type": "markdown" if kind == "html" else kind,
        "source": source,
        "execution_count": cell.get("prompt_number"),
        "outputs": [_output(one) for one in _list(cell.get("outputs"))],
    }


def _output(output: Any) -> Any:
    kind = output.get("output_type") if isinstance(output, dict) else None
    if kind == "stream":
        text = _text(output.get("text"))
        return {**output, "name": output.get("stream"), "text": text}
    if kind == "pyerr":
        return {**output, "output_type": "error"}
    if kind not in {"pyout", "display_data"}:
        return output
    metadata = output.get("metadata")
    about = metadata if isinstance(metadata, dict) else {}
    named = {**about, **_named(about)}
    return {"output_type": "display_data", "data": _named(output), "metadata": named}


def _named(value: dict[str, Any]) -> dict[str, Any]:
    """Return what has a short name, by types."""
    return {SHORT[key]: _text(one) for key, one in value.items() if key in SHORT}


def _text(value: Any) -> Any:
    """Return lines as one text; they may have lost their ends."""
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return value
    return ("" if value and value[0].endswith(("\n", "\r")) else "\n").join(value)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []
