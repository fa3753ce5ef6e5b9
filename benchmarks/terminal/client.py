"""Clients that cost little: plain sockets, and of each dialect only what measuring needs."""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
import time
from abc import ABC, abstractmethod


class Client(ABC):
    """A WebSocket to a shell. `read` gives output as bytes."""

    subprotocol = ""
    #: Bytes in a second that the emulator behind it parses; None: at once.
    speed: float | None = None

    def __init__(self, port: int, path: str, name: str = "") -> None:
        self.name = name
        self.port, self.path = port, path
        self.connect()

    def connect(self) -> None:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.settimeout(30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        offered = f"Sec-WebSocket-Protocol: {self.subprotocol}\r\n" if self.subprotocol else ""
        key = base64.b64encode(os.urandom(16)).decode()
        self.socket.sendall(
            f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n"
            f"Origin: http://127.0.0.1:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{offered}\r\n".encode()
        )
        self._file = self.socket.makefile("rb", 1 << 18)
        status = self._file.readline()
        assert b" 101 " in status, status
        while self._file.readline().strip():
            pass
        self.greet()

    def greet(self) -> None:  # noqa: B027 - most servers want none
        """Say what the server wants to hear first."""

    def send(self, data: bytes | str) -> None:
        code = 1 if isinstance(data, str) else 2
        body = data.encode() if isinstance(data, str) else data
        size = len(body)
        head = bytes([0x80 | code])
        if size < 126:
            head += bytes([0x80 | size])
        elif size < 1 << 16:
            head += b"\xfe" + size.to_bytes(2, "big")
        else:
            head += b"\xff" + size.to_bytes(8, "big")
        self.socket.sendall(head + bytes(4) + body)  # a mask of zeros is one

    def message(self) -> bytes:
        """Return the next message; b"" at the end."""
        whole = b""
        while True:
            head = self._file.read(2)
            if len(head) < 2:
                return b""
            size = head[1] & 127
            if size > 125:
                size = int.from_bytes(self._file.read(2 if size == 126 else 8), "big")
            data: bytes = self._file.read(size)
            code = head[0] & 15
            if code == 8:
                return b""
            if code == 9:
                self.socket.sendall(b"\x8a" + bytes([0x80 | len(data)]) + bytes(4) + data)
            if code < 3:
                whole += data
                if head[0] & 128:
                    return whole

    def read(self) -> bytes:
        """Return the next output, after the emulator's time for it."""
        data = self.output()
        if self.speed:
            time.sleep(len(data) / self.speed)
        self.parsed()
        return data

    def output(self) -> bytes:
        return self.message()

    def parsed(self) -> None:  # noqa: B027 - most dialects have no word for it
        """Acknowledge what was read."""

    @abstractmethod
    def type(self, data: bytes) -> None:
        """Send what a person types."""

    def until(self, mark: bytes) -> int:
        """Read until the mark came, and return how much was read."""
        total, tail = 0, b""
        while True:
            data = self.read()
            assert data, "the connection ended"
            total += len(data)
            if mark in tail + data:
                return total
            tail = (tail + data)[-100:]

    def run(self, command: str) -> None:
        """Run a command in the shell, silently, until it says that it is ready."""
        self.type(f"stty -echo; {command}\n".encode())

    def close(self) -> None:
        self._file.close()
        self.socket.close()


class Term2Connection(Client):
    subprotocol = "backendai.term.2"

    def __init__(self, port: int, path: str, name: str = "") -> None:
        self.id, self.offset, self.acked, self.sequence = os.urandom(16), -1, 0, 0
        self.session = b""
        self.kept = bytearray()  # typed, but more than the server wants now
        self._under_way: dict[int, int] = {}
        super().__init__(port, path, name)

    def greet(self) -> None:
        known = self.offset >= 0
        fixed = struct.pack(">BQHHB", int(known), max(self.offset, 0), 24, 80, len(self.session))
        self.send(b"\x01\x02" + self.id + fixed + self.session)
        welcome = self.message()
        assert welcome[:1] == b"\x81", welcome
        offset, received, self._room = struct.unpack_from(">Q8xQ4xI", welcome, 3)
        assert not known or offset == self.offset, "a gap"
        self.offset, self.sequence = offset, max(self.sequence, received)
        self.acked, self.session = self.offset, welcome[40:]
        self._under_way.clear()

    def output(self) -> bytes:
        while frame := self.message():
            if data := self.take(frame):
                return data
        return b""

    def take(self, frame: bytes) -> bytes:
        """Do what a frame asks for, and return the output in it, if there is any."""
        if frame[0] == 0x82:
            assert int.from_bytes(frame[1:9], "big") == self.offset, "lost or doubled"
            self.offset += len(frame) - 9
            return frame[9:]
        if frame[0] == 0x84:
            self._written(int.from_bytes(frame[1:9], "big"))
        if frame[0] == 0x87:
            self.send(b"\x08" + frame[1:])
        return b""

    def parsed(self) -> None:
        if self.offset - self.acked >= 1 << 16:
            self.acknowledge()

    def acknowledge(self) -> None:
        self.send(b"\x03" + self.offset.to_bytes(8, "big"))
        self.acked = self.offset

    def type(self, data: bytes) -> None:
        self.kept += data
        self._flush()

    def _flush(self) -> None:
        while self.kept and (piece := bytes(self.kept[: min(8000, self._room)])):
            del self.kept[: len(piece)]
            self.sequence += 1
            self._room -= len(piece)
            self._under_way[self.sequence] = len(piece)
            self.send(b"\x02" + self.sequence.to_bytes(8, "big") + piece)

    def _written(self, sequence: int) -> None:
        for done in [one for one in self._under_way if one <= sequence]:
            self._room += self._under_way.pop(done)
        self._flush()


class Json(Client):
    """terminado's: what it sends is text in JSON."""

    def output(self) -> bytes:
        data = self.message()
        if data.startswith(b'["stdout", "'):
            # Looking for marks and counting do not need it parsed.
            return data[12:-2]
        return data and b" "

    def type(self, data: bytes) -> None:
        self.send(json.dumps(["stdin", data.decode()]))


class Marimo(Client):
    def type(self, data: bytes) -> None:
        self.send(data.decode())


class Ttyd(Client):
    subprotocol = "tty"

    def greet(self) -> None:
        self.send(b'{"AuthToken": "", "columns": 80, "rows": 24}')

    def output(self) -> bytes:
        data = self.message()
        return data[1:] if data[:1] == b"0" else data and b" "

    def type(self, data: bytes) -> None:
        self.send(b"0" + data)
