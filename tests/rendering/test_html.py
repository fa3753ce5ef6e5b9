"""HTML as Python sanitises it, where the corpora do not say what must be left."""

from __future__ import annotations

import re

import pytest

from backendai_media.rendering.api import new_context
from backendai_media.rendering.html import sanitize


def clean(html: str, *, confined: bool = True) -> str:
    return sanitize(html, new_context(shadow=confined))[0]


@pytest.mark.parametrize("name", ["scr\u0131pt", "\u017fcript", "\u017ftyle", "\u017fvg"])
def test_only_ascii_letters_have_another_case(name: str) -> None:
    # The first is an unknown element, the others are text.
    assert re.fullmatch(f"<b>a</b>(&lt;{name}&gt;)?b", clean(f"<b>a</b><{name}>b</{name}>"))


@pytest.mark.parametrize(
    "field",
    [
        "<input>",
        "<input type=text>",
        "<input type=hidden>",
        "<input type=' radio'>",
        '<input title=" type=checkbox">',
        "<input title=' type=\"checkbox\"'>",
        '<input title=">" value=">">',
        # Read as one value, where it ends after the first `b`.
        "<p title=\"a\"b'><input>'>",
    ],
)
def test_only_boxes_are_left_of_fields(field: str) -> None:
    assert "<input" not in clean(field)


def test_boxes_are_left() -> None:
    assert clean('<input checked title=">" TYPE=CheckBox>').startswith('<input checked="" title=')
    assert clean("<input type=radio>") == '<input type="radio">'
    assert clean("<ol type=A></ol>") == '<ol type="A"></ol>'


@pytest.mark.parametrize(
    "style",
    [
        "-webkit-transform: translateY(-9px)",
        "-webkit-box-reflect: above 9px",
        "all: unset",
        "box-shadow: 0 0 0 999px red",
        "filter: drop-shadow(0 -99px red)",
        "outline: 999px solid red",
        "overflow: visible",
        "overflow-y: initial",
        "perspective: 9px",
        "text-indent: -999px",
    ],
)
def test_without_a_shadow_root_nothing_leaves_its_box(style: str) -> None:
    assert clean(f'<p style="{style}; color: red">a</p>', confined=False) == (
        '<p style="color:red;">a</p>'
    )
    picture = f'<svg style="{style}; color: red" overflow="visible" transform="scale(9)"></svg>'
    assert clean(picture, confined=False) == '<svg style="color:red;"></svg>'


def test_without_a_shadow_root_what_stays_in_its_box_is_kept() -> None:
    kept = '<p style="overflow:auto hidden;overflow-wrap:anywhere;box-sizing:border-box;">a</p>'
    assert clean(kept, confined=False).replace("; ", ";") == kept
    picture = '<svg><g transform="scale(9)"></g></svg>'
    assert clean(picture, confined=False) == picture


def test_without_a_shadow_root_nothing_is_said_of_the_page() -> None:
    html = '<p aria-owns="host" aria-label="a">a</p><svg aria-labelledby="host" role="img"></svg>'
    assert clean(html) == html
    assert clean(html, confined=False) == '<p aria-label="a">a</p><svg role="img"></svg>'


def test_rules_with_broken_selectors_go() -> None:
    styles = "<style>} @import 'https://evil.example/'; p { color: red } b { color: @x }</style>"
    assert sanitize(styles, new_context())[1] == ["b{color:@x;}"]
