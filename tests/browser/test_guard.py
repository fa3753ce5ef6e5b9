"""What would cost a parser, a sanitiser or a layout more than its length is left out, and said so."""

from __future__ import annotations

import base64
from typing import Any
from urllib.parse import quote

import pytest

from .stage import Stage
from .test_html import check, open_page, show

NESTING = "elements that are nested too deeply"
ATTRIBUTES = "attributes that are too many"
STYLES = "styles that are nested too deeply"
SPANS = "cells that span too many others"
PICTURES = "parts of pictures that are too complex"

CIRCLES = "<circle r=1 />"


def svg(inner: str) -> str:
    return f"<svg width=9 height=9>{inner}</svg>"


@pytest.fixture
def page(stage: Stage) -> Stage:
    open_page(stage, strict=True)
    return stage


def note(stage: Stage) -> str | None:
    found: str | None = stage.js("() => document.querySelector('.backendai-note')?.textContent")
    return found


@pytest.mark.parametrize(
    ("html", "what", "expression", "expected"),
    [
        ("<div>" * 400 + "deep" + "</div>" * 400, NESTING, "all('div').length", 256),
        ("<b>" * 100 + "deep", NESTING, "all('b').length", 32),
        (f"<p {'a=1 ' * 300}>x</p>" + "<i></i>" * 99, ATTRIBUTES, "one('p').textContent", "x"),
        (
            f"<table><tr>{'<td colspan=999>x</td>' * 40}</table>",
            SPANS,
            "all('td').reduce((sum, it) => sum + it.colSpan, 0) < 20_100",
            True,
        ),
        (
            svg(f"<g id=a>{CIRCLES * 101}</g>{'<use href=#a />' * 3}"),
            PICTURES,
            "[all('use').length, all('circle').length]",
            [0, 101],
        ),
        (
            "<style>a { & b { & c { & d { & p { color: red } } } } } p { color: blue }</style><p>x</p>",
            STYLES,
            "css('p', 'color')",
            "rgb(0, 0, 255)",
        ),
        (
            f"<style>p {{ color: blue }} {'@media all {' * 40}</style><p>x</p>",
            STYLES,
            "css('p', 'color')",
            "rgb(0, 0, 255)",
        ),
    ],
    ids=["depth", "formatting", "attributes", "spans", "repeated", "rules", "brackets"],
)
def test_what_is_too_much(
    page: Stage, html: str, what: str, expression: str, expected: Any
) -> None:
    show(page, html)
    assert check(page, expression) == expected
    assert note(page) == f"Left out, to keep this page light: {what}"
    show(page, "<p>x</p>")
    assert note(page) is None
    assert page.probe("errors") == []


@pytest.mark.parametrize(
    ("html", "expression", "expected"),
    [
        ("<div>" * 200 + "deep" + "</div>" * 200, "all('div').length", 200),
        ("<ul>" + "<li>x" * 500 + "</ul>", "all('li').length", 500),
        ("<p>x" * 500, "all('p').length", 500),
        ("<table><tr><td colspan=3 rowspan=2>x</table>", "one('td').colSpan", 3),
        (svg(f"<g id=a>{CIRCLES * 500}</g>"), "one('g').id", "a"),
        (svg(f"<g id=a>{CIRCLES}</g>{'<use href=#a />' * 50}"), "all('use').length", 50),
        (
            "<style>p { & i { color: blue } }</style><p><i>x</i>",
            "css('i', 'color')",
            "rgb(0, 0, 255)",
        ),
    ],
    ids=["depth", "items", "paragraphs", "spans", "large", "repeated", "rules"],
)
def test_what_is_not(page: Stage, html: str, expression: str, expected: Any) -> None:
    show(page, html)
    assert check(page, expression) == expected
    assert note(page) is None


def test_long_markup_is_parsed_in_pieces(stages: Stage) -> None:
    """Whatever a piece ends in: a tag, an attribute, a reference or a pair of surrogates."""
    open_page(stages, strict=True)
    one = '<p title="a &amp; b">&eacute;&#x1F44D; \U0001f44d<!-- no --> <i>c</i>'
    show(stages, one * 2000)
    stages.wait("() => __visit.check(({ all }) => all('p').length === 2000)")
    shown = "[...new Set(all('p').map(it => it.title + it.textContent))]"
    assert check(stages, shown) == ["a & b\xe9\U0001f44d \U0001f44d c"]
    assert check(stages, "all('p > i').length") == 2000
    assert note(stages) is None
    assert stages.probe("violations") == []


def test_what_is_in_one_element_comes_in_parts(page: Stage) -> None:
    page.js("""() => {
      window.parts = [];
      const attach = Element.prototype.attachShadow;
      Element.prototype.attachShadow = function (options) {
        const root = attach.call(this, options);
        const note = (records) => parts.push(...records.map((it) => it.addedNodes.length));
        new MutationObserver(note).observe(root, { childList: true, subtree: true });
        return root;
      };
    }""")
    show(page, "<div>" + "<p>x" * 10_000)
    page.wait("() => parts.reduce((sum, count) => sum + count, 0) >= 10_001")
    assert page.js("() => Math.max(...parts)") <= 1100


@pytest.mark.parametrize("way", ["text", "address", "base64", "HTML"])
def test_very_many_comments_of_a_picture_are_left_out(page: Stage, way: str) -> None:
    """Outside its root element, engines read them in time that grows with the square of their number."""
    root = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    text = "<!--a-->" * 30_000 + root + "<?a?>" * 30_000
    address = f"data:image/svg+xml,{quote(text)}"
    if way == "base64":
        address = f"data:image/svg+xml;base64,{base64.b64encode(text.encode()).decode()}"
    item = {
        "text": ["image/svg+xml", text],
        "address": ["image/svg+xml", address],
        "base64": ["image/svg+xml", address],
        "HTML": ["text/html", f'<img src="{address}">'],
    }[way]
    assert page.handle_all([item])["rendered"] == 1
    page.wait("() => __probe.all('img')[0]?.naturalWidth === 9")
    assert page.js("() => decodeURIComponent(__probe.all('img')[0].src).split(',')[1]") == root


def test_an_svg_in_the_address_of_another_type_is_no_picture(page: Stage) -> None:
    report = page.handle_all(
        [["image/png", "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>"]]
    )
    assert [entry["type"] for entry in report["failed"]] == ["image/png"]
