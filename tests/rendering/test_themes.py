"""Style sheets of outputs in the page's theme, and how long hostile ones take."""

from __future__ import annotations

import json
from typing import Any

import pytest

from backendai_media import render
from backendai_media.rendering.paper import is_for_paper
from backendai_media.rendering.themes import knows_themes, themed
from tests import VECTORS

CASES: list[dict[str, Any]] = json.loads((VECTORS / "themes.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_themed(case: dict[str, Any]) -> None:
    assert themed(case["css"], case.get("classes", ()), case.get("theme")) == case["themed"]


def test_a_page_with_a_theme_of_its_own() -> None:
    html = "<style>@media (prefers-color-scheme: dark) { p { color: red } }</style><p>x</p>"
    assert "prefers-color-scheme: dark" in render(["text/html", html])
    assert "(min-width: 0)" in render(["text/html", html], theme="dark")
    assert "(max-width: 0)" in render(["text/html", html], theme="light")


def test_the_variables_of_jupyterlab_are_there_where_they_are_used() -> None:
    html = '<p style="color: var(--jp-content-font-color2)">x</p>'
    assert "--jp-layout-color0:" in render(["text/html", html])
    assert "--jp-layout-color0:" not in render(["text/html", "<p>x</p>"])


HOSTILE = [
    *("[theme" * 20_000, "[" + "theme" * 20_000, ":not(" * 20_000, "{" * 50_000, "}" * 50_000),
    *("/*" * 50_000, '"' * 50_000, ".dark," * 20_000 + "{}", "a{b:c;d{" * 20_000, "--" * 50_000),
    *("style='" * 20_000, "var(" * 20_000, "rgb(" * 20_000, " class=" * 20_000, "<svg" * 20_000),
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:8])
def test_hostile_text_ends(text: str) -> None:
    """A pattern that goes over the rest again would take minutes."""
    themed(text, {"dark"}, "dark")
    knows_themes(text, text)
    is_for_paper(text, text)
    assert "backendai-html" in render(["text/html", f"<style>{text}</style>{text}"])
