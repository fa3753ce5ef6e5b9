"""Pictures and files in addresses of data."""

from __future__ import annotations

import base64
import binascii
import re
import struct
from urllib.parse import unquote_to_bytes

from .nodes import Node
from .raster import MAX_WIDTH

__all__ = ["decoded", "file_type", "image", "width_of"]

_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)?[^,]*?(;\s*base64)?,", re.IGNORECASE)


def image(node: Node, address: str, alt: str, width: int) -> Node:
    """Return a picture that is no wider than a mail."""
    given = {"src": address, "alt": alt}
    sides = [_pixels(node, side) for side in ("width", "height")]
    wide = sides[0] or width
    if wide > MAX_WIDTH:
        given["width"] = str(MAX_WIDTH)
    elif sides[0] or sides[1]:
        given.update(
            {
                name: str(value)
                for name, value in zip(("width", "height"), sides, strict=True)
                if value
            }
        )
    elif width:
        given["width"] = str(width)
    return Node("img", given)


def _pixels(node: Node, side: str) -> int:
    given = node.style.get(side) or node.attributes.get(side, "")
    found = re.match(r"(\d{1,5})(?:\.\d*)?(?:px)?\Z", given.strip())
    return int(found[1]) if found else 0


def decoded(address: str) -> tuple[str, bytes] | None:
    """Return the type and the bytes of a data address."""
    found = _DATA.match(address)
    if not found:
        return None
    content = unquote_to_bytes(address[found.end() :])
    if found[2]:
        try:
            content = base64.b64decode(content)
        except (binascii.Error, ValueError):
            return None
    return (found[1] or "text/plain").lower(), content


def file_type(given: str, name: str) -> str:
    """Return the type of a file: a page hides it, so that a browser saves what it is."""
    if given != "application/octet-stream":
        return given
    return {"pdf": "application/pdf", "txt": "text/plain"}.get(name.rpartition(".")[2], given)


def width_of(content: bytes) -> int:
    """Return the width of a PNG, GIF or JPEG in pixels; 0 if it is unknown."""
    if content[:8] == b"\x89PNG\r\n\x1a\n" and len(content) > 24:
        return int.from_bytes(content[16:20])
    if content[:3] == b"GIF" and len(content) > 10:
        return int.from_bytes(content[6:8], "little")
    at = 2
    while content[:2] == b"\xff\xd8" and at + 9 < len(content) and content[at] == 0xFF:
        kind, size = content[at + 1], struct.unpack_from(">H", content, at + 2)[0]
        if 0xC0 <= kind <= 0xCF and kind not in {0xC4, 0xC8, 0xCC}:
            return int(struct.unpack_from(">H", content, at + 7)[0])
        at += 2 + size
    return 0
