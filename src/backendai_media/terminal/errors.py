"""What can go wrong with a terminal.

::

    BackendAIMediaError
      TerminalError
        LimitError       there are as many sessions or viewers as may be
        ProtocolError    a client sent what it must not
        AwayError        the store of sessions cannot be reached now
        GoneError        a session was there, and is no more; the message says why
"""

from __future__ import annotations

from ..errors import BackendAIMediaError


class TerminalError(BackendAIMediaError):
    """A terminal cannot be had; the message says what to do."""


class LimitError(TerminalError):
    """There are as many sessions or viewers as the limits allow."""


class ProtocolError(TerminalError):
    """A client sent what it must not; the connection ends."""


class AwayError(TerminalError):
    """Where sessions are kept cannot be reached now; who comes back later may find them."""


class GoneError(TerminalError):
    """A session was there, and is no more; the message says why."""
