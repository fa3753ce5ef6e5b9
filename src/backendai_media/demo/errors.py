"""What can go wrong before the page shows."""

from __future__ import annotations

from ..errors import BackendAIMediaError


class DemoError(BackendAIMediaError):
    """The playground cannot start; the message says what to do."""
