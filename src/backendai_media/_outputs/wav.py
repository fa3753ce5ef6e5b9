"""Samples → a WAV file."""

from __future__ import annotations

import io
import math
import wave
from array import array
from collections.abc import Sequence
from typing import Any

from .base import OutputError

__all__ = ["wav"]

_TOP = 32_767
_CHANNELS = 32


def wav(samples: Any, rate: float, *, normalize: bool = True) -> bytes:
    """Return samples as a WAV file of 16 bits.

    `samples` is a sequence of numbers, a list of channels, or an array with up to 32 channels along
    its shorter axis; `rate` is samples per second. With `normalize` the loudest is as loud as can
    be; without, floats lie between -1 and 1, and integers have 16 bits.
    """
    if isinstance(rate, bool) or not 1 <= rate <= 768_000:
        raise OutputError(f"rate must be samples per second, 44100 say, not {rate!r}")
    channels = _channels(samples)
    ints = all(isinstance(one, int) for channel in channels for one in channel[:1000])
    loudest = max((max(map(abs, channel), default=0) for channel in channels), default=0)
    if not math.isfinite(loudest) or not all(math.isfinite(sum(one)) for one in channels):
        raise OutputError("Samples must be finite numbers; there is a NaN or an infinity")
    if normalize:
        factor = _TOP / loudest if loudest else 0.0
    elif loudest > (_TOP + 1 if ints else 1):
        raise OutputError(
            "Samples must lie between -1 and 1 (floats), or have 16 bits; "
            f"the loudest is {loudest:g}. normalize=True scales them"
        )
    else:
        factor = 1 if ints else _TOP
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
    """Return channels as lists of numbers, all of one length."""
    tolist = getattr(samples, "tolist", None)
    values = tolist() if callable(tolist) else samples
    if not isinstance(values, Sequence) or isinstance(values, str | bytes) or not len(values):
        raise OutputError("Samples must be a sequence or an array of numbers, and not be empty")
    if not isinstance(values[0], Sequence):
        values = [values]
    lengths = {len(one) if isinstance(one, Sequence) else -1 for one in values}
    if len(lengths) != 1 or lengths & {-1, 0}:
        raise OutputError("Channels must be sequences of numbers, of one length")
    if len(values) > len(values[0]):
        values = list(zip(*values, strict=True))
    if len(values) > _CHANNELS:
        raise OutputError(f"{len(values)} channels are too many; {_CHANNELS} are the most")
    try:
        return [[one if type(one) is int else float(one) for one in row] for row in values]
    except (TypeError, ValueError):
        raise OutputError("Samples must be numbers: one channel, or a list of channels") from None
