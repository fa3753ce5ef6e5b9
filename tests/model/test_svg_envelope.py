"""Envelopes: what is written can be read, is a good SVG, and leaves nothing behind."""

import base64
import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backendai_media import normalize
from backendai_media.model import MediaItem, svg_envelope
from tests import VECTORS
from tests.effort import growth

PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>'
PREFIXED = (
    '<?xml version="1.0"?>\n<!DOCTYPE x:svg>\n<!-- a -->\n'
    '<x:svg xmlns:x="http://www.w3.org/2000/svg"><x:rect/></x:svg>\n'
)


@pytest.mark.parametrize("picture", [PICTURE, PREFIXED, svg_envelope.box('<"&> é')])
@pytest.mark.parametrize(
    ("type_", "payload"),
    [
        ("application/x-sorna-drawing", "k5YApmM="),
        ("application/vnd.sorna.gitgraph", [{"oid": "é", "message": "<b>&amp;]]>\u2028"}]),
        ("application/geo+json", {"a": [1, 0.5, None, True]}),
        ("text/html", "<p title='a\"b'>&lt;é\n</p>]]>"),
        ("text/x-foo", ""),
        # Characters that XML cannot contain.
        ("text/html", "a\0b\x1b[31m\x0c\uffff"),
        ("image/png", "data:image/png;base64,iVBO"),
        ("image/png", "iVBO"),
        ("application/x-foo; charset=utf-8", "a & b"),
    ],
)
def test_round_trip(picture: str, type_: str, payload: Any) -> None:
    wrapped = svg_envelope.wrap(type_, payload, picture)
    ET.fromstring(wrapped)
    name = type_.split(";", 1)[0]
    assert svg_envelope.read(wrapped) == (name, payload, picture)
    assert normalize(("image/svg+xml", wrapped)) == [
        MediaItem({name: payload, "image/svg+xml": picture}, {})
    ]


def test_survives_a_reserialiser() -> None:
    wrapped = svg_envelope.wrap("application/json", {"a": "<&>"}, PICTURE)
    again = ET.tostring(ET.fromstring(wrapped), encoding="unicode")
    assert again != wrapped
    read = svg_envelope.read(again)
    assert read
    assert read[:2] == ("application/json", {"a": "<&>"})
    assert "metadata" not in read[2]


def test_shared_vector() -> None:
    vector = json.loads((VECTORS / "16_svg_envelope.json").read_bytes())
    svg = vector["envelope"][1]
    type_, payload, picture = svg_envelope.read(svg) or ("", "", "")
    assert [type_, payload] == vector["inner"]
    assert svg_envelope.wrap(type_, payload, picture) == svg
    for _, plain in vector["not_envelopes"]:
        assert svg_envelope.read(plain) is None


@pytest.mark.parametrize(
    "picture",
    ["", "hello", "<svg>", "<svg><rect/></svg>", "<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>"],
)
def test_no_picture(picture: str) -> None:
    with pytest.raises(ValueError, match="must be an SVG"):
        svg_envelope.wrap("text/html", "x", picture)


def test_envelopes_do_not_nest() -> None:
    wrapped = svg_envelope.wrap("text/html", "x", PICTURE)
    with pytest.raises(ValueError, match="do not nest"):
        svg_envelope.wrap("text/html", "x", wrapped)


@given(st.binary())
def test_any_bytes(content: bytes) -> None:
    text = base64.b64encode(content).decode()
    assert svg_envelope.read(svg_envelope.wrap("application/x-foo", text, PICTURE)) == (
        "application/x-foo",
        text,
        PICTURE,
    )


@pytest.mark.parametrize(
    "unit",
    [
        "<!--",
        "<?",
        "<![CDATA[",
        " a='b'",
        "<a ",
        "&#1;",
        "<!DOCTYPE ",
        " ",
        "<item>",
        "a=",
        "<!-- -->",
    ],
)
@pytest.mark.parametrize("before", ["", '<svg xmlns="http://www.w3.org/2000/svg"', PICTURE[:60]])
def test_hostile_text_takes_linear_time(unit: str, before: str) -> None:
    # Made before: new memory takes longer than some of them take to read.
    texts = {count: before + unit * count + svg_envelope.NAMESPACE for count in (5_000, 80_000)}

    def read(count: int) -> None:
        assert svg_envelope.read(texts[count]) is None

    # With the square it would be 16. `in` looks through short texts several times as fast.
    assert growth(read, 5_000) < 8
