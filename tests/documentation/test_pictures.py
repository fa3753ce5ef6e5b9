"""The pictures of types are there, and are what the types look like now."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from .. import ROOT

IMAGES = ROOT / "docs/images/types"
#: Pixels in a row of a picture that is compared: letters may be drawn a little differently.
COARSE = 66
#: How much the mean of a colour's differences may be, of 255.
DIFFERENCE = 4


def test_every_type_has_its_pictures() -> None:
    page = (ROOT / "docs/render.md").read_text(encoding="utf-8")
    types = json.loads((ROOT / "spec/types.json").read_bytes())
    names = {path.name for path in IMAGES.iterdir()}
    assert len(names) == 2 * len(types)
    assert [name for name in names if f"images/types/{name}" not in page] == []


@pytest.mark.full
def test_the_pictures_are_fresh(tmp_path: Path) -> None:
    take = "import sys, type_pictures as taken; taken.take_types(None, taken.Path(sys.argv[1]))"
    command = [sys.executable, "-c", take, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT / "scripts", stderr=subprocess.PIPE, check=False)
    assert done.returncode == 0, done.stderr
    old = {path.name for path in IMAGES.iterdir() if _differs(path, tmp_path / path.name)}
    assert not old, "scripts/pictures types takes them"


def _differs(path: Path, other: Path) -> bool:
    with Image.open(path) as first, Image.open(other) as second:
        if first.size != second.size:
            return True
        size = COARSE, max(1, first.height * COARSE // first.width)
        pair = [one.convert("RGB").resize(size) for one in (first, second)]
    return max(ImageStat.Stat(ImageChops.difference(*pair)).mean) > DIFFERENCE
