"""The last part of a stream, addressed by absolute offsets."""

from __future__ import annotations

from collections import deque
from typing import Final

BLOCK: Final = 1 << 14


class Replay:
    """Keeps the newest bytes of a stream: at least `limit` of them, and at most a block more.

    `start` and `end` are offsets in the whole stream.
    """

    def __init__(self, limit: int, start: int = 0) -> None:
        if limit < 1:
            raise ValueError("a replay buffer holds at least a byte")
        self.limit = limit
        self.start = start
        self.end = start
        # All blocks but the last are full, so that a place is found by division.
        self._blocks: deque[bytearray] = deque()

    def append(self, data: bytes) -> None:
        """Add to the end; forget whole blocks from the start."""
        rest = memoryview(data)
        while rest:
            if not self._blocks or len(self._blocks[-1]) == BLOCK:
                self._blocks.append(bytearray())
            last = self._blocks[-1]
            piece = rest[: BLOCK - len(last)]
            last += piece
            self.end += len(piece)
            rest = rest[len(piece) :]
            while self.end - self.start - BLOCK >= self.limit:
                self._blocks.popleft()
                self.start += BLOCK

    def read(self, offset: int, limit: int) -> bytes:
        """Return up to `limit` bytes from `offset`; none at the end.

        Raises `LookupError` for an offset that is forgotten or not there yet.
        """
        if not self.start <= offset <= self.end:
            raise LookupError(f"{offset} is not between {self.start} and {self.end}")
        limit = min(limit, self.end - offset)
        index, skip = divmod(offset - self.start, BLOCK)
        pieces = []
        while limit > 0:
            piece = self._blocks[index][skip : skip + limit]
            pieces.append(piece)
            limit -= len(piece)
            index, skip = index + 1, 0
        return b"".join(pieces)

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
