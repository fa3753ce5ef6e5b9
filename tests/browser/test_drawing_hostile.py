"""Drawings that are wrong or huge: an error in their place or a known limit, and the rest stays whole."""

from __future__ import annotations

import base64
import struct
from typing import Any

import pytest

from backendai_media.drawing.encoding import TYPE

from .drawing import OPEN, STILL, disc, item, pixel
from .stage import Stage, png

RED = [255, 0, 0, 255]


def packed(content: bytes) -> list[str]:
    return [TYPE, base64.b64encode(content).decode()]


def shape(*fields: Any) -> list[str]:
    return item(OPEN, [0, "obj", 0, list(fields)])


WRONG: dict[str, tuple[list[str], str]] = {
    "not base64": ([TYPE, "$$$$"], "not base64"),
    "base64 that ends early": ([TYPE, "kA==kA=="], "not base64"),
    "not msgpack": (packed(b"\xc1"), "not msgpack"),
    "nothing": ([TYPE, ""], "not msgpack"),
    "a map": (packed(b"\x91\x80"), "not msgpack"),
    "cut": (packed(b"\x92\x93\x00"), "not msgpack"),
    "more than it says": (packed(b"\x90\x00"), "not msgpack"),
    "bad text": (packed(b"\x91\x92\x00\xa1\xff"), "encoded data was not valid|not valid|decod"),
    "deep": (packed(b"\x91" * 1000), "not msgpack"),
    "10 million commands": (packed(b"\xdd" + struct.pack(">I", 10_000_000)), "10,000,000 commands"),
    "a long list that is not there": (packed(b"\x91\xdd\xff\xff\xff\xff"), "not msgpack"),
    "a text that is not there": (packed(b"\x91\xdb\xff\xff\xff\xff"), "not msgpack"),
    "JSON that ends early": ([TYPE, '[["canvas", 10, 10]'], "not JSON"),
    "JSON with more": ([TYPE, '[["canvas", 10, 10]] 1'], "not JSON"),
    "no command": (item(OPEN, [0]), "Command 1: a command must be a list"),
    "an id": (item([None, "canvas", 1, 1]), "Command 0: an id must be"),
    "an object's id": (item(OPEN, [0, "obj", 1.5, ["line", 0, 0, 1, 1]]), "an id must be"),
    "arguments": (item(OPEN, [0, "obj", 0]), "Command 1: obj lacks arguments; got 1"),
    "a huge canvas": (item([0, "canvas", 100_000, 100_000]), "width must be from 1 to 32,767"),
    "no canvas": (item([0, "canvas", 0, 5]), "width must be from 1"),
    "NaN": (shape("circle", float("nan"), 1, 1), "Command 1: x must be a number"),
    "infinity": (shape("line", 0, 0, float("inf"), 1), "x2 must be a number"),
    "a text for a number": (
        shape("line", 0, 0, "1", 1),
        'x2 must be a number between ±1e9; got "1"',
    ),
    "a field that lacks": (shape("circle", 1, 2), "A circle lacks radius"),
    "no shape": (item(OPEN, [0, "obj", 0, "circle"]), "A shape must be a list"),
    "a colour": (shape("line", 0, 0, 1, 1, "url(#a)"), "color must be a colour"),
    "a colour of the system": (shape("line", 0, 0, 1, 1, "inherit"), "color must be a colour"),
    "points": (shape("polygon", [[1, 2, 3]]), "points must be pairs"),
    "odd points": (shape("polygon", [1, 2, 3]), "points must be pairs"),
    "many points": (shape("polygon", [1] * 100_002), "100,000 numbers"),
    "a path": (shape("path", 0, 0, "url(x)"), "d must be SVG path data"),
    "a long path": (shape("path", 0, 0, "M" + "0" * 100_000), "100,000 characters"),
    "a font": (shape("text", 0, 0, "x", "#000", ["a;b", 3]), "font must be a family"),
    "a font's size": (shape("text", 0, 0, "x", "#000", ["a", 1e6]), "font: the size must be"),
    "an align": (shape("text", 0, 0, "x", "#000", ["a"], "up"), "align must be one of"),
    "an address": (
        shape("image", 0, 0, 9, 9, "https://example.com/a.png"),
        "href must be a data URI",
    ),
    "an SVG": (shape("image", 0, 0, 9, 9, "data:image/svg+xml;base64,PHN2Zz4="), "href must be"),
    "many canvases": (
        item(*([n, "canvas", 1, 1] for n in range(1001))),
        "more than 1,000 canvases",
    ),
    "work": (
        item(
            OPEN,
            STILL,
            [0, "obj", 0, ["polygon", [1, 2] * 9_999]],
            *[[0, "update", 0, "x", 1]] * 600,
        ),
        "change too often",
    ),
    "a long command": (
        item([0, "obj", 0, ["polygon", [[1] * 9] * 50_000]]),
        "more than 400,000 values",
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_said_in_its_place(stage: Stage, name: str) -> None:
    payload, reason = WRONG[name]
    stage.open_strict()
    good = item(OPEN, STILL, disc())
    report = stage.handle_all([good, payload, ["stdout", "after"]])
    ((failed),) = report["failed"]
    assert (failed["index"], failed["type"]) == (1, TYPE)
    assert any(part in failed["error"] for part in reason.split("|")), failed
    stage.wait("() => __probe.out().textContent.includes('Download')")
    assert "after" in stage.text()
    assert pixel(stage, 50, 50) == RED
    assert stage.probe("errors") + stage.probe("violations") == []


def test_a_refused_item_changes_nothing(stage: Stage) -> None:
    stage.open_strict()
    start = item(
        OPEN, STILL, disc(), [0, "begin-fill", "#00ff00"], [0, "obj", 1, ["line", 1, 1, 9, 1]]
    )
    wrong = item(
        [0, "update", 0, "x", 150],
        [0, "delete", 0],
        disc(0, 100, 100),
        [0, "resume-anim"],
        [0, "bgcolor", "#000"],
        [0, "begin-group"],
        disc(7, 20, 20, 90),
        [0, "update", 1, "x1", 100],
        [0, "obj", 2, ["line", 9, 1, 9, 9]],
        [0, "speed", "x"],
    )
    report = stage.handle_all([start, wrong, item([0, "update", 0, "x", 60])])
    assert [one["index"] for one in report["failed"]] == [1]
    assert pixel(stage, 60, 50) == RED
    assert pixel(stage, 35, 50) == [255, 255, 255, 255]
    assert pixel(stage, 150, 140) == [255, 255, 255, 255]
    more = [[0, "obj", 2, ["line", 9, 1, 9, 9]], [0, "end-fill"]]
    assert stage.handle_all([item(*more)], append=True)["failed"] == []
    assert pixel(stage, 6, 3)[1] == 255, "the outline went on where it was"


def test_an_envelope_with_a_bad_drawing_shows_its_picture(stage: Stage) -> None:
    stage.open_strict()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><metadata>'
        f'<item xmlns="urn:backendai:media" type="{TYPE}" encoding="base64">wQ==</item></metadata></svg>'
    )
    report = stage.handle_all([["image/svg+xml", svg]])
    assert [one["type"] for one in report["failed"]] == [TYPE]
    assert stage.types() == ["image/svg+xml"]


def test_the_largest_canvases_have_bearable_bitmaps(stage: Stage) -> None:
    stage.open_strict()
    opened = [[n, "canvas", 32_767, 32_767 if n else 1] for n in range(40)]
    assert stage.handle_all([item(*opened)])["failed"] == []
    sizes = stage.js("() => [...document.querySelectorAll('canvas')].map(c => c.width * c.height)")
    assert len(sizes) == 40
    assert max(sizes) <= 16_777_216
    assert sum(sizes) < 70_000_000
    stage.js("() => BackendAI.Media.dispose()")
    assert stage.handle_all([item([0, "canvas", 4000, 4000])])["failed"] == []


def test_pictures_that_cannot_be_decoded_are_left_out(stage: Stage) -> None:
    stage.open_strict()
    broken = ["image", 100, 50, 50, 50, "data:image/png;base64,AAAA"]
    whole = ["image", 100, 100, 50, 50, f"data:image/png;base64,{png('blue')}"]
    items = [item(OPEN, STILL, disc(), [0, "obj", 1, broken], [0, "obj", 2, whole])]
    assert stage.handle_all(items)["failed"] == []
    assert pixel(stage, 100, 50) == [255, 255, 255, 255]
    assert pixel(stage, 100, 100) == [0, 0, 255, 255]
    assert stage.site.elsewhere == []


def test_the_unknown_is_skipped(stage: Stage) -> None:
    stage.open_strict()
    items = item(
        OPEN,
        STILL,
        [0, "twirl", 5],
        [0, "constructor"],
        [0, "obj", 1, ["blob", 1]],
        disc(),
        [0, "update", 0, "sparkle", 1],
        [0, "update", 0, "__proto__", 1],
        [0, "update", 9, "x", 1],
        [7, "obj", 0, ["line", 0, 0, 1, 1]],
        [0, "delete", 9],
        [0, "end-group"],
        [0, "end-fill"],
    )
    assert stage.handle_all([items])["failed"] == []
    assert pixel(stage, 50, 50) == RED


def test_a_group_of_everything_jumps(stage: Stage) -> None:
    """What one step moves is limited; beyond that it appears at once, and the page goes on."""
    stage.open_strict()
    group = [[0, "begin-group"], *(disc(n, 50, 50, 3) for n in range(20_000)), [0, "end-group"]]
    assert stage.handle_all([item(OPEN, *group)])["failed"] == []
    assert pixel(stage, 50, 50) == RED
