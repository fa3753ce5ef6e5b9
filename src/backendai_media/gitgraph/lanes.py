"""Keeps track of free lanes."""

from __future__ import annotations

from heapq import heappop, heappush

from .._spec import GIT_LANE_SEARCH_DISTANCE

__all__ = ["Lanes"]


class Lanes:
    """Lanes, of which lane 0 is never free."""

    def __init__(self) -> None:
        self._taken = bytearray(b"\1")
        self._listed = bytearray(b"\1")
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self._taken)

    def take(self, lane: int) -> None:
        """Mark a lane as used."""
        self._taken[lane] = 1

    def release(self, lane: int) -> None:
        """Free a lane."""
        if lane:
            self._taken[lane] = 0
            self.offer(lane)

    def offer(self, lane: int) -> None:
        """Make a lane available for `near` again, if it is free."""
        if not self._taken[lane] and not self._listed[lane]:
            self._listed[lane] = 1
            heappush(self._free, lane)

    def near(self, lane: int) -> int:
        """Return a free lane by rule 7 of `layout`; it is not taken yet."""
        taken = self._taken
        for distance in range(GIT_LANE_SEARCH_DISTANCE + 1):
            left, right = lane - distance, lane + distance
            if left > 0 and not taken[left]:
                return left
            if right < len(taken) and not taken[right]:
                return right
        while self._free:
            lane = heappop(self._free)
            self._listed[lane] = 0
            if not taken[lane]:
                return lane
        taken.append(0)
        self._listed.append(0)
        return len(taken) - 1
