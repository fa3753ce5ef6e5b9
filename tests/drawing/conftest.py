"""What the tests of drawings share."""

import itertools
import json
from typing import Any

import pytest

from backendai_media.drawing import canvas
from tests import VECTORS


@pytest.fixture(autouse=True)
def ids_from_zero(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let canvases be numbered as in a fresh kernel."""
    monkeypatch.setattr(canvas, "_ids", itertools.count())


def vector(number: str) -> dict[str, Any]:
    (path,) = VECTORS.glob(f"{number}_*.json")
    loaded: dict[str, Any] = json.loads(path.read_bytes())
    return loaded
