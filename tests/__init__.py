"""Tests; their folders mirror `src/backendai_media`."""

import os
import tarfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Payloads that both languages are held to.
VECTORS = ROOT / "spec/vectors"
#: `scripts/test full` runs every test at its full size.
FULL = os.environ.get("BACKENDAI_TEST_FULL") == "1"


def extract(archive: tarfile.TarFile, to: Path) -> None:
    """Extract an archive of our own, or one whose hash is known."""
    if hasattr(tarfile, "data_filter"):  # Python 3.11.4; Debian 12 has 3.11.2
        archive.extractall(to, filter="data")
    else:
        archive.extractall(to)
