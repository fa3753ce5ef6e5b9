"""The outputs of runs, kept on disk so that slow pages lose nothing and memory stays small.

The kernel never has to wait: it would keep its output in its own memory, or drop it.
Everything is written here as it arrives, and each connection reads from its own position, as fast
as its page can. A page that is opened later, or again, reads from the start.
"""

from __future__ import annotations

import tempfile
from collections import deque
from typing import IO, Any, Final

import msgspec

from .page_protocol import Event, Output, encode

MAX_LINE_CHARACTERS: Final = 1 << 16  # characters of a stream in one line of the log
MAX_BYTES: Final = 256 << 20
MAX_SEGMENTS: Final = 100


class Cursor(msgspec.Struct):
    """The position of a reader: a segment and an offset in it."""

    segment: int = 0
    offset: int = 0


class _Segment:
    def __init__(self) -> None:
        self.file: IO[bytes] = tempfile.SpooledTemporaryFile(1 << 20)  # noqa: SIM115 - closed later
        self.size = 0

    def write(self, line: bytes) -> None:
        self.file.seek(self.size)
        self.size += self.file.write(line)

    def read(self, offset: int, size: int) -> bytes:
        """Return about `size` bytes of whole lines, at least one line."""
        self.file.seek(offset)
        piece = self.file.read(size)
        end = piece.rfind(b"\n") + 1
        return piece[:end] if end else piece + self.file.readline()


class Log:
    """A sequence of events in segments, one per run; the oldest are dropped at the limits.

    Consecutive texts of one stream are joined until they are read, or reach the limit of a line.
    After `limit` bytes in one segment, further outputs are dropped, and a last one says so.
    """

    def __init__(self, *, limit: int = MAX_BYTES) -> None:
        self.limit = limit
        self._truncated: set[int] = set()
        self._first = 0
        self._segments = deque([_Segment()])
        self._pending: tuple[str, str, str] | None = None  # run, stream, what it answers
        self._texts: list[str] = []
        self._length = 0

    @property
    def last(self) -> int:
        """The number of the newest segment."""
        return self._first + len(self._segments) - 1

    def begin(self) -> None:
        """Start a segment, and drop the oldest ones beyond the limits."""
        self._flush()
        self._segments.append(_Segment())
        while len(self._segments) > MAX_SEGMENTS or self._size() > self.limit:
            if len(self._segments) == 1:
                break
            self._drop()

    def clear(self) -> None:
        """Drop all segments, and start a new one."""
        self._flush()
        self._segments.append(_Segment())
        while len(self._segments) > 1:
            self._drop()

    def append(self, event: Event) -> None:
        """Write an event that is not an output."""
        self._flush()
        self._segments[-1].write(encode(event))

    def output(self, run: str, message: dict[str, Any]) -> None:
        """Write a Jupyter message, joined with the previous ones if it continues a stream."""
        content = message["content"]
        if message["msg_type"] != "stream":
            self._flush()
            self._write(Output(run, message))
            return
        name, text = str(content.get("name")), str(content.get("text"))
        parent = str(message.get("parent_header", {}).get("msg_id", ""))
        if self._pending != (run, name, parent):
            self._flush()
            self._pending = (run, name, parent)
        for start in range(0, len(text), MAX_LINE_CHARACTERS):
            part = text[start : start + MAX_LINE_CHARACTERS]
            self._texts.append(part)
            self._length += len(part)
            if self._length >= MAX_LINE_CHARACTERS:
                self._flush(keep=True)

    def read(self, cursor: Cursor, size: int) -> bytes:
        """Return the next lines, about `size` bytes, and advance `cursor`; empty at the end."""
        self._flush()
        if cursor.segment < self._first:
            cursor.segment, cursor.offset = self._first, 0
        while True:
            segment = self._segments[cursor.segment - self._first]
            if cursor.offset < segment.size:
                piece = segment.read(cursor.offset, size)
                cursor.offset += len(piece)
                return piece
            if cursor.segment == self.last:
                return b""
            cursor.segment, cursor.offset = cursor.segment + 1, 0

    def unread(self, cursor: Cursor) -> int:
        """Return the number of bytes after `cursor`."""
        first = max(cursor.segment - self._first, 0)
        sizes = sum(self._segments[n].size for n in range(first, len(self._segments)))
        return sizes - (cursor.offset if cursor.segment >= self._first else 0)

    def close(self) -> None:
        """Delete everything."""
        for segment in self._segments:
            segment.file.close()

    def _size(self) -> int:
        return sum(segment.size for segment in self._segments)

    def _drop(self) -> None:
        self._segments.popleft().file.close()
        self._truncated.discard(self._first)
        self._first += 1

    def _flush(self, *, keep: bool = False) -> None:
        if self._pending is None:
            return
        run, name, parent = self._pending
        text, self._texts, self._length = "".join(self._texts), [], 0
        if not keep:
            self._pending = None
        if text:
            content = {"name": name, "text": text}
            header = {"parent_header": {"msg_id": parent}} if parent else {}
            self._write(Output(run, {"msg_type": "stream", **header, "content": content}))

    def _write(self, output: Output) -> None:
        segment = self._segments[-1]
        if segment.size < self.limit:
            segment.write(_line(output))
        elif self.last not in self._truncated:
            self._truncated.add(self.last)
            text = f"\n[More than {self.limit >> 20} MB: the rest of this output is dropped.]\n"
            content = {"name": "stderr", "text": text}
            segment.write(_line(Output(output.run, {"msg_type": "stream", "content": content})))


def _line(output: Output) -> bytes:
    try:
        return encode(output)
    except UnicodeEncodeError:  # a lone surrogate, which UTF-8 cannot encode
        return encode(msgspec.structs.replace(output, message=_replace_surrogates(output.message)))


def _replace_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_replace_surrogates(item) for item in value]
    if isinstance(value, dict):
        return {_replace_surrogates(key): _replace_surrogates(item) for key, item in value.items()}
    return value
