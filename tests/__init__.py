"""Tests; their folders mirror `src/backendai_media`."""

from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Payloads that both languages are held to.
VECTORS = ROOT / "spec/vectors"
