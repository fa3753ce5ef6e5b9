"""The vectors that browsers are held to as well."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backendai_media import normalize, render
from backendai_media.model import to_builtins

from . import make_vectors


def load(file: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((make_vectors.HERE / file).read_text())
    return found


VECTORS = [*load("exact.json"), *load("seen.json")]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_vector(vector: dict[str, Any]) -> None:
    assert to_builtins(normalize(vector["input"])) == vector["items"]
    assert render(vector["input"]) == vector["html"]


def test_all_of_them_are_written() -> None:
    names = [*make_vectors.EXACT, *make_vectors.SEEN]
    assert [vector["name"] for vector in VECTORS] == names
