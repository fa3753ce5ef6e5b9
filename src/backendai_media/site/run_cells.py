"""Runs the cells of a page on this machine, for outputs that stand in the page from the start.

As a program it takes a JSON list of cells on its standard input, and writes one of their outputs.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from ..errors import SiteError

__all__ = ["run_cells"]


def run_cells(cells: list[str], folder: Path, seconds: float) -> list[list[Any]]:
    """Run cells one after another in a process of their own, and return their items.

    Raises `SiteError` if the process fails, or takes longer than `seconds`.
    """
    try:
        done = subprocess.run(  # noqa: S603 - the author's own cells
            [sys.executable, "-m", __name__],
            input=json.dumps(cells),
            capture_output=True,
            encoding="utf-8",
            cwd=folder,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SiteError(
            f"the cells took longer than {seconds:g} s: raise --time-limit, or tag the one that "
            "does not end skip-execution"
        ) from None
    try:
        found: list[list[Any]] = json.loads(done.stdout.rpartition("\n")[2])
    except ValueError:
        raise SiteError(f"the cells ended their process: {done.stderr.strip()}") from None
    return found


class _Host:
    """Keeps what is shown."""

    def __init__(self) -> None:
        self.items: list[Any] = []

    def send(self, items: str) -> None:
        self.items += json.loads(items)

    def write(self, name: str, text: str) -> None:
        last = self.items[-1] if self.items else {}
        if last.get("kind") == "stream" and last["name"] == name:
            last["text"] += text
        else:
            self.items.append({"kind": "stream", "name": name, "text": text})

    def ask(self, prompt: str, password: bool) -> str:  # noqa: FBT001 - as the page's
        del prompt, password
        raise OSError("nobody is there to answer; tag the cell skip-execution")

    def listen(self) -> bool:
        """Nobody interrupts."""
        return False

    def ignore(self) -> None:
        """Nobody interrupts."""

    def sleep(self, seconds: float) -> bool:
        """Return at once."""
        return seconds < 0


def _main() -> None:
    from .kernel_main import Kernel

    cells, out = json.load(sys.stdin), sys.stdout
    host = _Host()
    kernel = Kernel(host)
    sys.path[0] = ""
    found = []
    for code in cells:
        host.items = []
        asyncio.run(kernel.run(code))
        found.append(host.items)
    out.write("\n" + json.dumps(found))
    out.flush()


if __name__ == "__main__":
    _main()
