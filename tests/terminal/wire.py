"""A client's half of the protocol, written from its specification alone."""

import struct

from backendai_media.terminal.frames import (
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


def pack(frame: ClientFrame) -> bytes:
    match frame:
        case Hello(version, client, session, offset, rows, columns, read_only):
            flags = (offset is not None) | read_only << 1
            fixed = struct.pack(">BQHH", flags, offset or 0, rows, columns)
            name = session.encode()
            return b"\x01" + bytes([version]) + client + fixed + bytes([len(name)]) + name
        case Input(sequence, data):
            return b"\x02" + sequence.to_bytes(8, "big") + data
        case Ack(offset):
            return b"\x03" + offset.to_bytes(8, "big")
        case Resize(rows, columns):
            return b"\x04" + rows.to_bytes(2, "big") + columns.to_bytes(2, "big")
        case Focus():
            return b"\x05"
        case End():
            return b"\x06"
        case Ping(data):
            return b"\x07" + data
        case Pong(data):
            return b"\x08" + data


def decode(data: bytes) -> ServerFrame | None:
    kind, body = data[0], data[1:]
    match kind:
        case 0x81:
            return _welcome(body)
        case 0x82:
            return Output(int.from_bytes(body[:8], "big"), body[8:])
        case 0x83:
            return Gap(*struct.unpack(">QQ", body))
        case 0x84:
            return Written(int.from_bytes(body, "big"))
        case 0x85:
            return Resize(*struct.unpack(">HH", body))
        case 0x86:
            how, number = struct.unpack(">BI", body)
            return (Exit(code=number), Exit(signal=number), Exit())[how]
        case 0x87:
            return Ping(body)
        case 0x88:
            return Pong(body)
    return None


def _welcome(body: bytes) -> Welcome:
    version, flags = body[0], body[1]
    offset, live, received = struct.unpack(">QQQ", body[2:26])
    window, input_window, rows, columns, size = struct.unpack(">IIHHB", body[26:39])
    name = body[39 : 39 + size].decode()
    return Welcome(
        version, name, bool(flags & 1), offset, live, received, window, input_window, rows, columns
    )
