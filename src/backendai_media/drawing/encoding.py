"""Encodes commands as the payload of `application/x-sorna-drawing`: msgpack in base64."""

import base64
import re
from collections.abc import Sequence
from typing import Any

import msgspec

from .._spec import DRAWING_MAX_BYTES, DRAWING_MAX_COMMANDS
from ..errors import DrawingError

__all__ = ["TYPE", "decode_commands", "encode_commands"]

TYPE = "application/x-sorna-drawing"


_Scalar = bool | int | float | str | None
_Command = list[_Scalar | list[_Scalar | list[_Scalar | list[_Scalar]]]]
_SPACES = re.compile(r"[ \t\r\n\f]+")

_encoder = msgspec.msgpack.Encoder()
_packed = msgspec.msgpack.Decoder(list[_Command])
_json = msgspec.json.Decoder(list[_Command])


def encode_commands(commands: Sequence[Any]) -> str:
    """Return commands as a payload. Raises `DrawingError` for values that cannot be encoded."""
    try:
        return base64.b64encode(_encoder.encode(commands)).decode("ascii")
    except (TypeError, ValueError, OverflowError, RecursionError) as error:
        raise DrawingError(f"These commands cannot be encoded: {error}") from None


def decode_commands(data: str | bytes) -> list[list[Any]]:
    """Return the commands of a payload: base64, msgpack bytes, or the JSON text of 2016.

    JSON commands have no canvas id; they get 0. Raises `DrawingError` if it is none of these
    or holds more than `DRAWING_MAX_COMMANDS` or `DRAWING_MAX_BYTES`.
    """
    if isinstance(data, str) and data.lstrip(" \t\r\n").startswith("["):
        commands = _decoded(_json, _limited(data.encode(errors="replace")))
        return [one if one and isinstance(one[0], int) else [0, *one] for one in commands]
    if isinstance(data, str):
        data = _unpacked(data)
    elif not isinstance(data, bytes):
        raise DrawingError(f"A drawing is base64 text or bytes, not {type(data).__name__}")
    _check_count(_declared(_limited(data)))
    return _decoded(_packed, data)


def _unpacked(text: str) -> bytes:
    if len(text) > DRAWING_MAX_BYTES * 2:
        _limited(b"", len(text))
    try:
        return base64.b64decode(_SPACES.sub("", text), validate=True)
    except ValueError:
        raise DrawingError("The drawing is not base64") from None


def _decoded(decoder: Any, data: bytes) -> list[list[Any]]:
    try:
        commands: list[list[Any]] = decoder.decode(data)
    except (ValueError, RecursionError, OverflowError, MemoryError) as error:
        kind = "JSON" if decoder is _json else "msgpack"
        raise DrawingError(f"The drawing is not {kind} of a list of commands: {error}") from None
    _check_count(len(commands))
    return commands


def _declared(data: bytes) -> int:
    """Return the number of commands that the first bytes announce, before decoding."""
    size = {0xDC: 2, 0xDD: 4}.get(data[0] if data else 0, 0)
    return int.from_bytes(data[1 : 1 + size])


def _check_count(count: int) -> None:
    if count > DRAWING_MAX_COMMANDS:
        raise DrawingError(
            f"The drawing has {count:,} commands; {DRAWING_MAX_COMMANDS:,} are the most"
        )


def _limited(data: bytes, size: int = 0) -> bytes:
    if max(size, len(data)) > DRAWING_MAX_BYTES:
        raise DrawingError(f"The drawing has more than {DRAWING_MAX_BYTES:,} bytes")
    return data
