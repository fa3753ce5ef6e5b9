"""Results whose styles are at their elements."""

from __future__ import annotations

import re

import pytest

from backendai_media import BackendAIMediaError, render

STYLED = (
    "<style>#T_1 td { color: red; position: fixed } .x:hover { color: blue } "
    "@media print { p { color: green } }</style>"
    "<table id=T_1><tr><td class=x>1</td></tr></table><p class=x id=q>q</p>"
)


def inline(value: object, **settings: str) -> str:
    return render(value, style="inline", **settings)  # type: ignore[arg-type]


def test_styles_of_outputs_are_at_their_elements() -> None:
    found = inline(["text/html", STYLED])
    assert re.search(r'<td style="[^"]*color:red', found)
    assert re.search(r"<style|<template|position|T_1|class=\"x|blue|green|var\(", found) is None
    assert 'id="q"' not in found


def test_our_own_styles() -> None:
    found = inline(["stdout", "\x1b[31mred\x1b[0m  a"], theme="light")
    assert re.search(r'class="backendai-console"[^>]*white-space:pre-wrap', found)
    assert re.search(r'<span[^>]* style="color:#[0-9a-f]{6}">red</span>  a', found)
    assert "light-dark" not in found


def test_the_theme() -> None:
    value = ["text/html", "<style>b { color: light-dark(#111, #eee) }</style><b>x</b>"]
    light, dark = (inline(value, theme=theme) for theme in ("light", "dark"))
    assert "light-dark" not in light + dark
    assert "background:#161b22" in dark
    assert "color:#eee" in dark
    both = inline(value)
    assert "background:light-dark(#fff, #161b22)" in both
    assert "color:light-dark(#111, #eee)" in both


def test_variables_within_light_dark() -> None:
    found = inline(["text/html", "<p style='color: var(--jp-error-color1)'>x</p>"])
    assert re.search(r'<p style="[^"]*color:light-dark\(#[0-9a-f]{3,6}, #[0-9a-f]{3,6}\)', found)


def test_what_asks_for_the_theme_or_was_made_for_white_is_on_paper() -> None:
    """Light colours, on white: no style of an element can follow a media query."""
    asks = "<style>@media (prefers-color-scheme: dark) { p { color: pink } }</style><p>x</p>"
    for html in (asks, "<p style='color: #222'>x</p>"):
        found = inline(["text/html", html])
        assert "backendai-paper" in found
        assert "color-scheme:light" in found
        assert "pink" not in found
        assert "color-scheme" not in inline(["text/html", html], theme="dark")
    assert "paper" not in inline(["text/html", "<p>x</p>"])


def test_parts_of_a_picture_find_each_other() -> None:
    picture = (
        "<svg transform='scale(9)' overflow=visible width=9 height=9><linearGradient id=g />"
        "<rect fill='url(#g)' style='stroke: url(#g)'/><g id=u /><use href='#u'/></svg>"
    )
    found = inline([["text/html", picture], ["text/html", f"{picture}<i>2</i>"]])
    first, second = re.findall(r'<lineargradient id="(backendai-[^"]*-g)"', found)
    assert first != second
    for name in (first, second):
        assert f'fill="url(#{name})" style="stroke:url(#{name})' in found
        assert f'<use href="#{name[:-1]}u"' in found
    assert "scale(9)" not in found
    assert "overflow=" not in found


def test_what_is_left_out_does_not_leave_its_place() -> None:
    """Styles of elements are read even where there is no more time for those of rules."""
    rules = "<style>" + "* > b { color: red } " * 100 + "</style>" + "<b>x</b>" * 5000
    overlay = "<div style='position: fixed; inset: 0; color: lime'>x</div>"
    found = inline(["text/html", rules + overlay])
    assert "formatting of the rest" in found
    assert 'color:lime">x</div>' in found
    assert "position" not in found
    assert "inset" not in found


def test_rules_for_many_elements_are_bounded() -> None:
    css = "p { font-family: " + "a" * 20_000 + " }"
    found = inline(["text/html", f"<style>{css}</style>" + "<p>x</p>" * 1000])
    assert len(found) < 1_000_000
    assert "formatting of the rest" in found


def test_links_lead_to_their_places() -> None:
    found = inline(["text/markdown", "# One two\n\n[there](#one-two)"])
    (name,) = re.findall(r'<a href="#([^"]+)"', found)
    assert found.count(f'id="{name}"') == 1


def test_a_whole_page() -> None:
    found = inline(["text/html", STYLED], standalone="yes")
    assert found.startswith("<!doctype html>")
    assert "<template" not in found


def test_another_style() -> None:
    with pytest.raises(BackendAIMediaError, match="style must be one of sheet, inline, not 'x'"):
        render(["stdout", "x"], style="x")
