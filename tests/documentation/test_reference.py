"""The reference has everything that there is."""

from __future__ import annotations

import importlib
import inspect
import json
import re
from html import unescape
from pathlib import Path

import pytest

from backendai_media.cli import main

from .. import ROOT

_HEADING = re.compile(r"<h[23] id=\"[^\"]*\">(.*?)<", re.DOTALL)


def headings(site: Path, *pages: str) -> set[str]:
    texts = [(site / f"reference-{page}.html").read_text(encoding="utf-8") for page in pages]
    return {unescape(one) for text in texts for one in _HEADING.findall(text)}


@pytest.mark.parametrize(
    ("module", "pages"),
    [
        ("backendai_media", ("python",)),
        ("backendai_media.model", ("python",)),
        ("backendai_media.rendering", ("rendering", "python")),
        ("backendai_media.assets", ("rendering", "python")),
        ("backendai_media.drawing", ("drawing", "python")),
        ("backendai_media.gitgraph", ("drawing", "python")),
        ("backendai_media.terminal", ("terminal", "python")),
    ],
)
def test_every_name_of_python(site: Path, module: str, pages: tuple[str, ...]) -> None:
    found = importlib.import_module(module)
    names = {
        name
        for name in found.__all__
        if not name.startswith("__") and not inspect.ismodule(getattr(found, name))
    }
    assert names <= headings(site, *pages)


def test_every_declaration(site: Path) -> None:
    text = (ROOT / "browser/src/backendai-media.d.ts").read_text(encoding="utf-8")
    names = set(
        re.findall(r"^export (?:interface|type|class|const|function) (\w+)", text, re.MULTILINE)
    )
    assert len(names) > 20
    assert names <= headings(site, "javascript", "javascript-terminals")


def test_every_command_with_its_options(site: Path) -> None:
    assert set(main.commands) <= headings(site, "commands")
    page = unescape((site / "reference-commands.html").read_text(encoding="utf-8"))
    for command in main.commands.values():
        for option in command.params:
            for name in option.opts:
                assert name.startswith("-") is False or name in page, (command.name, name)


def test_every_type(site: Path) -> None:
    page = unescape((site / "reference-types.html").read_text(encoding="utf-8"))
    types = json.loads((ROOT / "spec/types.json").read_bytes())
    assert [row["type"] for row in types if f"<code>{row['type']}</code>" not in page] == []
