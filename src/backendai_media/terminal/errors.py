"""What can go wrong with a terminal."""

from __future__ import annotations

from ..errors import BackendAIMediaError


class TerminalError(BackendAIMediaError):
    """A terminal cannot be had; the message says what to do."""


class LimitError(TerminalError):
    """There are as many sessions or viewers as the limits allow."""


class ProtocolError(TerminalError):
    """A client sent what it must not; the connection ends."""
