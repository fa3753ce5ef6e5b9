"""SVG whose comments would hold an engine."""

from __future__ import annotations

import base64
import re
from urllib.parse import quote, unquote

import pytest

from backendai_media import render

ROOT = '<svg xmlns="http://www.w3.org/2000/svg"><text>–</text></svg>'


@pytest.mark.parametrize("one", ["<!--a-->", "<?a b?>", "<!-- <svg> -->\n"])
@pytest.mark.parametrize("way", ["text", "address", "base64", "HTML"])
def test_very_many_comments_are_left_out(one: str, way: str) -> None:
    svg = one * 2000 + ROOT + one * 2000
    address = f"data:image/svg+xml,{quote(svg)}"
    if way == "base64":
        address = f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"
    item = {
        "text": ("image/svg+xml", svg),
        "address": ("image/svg+xml", address),
        "base64": ("image/png", address),
        "HTML": ("text/html", f'<img src="{address}">'),
    }[way]
    found = re.search('data:image/svg[^,]*,([^"]*)"', render(item))
    assert found
    assert unquote(found[1]).strip() == ROOT


def test_some_comments_stay() -> None:
    svg = "<!--a-->" * 900 + ROOT
    found = re.search('data:image/svg[^,]*,([^"]*)"', render(("image/svg+xml", svg)))
    assert found
    assert unquote(found[1]) == svg
