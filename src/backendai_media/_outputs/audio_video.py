"""Audio and video."""

from __future__ import annotations

import os
from html import escape
from typing import Any, TypedDict, Unpack

from ..errors import OutputError
from .media_payload import media_payload
from .output import Output

__all__ = ["Audio", "Video"]

#: Longer base64 payloads get no HTML fallback for viewers without players.
_MAX_HTML_CHARACTERS = 8_000_000


class _Options(TypedDict, total=False):
    title: str
    loop: bool
    width: int
    height: int


class _Player(Output):
    _tag: str
    _mime: str
    _payload: str
    _options: dict[str, Any]

    @property
    def type(self) -> str:
        """Its media type, like `audio/wav`."""
        return self._mime

    @property
    def metadata(self) -> dict[str, Any]:
        """The options (title, size and so on) under the media type."""
        return {self._mime: self._options} if self._options else {}

    def _make(self) -> dict[str, Any]:
        data = {self._mime: self._payload}
        if len(self._payload) <= _MAX_HTML_CHARACTERS:
            data["text/html"] = self._html()
        return {**data, "text/plain": repr(self)}

    def _html(self) -> str:
        flags = {"controls": True, **self._options}
        attributes = "".join(
            f" {name}" if value is True else f' {name}="{escape(str(value))}"'
            for name, value in flags.items()
        )
        is_url = ":" in self._payload[:64]
        address = self._payload if is_url else f"data:{self._mime};base64,{self._payload}"
        return f'<{self._tag}{attributes} src="{escape(address)}"></{self._tag}>'

    def __repr__(self) -> str:
        size = len(self._payload) * 3 // 4
        where = self._payload if ":" in self._payload[:64] else f"{size:,} bytes"
        return f"<{type(self).__name__}: {self._mime}, {where[:200]}>"


class Audio(_Player):
    """Audio: a file's path, its bytes, a URL, or samples with their `rate` in Hz.

    Samples are a list or an array of numbers, or of channels (an array's shorter axis). With
    `normalize` they are scaled to full volume. `type` is the media type of a file, if it cannot be
    detected; `title` and `loop` are options of the player. Raises `OutputError` for anything else.
    """

    _tag = "audio"

    def __init__(
        self,
        source: Any,
        rate: float | None = None,
        *,
        type: str | None = None,  # noqa: A002 - what it is called everywhere
        normalize: bool = True,
        **options: Unpack[_Options],
    ) -> None:
        if isinstance(source, str | bytes | bytearray | memoryview | os.PathLike):
            if rate is not None:
                raise OutputError("rate is for samples; a file has its own")
            self._mime, self._payload = media_payload("audio", source, type)
        else:
            from .wav import encode_wav

            if rate is None:
                raise OutputError("Samples need a rate in Hz: Audio(samples, rate=44100)")
            content = encode_wav(source, rate, normalize=normalize)
            self._mime, self._payload = media_payload("audio", content, None)
        self._options = _checked(options, "title", "loop")


class Video(_Player):
    """Video: a file's path, its bytes, a URL, or frames to be shown at `fps` frames per second.

    Frames are Pillow images or arrays, all of one size (height × width, × 3 or 4), and become a
    WebM file; that needs Pillow. `type`, `title` and `loop` are those of `Audio`; `width` and
    `height` are CSS pixels. Raises `OutputError` for anything else.
    """

    _tag = "video"

    def __init__(
        self,
        source: Any,
        fps: float | None = None,
        *,
        type: str | None = None,  # noqa: A002
        **options: Unpack[_Options],
    ) -> None:
        if isinstance(source, str | bytes | bytearray | memoryview | os.PathLike):
            if fps is not None:
                raise OutputError("fps is for frames; a file has its own")
            self._mime, self._payload = media_payload("video", source, type)
        else:
            from .webm import encode_webm

            if fps is None:
                raise OutputError("Frames need a frame rate: Video(frames, fps=25)")
            if not hasattr(source, "__iter__"):
                raise OutputError("Frames must be a list of arrays or of Pillow images")
            content, *_ = encode_webm(source, fps)
            self._mime, self._payload = media_payload("video", content, "video/webm")
        self._options = _checked(options, "title", "loop", "width", "height")


def _checked(options: _Options, *known: str) -> dict[str, Any]:
    if unknown := set(options) - set(known):
        raise OutputError(f"Unknown option {unknown.pop()!r}; the options are {', '.join(known)}")
    return {name: value for name, value in options.items() if value}
