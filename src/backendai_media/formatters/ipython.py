"""IPython's sound, video and GeoJSON as such; their own form is HTML, or none."""

from typing import Any

from .._outputs import Audio, Video
from .registry import Bundle, Formatter, with_text

__all__ = ["OVERRIDES"]


def _audio(value: Any) -> Bundle | None:
    if not value.data or not isinstance(value.data, bytes):
        return None
    audio = Audio(value.data, type=value.mimetype)
    return audio.data, audio.metadata


def _video(value: Any) -> Bundle | None:
    if not isinstance(value.data, bytes) or not value.mimetype:
        return None
    size = {"width": value.width, "height": value.height}
    video = Video(value.data, type=value.mimetype, **{k: v for k, v in size.items() if v})
    return video.data, video.metadata


def _geojson(value: Any) -> Bundle:
    return with_text({"application/geo+json": value.data}, value)


OVERRIDES: dict[str, Formatter] = {"Audio": _audio, "GeoJSON": _geojson, "Video": _video}
