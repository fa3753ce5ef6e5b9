"""Encodes and parses frames of `backendai.term.2`; docs/terminal-protocol.md specifies them."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final

from .._spec import TERMINAL_MAX_SIZE
from ..errors import ProtocolError
from .frames import (
    Ack,
    ClientFrame,
    End,
    Exit,
    Focus,
    Gap,
    Hello,
    Input,
    Output,
    Ping,
    Pong,
    Resize,
    ServerFrame,
    Welcome,
    Written,
)

SUBPROTOCOL: Final = "backendai.term.2"
VERSION: Final = 2
MAX_FRAME_BYTES: Final = 1 << 14
"""Size of the largest frame that a client may send."""
MAX_PING_BYTES: Final = 32

_HELLO: Final = struct.Struct(">B16sBQHHB")
_WELCOME: Final = struct.Struct(">BBQQQIIHHB")
_U64: Final = struct.Struct(">Q")
_TWO_U64: Final = struct.Struct(">QQ")
_SIZE: Final = struct.Struct(">HH")
_EXIT: Final = struct.Struct(">BI")
_HAS_OFFSET: Final = 1
_READ_ONLY: Final = 2


def parse(data: bytes) -> ClientFrame | None:
    """Return a client's frame, or None if its kind is unknown or it has no effect.

    Raises `ProtocolError` if the data is not a frame.
    """
    if not data:
        raise ProtocolError("the frame is empty")
    if len(data) > MAX_FRAME_BYTES:
        raise ProtocolError(f"the frame has {len(data)} bytes, more than {MAX_FRAME_BYTES}")
    parser = _PARSERS.get(data[0])
    if parser is None:
        return None
    try:
        return parser(data[1:])
    except struct.error:
        raise ProtocolError(f"the frame of kind {data[0]:#04x} is too short") from None


def encode(frame: ServerFrame) -> bytes:
    """Return a server's frame as bytes."""
    match frame:
        case Output(offset, data):
            return b"\x82" + _U64.pack(offset) + data
        case Written(sequence):
            return b"\x84" + _U64.pack(sequence)
        case Gap(start, end):
            return b"\x83" + _TWO_U64.pack(start, end)
        case Resize(rows, columns):
            return b"\x85" + _SIZE.pack(rows, columns)
        case Exit(code, signal):
            kind = 0 if code is not None else 1 if signal is not None else 2
            return b"\x86" + _EXIT.pack(kind, code or signal or 0)
        case Ping(data):
            return b"\x87" + data
        case Pong(data):
            return b"\x88" + data
        case Welcome():
            return b"\x81" + _welcome(frame)


def _welcome(frame: Welcome) -> bytes:
    name = frame.session.encode("ascii")
    fixed = _WELCOME.pack(
        frame.version,
        frame.writable,
        frame.offset,
        frame.live,
        frame.received,
        frame.window,
        frame.input_window,
        frame.rows,
        frame.columns,
        len(name),
    )
    return fixed + name


def _hello(data: bytes) -> Hello:
    version, client, flags, offset, rows, columns, size = _HELLO.unpack_from(data)
    name = data[_HELLO.size : _HELLO.size + size]
    if len(name) < size:
        raise struct.error
    if not any(client):
        raise ProtocolError("the client id must be random, not zero")
    try:
        session = name.decode("ascii")
    except UnicodeDecodeError:
        raise ProtocolError("the session name must be ASCII") from None
    return Hello(
        version,
        client,
        session,
        offset if flags & _HAS_OFFSET else None,
        min(rows, TERMINAL_MAX_SIZE),
        min(columns, TERMINAL_MAX_SIZE),
        bool(flags & _READ_ONLY),
    )


def _input(data: bytes) -> Input:
    (sequence,) = _U64.unpack_from(data)
    if sequence == 0:
        raise ProtocolError("sequence numbers start at 1")
    return Input(sequence, data[_U64.size :])


def _resize(data: bytes) -> Resize | None:
    rows, columns = _SIZE.unpack_from(data)
    # A hidden page has no size.
    return (
        Resize(min(rows, TERMINAL_MAX_SIZE), min(columns, TERMINAL_MAX_SIZE))
        if rows and columns
        else None
    )


_PARSERS: Final[dict[int, Callable[[bytes], ClientFrame | None]]] = {
    0x01: _hello,
    0x02: _input,
    0x03: lambda data: Ack(*_U64.unpack_from(data)),
    0x04: _resize,
    0x05: lambda _: Focus(),
    0x06: lambda _: End(),
    0x07: lambda data: Ping(data[:MAX_PING_BYTES]),
    0x08: lambda data: Pong(data[:MAX_PING_BYTES]),
}
