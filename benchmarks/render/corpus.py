"""Published notebooks with outputs: those in the source archives of known packages."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
from pathlib import Path

#: Archives and their SHA-256. Their licences are BSD or MIT; nothing of them is kept here.
PINS = {
    "jupytext==1.19.6": "ba1d143bb3751e054d3164376b148ee8fa74e1a860fc9411e1da93ff588b8a17",
    "nbconvert==7.17.2": "344a218e8595117ce37396ed025d994f146d076226ebac59255a2fa085ab24d8",
    "nbformat==5.11.1": "32d4521c68c6e7d5b29c76defaeed9f42ea733142b9b19f88277ce10390b9c4d",
    "nbdime==4.0.4": "8cd25ecfeeb5105d563237d7f64eb4748058fba9bba9ab3892a1ff61e177ce16",
    "nbclient==0.11.0": "04a134a5b087f2c5887f228aca155db50169b8cd9334dee6942c8e927e56081a",
    "nbval==0.11.0": "77c95797607b0a968babd2597ee3494102d25c3ad37435debbdac0e46e379094",
    "papermill==2.7.0": "ec10b37594a060662f57269e1ebd108c209d204450f00fdfeb70a1c7cfb7fbc8",
    "esda==2.9.0": "90ec966c54e5ceb826fe0cedd7b335232862252b89cc9d1dbaa3e07a5fc9845a",
    "iminuit==2.33.0": "275f3daa1d4f8c33579b96276d7c5fb680a7cfb6fb8bea9a4245a1500d5d328b",
    "mapclassify==2.10.0": "0d6736a08c0b1e10e6197224ef512951514204706514244bd01aea49fd1442b3",
    "spaghetti==1.7.6": "c9beddbb3bf285e88745d36aee886c78ac6e6a416f0f9b1a441265c8c08f923d",
    "mplhep==1.3.3": "a7d0ec076b0136544f5d3b658948df68990673824d0aeda7bfa8d2fba9f8c34c",
}
CACHE = Path(__file__).parents[2] / ".cache/notebooks"


def fetch(cache: Path = CACHE) -> list[Path]:
    """→ the notebooks that have outputs, downloaded once by pip and checked by their digests."""
    folder = cache / "notebooks"
    if not folder.exists():
        archives = cache / "archives"
        archives.mkdir(parents=True, exist_ok=True)
        for pin, digest in PINS.items():
            listed = archives / "pin.txt"
            listed.write_text(f"{pin} --hash=sha256:{digest}\n", encoding="utf-8")
            pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
            name = pin.partition("==")[0]
            more = ["--no-binary", name, "--require-hashes", "-r", str(listed)]
            subprocess.run([*pip, *more, "--dest", str(archives)], check=True)
        for archive in sorted(archives.glob("*.tar.gz")):
            _extract(archive, folder)
    return sorted(folder.glob("*.ipynb"))


def _extract(archive: Path, folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    with tarfile.open(archive) as tar:
        for member in tar:
            file = tar.extractfile(member) if member.name.endswith(".ipynb") else None
            content = file.read() if file else b""
            if content and _has_outputs(content):
                (folder / member.name.replace("/", "__")).write_bytes(content)


def _has_outputs(content: bytes) -> bool:
    try:
        notebook = json.loads(content)
    except ValueError:
        return False
    sheets = notebook.get("worksheets") or [notebook]
    cells = [cell for sheet in sheets for cell in sheet.get("cells") or []]
    return any(cell.get("outputs") for cell in cells)
