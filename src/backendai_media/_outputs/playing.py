"""Sound and video."""

from __future__ import annotations

import os
from html import escape
from typing import Any, TypedDict, Unpack

from .base import Output, OutputError
from .sources import payload

__all__ = ["Audio", "Video"]

#: With more base64 letters there is no second form in HTML, for viewers without players.
_MOST_HTML = 8_000_000


class _About(TypedDict, total=False):
    title: str
    loop: bool
    width: int
    height: int


class _Player(Output):
    _tag: str
    _mime: str
    _payload: str
    _about: dict[str, Any]

    @property
    def type(self) -> str:
        """Its media type, like `audio/wav`."""
        return self._mime

    @property
    def metadata(self) -> dict[str, Any]:
        """Title, size and the like, under the type."""
        return {self._mime: self._about} if self._about else {}

    def _make(self) -> dict[str, Any]:
        data = {self._mime: self._payload}
        if len(self._payload) <= _MOST_HTML:
            data["text/html"] = self._html()
        return {**data, "text/plain": repr(self)}

    def _html(self) -> str:
        flags = {"controls": True, **self._about}
        rest = "".join(
            f" {name}" if value is True else f' {name}="{escape(str(value))}"'
            for name, value in flags.items()
        )
        whole = ":" in self._payload[:64]
        address = self._payload if whole else f"data:{self._mime};base64,{self._payload}"
        return f'<{self._tag}{rest} src="{escape(address)}"></{self._tag}>'

    def __repr__(self) -> str:
        size = len(self._payload) * 3 // 4
        where = self._payload if ":" in self._payload[:64] else f"{size:,} bytes"
        return f"<{type(self).__name__}: {self._mime}, {where[:200]}>"


class Audio(_Player):
    """Sound: a file's path, its bytes, a URL, or samples with their `rate` per second.

    Samples are a list or an array of numbers, or of channels (the shorter axis of an array). With
    `normalize` the loudest of them is as loud as can be. `type` says what a file is where it
    cannot be told; `title` and `loop` are for the player. Raises `OutputError` for anything else.
    """

    _tag = "audio"

    def __init__(
        self,
        source: Any,
        rate: float | None = None,
        *,
        type: str | None = None,  # noqa: A002 - what it is called everywhere
        normalize: bool = True,
        **about: Unpack[_About],
    ) -> None:
        if isinstance(source, str | bytes | bytearray | memoryview | os.PathLike):
            if rate is not None:
                raise OutputError("rate belongs to samples; a file has its own")
            self._mime, self._payload = payload("audio", source, type)
        else:
            from .wav import wav

            if rate is None:
                raise OutputError("Samples need their rate per second: Audio(samples, rate=44100)")
            content = wav(source, rate, normalize=normalize)
            self._mime, self._payload = payload("audio", content, None)
        self._about = _given(about, "title", "loop")


class Video(_Player):
    """Video: a file's path, its bytes, a URL, or frames with `fps`, how many there are per second.

    Frames are Pillow images or arrays of one size and become a WebM file; that needs Pillow.
    `type`, `title` and `loop` are those of `Audio`; `width` and `height` are CSS pixels. Raises
    `OutputError` for anything else.
    """

    _tag = "video"

    def __init__(
        self,
        source: Any,
        fps: float | None = None,
        *,
        type: str | None = None,  # noqa: A002
        **about: Unpack[_About],
    ) -> None:
        if isinstance(source, str | bytes | bytearray | memoryview | os.PathLike):
            if fps is not None:
                raise OutputError("fps belongs to frames; a file has its own")
            self._mime, self._payload = payload("video", source, type)
        else:
            from .webm import webm

            if fps is None:
                raise OutputError("Frames need their number per second: Video(frames, fps=25)")
            if not hasattr(source, "__iter__"):
                raise OutputError("Frames must be a list of arrays or of Pillow images")
            content, *_ = webm(source, fps)
            self._mime, self._payload = payload("video", content, "video/webm")
        self._about = _given(about, "title", "loop", "width", "height")


def _given(about: _About, *known: str) -> dict[str, Any]:
    if unknown := set(about) - set(known):
        raise OutputError(f"There is no option {unknown.pop()!r}; there are {', '.join(known)}")
    return {name: value for name, value in about.items() if value}
