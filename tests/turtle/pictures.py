"""Pictures of turtle programs: Tk's, from a screen of its own, and ours; and how like they are."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageGrab

from .. import xvfb

STAGE = Path(__file__).parent / "stage.py"
SOURCES = STAGE.parents[2] / "src"


def works(command: list[str]) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def tk_python() -> str | None:
    """Return a Python that has tkinter, and Xvfb: this one, or the system's."""
    if not shutil.which("Xvfb"):
        return None
    for python in (sys.executable, "/usr/bin/python3"):
        probe = [python, "-c", "import tkinter, turtle"]
        if Path(python).exists() and works(probe):
            return python
    return None


def demo_folder() -> Path:
    """Return where the standard library's programs are; Debian has them in another package."""
    code = "import turtledemo; print(turtledemo.__path__[0])"
    for python in (sys.executable, tk_python() or sys.executable):
        run = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)
        if not run.returncode:
            return Path(run.stdout.strip())
    pytest.skip("needs turtledemo: apt-get install python3-examples")


@contextmanager
def screen() -> Iterator[str]:
    """Start Xvfb on a display that it chooses itself; give its name."""
    server, display = xvfb.start()
    try:
        yield display
    finally:
        server.terminate()
        server.wait()


def by_tk(
    python: str, display: str, program: Path, folder: Path, *, words: bool = True
) -> list[dict[str, Any]]:
    """Return what Tk shows: for each canvas its picture and where on it the origin is."""
    command = [python, str(STAGE), "tk", str(program), str(int(words))]
    environment = {**os.environ, "DISPLAY": display}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, env=environment, cwd=folder, **pipes) as process:  # type: ignore[call-overload]
        lines: list[str] = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("[{"):
                break
        views: list[dict[str, Any]] = json.loads(lines[-1])
        grabbed = ImageGrab.grab(xdisplay=display).convert("RGB")
        process.communicate("")
    for view in views:
        (x, y), (width, height) = view["at"], view["inside"]
        view["picture"] = grabbed.crop((x, y, x + width, y + height))
    return views


def by_ours(
    program: Path, folder: Path, target: Path, *, words: bool = True
) -> list[dict[str, Any]]:
    """Return what our turtles draw, in the same way."""
    command = [sys.executable, str(STAGE), "ours", str(program), str(int(words)), str(target)]
    environment = {**os.environ, "PYTHONPATH": str(SOURCES)}
    run = subprocess.run(
        command, env=environment, cwd=folder, check=True, capture_output=True, text=True
    )
    origins = json.loads(run.stdout.splitlines()[-1])
    pictures = sorted(target.glob("*.png"))
    return [
        {"picture": Image.open(io.BytesIO(path.read_bytes())).convert("RGB"), "origin": origin}
        for path, origin in zip(pictures, origins, strict=True)
    ]


def together(tk: dict[str, Any], ours: dict[str, Any]) -> tuple[Image.Image, Image.Image]:
    """Return what both pictures show of the same part of the canvas."""
    left, top = (max(0, o - t) for o, t in zip(ours["origin"], tk["origin"], strict=True))
    x, y = (max(0, t - o) for o, t in zip(ours["origin"], tk["origin"], strict=True))
    width = min(ours["picture"].width - left, tk["picture"].width - x)
    height = min(ours["picture"].height - top, tk["picture"].height - y)
    return (
        tk["picture"].crop((x, y, x + width, y + height)),
        ours["picture"].crop((left, top, left + width, top + height)),
    )


def similarity(one: Image.Image, other: Image.Image, *, farther: float = 1) -> float:
    """Return the mean structural similarity of two pictures, from -1 to 1.

    Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to
    structural similarity", 2004: a Gaussian window of 11 pixels and deviation 1.5, K1 = 0.01,
    K2 = 0.03; each channel for itself, as colours count here. Before, as their program does,
    pictures are scaled down to be seen from a usual distance: by the shorter side / 256, rounded;
    or from `farther`.
    """
    step = max(1, round(min(one.size) / 256 * farther))
    x, y = (np.asarray(_smaller(image, step), dtype=np.float64) for image in (one, other))
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    mean_x, mean_y = _blurred(x), _blurred(y)
    var_x, var_y = _blurred(x * x) - mean_x**2, _blurred(y * y) - mean_y**2
    covariance = _blurred(x * y) - mean_x * mean_y
    top = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    return float((top / ((mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2))).mean())


def _smaller(image: Image.Image, step: int) -> Image.Image:
    size = image.width // step, image.height // step
    return image.crop((0, 0, size[0] * step, size[1] * step)).resize(size, Image.Resampling.BOX)


def _blurred(values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    weights = np.exp(-(np.arange(-5, 6) ** 2) / (2 * 1.5**2))
    weights /= weights.sum()
    for axis in (0, 1):
        length = values.shape[axis] - 10
        parts = (np.take(values, range(at, at + length), axis) for at in range(11))
        values = sum(weight * part for weight, part in zip(weights, parts, strict=True))
    return values
