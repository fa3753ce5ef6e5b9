"""Encodes frames as a WebM file, without a video library.

Each frame is a lossy WebP, which Pillow writes and whose `VP8 ` chunk is a VP8 key frame (RFC 6386,
RFC 9649), in a Matroska container (RFC 9559). Every frame is complete, so files are larger than
those of a real encoder, and every player can seek in them.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from ..errors import OutputError

__all__ = ["encode_webm"]

_CLUSTER_MS = 30_000  # times within a cluster are signed 16-bit numbers


def encode_webm(frames: Iterable[Any], fps: float, *, quality: int = 80) -> tuple[bytes, int, int]:
    """Return a WebM file of `fps` frames per second, its width and its height in pixels.

    Frames are Pillow images or arrays (height × width, × 3 or 4; floats from 0 to 1 or bytes).
    Raises `OutputError` for anything else, and without Pillow.
    """
    if isinstance(fps, bool) or not 0 < fps <= 1000:
        raise OutputError(f"fps must be frames per second, such as 25, not {fps!r}")
    size: tuple[int, int] | None = None
    pictures = []
    for frame in frames:
        image = _image(frame)
        size = size or image.size
        if image.size != size:
            raise OutputError(
                f"All frames must have one size; the first is {size}, another {image.size}"
            )
        pictures.append(_key_frame(image, quality))
    if size is None:
        raise OutputError("A video needs at least one frame")
    return _file(pictures, fps, *size), *size


def _image(frame: Any) -> Any:
    try:
        images = import_module("PIL.Image")
    except ImportError:
        raise OutputError("Frames need Pillow: pip install pillow") from None
    if isinstance(frame, images.Image):
        return frame.convert("RGB")
    if not hasattr(frame, "dtype") or not hasattr(frame, "shape"):
        raise OutputError("Frames must be arrays or Pillow images, not " + type(frame).__name__)
    if frame.dtype.kind == "f":
        frame = (frame.clip(0, 1) * 255).round()
    if frame.dtype.kind not in "fuib" or frame.shape[2:] not in {(), (3,), (4,)}:
        raise OutputError(f"Frames must be height × width (× 3 or 4), not {frame.shape}")
    return images.fromarray(frame.clip(0, 255).astype("uint8")).convert("RGB")


def _key_frame(image: Any, quality: int) -> bytes:
    file = io.BytesIO()
    image.save(file, "WEBP", quality=quality, method=2)
    content = file.getvalue()
    at = 12
    while at + 8 <= len(content):
        size = int.from_bytes(content[at + 4 : at + 8], "little")
        if content[at : at + 4] == b"VP8 ":
            return content[at + 8 : at + 8 + size]
        at += 8 + size + size % 2
    raise OutputError("Pillow was built without lossy WebP")


def _file(pictures: list[bytes], fps: float, width: int, height: int) -> bytes:
    track = _element(
        0xAE,
        _number(0xD7, 1),  # its number
        _number(0x73C5, 1),
        _number(0x9C, 0),  # no lacing
        _number(0x83, 1),  # video
        _element(0x86, b"V_VP8"),
        _number(0x23E383, round(1e9 / fps)),
        _element(0xE0, _number(0xB0, width), _number(0xBA, height)),
    )
    times = [round(1000 * number / fps) for number in range(len(pictures))]
    starts: dict[int, list[bytes]] = {}
    for time, picture in zip(times, pictures, strict=True):
        since = time % _CLUSTER_MS
        block = b"\x81" + since.to_bytes(2, "big") + b"\x80"  # track 1, a key frame
        starts.setdefault(time - since, []).append(_element(0xA3, block, picture))
    clusters = (
        _element(0x1F43B675, _number(0xE7, start), *blocks) for start, blocks in starts.items()
    )
    head = _element(
        0x1A45DFA3,
        *(_number(key, value) for key, value in ((0x4286, 1), (0x42F7, 1), (0x42F2, 4))),
        _number(0x42F3, 8),
        _element(0x4282, b"webm"),
        _number(0x4287, 2),
        _number(0x4285, 2),
    )
    info = _element(
        0x1549A966,
        _number(0x2AD7B1, 1_000_000),  # nanoseconds per unit of time
        _element(0x4489, _float_bytes(1000 * len(pictures) / fps)),
        _element(0x4D80, b"backendai-media"),
        _element(0x5741, b"backendai-media"),
    )
    return head + _element(0x18538067, info, _element(0x1654AE6B, track), *clusters)


def _element(key: int, *parts: bytes) -> bytes:
    """Return an EBML element, with its size in eight bytes."""
    content = b"".join(parts)
    name = key.to_bytes((key.bit_length() + 7) // 8, "big")
    return name + (len(content) | 1 << 56).to_bytes(8, "big") + content


def _number(key: int, value: int) -> bytes:
    return _element(key, value.to_bytes(max((value.bit_length() + 7) // 8, 1), "big"))


def _float_bytes(value: float) -> bytes:
    return struct.pack(">d", value)
