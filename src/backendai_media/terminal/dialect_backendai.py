"""The JSON of older clients (`backend.ai` and `relay`), from the same sessions.

A client sends `{"type": "stdin", "chars": base64}`, `{"type": "resize", "rows", "cols"}`,
`{"type": "ping"}` and `{"type": "restart"}`; `relay` adds `"sid"`, which says nothing here: the
session is that of the address. It gets `{"type": "out", "data": base64}`, and acknowledges
nothing: TCP holds the program back.
"""

from __future__ import annotations

import asyncio
import binascii
import json
import os
from base64 import b64decode, b64encode
from typing import Any, Final

from ..errors import ProtocolError
from .channel import Channel, Closed
from .connection import Connection, Visit
from .frames import Exit, Gap, Output, ServerFrame, Written
from .viewer import Viewer

MAX_MESSAGE: Final = 1 << 20
"""Bytes of the largest message: older clients send a paste as one."""
_PIECE: Final = 1 << 14
_RESET: Final = b"\x1bc"  # the emulator's full reset
_RESTARTING: Final = b"Restarting...\r\n"


class _Restart(Exception):  # noqa: N818 - it is no error
    """The client wants a new program."""


class Legacy(Connection):
    """A client that remembers nothing: it gets the screen anew when it comes."""

    dialect = "backend.ai"

    def __init__(self, visit: Visit, channel: Channel) -> None:
        super().__init__(visit, channel)
        self._client = os.urandom(16)
        self._sequence = 0
        self._waiting: dict[int, int] = {}  # sizes of inputs that the program has not taken
        self._taken = asyncio.Event()

    async def enter(self) -> Viewer:
        """Join the session of the address, or a new one."""
        visit = self.visit
        self.place = await self.opened(self._client, (24, 80))
        viewer, _ = await self.place.join(self._client, None, writable=visit.grant.writable)
        if viewer.position or self.place.replay.end:
            await self._out(_RESET)
        return viewer

    async def _serve(self, viewer: Viewer) -> None:
        while True:
            try:
                await super()._serve(viewer)
            except _Restart:
                await self.place.end()
                self._waiting.clear()
                self._sequence = 0
                await self._out(_RESTARTING)
                viewer = await self.enter()

    async def heed(self, viewer: Viewer, message: bytes | str) -> None:
        """Do what a message asks for."""
        wish = _parse(message)
        match wish.get("type"):
            case "stdin":
                await self._type(viewer, _decode(wish.get("chars")))
            case "resize":
                rows, columns = _side(wish.get("rows")), _side(wish.get("cols"))
                if rows and columns:
                    self.place.resize(viewer, rows, columns)
                    self.place.focus(viewer)
            case "restart" if viewer.writable:
                raise _Restart
            case _:  # a ping, or what a later version says
                pass

    async def say(self, viewer: Viewer, frame: ServerFrame) -> None:
        """Send output, and note what the program has taken."""
        match frame:
            case Output(_, data):
                await self._out(data)
                viewer.ack(viewer.position)
            case Gap(_, end):
                await self._out(_RESET)
                viewer.ack(end)
            case Written(sequence):
                self._waiting = {n: size for n, size in self._waiting.items() if n > sequence}
                self._taken.set()
            case Exit(code, signal):
                how = f"code {code}" if code is not None else f"signal {signal}"
                raise Closed(1000, f"The program ended: {how if frame != Exit() else 'unknown'}.")
            case _:
                pass

    async def _type(self, viewer: Viewer, data: bytes) -> None:
        if not viewer.writable:
            return
        self.visit.metrics.input += len(data)
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            while sum(self._waiting.values()) + len(piece) > self.visit.limits.input_window:
                self._taken.clear()
                await self._taken.wait()
            self._sequence += 1
            self._waiting[self._sequence] = len(piece)
            self.place.type(viewer, self._sequence, piece)

    async def _out(self, data: bytes) -> None:
        # Front ends of before 2025 read TEXT only, those after it both.
        text = b64encode(data).decode("ascii")
        await self.channel.send(f'{{"type": "out", "data": "{text}"}}')


def _parse(message: bytes | str) -> dict[str, Any]:
    if len(message) > MAX_MESSAGE:
        raise Closed(1009, f"a message has at most {MAX_MESSAGE} bytes")
    try:
        wish = json.loads(message)
    except (ValueError, RecursionError):
        raise ProtocolError(
            "a message is JSON, or of a subprotocol that was not asked for"
        ) from None
    if not isinstance(wish, dict):
        raise ProtocolError("a message is a JSON object")
    return wish


def _decode(chars: object) -> bytes:
    try:
        return b64decode(chars, validate=True) if isinstance(chars, str) else b""
    except (binascii.Error, ValueError):
        raise ProtocolError("chars is not base64") from None


def _side(value: object) -> int:
    return min(value, 1000) if type(value) is int and value > 0 else 0
