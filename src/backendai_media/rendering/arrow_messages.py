"""What the messages of an Arrow IPC stream declare, before anything is decompressed.

Reads just enough of their FlatBuffers (`Message.fbs` of the Arrow format): whatever is missing or
out of bounds raises `ValueError`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

__all__ = ["Declared", "declared"]

_CONTINUATION = 0xFFFFFFFF
_DICTIONARY, _BATCH = 2, 3


class Declared(NamedTuple):
    """A message: its rows if it is a record batch, and the bytes that its buffers become."""

    is_batch: bool
    rows: int
    size: int


def declared(stream: bytes) -> Iterator[Declared]:
    """Yield what each record batch and each dictionary of a stream declares."""
    at = 0
    while at + 4 <= len(stream):
        (length,) = _read("<I", stream, at)
        at += 4
        if length == _CONTINUATION:
            (length,) = _read("<I", stream, at)
            at += 4
        if not length:
            return
        body = at + length
        message = _Table.root(stream[at:body])
        kind = message.scalar(1, "<B")
        header = message.table(2)
        if kind == _DICTIONARY:
            header = header.table(1)
        if kind in {_DICTIONARY, _BATCH}:
            yield Declared(kind == _BATCH, header.scalar(0, "<q"), _size(header, stream, body))
        at = body + message.scalar(3, "<q")
        if at <= body - length:
            raise ValueError("a message has a negative length")


def _size(header: _Table, stream: bytes, body: int) -> int:
    """Return the size of a batch's buffers, decompressed if they are compressed."""
    is_compressed = header.has(3)
    total = 0
    for offset, length in header.structs(2, "<qq"):
        if is_compressed and length >= 8:
            # -1: this one is not compressed.
            (size,) = _read("<q", stream, body + offset)
            length = max(length, size)  # noqa: PLW2901
        total += length
    return total


def _read(format_: str, content: bytes, at: int) -> tuple[int, ...]:
    if not 0 <= at <= len(content) - struct.calcsize(format_):
        raise ValueError("a message ends too early")
    return struct.unpack_from(format_, content, at)


class _Table:
    def __init__(self, content: bytes, at: int) -> None:
        self.content, self.at = content, at
        self.fields = at - _read("<i", content, at)[0]
        (self.size,) = _read("<H", content, self.fields)

    @classmethod
    def root(cls, content: bytes) -> _Table:
        return cls(content, _read("<I", content, 0)[0])

    def has(self, field: int) -> bool:
        return self._place(field) > 0

    def scalar(self, field: int, format_: str) -> int:
        place = self._place(field)
        return _read(format_, self.content, place)[0] if place else 0

    def table(self, field: int) -> _Table:
        place = self._place(field)
        if not place:
            raise ValueError("a message has no header")
        return _Table(self.content, place + _read("<I", self.content, place)[0])

    def structs(self, field: int, format_: str) -> Iterator[tuple[int, ...]]:
        place = self._place(field)
        if not place:
            return
        start = place + _read("<I", self.content, place)[0]
        (count,) = _read("<I", self.content, start)
        each = struct.calcsize(format_)
        if count * each > len(self.content):
            raise ValueError("a message ends too early")
        for number in range(count):
            yield _read(format_, self.content, start + 4 + number * each)

    def _place(self, field: int) -> int:
        at = 4 + 2 * field
        if at + 2 > self.size:
            return 0
        (offset,) = _read("<H", self.content, self.fields + at)
        return self.at + offset if offset else 0
