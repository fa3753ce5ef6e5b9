"""States of a function, packed, and what is malformed about them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backendai_media import normalize
from backendai_media.model.interactive import Choice, pack, pieces_of, read, state_items
from backendai_media.model.items import StreamItem

from .. import VECTORS

CASES = json.loads((VECTORS / "interactive.json").read_bytes())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_the_vectors(case: dict[str, Any]) -> None:
    if case.get("broken") == "read":
        with pytest.raises(ValueError, match=r"."):
            read(case["payload"])
        return
    grid = read(case["payload"])
    if case.get("broken"):
        with pytest.raises(ValueError, match=r"."):
            grid.outputs(grid.first)
        return
    for state, numbers in case["chosen"].items():
        assert grid.chosen(int(state)) == numbers
    for state, outputs in case["outputs"].items():
        assert state_items(grid.outputs(int(state))) == normalize(outputs)


CHOICES = [Choice("a", "slider", [str(n) for n in range(300)])]


def _round_trip(texts: list[str]) -> dict[str, Any]:
    states = {n: pieces_of([StreamItem("stdout", one)]) for n, one in enumerate(texts)}
    payload: dict[str, Any] = json.loads(json.dumps(pack(CHOICES, states, 0, 300)))
    grid = read(payload)
    for n, one in enumerate(texts):
        assert state_items(grid.outputs(n)) == [StreamItem("stdout", one)]
    return payload


def test_what_is_packed_is_read_again() -> None:
    common = "".join(f"line {n}\n" for n in range(400))
    payload = _round_trip([f'{common}own "{n}" \\n ü\n{common}' for n in range(300)])
    assert len(json.dumps(payload)) < 30_000
    _round_trip(["", "", "\n", "\\n", "a\n\n\nb", "\u2028"])


def test_pieces_are_kept_once_or_in_their_block() -> None:
    payload = _round_trip([f"{n}\n" * 1000 for n in range(300)])
    assert len(payload["blocks"]) > 3
    assert "places" not in payload


def test_what_would_be_a_bomb_is_not_compressed() -> None:
    payload = _round_trip(["x" * 700_000])
    assert len(json.dumps(payload)) > 700_000
    assert payload["places"] == [0]


def test_halves_of_characters() -> None:
    states = {0: pieces_of([StreamItem("stdout", "a\ud800b")])}
    grid = read(pack(CHOICES, states, 0, 300))
    assert state_items(grid.outputs(0)) == [StreamItem("stdout", "a\ufffdb")]
