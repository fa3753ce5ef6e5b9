"""The gallery's cells of real libraries, run by what runs them all."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from backendai_media import normalize
from backendai_media.demo.gallery import libraries

ROOT = Path(__file__).parents[2]
#: Cells that end with an error, on purpose.
ERRORS = {"ipython", "rich"}


@pytest.mark.full
@pytest.mark.timeout(3600)
def test_demo_libraries_send_what_is_shown(tmp_path: Path) -> None:
    """No cell fails, and nothing that they send fails to show."""
    command = [sys.executable, str(ROOT / "scripts/libraries.py"), "--folder", str(tmp_path)]
    steps = [f"--step={step}" for step in ("install", "run", "show")]
    run = subprocess.run([*command, *steps], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    lines = run.stdout.splitlines()
    for library in libraries():
        status = "error" if library.name in ERRORS else "ok"
        assert any(line.startswith(f"{library.name}: {status}; ") for line in lines), library.name
        shown = [line for line in lines if line.startswith(f"{library.name}: ")][-1]
        assert shown.endswith(" rendered; none failed"), shown
        items = normalize(json.loads((tmp_path / f"{library.name}.json").read_text("utf-8")))
        assert items, library.name
        for end in ("light.png", "dark.png", "print-1.png"):
            assert (tmp_path / f"{library.name}-{end}").stat().st_size > 1000
