"""The documentation as a web site, built once for the tests."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from .. import ROOT
from ..site.conftest import engines, playwright, serve

__all__ = ["engines", "playwright", "serve", "site"]


@pytest.fixture(scope="package")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site."""
    out = tmp_path_factory.mktemp("docs") / "site"
    done = subprocess.run(
        [sys.executable, "scripts/docs.py", "-o", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return out
