"""The scripts that README names, called as people call them: from anywhere, with arguments."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests import ROOT

pytestmark = pytest.mark.system

SCRIPTS = ROOT / "scripts"


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


FLAKY = """
from pathlib import Path
import pytest

def test_flaky():
    seen = Path(__file__).with_suffix(".seen")
    first = not seen.exists()
    seen.touch()
    assert not first

def test_broken():
    assert 0

def test_well():
    assert 1

@pytest.mark.skip
def test_left_out():
    assert 0
"""


def test_flaky_tests_are_named_and_fail_the_run() -> None:
    (ROOT / ".cache").mkdir(exist_ok=True)
    with TemporaryDirectory(dir=ROOT / ".cache") as folder:
        file = Path(folder) / "test_some.py"
        file.write_text(FLAKY)
        command = [sys.executable, "scripts/test.py", "quick", str(file)]
        environment = {k: v for k, v in os.environ.items() if k != "BACKENDAI_TEST_FULL"}
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
    assert done.returncode == 1
    name = file.relative_to(ROOT).as_posix()
    assert done.stdout.splitlines()[-3:] == [
        f"failed: {name}::test_broken",
        f"flaky: {name}::test_flaky",
        "1 passed, 2 failed, 1 skipped",
    ]
