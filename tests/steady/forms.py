"""What reads inputs: the renderers of all types, the previews, and every parser by itself."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

from backendai_media import _spec, render
from backendai_media._spec import STATIC_FORMS
from backendai_media.model.media_types import payload_of, row_of
from backendai_media.previews.preview import preview_svg
from backendai_media.rendering.notebooks import notebook

from .shapes import parsed

#: Streams, records and whole values; the other types of spec/types.json are media types.
STREAMS = ("stdout", "stderr")
RESULTS = ("result", "error", "log", "input")
#: Types that stand for a family.
FAMILIES = {"audio/*": "audio/wav", "video/*": "video/webm", "image/*": "image/png", "text/*": "text/x"}


def forms(type_: str, text: str) -> dict[str, Callable[[], Any]]:
    """Return, by name, what is done with an input of a type."""
    if type_ in STREAMS:
        return {"render": lambda: render([[type_, text]])}
    if type_ in RESULTS:
        value = parsed(text)
        return {"render": lambda: render(value)}
    if type_ == "notebook":
        value = parsed(text)
        return {"render": lambda: notebook(value)}
    name = FAMILIES.get(type_, type_)
    payload = parsed(text) if payload_of(name) == "json" else text
    return {
        "render": lambda: render([[name, payload]]),
        "preview": lambda: preview_svg({name: payload}),
    }
