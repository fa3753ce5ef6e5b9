"""Audio and video from files, bytes and URLs: their media type and payload."""

from __future__ import annotations

import base64
import mimetypes
import os
import re
from pathlib import Path
from typing import Any, NoReturn

from ..errors import OutputError
from ..model.media_types import type_name
from .output import read_file

__all__ = ["media_payload"]

#: Signatures of file formats: offset, bytes, media type.
_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (8, b"WAVE", "audio/wav"),
    (8, b"AVI ", "video/x-msvideo"),
    (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf1", "audio/aac"),
    (0, b"\x1aE\xdf\xa3", "{}/webm"),
    (0, b"OggS", "{}/ogg"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftypqt", "video/quicktime"),
    (4, b"ftyp", "{}/mp4"),
)
#: Names that `mimetypes` has on some systems → the usual ones.
_ALIASES = {"audio/x-wav": "audio/wav", "audio/vnd.wave": "audio/wav", "audio/x-flac": "audio/flac"}
_URL = re.compile(r"(https?|blob):", re.IGNORECASE)
_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)[^,]*,", re.IGNORECASE)


def media_payload(family: str, source: Any, type_: str | None) -> tuple[str, str]:
    """Return a media type of the family `audio` or `video`, and the payload: base64 text or a URL.

    Raises `OutputError` if a file cannot be read or its type cannot be detected.
    """
    given = type_name(type_) if type_ else None
    if given and not given.startswith(f"{family}/"):
        raise OutputError(f"type must start with {family}/, not {type_!r}")
    if isinstance(source, bytes | bytearray | memoryview):
        content = bytes(source)
        return given or _sniffed(family, content) or _raise_unknown(family), _encoded(content)
    text = os.fspath(source)
    if isinstance(text, bytes):
        text = os.fsdecode(text)
    if found := _DATA.match(text):
        return given or type_name(found[1]), text
    if _URL.match(text):
        return given or _guessed(family, text.partition("?")[0]) or _raise_unknown(family), text
    content = read_file(Path(text))
    return given or _sniffed(family, content) or _guessed(family, text) or _raise_unknown(family), (
        _encoded(content)
    )


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _sniffed(family: str, content: bytes) -> str | None:
    for offset, signature, type_ in _SIGNATURES:
        if content.startswith(signature, offset):
            return _in_family(family, type_.format(family))
    return None


def _guessed(family: str, name: str) -> str | None:
    type_ = mimetypes.guess_type(name)[0] or ""
    return _in_family(family, _ALIASES.get(type_, type_))


def _in_family(family: str, type_: str) -> str | None:
    return type_ if type_.startswith(f"{family}/") else None


def _raise_unknown(family: str) -> NoReturn:
    example = "audio/mpeg" if family == "audio" else "video/mp4"
    raise OutputError(f"The type of this {family} cannot be detected; pass it: type={example!r}")
