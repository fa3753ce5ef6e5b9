"""What a session tells those who follow it without being viewers: recordings, stores."""

from __future__ import annotations

from .frames import Exit


class Observer:
    """Does nothing with it. Everything is called in the session's loop and returns at once."""

    def output(self, offset: int, data: bytes) -> None:
        """Output came, the first byte of it at `offset`."""

    def resized(self, rows: int, columns: int) -> None:
        """The terminal has this size now."""

    def written(self, client: bytes, sequence: int) -> None:
        """The terminal has taken the client's inputs up to `sequence`."""

    def ended(self, how: Exit) -> None:
        """The program ended, after all its output."""

    def gone(self) -> None:
        """The session is of no more use to anyone."""

    async def finish(self) -> None:
        """Wait until what was told has arrived where it goes."""
