"""Code that the documentation shows, but that needs other programs to run: it is Python, and names what there is."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import pytest

from .. import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
_BLOCK = re.compile(r"^```python[^\n]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
#: Only Sphinx, MkDocs and a project of Django can import them; their tests do.
ELSEWHERE = ("backendai_media.django", "backendai_media.mkdocs", "backendai_media.sphinx")


def blocks(path: Path) -> list[str]:
    # What a reader fills in.
    return [one.replace("…", "...") for one in _BLOCK.findall(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(
    "path", [path for path in PAGES if blocks(path)], ids=lambda path: path.stem
)
def test_blocks_are_python_and_import_what_there_is(path: Path) -> None:
    for block in blocks(path):
        for node in ast.walk(ast.parse(block)):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    if alias.name.partition(".")[0] == "backendai_media":
                        importlib.import_module(alias.name)
            elif isinstance(node, ast.ImportFrom):
                home = node.module or ""
                if home.partition(".")[0] != "backendai_media" or home.startswith(ELSEWHERE):
                    continue
                module = importlib.import_module(home)
                for alias in node.names:
                    assert alias.name == "*" or hasattr(module, alias.name), (home, alias.name)
