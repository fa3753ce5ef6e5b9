"""Encodes samples as a WAV file."""

from __future__ import annotations

import io
import math
import wave
from array import array
from collections.abc import Sequence
from typing import Any

from ..errors import OutputError

__all__ = ["encode_wav"]

_MAX_SAMPLE = 32_767
_MAX_CHANNELS = 32


def encode_wav(samples: Any, rate: float, *, normalize: bool = True) -> bytes:
    """Return samples as a 16-bit WAV file.

    `samples` is a sequence of numbers, a list of channels, or an array with up to 32 channels along
    its shorter axis; `rate` is in Hz. With `normalize` they are scaled to full volume; without it,
    floats must lie between -1 and 1, and integers have 16 bits. Raises `OutputError` for anything
    else.
    """
    if isinstance(rate, bool) or not 1 <= rate <= 768_000:
        raise OutputError(f"rate must be samples per second, such as 44100, not {rate!r}")
    channels = _channels(samples)
    ints = all(isinstance(one, int) for channel in channels for one in channel[:1000])
    loudest = max((max(map(abs, channel), default=0) for channel in channels), default=0)
    if not math.isfinite(loudest) or not all(math.isfinite(sum(one)) for one in channels):
        raise OutputError("Samples must be finite numbers, without NaN or infinity")
    if normalize:
        factor = _MAX_SAMPLE / loudest if loudest else 0.0
    elif loudest > (_MAX_SAMPLE + 1 if ints else 1):
        raise OutputError(
            "Samples must lie between -1 and 1 (floats), or have 16 bits (integers); "
            f"the loudest is {loudest:g}. normalize=True scales them"
        )
    else:
        factor = 1 if ints else _MAX_SAMPLE
    frames = array("h", bytes(2 * len(channels) * len(channels[0])))
    for at, channel in enumerate(channels):
        frames[at :: len(channels)] = array("h", [round(one * factor) for one in channel])
    return _file(frames, len(channels), round(rate))


def _file(frames: array[int], channels: int, rate: int) -> bytes:
    if array("h", [1]).tobytes()[0] != 1:  # WAV is little-endian
        frames.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((channels, 2, rate, 0, "NONE", ""))
        writer.writeframes(frames.tobytes())
    return file.getvalue()


def _channels(samples: Any) -> list[list[float]]:
    """Return channels as lists of numbers, all of the same length."""
    tolist = getattr(samples, "tolist", None)
    values = tolist() if callable(tolist) else samples
    if not isinstance(values, Sequence) or isinstance(values, str | bytes) or not len(values):
        raise OutputError("Samples must be a sequence or an array of numbers, not empty")
    if not isinstance(values[0], Sequence):
        values = [values]
    lengths = {len(one) if isinstance(one, Sequence) else -1 for one in values}
    if len(lengths) != 1 or lengths & {-1, 0}:
        raise OutputError("Channels must be sequences of numbers, all of the same length")
    if len(values) > len(values[0]):
        values = list(zip(*values, strict=True))
    if len(values) > _MAX_CHANNELS:
        raise OutputError(f"{len(values)} channels are too many; the maximum is {_MAX_CHANNELS}")
    try:
        return [[one if type(one) is int else float(one) for one in row] for row in values]
    except (TypeError, ValueError):
        raise OutputError("Samples must be numbers: one channel, or a list of channels") from None
