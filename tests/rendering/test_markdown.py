"""Markdown: the vectors that the browser's script has to follow as well."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any

import pytest

from backendai_media.rendering import markdown
from backendai_media.rendering.context import MessageError
from backendai_media.rendering.formulas import Formulas
from backendai_media.rendering.markup import text
from tests import VECTORS

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
