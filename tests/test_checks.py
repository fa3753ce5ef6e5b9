"""What scripts/check counts."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from scripts.checks import structure

VALUE = {("looped.a", "looped.b")}
TYPES = {("looped.c", "looped.d", "looped.e")}
MODULES = {
    "a": "from . import b",
    "b": "def late():\n    from .a import b",
    "c": "from .d import D",
    "d": "from .e import E",
    "e": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from .c import C",
    "f": "from . import a, c",
}


@pytest.fixture
def looped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    (tmp_path / "looped").mkdir()
    (tmp_path / "looped/__init__.py").touch()
    for name, text in MODULES.items():
        (tmp_path / f"looped/{name}.py").write_text(f"{text}\n", encoding="utf-8")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    return "looped"


def test_circles_of_imports(looped: str) -> None:
    assert structure.circles(looped, by_value=True) == VALUE
    assert structure.circles(looped, by_value=False) == VALUE | TYPES


def test_copies(tmp_path: Path) -> None:
    lines = [f"    total_{place} = first[{place}] + second[{place}]" for place in range(6)]
    body = "\n".join(lines)
    (tmp_path / "one.py").write_text(f"def one(first, second):\n{body}\n", encoding="utf-8")
    (tmp_path / "two.py").write_text(
        f"import sys\n\n\ndef two(first, second):\n{body}\n", encoding="utf-8"
    )
    (copy,) = structure.copies(tmp_path)
    assert "one.py:" in copy
    assert "two.py:" in copy
    (tmp_path / "two.py").write_text(
        "def two(first, second):\n" + "\n".join(lines[:3]), encoding="utf-8"
    )
    assert not list(structure.copies(tmp_path))
