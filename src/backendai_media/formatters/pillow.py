"""Pillow's images as PNG."""

import base64
import io
from typing import Any

from .registry import Bundle, Formatter, with_text

__all__ = ["OVERRIDES"]

#: Modes that PNG can hold.
_MODES = {"1", "L", "LA", "P", "RGB", "RGBA"}


def _image(image: Any) -> Bundle:
    file = io.BytesIO()
    (image if image.mode in _MODES else image.convert("RGBA")).save(file, "PNG")
    return with_text({"image/png": base64.b64encode(file.getvalue()).decode()}, image)


OVERRIDES: dict[str, Formatter] = {"Image": _image}
