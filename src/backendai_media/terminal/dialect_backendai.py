"""The JSON of older clients (`backend.ai` and `relay`), for the same sessions.

A client sends `{"type": "stdin", "chars": base64}`, `{"type": "resize", "rows", "cols"}`,
`{"type": "ping"}` and `{"type": "restart"}`; `relay` adds `"sid"`, which is ignored: the address
names the session. The server sends `{"type": "out", "data": base64}`. Nothing is acknowledged:
TCP's flow control holds the program back.
"""

from __future__ import annotations

import asyncio
import binascii
import json
import os
from base64 import b64decode, b64encode
from typing import Any, Final

from .._spec import TERMINAL_MAX_SIZE
from ..errors import ProtocolError
from .channel import Channel, CloseConnection
from .connection import Connection, ConnectionContext
from .frames import Exit, Gap, Output, ServerFrame, Written
from .viewer import Viewer

MAX_MESSAGE_BYTES: Final = 1 << 20
"""Bytes of the largest message: older clients send a paste as one."""
_MAX_INPUT_BYTES: Final = 1 << 14
_RESET: Final = b"\x1bc"  # RIS, the emulator's full reset
_RESTARTING: Final = b"Restarting...\r\n"


class _Restart(Exception):  # noqa: N818 - not an error
    """The client wants the program restarted."""


class BackendAIConnection(Connection):
    """A client that keeps no position: it gets the whole screen whenever it connects."""

    dialect = "backend.ai"

    def __init__(self, context: ConnectionContext, channel: Channel) -> None:
        super().__init__(context, channel)
        self._client = os.urandom(16)
        self._sequence = 0
        self._unwritten: dict[int, int] = {}  # sequence number → size of the input
        self._written = asyncio.Event()

    async def handshake(self) -> Viewer:
        """Join the session named in the address, or a new one."""
        self.session = await self.open_session(self._client, (24, 80))
        writable = self.context.identity.writable
        viewer, _ = await self.session.join(self._client, None, writable=writable)
        if viewer.position or self.session.replay.end:
            await self._send_output(_RESET)
        return viewer

    async def _serve(self, viewer: Viewer) -> None:
        while True:
            try:
                await super()._serve(viewer)
            except _Restart:
                await self.session.end()
                self._unwritten.clear()
                self._sequence = 0
                await self._send_output(_RESTARTING)
                viewer = await self.handshake()

    async def handle(self, viewer: Viewer, message: bytes | str) -> None:
        """Handle one client message. Raises `CloseConnection` and `ProtocolError`."""
        request = _parse(message)
        match request.get("type"):
            case "stdin":
                await self._type(viewer, _decode(request.get("chars")))
            case "resize":
                rows, columns = _side(request.get("rows")), _side(request.get("cols"))
                if rows and columns:
                    self.session.resize(viewer, rows, columns)
                    self.session.focus(viewer)
            case "restart" if viewer.writable:
                raise _Restart
            case _:  # a ping, or a message of a later version
                pass

    async def send(self, viewer: Viewer, frame: ServerFrame) -> None:
        """Send output, which counts as acknowledged once it is sent."""
        match frame:
            case Output(_, data):
                await self._send_output(data)
                viewer.ack(viewer.position)
            case Gap(_, end):
                await self._send_output(_RESET)
                viewer.ack(end)
            case Written(sequence):
                self._unwritten = {n: size for n, size in self._unwritten.items() if n > sequence}
                self._written.set()
            case Exit(code, signal):
                how = f"code {code}" if code is not None else f"signal {signal}"
                reason = how if frame != Exit() else "unknown"
                raise CloseConnection(1000, f"The program ended: {reason}.")
            case _:
                pass

    async def _type(self, viewer: Viewer, data: bytes) -> None:
        if not viewer.writable:
            return
        self.context.metrics.input += len(data)
        for start in range(0, len(data), _MAX_INPUT_BYTES):
            piece = data[start : start + _MAX_INPUT_BYTES]
            while sum(self._unwritten.values()) + len(piece) > self.context.limits.input_window:
                self._written.clear()
                await self._written.wait()
            self._sequence += 1
            self._unwritten[self._sequence] = len(piece)
            self.session.type(viewer, self._sequence, piece)

    async def _send_output(self, data: bytes) -> None:
        # Front ends from before 2025 read TEXT messages only, later ones both kinds.
        text = b64encode(data).decode("ascii")
        await self.channel.send(f'{{"type": "out", "data": "{text}"}}')


def _parse(message: bytes | str) -> dict[str, Any]:
    if len(message) > MAX_MESSAGE_BYTES:
        raise CloseConnection(1009, f"a message has at most {MAX_MESSAGE_BYTES} bytes")
    try:
        request = json.loads(message)
    except (ValueError, RecursionError):
        raise ProtocolError(
            "expected JSON; other protocols must be requested as a subprotocol"
        ) from None
    if not isinstance(request, dict):
        raise ProtocolError("expected a JSON object")
    return request


def _decode(chars: object) -> bytes:
    try:
        return b64decode(chars, validate=True) if isinstance(chars, str) else b""
    except (binascii.Error, ValueError):
        raise ProtocolError("chars is not base64") from None


def _side(value: object) -> int:
    """Return a number of rows or columns; 0 if it is not one."""
    return min(value, TERMINAL_MAX_SIZE) if type(value) is int and value > 0 else 0
