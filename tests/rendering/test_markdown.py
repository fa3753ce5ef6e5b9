"""Markdown: the vectors that the browser's script has to follow as well."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest

from backendai_media import render
from backendai_media.rendering import markdown
from backendai_media.rendering.api import new_context
from backendai_media.rendering.context import MessageError
from backendai_media.rendering.formulas import Formulas
from backendai_media.rendering.html import _DROPPED, _HARMLESS, _OTHERS, sanitize
from backendai_media.rendering.markup import text
from tests import VECTORS
from tests.hostile import PAYLOADS, Payload

CASES = json.loads((VECTORS / "markdown.json").read_bytes())


class Events(HTMLParser):
    """Tags with their attributes, and texts: what does not depend on how characters are escaped."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.found: list[Any] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        self.found.append(f"/{tag}")

    def handle_data(self, data: str) -> None:
        self.found.append({"text": data})


@pytest.fixture
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Formulas and code as they are written, as in the vectors."""

    def refuse(*_: object, **__: object) -> str:
        raise MessageError("latex_too_long")

    monkeypatch.setattr(Formulas, "convert", refuse)
    monkeypatch.setattr(markdown, "highlight", lambda source, _: text(source))


@pytest.mark.usefixtures("plain")
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_vector(case: dict[str, Any]) -> None:
    assert Events(markdown.to_html(case["markdown"])).found == Events(case["html"]).found


def test_ids_of_headings_keep_marks_and_connectors() -> None:
    made = markdown.to_html("# a\u0301 हिन्दी \u203f·b\n[x](#A\u0301-हिन्दी-\u203fb)")
    assert 'id="a\u0301-हिन्दी-\u203fb"' in made
    assert 'href="#a\u0301-हिन्दी-\u203fb"' in made


FORMULAS = [
    *(r"a^2 + \frac{1}{2}", r"\mathbb{R} \not\in x"),
    *(r"\hat{x} \, \bar y \quad \sum_{i=1}^n i", r"\text{if } x < y", r"\mathrm{d}x"),
]
HARMLESS = [
    *("a & b < c > d \"e\" 'f'\u00a0g", "[a](http://ab.example?q=1&r=2#s) [b](mailto:a@b.example)"),
    *(
        "1. a\n2. b\n\n3) c",
        "a  \nb\n\n***\n\n~~c~~",
        "```python\nif x: '<b>'\n```",
        "# A\n[b](#a)",
    ),
    *(f"${formula}$\n\n$$\n{formula}\n$$" for formula in FORMULAS),
    *("| a | b |\n|:-:|--:|\n| 1 | `x|` |", "> - *a*\n>   - **b**", "www.example.org a@b.example"),
]
UNCERTAIN = [
    *(
        "[a](https://xn--0.example)",
        "[a](http://1.2.3)",
        "[a](b.html)",
        "![a](https://b.example/c)",
    ),
    *("<b>a", "a <i>b</i>", "- [x] a", '[a](https://b.example "c")', r"$\color{red} x$"),
]


@pytest.mark.parametrize("source", [*(case["markdown"] for case in CASES), *HARMLESS, *UNCERTAIN])
def test_what_is_not_parsed_again_is_as_the_sanitiser_has_it(source: str) -> None:
    context, other = new_context(), new_context()
    made, has_html = markdown._convert(source, context.meter, context.formulas, None)
    found, expected = sanitize(made, context, is_closed=not has_html), sanitize(made, other)
    assert found[1:] == expected[1:]
    target = f'{context.token}"'
    assert target not in found[0]
    assert Events(found[0]).found == Events(expected[0]).found
    if source in HARMLESS:
        assert context.sanitizer is None
    if source in UNCERTAIN:
        assert context.sanitizer


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda one: one["name"])
def test_hostile_markup_is_always_sanitised(payload: Payload) -> None:
    assert "<" not in payload["html"] or not _HARMLESS.match(payload["html"])


def test_elements_that_do_something_are_not_harmless() -> None:
    for name in (_DROPPED | _OTHERS | {"input", "img", "video", "marquee"}) - {"math"}:
        assert not _HARMLESS.match(f"<p><{name}></p>"), name
        assert not _HARMLESS.match(f"<p></{name}></p>"), name


def test_html_in_markdown_is_closed_and_confined() -> None:
    """What is harmless can be open all the same, or have names of the page's."""
    assert render(["text/markdown", "<em>a\n\nb"]).count("</em>") >= 1
    code = "# A\n\n```python\nif x: 1\n```"
    assert ' id="a"' in render(["text/markdown", code])
    bare = render(["text/markdown", code], shadow=False)
    assert ' id="a"' not in bare
    assert "language-python" not in bare
