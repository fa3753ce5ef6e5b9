"""The scripts that README names, called as people call them: from anywhere, with arguments."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

SCRIPTS = Path(__file__).parent.parent / "scripts"


@pytest.mark.parametrize("shell", ["sh", "bash"])
@pytest.mark.parametrize("name", ["demo", "bench"])
def test_arguments_arrive(name: str, shell: str, tmp_path: Path) -> None:
    call = [shell, str(SCRIPTS / name), "--help"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "usage:" in done.stdout.lower()


def test_paths_are_the_callers(tmp_path: Path) -> None:
    (tmp_path / "result.json").write_text("not JSON")
    call = ["sh", str(SCRIPTS / "demo"), "result.json", "--no-open"]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "result.json" in done.stderr
    assert "Traceback" not in done.stderr
