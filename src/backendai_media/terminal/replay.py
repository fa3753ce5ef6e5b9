"""The last part of a stream, addressed by absolute offsets."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

BLOCK: Final = 1 << 16
_LARGE: Final = 1 << 13  # from here on a piece is kept as it came, which copies nothing


class Replay:
    """Keeps the newest bytes of a stream: at least `limit` of them, and at most a block more.

    `start` and `end` are offsets in the whole stream.
    """

    __slots__ = ("_blocks", "_starts", "end", "limit", "start")

    def __init__(self, limit: int, start: int = 0) -> None:
        if limit < 1:
            raise ValueError("a replay buffer holds at least a byte")
        self.limit = limit
        self.start = start
        self.end = start
        self._blocks: list[bytes | bytearray] = []  # small pieces grow together, the last one still
        self._starts: list[int] = []

    def append(self, data: bytes) -> None:
        """Add to the end; forget whole blocks from the start."""
        for at in range(0, len(data), BLOCK):
            self._add(data[at : at + BLOCK])  # all of it, as a rule, which is no copy
        while self._blocks and self.end - self.start - len(self._blocks[0]) >= self.limit:
            self.start += len(self._blocks.pop(0))
            del self._starts[0]

    def _add(self, piece: bytes) -> None:
        last = self._blocks[-1] if self._blocks else b""
        if len(piece) >= _LARGE:
            self._open(piece)
        elif isinstance(last, bytearray) and len(last) + len(piece) <= _LARGE:
            last += piece
        else:
            self._open(bytearray(piece))
        self.end += len(piece)

    def _open(self, block: bytes | bytearray) -> None:
        self._blocks.append(block)
        self._starts.append(self.end)

    def read(self, offset: int, limit: int) -> bytes:
        """Return up to `limit` bytes from `offset`; none at the end.

        Raises `LookupError` for an offset that is forgotten or not there yet.
        """
        if not self.start <= offset <= self.end:
            raise LookupError(f"{offset} is not between {self.start} and {self.end}")
        limit = min(limit, self.end - offset)
        index = bisect_right(self._starts, offset) - 1
        pieces = []
        while limit > 0:
            block, skip = self._blocks[index], offset - self._starts[index]
            piece = block if skip == 0 and len(block) <= limit else block[skip : skip + limit]
            pieces.append(piece)
            limit -= len(piece)
            offset += len(piece)
            index += 1
        return b"".join(pieces)

    def piece(self, offset: int, limit: int) -> bytes:
        """Return what `read` does, or a large part of it that is there as it came."""
        if self.start <= offset < self.end:
            index = bisect_right(self._starts, offset) - 1
            block = self._blocks[index]
            if isinstance(block, bytes) and self._starts[index] == offset and len(block) <= limit:
                return block
        return self.read(offset, limit)

    def tail(self, size: int) -> int:
        """Return where the first line of the last `size` bytes starts, or where these start."""
        offset = max(self.start, self.end - size)
        if offset == 0:
            return 0
        found = self.read(offset, self.end - offset).find(b"\n")
        return offset if found < 0 else offset + found + 1

    def beginning(self) -> int:
        """Return where to start for who has seen nothing: at a line, unless all is there."""
        return self.tail(self.limit) if self.start else 0
