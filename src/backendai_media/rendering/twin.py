"""HTML that says what the bundle's console text says: rich sends both.

Mirrors `browser/src/renderers/colors/adapt.ts`. The text's colours suit every ground.
"""

from __future__ import annotations

import re
from typing import Any

__all__ = ["has_twin"]

#: One preformatted text, with nothing but styled stretches and links in it.
_PRE = re.compile(r"\s*<pre\b[^<>]*>(.*)</pre>\s*\Z", re.DOTALL | re.IGNORECASE | re.ASCII)
_OTHER_TAGS = re.compile(r"<(?!/?(?:span|a|b|i|u|em|strong|code)\b)", re.IGNORECASE | re.ASCII)
_TAG = re.compile("<[^<>]*>")
_ENTITY = re.compile(r"&(#?\w{1,4});", re.ASCII)
_ENTITIES = {"lt": "<", "gt": ">", "quot": '"', "amp": "&", "#x27": "'", "#39": "'"}
#: Colours and links.
_SEQUENCES = re.compile("\x1b\\[[0-9;:]*m|\x1b\\]8;[^\x07\x1b]*(?:\x07|\x1b\\\\)")


def has_twin(data: dict[str, Any]) -> bool:
    """Whether a bundle's HTML and text have colours and the same characters."""
    html, plain = data.get("text/html"), data.get("text/plain")
    if not (isinstance(html, str) and isinstance(plain, str)):
        return False
    if "color" not in html or "\x1b[" not in plain:
        return False
    found = _PRE.match(html)
    if not found or _OTHER_TAGS.search(found[1]):
        return False
    text = _ENTITY.sub(lambda entity: _ENTITIES.get(entity[1], entity[0]), _TAG.sub("", found[1]))
    return text.rstrip() == _SEQUENCES.sub("", plain).rstrip()
