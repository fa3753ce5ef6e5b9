"""Image files that Tk's `PhotoImage` reads, as data URIs for drawings."""

import base64
import binascii
import re
import struct
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import TclError

__all__ = ["Picture", "read_image"]

_SPACE = rb"(?>\s++|#[^\n]*+\n)++(\d+)"
_PNM = re.compile(rb"P([56])" + 3 * _SPACE + rb"\s")
_MAX_SIDE = 32_767


class Picture(NamedTuple):
    """An image: a data URI, and its size in pixels."""

    href: str
    width: int
    height: int


def read_image(file: Any = None, data: Any = None) -> Picture:
    """Read a GIF, PNG, PPM or PGM from a file or from `data` (bytes, or base64 text).

    Raises `TclError` where Tk does.
    """
    if file is None:
        return _read(_bytes(data), "image data")
    try:
        content = Path(file).read_bytes()
    except OSError as error:
        reason = (error.strerror or "I/O error").lower()
        raise TclError(f'couldn\'t open "{file}": {reason}') from None
    return _read(content, f'image file "{file}"')


def _bytes(data: Any) -> bytes:
    if isinstance(data, str):
        try:
            return base64.b64decode("".join(data.split()))
        except binascii.Error:
            return b""
    return bytes(data)


def _read(content: bytes, name: str) -> Picture:
    picture = _gif(content) or _png(content) or _pnm(content)
    if not picture or not (0 < picture.width <= _MAX_SIDE and 0 < picture.height <= _MAX_SIDE):
        raise TclError(f"couldn't recognize data in {name}")
    return picture


def _uri(kind: str, content: bytes) -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def _gif(content: bytes) -> Picture | None:
    if content[:6] not in {b"GIF87a", b"GIF89a"} or len(content) < 13:
        return None
    return Picture(_uri("gif", content), *struct.unpack("<HH", content[6:10]))


def _png(content: bytes) -> Picture | None:
    if not content.startswith(b"\x89PNG\r\n\x1a\n") or len(content) < 33:
        return None
    return Picture(_uri("png", content), *struct.unpack(">II", content[16:24]))


def _pnm(content: bytes) -> Picture | None:
    head = _PNM.match(content)
    if not head or int(head[4]) != 255:
        return None
    kind, width, height = (int(head[number]) for number in (1, 2, 3))
    row = width * (3 if kind == 6 else 1)
    rows = content[head.end() : head.end() + row * height]
    if not 0 < len(rows) == row * height:
        return None
    lines = b"".join(b"\0" + rows[at : at + row] for at in range(0, len(rows), row))
    color = 2 if kind == 6 else 0
    header = struct.pack(">IIBBBBB", width, height, 8, color, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b"")
    png = b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*one) for one in chunks)
    return Picture(_uri("png", png), width, height)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
