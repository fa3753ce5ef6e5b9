"""Hostile markup of our own, which every sanitiser of both languages is tried with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NotRequired, TypedDict

from tests import FULL


class Payload(TypedDict):
    """`name`: its group and what it tries. `lesson`: `overlay` if it tries to cover the page.

    It tries to run `alert(1)` or to fetch from evil.example, unless its lesson says something else.
    """

    name: str
    html: str
    lesson: NotRequired[str]


#: By the name of the file.
HOSTILE: dict[str, list[Payload]] = {
    file.stem: json.loads(file.read_text(encoding="utf-8"))
    for file in sorted((Path(__file__).parent / "browser/html").glob("hostile*.json"))
}
PAYLOADS = [payload for payloads in HOSTILE.values() for payload in payloads]
#: All in the full tier; else the oldest file, and every eighth of the others.
SAMPLE = [
    payload
    for name, payloads in HOSTILE.items()
    for payload in payloads[:: 1 if FULL or name == "hostile" else 8]
]
