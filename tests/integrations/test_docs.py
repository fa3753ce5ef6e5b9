"""docs/including.md names everything that there is."""

from __future__ import annotations

import re
from pathlib import Path

from backendai_media import assets
from backendai_media.assets import csp

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/including.md").read_text()


def test_every_function() -> None:
    for name in assets.__all__:
        assert f"`{name}(" in TEXT, name


def test_every_check() -> None:
    ids = r"backendai_media\.[EW]\d{3}"
    source = (ROOT / "src/backendai_media/django/checks.py").read_text()
    named = re.findall(rf"^\| `({ids})` \|", TEXT, re.MULTILINE)
    assert named == sorted(set(re.findall(rf'id="({ids})"', source)))


def test_the_policy() -> None:
    shown = " ".join(re.findall(r"^    (.*)$", TEXT, re.MULTILINE))
    assert csp("https://assets.example.com/x") in shown
