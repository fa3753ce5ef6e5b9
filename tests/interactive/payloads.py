"""Payloads of `interactive`, made without a function."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable
from typing import Any

from backendai_media.model.interactive import INTERACTIVE, Choice, pack

__all__ = ["AXES", "INTERACTIVE", "bomb", "empty", "lists", "of_size", "packed", "payload"]

AXES = [Choice("n", "slider", ["0", "1", "2"]), Choice("kind", "select", ["x", "y"])]


def payload(
    states: Iterable[list[Any]], choices: list[Choice] = AXES, places: list[int] | None = None
) -> dict[str, Any]:
    """Return what shows these outputs (nbformat), the first of them at first."""
    made = [[json.dumps(outputs)] for outputs in states]
    size = 1
    for one in choices:
        size *= len(one.values)
    numbers = places or [*range(len(made))]
    return pack(choices, dict(zip(numbers, made, strict=True)), numbers[0], size)


def packed(raw: bytes) -> str:
    """Return a block."""
    return base64.b64encode(zlib.compress(raw, 9)).decode()


def of_size(size: int) -> str:
    """Return a payload of about so many characters: states that have little in common."""
    lines = [f"line {n * 7919 % 10007} of {n}" for n in range(max(1, size // 30))]
    states = [
        [{"output_type": "stream", "name": "stdout", "text": "\n".join(lines[n : n + 100])}]
        for n in range(0, min(len(lines), 300_000), 100)
    ]
    return json.dumps(payload(states, [Choice("n", "slider", [*map(str, range(len(states)))])]))


def bomb(size: int) -> str:
    """Return a payload of little more than so many characters, whose state would be very long."""
    run = b"0,1," * size
    return json.dumps(
        {
            "choices": [{"name": "a", "kind": "slider", "values": ["x"]}],
            "first": 0,
            "common": packed(json.dumps([" " * 1000]).encode()),
            "blocks": [[0, packed(b"[[" + run + b'"[]"]]')]],
        }
    )


def empty(size: int) -> str:
    """Return a payload of about so many characters, whose state would be nothing, very often."""
    count = min(8 * size, 12_000)
    pieces, runs = b'"",' * count, (b"0,%d," % count) * count
    return json.dumps(
        {
            "choices": [{"name": "a", "kind": "slider", "values": ["x"]}],
            "first": 0,
            "common": packed(b"[" + pieces + b'""]'),
            "blocks": [[0, packed(b"[[" + runs + b'"[]"]]')]],
        }
    )


def lists(size: int) -> str:
    """Return a payload whose block would be very many lists."""
    return json.dumps(
        {
            "choices": [{"name": "a", "kind": "slider", "values": ["x"]}],
            "first": 0,
            "blocks": [[0, packed(b"[" + b"[]," * (100 * size) + b"[]]")]],
        }
    )
