"""Writes a git graph to a file: a page, a picture, or data."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from ..errors import GitGraphError
from .graph import GitGraph
from .graph_svg import STYLE, to_svg

__all__ = ["write", "write_json"]

_PAGE_STYLE = (
    ":root{color-scheme:light dark}"
    "body{margin:0;background:#fff}main{overflow:auto}svg{display:block}"
    "@media (prefers-color-scheme:dark){body{background:#161b22}}"
)
_BLOCK_COMMITS = 2_000


def write(graph: GitGraph, path: Path, *, max_rows: int = 1_000) -> None:
    """Write a graph as `.html`, `.svg` or `.json`, by the suffix of `path`.

    Pages and pictures show the newest `max_rows` commits. Raises `GitGraphError` for another
    suffix, and if the file cannot be written.
    """
    parts = {
        ".json": lambda: write_json(graph),
        ".svg": lambda: iter([f"{graph.to_svg(max_rows=max_rows)}\n".encode()]),
        ".html": lambda: iter([_page(graph, max_rows).encode()]),
    }
    if path.suffix.lower() not in parts:
        raise GitGraphError(f"{path} must end in {', '.join(parts)}")
    try:
        with path.open("wb") as file:
            for part in parts[path.suffix.lower()]():
                file.write(part)
    except OSError as error:
        raise GitGraphError(f"{path} cannot be written: {error.strerror}") from error


def write_json(graph: GitGraph) -> Iterator[bytes]:
    """Yield a graph as the JSON of an item, `[type, commits]`, in pieces."""
    encoder = msgspec.json.Encoder()
    yield b"[" + encoder.encode(graph.type) + b",["
    for start in range(0, len(graph.commits), _BLOCK_COMMITS):
        lines = b",\n".join(map(encoder.encode, graph.commits[start : start + _BLOCK_COMMITS]))
        yield (b",\n" if start else b"\n") + lines
    yield b"\n]]\n"


def _page(graph: GitGraph, max_rows: int) -> str:
    """Return a page that runs no scripts and loads nothing."""
    hashes = " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"
        for style in (_PAGE_STYLE, STYLE)
    )
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        f"style-src {hashes}; base-uri 'none'; form-action 'none'\">"
        '<meta name="viewport" content="width=device-width"><title>Git history</title>'
        f"<style>{_PAGE_STYLE}</style></head>\n<body><main>{to_svg(graph, max_rows=max_rows)}"
        "</main></body></html>\n"
    )
