"""Payloads in and out; whatever comes in, only our exception leaves."""

import base64
import contextlib
import json
import re
from collections.abc import Callable
from functools import partial
from typing import Any
from xml.etree import ElementTree as ET

import msgspec
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from backendai_media.drawing import DrawingError, decode_commands, encode_commands, to_svg
from backendai_media.drawing import encoding as limits
from backendai_media.drawing.shapes import COMMON, FIELDS

SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats()
    | st.text(max_size=20)
    | st.binary(max_size=5)
)
VALUES = st.recursive(
    SCALARS,
    lambda inside: (
        st.lists(inside, max_size=5) | st.dictionaries(st.text(max_size=5), inside, max_size=3)
    ),
    max_leaves=15,
)


def packed(value: Any) -> str:
    return base64.b64encode(msgspec.msgpack.encode(value)).decode()


def complaint(function: Callable[[Any], Any], value: Any) -> str:
    """Return our error's message, or nothing; any other exception fails the test."""
    with contextlib.suppress(DrawingError):
        function(value)
        return ""
    with pytest.raises(DrawingError) as caught:
        function(value)
    return str(caught.value)


@given(st.text() | st.binary() | st.binary().map(lambda raw: base64.b64encode(raw).decode()))
@example("W10=")
@example("[")
@example("[[")
@example("[" * 100_000)
@example(b"\x91" * 100_000)
@example("[\ud800]")
@example(b"\xdd\xff\xff\xff\xff")
def test_anything_is_commands_or_our_error(data: str | bytes) -> None:
    for read in (decode_commands, to_svg):
        assert "\n" not in complaint(read, data)


@given(VALUES)
def test_any_value_is_commands_or_our_error(value: Any) -> None:
    complaint(encode_commands, value)
    for payload in (packed(value), json.dumps(value, default=str)):
        complaint(decode_commands, payload)
        complaint(partial(to_svg, animate=True), payload)


def test_what_cannot_be_encoded() -> None:
    with pytest.raises(DrawingError, match="cannot be encoded"):
        encode_commands([object()])
    with pytest.raises(DrawingError, match="cannot be encoded"):
        encode_commands([10**30])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("%%%", "is not base64"),
        ("kA", "is not base64"),
        ("////", "is not msgpack of a list"),
        (packed({"a": 1}), "is not msgpack of a list"),
        ("[1", "is not JSON of a list"),
        (5, "base64 text or bytes, not int"),
        (b"\xdd\x00\x0f\x42\x41", "1,000,001 commands; 1,000,000 are the most"),
    ],
)
def test_errors_say_what_it_is_not(data: Any, message: str) -> None:
    with pytest.raises(DrawingError, match=message):
        decode_commands(data)


def test_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "DRAWING_MAX_BYTES", 50)
    with pytest.raises(DrawingError, match="more than 50 bytes"):
        decode_commands(packed(["x" * 60]))
    with pytest.raises(DrawingError, match="more than 50 bytes"):
        decode_commands("A" * 101)
    with pytest.raises(DrawingError, match="more than 50 bytes"):
        decode_commands(f"[{' ' * 60}]")
    monkeypatch.setattr(limits, "DRAWING_MAX_COMMANDS", 2)
    with pytest.raises(DrawingError, match="3 commands"):
        decode_commands("[[],[],[]]")


def test_spaces_in_base64_are_let_through() -> None:
    assert decode_commands(" k\nA\r\n= = ") == []


NUMBERS = st.integers(-50, 500) | st.floats(-1e9, 1e9)
TEXTS = st.text(max_size=9) | st.just("x<&\"'\n\x00]]>\ufffe")
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "number": NUMBERS,
    "size": NUMBERS,
    "unit": NUMBERS,
    "flag": st.booleans(),
    "color": st.sampled_from(["#f00", "#ff000080", "#FFFFFF00", "tomato"]),
    "points": st.lists(st.tuples(NUMBERS, NUMBERS), max_size=4),
    "path": st.sampled_from(["M0 0L1 1", "", "m1,1\ta5 5 0 0 1 3 3z"]),
    "text": TEXTS,
    "font": st.tuples(st.sampled_from(["serif", "A B, c-d"]), st.integers(1, 99)),
    "image": st.just("data:image/png;base64,iVBO"),
    "align": st.sampled_from(["left", "center", "right"]),
    "close": st.sampled_from(["open", "chord", "pie"]),
}
KEYS = st.integers(0, 2)
PROPERTIES = {
    field.name: KINDS[field.kind] for fields in (*FIELDS.values(), COMMON) for field in fields
} | {"rotate": NUMBERS}
COMMANDS = st.one_of(
    *(
        st.tuples(st.just("obj"), KEYS, st.tuples(st.just(shape), *(KINDS[f.kind] for f in fields)))
        for shape, fields in FIELDS.items()
    ),
    *(
        st.tuples(st.just("update"), KEYS, st.just(name), values)
        for name, values in PROPERTIES.items()
    ),
    st.tuples(st.sampled_from(["bgcolor", "fgcolor", "begin-fill"]), KINDS["color"]),
    st.tuples(st.just("speed"), st.floats(-1, 1e9) | st.just(5e-324)),
    st.tuples(st.just("delete"), KEYS),
    st.tuples(st.sampled_from("end-fill begin-group end-group stop-anim clear what".split())),
)


@given(st.lists(COMMANDS, max_size=25))
def test_whatever_is_drawn_is_well_formed(commands: list[Any]) -> None:
    payload = packed([[0, "canvas", 50, 50], *([0, *command] for command in commands)])
    for animate in (False, True):
        svg = to_svg(payload, animate=animate)
        ET.fromstring(svg)
        numbers = re.findall(r'"([^"]*)"', re.sub(r">[^<]*", "", svg))
        assert not {"nan", "inf", "-inf"} & {
            word for one in numbers for word in re.split("[ ,;]", one)
        }


@given(st.lists(COMMANDS, min_size=1, max_size=5), st.data())
def test_a_value_that_is_wrong_is_named(commands: list[Any], data: st.DataObject) -> None:
    broken = data.draw(st.sampled_from(commands))
    commands[commands.index(broken)] = data.draw(st.permutations([*broken[1:], None, -1e300]))
    payload = packed([[0, "canvas", 50, 50], *([0, *command] for command in commands)])
    said = complaint(partial(to_svg, animate=True), payload)
    assert said.startswith(("Command ", "The drawing is not msgpack")) or not said
