"""Tests; their folders mirror `src/backendai_media`."""

import os
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Payloads that both languages are held to.
VECTORS = ROOT / "spec/vectors"
#: `scripts/test full` runs every test at its full size.
FULL = os.environ.get("BACKENDAI_TEST_FULL") == "1"
