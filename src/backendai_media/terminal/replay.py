"""A buffer of the end of a stream, addressed by absolute offsets."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

BLOCK_BYTES: Final = 1 << 16
_LARGE_PIECE_BYTES: Final = 1 << 13  # kept as received, without copying


class Replay:
    """Keeps the newest bytes of a stream: at least `limit`, and at most one block more.

    `start` and `end` are offsets in the whole stream. Raises `ValueError` if `limit` is below 1.
    """

    __slots__ = ("_blocks", "_starts", "end", "limit", "start")

    def __init__(self, limit: int, start: int = 0) -> None:
        if limit < 1:
            raise ValueError("a replay buffer must hold at least one byte")
        self.limit = limit
        self.start = start
        self.end = start
        self._blocks: list[bytes | bytearray] = []  # small pieces are merged into a bytearray
        self._starts: list[int] = []

    def append(self, data: bytes) -> None:
        """Add to the end; drop whole blocks from the start."""
        for at in range(0, len(data), BLOCK_BYTES):
            self._add(data[at : at + BLOCK_BYTES])  # usually all of it, which copies nothing
        while self._blocks and self.end - self.start - len(self._blocks[0]) >= self.limit:
            self.start += len(self._blocks.pop(0))
            del self._starts[0]

    def _add(self, piece: bytes) -> None:
        last = self._blocks[-1] if self._blocks else b""
        if len(piece) >= _LARGE_PIECE_BYTES:
            self._open(piece)
        elif isinstance(last, bytearray) and len(last) + len(piece) <= _LARGE_PIECE_BYTES:
            last += piece
        else:
            self._open(bytearray(piece))
        self.end += len(piece)

    def _open(self, block: bytes | bytearray) -> None:
        self._blocks.append(block)
        self._starts.append(self.end)

    def read(self, offset: int, limit: int) -> bytes:
        """Return up to `limit` bytes from `offset`; none at the end.

        Raises `LookupError` if the bytes at `offset` have been dropped or not been added yet.
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
        """Return what `read` does, or a large part of it that needs no copying."""
        if self.start <= offset < self.end:
            index = bisect_right(self._starts, offset) - 1
            block = self._blocks[index]
            if isinstance(block, bytes) and self._starts[index] == offset and len(block) <= limit:
                return block
        return self.read(offset, limit)

    def tail(self, size: int) -> int:
        """Return the offset of the first line that starts in the last `size` bytes, or of those."""
        offset = max(self.start, self.end - size)
        if offset == 0:
            return 0
        found = self.read(offset, self.end - offset).find(b"\n")
        return offset if found < 0 else offset + found + 1

    def beginning(self) -> int:
        """Return the offset for a new reader: 0, or the first whole line if bytes were dropped."""
        return self.tail(self.limit) if self.start else 0
