"""Where sound and video come from: files, bytes and addresses, and what type they are."""

from __future__ import annotations

import base64
import mimetypes
import os
import re
from pathlib import Path
from typing import Any

from ..model.media_types import type_name
from .base import OutputError, read

__all__ = ["payload"]

#: Starts of files, by offset → the type.
_STARTS: tuple[tuple[int, bytes, str], ...] = (
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
#: What `mimetypes` calls differently on some systems.
_NAMES = {"audio/x-wav": "audio/wav", "audio/vnd.wave": "audio/wav", "audio/x-flac": "audio/flac"}
_URL = re.compile(r"(https?|blob):", re.IGNORECASE)
_DATA = re.compile(r"data:([\w.+-]+/[\w.+-]+)[^,]*,", re.IGNORECASE)


def payload(family: str, source: Any, type_: str | None) -> tuple[str, str]:
    """Return a type of the family `audio` or `video`, and its payload: base64 text or a URL.

    Raises `OutputError` where a file cannot be read or its type cannot be told.
    """
    wanted = type_name(type_) if type_ else None
    if wanted and not wanted.startswith(f"{family}/"):
        raise OutputError(f"type must start with {family}/, not {type_!r}")
    if isinstance(source, bytes | bytearray | memoryview):
        content = bytes(source)
        return wanted or _sniffed(family, content) or _unknown(family), _encoded(content)
    text = os.fspath(source)
    if isinstance(text, bytes):
        text = os.fsdecode(text)
    if found := _DATA.match(text):
        return wanted or type_name(found[1]), text
    if _URL.match(text):
        return wanted or _named(family, text.partition("?")[0]) or _unknown(family), text
    content = read(Path(text))
    return wanted or _sniffed(family, content) or _named(family, text) or _unknown(family), (
        _encoded(content)
    )


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _sniffed(family: str, content: bytes) -> str | None:
    for offset, start, type_ in _STARTS:
        if content.startswith(start, offset):
            return _of(family, type_.format(family))
    return None


def _named(family: str, name: str) -> str | None:
    guessed = mimetypes.guess_type(name)[0] or ""
    return _of(family, _NAMES.get(guessed, guessed))


def _of(family: str, type_: str) -> str | None:
    return type_ if type_.startswith(f"{family}/") else None


def _unknown(family: str) -> str:
    example = "audio/mpeg" if family == "audio" else "video/mp4"
    raise OutputError(f"This does not look like {family}; say what it is: type={example!r}")
