"""What the messages of an Arrow IPC stream declare, before anything is decompressed.

And what pyarrow does not read of them, in a form that it reads.

Reads just enough of their FlatBuffers (`Message.fbs` of the Arrow format): whatever is missing or
out of bounds raises `ValueError`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

__all__ = ["MAGIC", "Declared", "Marks", "declared", "readable"]

#: The beginning of a file, which holds a stream.
MAGIC = b"ARROW1\0\0"
_CONTINUATION = 0xFFFFFFFF
_END = struct.pack("<II", _CONTINUATION, 0)
_SCHEMA, _DICTIONARY, _BATCH = 1, 2, 3
_V4, _V5 = 3, 4
_INTERVAL, _TIME, _DURATION = 11, 9, 18
#: Intervals by their units, and types of the same width that have a unit in the same place.
_INTERVALS = {0: ("months", _TIME), 1: ("days", _DURATION)}
#: Levels of fields in fields.
_MAX_LEVELS = 64

#: Which fields are intervals of months, or of days and milliseconds, by their places in others.
Marks = dict[int, Any] | str


class Declared(NamedTuple):
    """A message: its rows if it is a record batch, and the bytes that its buffers become."""

    is_batch: bool
    rows: int
    size: int


def declared(payload: bytes) -> Iterator[Declared]:
    """Yield what each record batch and each dictionary declares."""
    for _, kind, message, body in _messages(payload):
        header = message.table(2) if kind in {_DICTIONARY, _BATCH} else message
        if kind == _DICTIONARY:
            header = header.table(1)
        if header is not message:
            rows, size = header.scalar(0, "<q"), _size(header, payload, body)
            yield Declared(kind == _BATCH, rows, size)


def readable(payload: bytes) -> tuple[bytes, dict[int, Marks]]:
    """Return Arrow data as pyarrow reads it, and which of its columns are intervals.

    pyarrow knows no values of intervals of months, and of days and milliseconds: they become times
    and durations. And it does not notice that data of format V4 is compressed.
    """
    changed = bytearray(payload)
    marks: dict[int, Marks] = {}
    end = 0
    for start, kind, message, body in _messages(payload):
        end = body + message.scalar(3, "<q")
        if kind == _SCHEMA:
            fields = message.table(2).tables(1)
            found = {at: _mark(one, changed, start, 0) for at, one in enumerate(fields)}
            marks = {at: mark for at, mark in found.items() if mark}
        elif kind in {_DICTIONARY, _BATCH} and message.scalar(0, "<h") == _V4:
            header = message.table(2) if kind == _BATCH else message.table(2).table(1)
            if header.has(3):
                struct.pack_into("<h", changed, start + message.place(0), _V5)
    if changed == payload:
        return payload, marks
    # A file's footer has the old schema.
    return bytes(changed[_begin(payload) : end]) + _END, marks


def _mark(field: _Table, changed: bytearray, start: int, level: int) -> Marks | None:
    """Change the intervals in a field; return where they are."""
    if level > _MAX_LEVELS:
        raise ValueError("fields are nested too deeply")
    if field.scalar(2, "<B") == _INTERVAL:
        mark, type_ = _INTERVALS.get(field.table(3).scalar(0, "<h"), ("", _INTERVAL))
        changed[start + field.place(2)] = type_
        return mark or None
    below = (_mark(one, changed, start, level + 1) for one in field.tables(5))
    return {at: one for at, one in enumerate(below) if one} or None


def _begin(payload: bytes) -> int:
    return len(MAGIC) if payload.startswith(MAGIC) else 0


def _messages(stream: bytes) -> Iterator[tuple[int, int, _Table, int]]:
    """Yield where each message is, its kind, itself, and where its body is."""
    at = _begin(stream)
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
        yield at, message.scalar(1, "<B"), message, body
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
        return self.place(field) > 0

    def scalar(self, field: int, format_: str) -> int:
        place = self.place(field)
        return _read(format_, self.content, place)[0] if place else 0

    def table(self, field: int) -> _Table:
        place = self.place(field)
        if not place:
            raise ValueError("a message has no header")
        return _Table(self.content, place + _read("<I", self.content, place)[0])

    def tables(self, field: int) -> list[_Table]:
        place = self.place(field)
        if not place:
            return []
        start = place + _read("<I", self.content, place)[0]
        (count,) = _read("<I", self.content, start)
        if 4 * count > len(self.content):
            raise ValueError("a message ends too early")
        places = range(start + 4, start + 4 + 4 * count, 4)
        return [_Table(self.content, at + _read("<I", self.content, at)[0]) for at in places]

    def structs(self, field: int, format_: str) -> Iterator[tuple[int, ...]]:
        place = self.place(field)
        if not place:
            return
        start = place + _read("<I", self.content, place)[0]
        (count,) = _read("<I", self.content, start)
        each = struct.calcsize(format_)
        if count * each > len(self.content):
            raise ValueError("a message ends too early")
        for number in range(count):
            yield _read(format_, self.content, start + 4 + number * each)

    def place(self, field: int) -> int:
        """Return where a field is; 0: nowhere."""
        at = 4 + 2 * field
        if at + 2 > self.size:
            return 0
        (offset,) = _read("<H", self.content, self.fields + at)
        return self.at + offset if offset else 0
