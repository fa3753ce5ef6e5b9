"""Virtual environments with packages that the project itself has no use for."""

from __future__ import annotations

import os
import subprocess
import venv
from pathlib import Path

from tests import ROOT


def environment(name: str, pins: Path) -> Path:
    """Return where the programs of an environment with pinned packages are; .cache keeps it."""
    folder = ROOT / ".cache" / name
    found = folder / ("Scripts" if os.name == "nt" else "bin")
    installed, wanted = folder / "installed.txt", pins.read_text(encoding="utf-8")
    if not installed.exists() or installed.read_text(encoding="utf-8") != wanted:
        venv.create(folder, with_pip=True, clear=True)
        pip = [str(found / "python"), "-m", "pip", "install", "--quiet", "--no-deps"]
        subprocess.run([*pip, "-r", str(pins)], check=True)
        installed.write_text(wanted, encoding="utf-8")
    return found
